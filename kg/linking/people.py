"""Are two people of one name one? Their posts, the bodies where these are held, their fields and times say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.linking.pool import Pool
from kg.linking.words import Words

__all__ = ["People"]

MAX_BODIES = 12
"""Names of one body that are looked at."""
LIFE = 70
"""Years between what is stated of two people that no career spans."""
FIELD = 3
"""Words that the names of two bodies of one field have in common, one behind the other."""


class People:
    """The people of a pool, asked about two at a time."""

    def __init__(self, pool: Pool, words: Words) -> None:
        self._pool = pool
        self._words = words

    def apart(self, a: int, b: int, bodies: Iterable[int]) -> bool:
        """Whether the two do unlike things and share but the ``bodies`` of their posts, or lived in unlike times."""
        pool = self._pool
        # What is told of the first may be told by many.
        other = self._words.fields(posts) if (posts := pool.posts(b)) else None
        one = self._words.fields(pool.posts(a)) if other else None
        if one and other and one.isdisjoint(other) and set(pool.shared(a, b)) <= set(self._names(bodies)):
            return True
        theirs = pool.years(b)
        years = pool.years(a) if theirs else theirs
        return bool(years) and (min(years) - max(theirs) > LIFE or min(theirs) - max(years) > LIFE)

    def one_career(self, bodies: Iterable[int], others: Iterable[int]) -> bool:
        """Whether who has posts at these bodies may have gone to the others: both are bodies of a state, not of two
        provinces, or their names are of one field ("an ninh mạng")."""
        one, two = list(bodies), list(others)
        if self._of_state(one, local=True) and self._of_state(two, local=True):
            return self._of_state(one, local=False) or self._of_state(two, local=False)
        return not set(self._runs(one)).isdisjoint(self._runs(two))

    def _of_state(self, bodies: Iterable[int], *, local: bool) -> bool:
        return any(
            self._words.is_state_body(name) and (local or not self._words.is_local_body(name))
            for name in self._names(bodies)
        )

    def _runs(self, bodies: Iterable[int]) -> Iterator[tuple[str, ...]]:
        """What the names of bodies are made of beside the words for their kind, so many words at a time."""
        for name in self._names(bodies):
            if not self._words.is_state_body(name):
                words = self._words.core(name, "Organization").words
                yield from (words[at : at + FIELD] for at in range(len(words) - FIELD + 1))

    def _names(self, bodies: Iterable[int]) -> Iterator[str]:
        for root in sorted(bodies):
            for n in self._pool.members(root)[:MAX_BODIES]:
                yield self._pool.locals[n].entity.label
