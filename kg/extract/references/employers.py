"""Whom the people of an article work for, by the posts that stand before their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.extract.references.discourse import Discourse
from kg.extract.references.expressions import Expression
from kg.extract.references.names import Names
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView

__all__ = ["Employers"]

#: So many tokens before a name its post may begin.
BACK = 12
#: The class of those that posts are held at.
EMPLOYER = "Organization"
#: What an expression of a sentence (its number, and where it begins) means, or "".
Meant = Callable[[Expression, int, int], str]


class Employers:
    """Learns employers from names, one after the other. ``found``: person -> organisation.

    ``types`` are the classes of the entities.
    """

    def __init__(self, words: ReferenceWords, view: TokenView, names: Names, types: Mapping[str, str]) -> None:
        self._words = words
        self._types = types
        self._low = view.low
        self._posts = view.hits(words.posts)
        self._names = names
        self.found: dict[str, str] = {}

    def learn(self, start: int, first: int, sentence: int, meant: Meant) -> None:
        """Whom the person named at ``start`` works for: what stands behind the post, else the body that is meant.

        ``first`` is where the sentence begins.
        """
        person = self._names[start].entity
        for back in range(max(first, start - BACK), start):
            post = self._posts.get(back)
            if post is None or post[0] > start:
                continue
            employer = self._between(post[0], start)
            if not employer and post[0] == start:
                noun = " ".join(self._low[back:start])
                employer = meant(Expression(back, start, EMPLOYER, "post", noun), sentence, first)
            if employer:
                self.found[person] = employer
                return

    def spoken_of(self, before: int, sentence: int, discourse: Discourse) -> str:
        """The employer of the person that was spoken of last before a token, in its sentence or the one before."""
        for seen in reversed(discourse.seen):
            if seen.sentence < sentence - 1:
                return ""
            if seen.start < before and seen.entity in self.found:
                return self.found[seen.entity]
        return ""

    def _between(self, start: int, end: int) -> str:
        """The first organisation named between two tokens."""
        for at in range(start, end):
            name = self._names.get(at)
            if name is not None and name.end <= end and name.type in self._words.employers:
                return name.entity
        return ""
