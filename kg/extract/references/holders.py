"""Which posts the people of an article are named with: "phó chủ tịch UBND tỉnh X" is not "chủ tịch UBND tỉnh X"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.references.names import Names
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView
from kg.records import Span

__all__ = ["Holders"]

#: So many tokens before or behind a name its posts may begin, and between a post and its body.
BACK, FAR = 14, 6
APPOSING = frozenset({",", "(", "-", "–"})


class Holders:
    """Learns posts from names, one after the other; a post is kept with the body behind it ("" where none is named)."""

    def __init__(self, words: ReferenceWords, view: TokenView, names: Names) -> None:
        self._words = words
        self._low, self._tags = view.low, view.tags
        self._posts = view.hits(words.posts)
        self._names = names
        self._held: dict[str, set[tuple[str, str]]] = {}

    def learn(self, start: int, sentence: Span) -> None:
        """The posts beside the person named at ``start``."""
        name = self._names[start]
        held = self._held.setdefault(name.entity, set())
        for post, body in (*self._before(start, sentence[0]), *self._behind(name.end, sentence[1])):
            if post in self._words.held:
                held.add((self._words.held[post], body))

    def may_hold(self, person: str, post: str, body: str) -> bool:
        """May ``person`` be meant by a post at a body ("": by the post alone)? Not who is named with other posts."""
        held, meant = self._held.get(person), self._words.held.get(post)
        if not held or meant is None:
            return True
        if not body:
            return meant in {one for one, _ in held}
        there = {one for one, where in held if where == body}
        return meant in (there or {one for one, where in held if not where})

    def _before(self, start: int, first: int) -> Iterator[tuple[str, str]]:
        """Posts before a name, with no verb between."""
        at = max(first, start - BACK)
        while at < start:
            end = self._post(at)
            if end and end <= start and "V" not in self._tags[end:start]:
                yield " ".join(self._low[at:end]), self._body(end, start)
            at = end or at + 1

    def _behind(self, end: int, last: int) -> Iterator[tuple[str, str]]:
        """Posts in the apposition behind a name, up to a verb or another person ("X, nhà sáng lập kiêm CEO A")."""
        if end >= last or (self._low[end] not in APPOSING and self._low[end] not in self._words.predicative):
            return
        at = end + 1
        while at < min(last, end + 1 + BACK):
            name = self._names.get(at)
            stop = name.end if name is not None else self._post(at)
            if name is not None and name.type in self._words.people:
                return
            if name is None and stop:
                yield " ".join(self._low[at:stop]), self._body(stop, last)
            elif name is None and self._tags[at] == "V" and not self._post(at + 1):
                return
            at = stop or at + 1

    def _post(self, at: int) -> int:
        """The end of the post that begins at a token, or 0."""
        hit = None if at in self._names else self._posts.get(at)
        return 0 if hit is None else hit[0]

    def _body(self, start: int, last: int) -> str:
        """The first organization named behind a post, before a comma and near."""
        for at in range(start, min(last, start + FAR)):
            name = self._names.get(at)
            if name is not None:
                return name.entity if name.type in self._words.employers else ""
            if self._low[at] in APPOSING:
                return ""
        return ""
