"""The candidate for which most speaks, found without adding up all that speaks for each.

What many candidates share is a group of names, whose weights are added up once. Sums of such sums differ from those of
the names one by one in their rounding, which decides between equals: so of those that are next to the best each is
added up by its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

__all__ = ["ROUNDING", "Crossed", "Sums", "likeliest"]

Vector = np.ndarray[Any, np.dtype[np.float64]]

Candidate = TypeVar("Candidate")

#: So many groups are kept.
KEPT = 16_384
#: Far more than the rounding of sums.
ROUNDING = 1e-6


class Sums(dict[tuple[str, ...], float]):
    """What the names of a group weigh together; those that ``weights`` lacks weigh nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, group: tuple[str, ...]) -> float:
        if len(self) >= KEPT:
            self.clear()
        weigh = self._weights.get
        found = self[group] = sum([weigh(name, 0.0) for name in group])
        return found


class Crossed:
    """Weights of names of two parts ("metric=profit w=lãi"): of many second parts (``w=lãi``) for every first part
    (``profit``, behind ``head``) together."""

    def __init__(self, weights: Mapping[str, float], head: str) -> None:
        parts = {name: name.removeprefix(head).partition(" ") for name in weights if name.startswith(head)}
        self._firsts = {first: n for n, first in enumerate(dict.fromkeys(first for first, _, _ in parts.values()))}
        self._seconds = {second: n for n, second in enumerate(dict.fromkeys(last for _, _, last in parts.values()))}
        #: The last column is that of all other first parts.
        self._table = np.zeros((len(self._seconds), len(self._firsts) + 1))
        for name, (first, _, second) in parts.items():
            self._table[self._seconds[second], self._firsts[first]] = weights[name]

    def column(self, first: str) -> int:
        """Where a first part stands in ``sums``."""
        return self._firsts.get(first, len(self._firsts))

    def sums(self, seconds: Iterable[str]) -> Vector:
        """What ``seconds`` weigh together for each first part."""
        rows = [self._seconds[name] for name in seconds if name in self._seconds]
        found: Vector = self._table[rows].sum(axis=0)
        return found


def likeliest(
    found: Sequence[Candidate], rough: Sequence[float], exact: Callable[[Candidate], float]
) -> Candidate | None:
    """The one of ``found`` with the highest ``exact`` sum, of equal ones the first; None where there is none.

    ``rough`` are the same sums but for their rounding.
    """
    if not found:
        return None
    least = max(rough) - ROUNDING
    rivals = [one for one, total in zip(found, rough, strict=True) if total >= least]
    return rivals[0] if len(rivals) == 1 else max(rivals, key=exact)
