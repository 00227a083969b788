"""The part that a name or an expression plays in its clause."""

from __future__ import annotations

from kg.extract.references.discourse import Role
from kg.extract.references.names import Names
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView, inside

__all__ = ["RoleReader"]

#: So many tokens before a name its post may begin, and what tells of its part may stand.
POST, BACK = 4, 6
OPENING, CLOSING = frozenset("“«"), frozenset("”»")
BRACKETS = frozenset({"(", "[", "/"})


class RoleReader:
    """Tells the parts from the words of one article."""

    def __init__(self, words: ReferenceWords, view: TokenView, names: Names) -> None:
        self._words = words
        self._names = names
        self._low, self._tags = view.low, view.tags
        self._posts, self._nouns = view.hits(words.posts), view.hits(words.heads)
        self._opening, self._closing = (
            sorted(i for mark in marks for i in view.places.get(mark, ())) for marks in (OPENING, CLOSING)
        )
        self._starts = {name.end: start for start, name in names.items()}

    def role(self, start: int, first: int) -> Role:
        """The part of what begins at ``start``, by the words before it; ``first`` is where the sentence begins."""
        low, words = self._low, self._words
        if self._opening and len(inside(self._opening, first, start)) > len(inside(self._closing, first, start)):
            return "quoted"
        if self._has_post(start, first):
            return "affiliation"
        for i in range(start - 1, max(first, start - BACK) - 1, -1):
            word, tag = low[i], self._tags[i]
            role = words.roles.get(word)
            if role is not None:
                return role
            if word in words.clauses:
                return "subject"
            if not word[0].isalnum():
                return "other" if word in BRACKETS else "subject"
            if tag == "V":
                return "object"
            if word in words.coordinating and i in self._starts:
                return self.role(self._starts[i], first)
            if tag in {"C", "CC", "R"}:
                return "subject"
        return "subject"

    def _has_post(self, start: int, first: int) -> bool:
        """Whether a name that is no person's stands behind a post ("CEO Airbnb")."""
        name = self._names.get(start)
        if name is None or name.type in self._words.people:
            return False
        return any(self._is_post(back, start) for back in range(max(first, start - POST), start))

    def _is_post(self, start: int, end: int) -> bool:
        """Whether ``start`` to ``end`` names a post ("CEO") or what a person is ("nhà sáng lập")."""
        post = self._posts.get(start)
        if post is not None and post[0] == end:
            return True
        head = self._nouns.get(start)
        return head is not None and head[0] == end and head[1] in self._words.people
