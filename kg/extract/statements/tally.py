"""The weights of features, added up by groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

from kg.extract.statements.groups import Group

__all__ = ["Tally"]


class Tally:
    """Adds up ``weights``.

    A candidate of which what was seen so far weighs less than ``floor`` is hopeless: too little of what may still be
    seen speaks for it. So is one whose form alone weighs less than nothing by the weights of the ``sieve``.
    """

    def __init__(
        self, weights: Mapping[str, float], floor: float = -inf, sieve: Mapping[str, float] | None = None
    ) -> None:
        self.floor = floor
        self._weights = weights
        self._sieve = sieve

    def group(self, names: Iterable[str], counted: tuple[tuple[str, int], ...] = ()) -> Group:
        """A group of ``names`` with what they weigh: candidates share it, and it is added up once."""
        names = tuple(names)
        return Group(names, self.names(names) if self._weights else 0.0, counted)

    def names(self, names: Iterable[str]) -> float:
        """What ``names`` weigh; one that has no weight weighs nothing."""
        weigh = self._weights.get
        return sum([weigh(name, 0.0) for name in names])

    def passes(self, form: Iterable[str]) -> bool:
        """Is a candidate worth being made whose ``form`` has these names?"""
        return self._sieve is None or sum([self._sieve.get(name, 0.0) for name in form]) >= 0.0
