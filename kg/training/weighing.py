"""What weighs candidates with the rest of their article (``kg.extract.statements.weighing``), learned: boosted trees.

Their material are candidates whose log-odds come from weights that have not seen their articles: as those of an article
that is read will be. LightGBM learns on one thread with fixed seeds: the same candidates give the same trees.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Any

import numpy as np

from kg.extract.statements.trees import LEAF, SCALE, Flags, Matrix, Node, Trees
from kg.extract.statements.weighing import COLUMNS, FLOOR, KINDS, Weighing, beside
from kg.training.packed import Integers, Packed

__all__ = ["Flags", "fit_weighing", "heard_apart", "weighed"]

#: Chosen by cross-validation on real articles: twice the trees or leaves change F1 by less than 0.002.
ROUNDS = 200
SETTINGS = {
    "objective": "binary",
    "num_leaves": 15,
    "max_depth": 5,
    "learning_rate": 0.05,
    "lambda_l2": 20.0,
    "min_data_in_leaf": 150,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbosity": -1,
}
#: A kind that fewer candidates have is as usual; the others are held to the usual as if so many more had it.
LEAST, HELD = 10, 20.0


def heard_apart(packed: Packed, odds: Matrix, parts: Matrix, relation: Integers) -> Matrix:
    """``weighing.BESIDE`` of all candidates, from the ``odds`` of their sentences (nan where nothing is known)."""
    known = np.where(np.isnan(odds), 2 * FLOOR, odds)
    return beside(
        known,
        np.where(np.isnan(parts), 0.0, parts),
        fact=packed.fact,
        rivals=packed.rivals,
        relation=relation,
        article=packed.source,
    )


def fit_weighing(packed: Packed, others: Matrix, rows: Flags, weight: Matrix) -> Weighing:
    """Learned from the candidates ``rows``; ``others`` are those of ``heard_apart``, ``weight`` what each counts."""
    import lightgbm

    right = packed.right[rows].astype(np.float64)
    usual = _log_odds(right.sum(), len(right))
    tables = {name: _rates(packed, column, rows, usual) for column, name in enumerate(KINDS)}
    given = _matrix(packed, others, rows, tables, usual)
    data = lightgbm.Dataset(given, right, weight=weight[rows], feature_name=list(COLUMNS))
    found = lightgbm.train(SETTINGS, data, ROUNDS).dump_model()
    roots: list[int] = []
    nodes: list[Node] = []
    for tree in found["tree_info"]:
        roots.append(len(nodes))
        _plant(tree["tree_structure"], nodes)
    return Weighing(Trees(COLUMNS, roots, nodes), tables, usual)


def weighed(packed: Packed, others: Matrix, rows: Flags, weighing: Weighing) -> Matrix:
    """What ``weighing`` says of the candidates ``rows``."""
    return weighing.trees.odds(_matrix(packed, others, rows, weighing.tables, weighing.usual))


def _matrix(
    packed: Packed, others: Matrix, rows: Flags, tables: Mapping[str, Mapping[str, float]], usual: float
) -> Matrix:
    """The candidates as the scorer gives them to the trees."""
    rates = [
        np.array([tables[name].get(label, usual) for label in packed.labels])[packed.kinds[rows, column]]
        for column, name in enumerate(KINDS)
    ]
    return np.hstack([packed.numbers[rows], np.stack(rates, axis=1), others[rows]])


def _rates(packed: Packed, column: int, rows: Flags, usual: float) -> dict[str, float]:
    """How often candidates of each label are right."""
    kind, size = packed.kinds[rows, column], len(packed.labels)
    count = np.bincount(kind, minlength=size)
    right = np.bincount(kind, packed.right[rows], size)
    chance = 1.0 / (1.0 + np.exp(-usual))
    return {
        packed.labels[n]: _log_odds(right[n] + HELD * chance, count[n] + HELD) for n in np.flatnonzero(count >= LEAST)
    }


def _log_odds(right: float, count: float) -> float:
    return round(float(np.log(right / (count - right))), 3)


def _plant(node: Mapping[str, Any], nodes: list[Node]) -> tuple[float, int]:
    """Adds a node of LightGBM's and all below it; what they say on average, and of how many rows."""
    if "leaf_value" in node:
        nodes.append(Node(LEAF, 0.0, 0, 0, node["leaf_value"]))
        return node["leaf_value"], node.get("leaf_count", 1)
    here = len(nodes)
    nodes.append(Node(LEAF, 0.0, 0, 0, 0.0))
    below: list[tuple[float, int]] = []
    places: list[int] = []
    for side in ("left_child", "right_child"):
        places.append(len(nodes))
        below.append(_plant(node[side], nodes))
    count = sum(number for _, number in below)
    value = sum(said * number for said, number in below) / count
    # Numbers have three digits: between two of them one limit is as good as another.
    limit = floor(node["threshold"] * SCALE) / SCALE
    nodes[here] = Node(node["split_feature"], limit, places[0], places[1], value)
    return value, count
