"""Hits, misses and spurious ones, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one part. ``precision``, ``recall`` and ``f1`` are 0.0 where nothing was counted."""

    hit: int = 0
    miss: int = 0
    spurious: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hit + other.hit, self.miss + other.miss, self.spurious + other.spurious)

    @property
    def gold(self) -> int:
        return self.hit + self.miss

    @property
    def precision(self) -> float:
        return _share(self.hit, self.hit + self.spurious)

    @property
    def recall(self) -> float:
        return _share(self.hit, self.gold)

    @property
    def f1(self) -> float:
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
