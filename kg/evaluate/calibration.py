"""Whether a confidence means what it says: the share of right facts by confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluate.scoring import Compared
from kg.records import Statement

__all__ = ["Bin", "calibration"]

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts with ``low`` <= confidence < ``high`` (the last bin includes 1.0)."""

    low: float
    high: float
    facts: int
    right: int

    @property
    def share(self) -> float | None:
        return self.right / self.facts if self.facts else None


def calibration(articles: Iterable[Compared]) -> tuple[Bin, ...]:
    """Each distinct fact of an article once, at its highest confidence; optional ones count for neither side."""
    judged: list[tuple[float, bool]] = []
    for article in articles:
        judged += [(max(st.confidence for st in statements), True) for _, statements in article.matched]
        judged += [(_highest(st, article.view.statements), False) for st in article.spurious]
    bins = []
    for low, high in pairwise(EDGES):
        inside = [
            right
            for confidence, right in judged
            if low <= confidence < high or (high == EDGES[-1] and confidence >= high)
        ]
        bins.append(Bin(low, high, len(inside), sum(inside)))
    return tuple(bins)


def _highest(spurious: Statement, statements: Iterable[Statement]) -> float:
    return max(
        st.confidence
        for st in statements
        if (st.subject, st.relation, st.object) == (spurious.subject, spurious.relation, spurious.object)
        and (st.modality == "negated") == (spurious.modality == "negated")
    )
