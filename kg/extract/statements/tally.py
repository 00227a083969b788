"""The weights of groups of features, added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import inf

from kg.extract.statements.groups import Group

__all__ = ["Tally"]

#: So many sums are kept from article to article, those asked for last.
KEPT = 8192


class Tally:
    """Adds up ``weights``, each group's once where candidates share it: ``group`` within an article, which ``begin``
    tells apart, and ``form`` what articles share.

    A candidate of which what was seen so far weighs less than ``floor`` is hopeless: too little of what may still be
    seen speaks for it.
    """

    def __init__(self, weights: Mapping[str, float], floor: float = -inf) -> None:
        self.floor = floor
        self._weigh = weights.get
        #: By the groups themselves, which are kept: looking at their names would take as long as adding them up.
        self._known: dict[int, tuple[Group, float]] = {}
        self.form = lru_cache(maxsize=KEPT)(self.names)

    def begin(self) -> Tally:
        """The same for the next article."""
        self._known.clear()
        return self

    def group(self, group: Group) -> float:
        """What the names of a group weigh that the article will ask for again."""
        known = self._known.get(id(group))
        if known is None:
            known = self._known[id(group)] = group, self.names(group)
        return known[1]

    def names(self, names: Iterable[str]) -> float:
        """What ``names`` weigh; one that has no weight weighs nothing."""
        weigh = self._weigh
        return sum([weigh(name, 0.0) for name in names])
