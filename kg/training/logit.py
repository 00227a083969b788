"""The conditional logit of ``kg.extract.statements.scorer`` fitted to packed examples, and how well its facts hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.training.packed import Integers, Packed

__all__ = ["Curve", "Table", "calibrate", "common", "curve", "fit_weights"]

#: Candidates less probable than this are left out of the calibration: nearly all are, and rightly.
DOUBTFUL = 0.1
#: How much a kind's own offset is held back: one that few candidates have stays near none.
SHY = 4.0

Vector = np.ndarray[Any, np.dtype[np.float64]]


def common(packed: Packed, least: int) -> Integers:
    """The numbers of the features that occur in at least ``least`` sources."""
    count = np.zeros(len(packed.names), dtype=np.int64)
    first = 0
    for end in (np.flatnonzero(np.diff(packed.source, append=-1)) + 1).tolist():
        count[np.unique(packed.features[packed.starts[first] : packed.starts[end]])] += 1
        first = end
    return np.flatnonzero(count >= least)


@dataclass(frozen=True, slots=True)
class Table:
    """Examples as the arrays that the fit works on; ``weight`` is that of a group of rivals."""

    matrix: csr_matrix
    right: Vector
    group: Integers
    share: Vector
    unit: Integers
    groups: int
    weight: Vector

    @classmethod
    def of(cls, packed: Packed, columns: Integers, rows: np.ndarray[Any, np.dtype[np.bool_]], weight: Vector) -> Table:
        """The examples ``rows`` with the features ``columns``; ``weight`` is that of each example's source."""
        place = np.full(len(packed.names), -1, dtype=np.int32)
        place[columns] = np.arange(len(columns), dtype=np.int32)
        flat = place[packed.features]
        kept = (flat >= 0) & np.repeat(rows, np.diff(packed.starts))
        sizes = np.add.reduceat(np.append(kept, False).astype(np.int64), packed.starts[:-1])
        sizes[np.diff(packed.starts) == 0] = 0
        starts = np.concatenate([[0], np.cumsum(sizes[rows])])
        flat = flat[kept]
        _, group = np.unique(packed.rivals[rows], return_inverse=True)
        _, unit, members = np.unique(packed.unit[rows], return_inverse=True, return_counts=True)
        groups = int(group.max(initial=-1)) + 1
        by_group = np.zeros(groups)
        by_group[group] = weight[rows]
        return cls(
            csr_matrix((np.ones(len(flat)), flat, starts), shape=(int(rows.sum()), len(columns))),
            packed.right[rows].astype(np.float64),
            group,
            1.0 / members[unit],
            unit,
            groups,
            by_group,
        )

    def strengths(self, weights: Vector) -> tuple[Vector, Vector]:
        """Each candidate's strength and, by group, the sum of all with that of "no fact"."""
        strength: Vector = np.exp(np.clip(self.matrix @ weights, -30, 30)).astype(np.float64)
        return strength, np.asarray(1.0 + np.bincount(self.group, self.share * strength, self.groups), dtype=np.float64)

    def odds(self, weights: Vector) -> Vector:
        """The log-odds that ``Scorer`` gives them before calibration: each member of a list by itself."""
        strength, total = self.strengths(weights)
        mean = np.bincount(self.unit, self.share * strength)
        return np.asarray(np.clip(np.log(strength / (total[self.group] - mean[self.unit])), -20.7, 20.7))


def fit_weights(table: Table, penalty: float, *, steps: int = 150, near: Vector | None = None) -> Vector:
    """The weights that make the right candidates most probable, held near ``near`` (small, if none) by ``penalty``."""
    centre = np.zeros(table.matrix.shape[1]) if near is None else near
    transposed = table.matrix.T.tocsr()
    answered = np.bincount(table.group, table.right, table.groups) > 0

    def loss(weights: Vector) -> tuple[float, Vector]:
        strength, total = table.strengths(weights)
        strength = table.share * strength
        hit = np.bincount(table.group, strength * table.right, table.groups)
        value = table.weight @ np.log(total) - table.weight[answered] @ np.log(hit[answered])
        pull = np.where(table.right > 0, strength / np.maximum(hit[table.group], 1e-300), 0.0)
        slope = transposed @ (table.weight[table.group] * (strength / total[table.group] - pull))
        moved = weights - centre
        return float(value + 0.5 * penalty * (moved @ moved)), slope + penalty * moved

    return np.asarray(minimize(loss, centre.copy(), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x)


def calibrate(odds: Vector, right: Vector, kind: Integers) -> tuple[float, float, list[float]]:
    """Slope, offset and what is added to it for each kind: they make log-odds of unseen candidates true."""
    kept = odds >= np.log(DOUBTFUL / (1 - DOUBTFUL))
    x, y, own = odds[kept], right[kept], kind[kept]
    kinds = int(kind.max(initial=-1)) + 1

    def loss(line: Vector) -> tuple[float, Vector]:
        z = line[0] * x + line[1] + line[2:][own]
        wrong = 1.0 / (1.0 + np.exp(-z)) - y
        slope = np.concatenate([[wrong @ x, wrong.sum()], np.bincount(own, wrong, kinds) + 2 * SHY * line[2:]])
        return float((np.logaddexp(0.0, z) - y * z).sum() + SHY * (line[2:] ** 2).sum()), slope

    line = minimize(loss, np.concatenate([[1.0], np.zeros(kinds + 1)]), jac=True, method="L-BFGS-B").x
    slope, offset, *offsets = (round(float(value), 3) for value in line)
    return slope, offset, offsets


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision and recall of the facts when those at least as probable as each of ``thresholds`` are kept."""

    thresholds: Vector
    precision: Vector
    recall: Vector

    @property
    def f1(self) -> Vector:
        return 2 * self.precision * self.recall / np.maximum(self.precision + self.recall, 1e-9)

    def best(self, precision: float) -> int:
        """The place of the highest F1 among those of at least this precision, else of the highest precision."""
        fits = self.precision >= precision
        return int(np.argmax(np.where(fits, self.f1, -1.0)) if fits.any() else np.argmax(self.precision))


def curve(probabilities: Vector, right: Vector, fact: Integers, expected: int) -> Curve:
    """The curve of candidates' facts, each counted once; ``expected`` facts have to be found."""
    _, number = np.unique(fact, return_inverse=True)
    best = np.zeros(int(number.max(initial=-1)) + 1)
    np.maximum.at(best, number, probabilities)
    true = np.bincount(number, right, len(best)) > 0
    thresholds = np.round(np.arange(0.20, 0.90, 0.01), 2)
    kept = [best >= threshold for threshold in thresholds]
    hits = np.array([float((true & chosen).sum()) for chosen in kept])
    found = np.array([float(chosen.sum()) for chosen in kept])
    return Curve(thresholds, hits / np.maximum(found, 1.0), hits / expected)
