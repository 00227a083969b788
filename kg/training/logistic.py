"""Weights of features by penalised likelihood, for a yes or no and for a choice among several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

__all__ = ["Choice", "Example", "fit", "fit_choice"]

Example = tuple[Sequence[str], bool]
#: The features of each of several, and whether it is right.
Choice = list[tuple[Sequence[str], bool]]


def fit(rows: Sequence[Sequence[Example]], *, penalty: float, least: int) -> dict[str, float]:
    """Weights that tell the right examples of all articles, with two decimals; those of fewer than ``least`` articles,
    and those that weigh nothing, are dropped. A feature "bias" is held back by nothing."""
    index = _index(({name for names, _ in article for name in names} for article in rows), least)
    flat = [example for article in rows for example in article]
    matrix = _matrix((features for features, _ in flat), index)
    target = np.array([float(label) for _, label in flat])
    strength = np.full(len(index), penalty)
    strength[index["bias"]] = 0.01

    def loss(weights: Any) -> tuple[float, Any]:
        total = matrix @ weights
        value = np.logaddexp(0.0, total).sum() - target @ total + 0.5 * strength @ (weights * weights)
        return float(value), matrix.T @ (1 / (1 + np.exp(-total)) - target) + strength * weights

    return _minimum(loss, index)


def fit_choice(rows: Sequence[Sequence[Choice]], *, penalty: float, least: int) -> dict[str, float]:
    """Weights that make what is right of each choice the likeliest of all."""
    index = _index(({name for choice in article for names, _ in choice for name in names} for article in rows), least)
    flat = [(n, *row) for n, choice in enumerate(c for article in rows for c in article) for row in choice]
    group = np.array([n for n, _, _ in flat])
    right = np.array([float(held) for _, _, held in flat])
    matrix = _matrix((names for _, names, _ in flat), index)

    def loss(weights: Any) -> tuple[float, Any]:
        strength = np.exp(np.clip(matrix @ weights, -30, 30))
        total, hit = np.bincount(group, strength), np.bincount(group, strength * right)
        value = np.log(total).sum() - np.log(hit).sum() + 0.5 * penalty * (weights @ weights)
        slope = matrix.T @ (strength / total[group] - strength * right / hit[group]) + penalty * weights
        return float(value), slope

    return _minimum(loss, index)


def _index(articles: Iterable[set[str]], least: int) -> dict[str, int]:
    count = Counter(name for names in articles for name in names)
    return {name: i for i, name in enumerate(sorted(name for name, n in count.items() if n >= least))}


def _matrix(rows: Iterable[Iterable[str]], index: Mapping[str, int]) -> csr_matrix:
    known = [[index[name] for name in names if name in index] for names in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in known])])
    columns = np.array([column for row in known for column in row], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(known), len(index)))


def _minimum(loss: Any, index: Mapping[str, int]) -> dict[str, float]:
    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rounded = {name: round(float(found[i]), 2) for name, i in index.items()}
    return {name: weight for name, weight in rounded.items() if weight}
