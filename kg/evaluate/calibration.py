"""Whether a confidence means what it says: the share of right facts by confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluate.scoring import Compared
from kg.records import Statement

__all__ = ["Bin", "calibration", "expected_error"]

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts with ``low`` <= confidence < ``high`` (the last bin includes 1.0); ``mean`` is their mean confidence."""

    low: float
    high: float
    facts: int
    right: int
    mean: float = 0.0

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
            (confidence, right)
            for confidence, right in judged
            if low <= confidence < high or (high == EDGES[-1] and confidence >= high)
        ]
        mean = sum(confidence for confidence, _ in inside) / len(inside) if inside else 0.0
        bins.append(Bin(low, high, len(inside), sum(right for _, right in inside), mean))
    return tuple(bins)


def expected_error(bins: Iterable[Bin]) -> float | None:
    """The expected calibration error: how far on average a confidence is from the share of right facts of its bin."""
    full = [one for one in bins if one.facts]
    facts = sum(one.facts for one in full)
    return sum(abs(one.right - one.mean * one.facts) for one in full) / facts if facts else None


def _highest(spurious: Statement, statements: Iterable[Statement]) -> float:
    return max(
        st.confidence
        for st in statements
        if (st.subject, st.relation, st.object) == (spurious.subject, spurious.relation, spurious.object)
        and (st.modality == "negated") == (spurious.modality == "negated")
    )
