"""Of which place is a body that every country, or every province, has, when its name does not say so?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.linking.pool import Pool
from kg.linking.words import Words
from kg.names import exact_key, words_of

__all__ = ["Seats"]

MAX_PLACE = 5
"""Words of a place's name."""


class Seats:
    """Where the bodies of a pool are, as their articles tell it."""

    def __init__(self, pool: Pool, words: Words) -> None:
        self._pool = pool
        self._words = words
        self._stateless: dict[str, bool] = {}
        self._unplaced: dict[tuple[str, ...], bool] = {}
        self._likely: dict[tuple[int, bool, bool], str] = {}

    @cached_property
    def _places(self) -> frozenset[tuple[str, ...]]:
        names = {name for n in self._pool.of_top["Place"] for name in self._pool.locals[n].names}
        return frozenset(words_of(name) for name in names if not self._words.is_state_body(name))

    def stateless(self, name: str) -> bool:
        """Whether the name is of a body every state, or every province, has, and does not tell of which."""
        found = self._stateless.get(name)
        if found is None:
            found = self._stateless[name] = self._tells_none(name)
        return found

    def _tells_none(self, name: str) -> bool:
        if not self._words.is_state_body(name):
            return False
        own = words_of(name)
        return not self._words.says_place(name) and not any(
            own[a:b] in self._places for a in range(len(own)) for b in range(a + 1, a + MAX_PLACE)
        )

    def anywhere(self, name: str) -> bool:
        """Whether the name is of a body that every province has, and tells nothing of which: no two are one by it."""
        return self._words.is_local_body(name) and self.stateless(name)

    def behind(self, name: str, longer: str) -> bool:
        """Whether the longer name is the other with a place behind it."""
        words, others = words_of(name), words_of(longer)
        return others[: len(words)] == words and others[len(words) :] in self._places

    def unplaced(self, names: tuple[str, ...]) -> bool:
        """Whether no name of a body tells its place."""
        found = self._unplaced.get(names)
        if found is None:
            found = self._unplaced[names] = all(map(self.stateless, names))
        return found

    def of(self, n: int, names: Iterable[str]) -> str:
        """The place, by its label, of a body that its ``names`` do not place: its country, or its town or province.

        Its own facts say so, else the place that its article names most, else the one that is in the names of the
        article's other bodies of this kind; the country that goes without saying may be left out, and is meant where
        several are named as often. Empty when nothing tells it.
        """
        pool = self._pool
        stated = sorted(pool.objects(n, self._words.homes))
        if stated:
            return pool.locals[stated[0]].entity.label
        local = any(map(self._words.is_local_body, names))
        key = n, local, any(map(self._words.is_abroad, names))
        if key not in self._likely:
            self._likely[key] = self._near(*key)
        return self._likely[key]

    def _near(self, n: int, local: bool, abroad: bool) -> str:
        """The same as its article alone tells it, of a body of a province or town, or one that no home body is like."""
        pool = self._pool
        near = {
            m: pool.told(m)
            for m in pool.beside(n)
            if pool.top[m] == "Place"
            and pool.is_country(m) is not local
            and not (abroad and exact_key(pool.locals[m].entity.label) == exact_key(self._words.home))
        }
        most = max(near.values(), default=0)
        likely = [pool.locals[m].entity.label for m, told in near.items() if told == most and m != n]
        if local:
            others = {place for m in pool.beside(n) for name in pool.locals[m].names if (place := self._named(name))}
            return likely[0] if len(likely) == 1 else others.pop() if len(others) == 1 else ""
        own = {exact_key(pool.locals[m].entity.label) for m in near}
        home = "" if abroad else self._words.home
        return home if len(likely) != 1 or exact_key(home) in own else likely[0]

    def _named(self, name: str) -> str:
        """The place at the end of the name of a body that every province has, without its kind; empty if none is."""
        if not self._words.is_local_body(name):
            return ""
        parts = name.split()
        sizes = (size for size in range(min(MAX_PLACE, len(parts) - 1), 0, -1))
        size = next((size for size in sizes if words_of(" ".join(parts[-size:])) in self._places), 0)
        while size > 1 and self._words.is_place_kind(parts[-size]):
            size -= 1
        # A name that was cut ("Trung tâm Trợ giúp pháp") ends in no place.
        return " ".join(parts[-size:]) if size and not parts[-size].islower() else ""
