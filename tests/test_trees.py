"""Trees: what they say of a row, why, and that a file keeps them."""

from __future__ import annotations

import numpy as np

from kg.extract.statements.trees import LEAF, Node, Trees

#: One tree asks for "a", then for "b"; the other for "b" alone.
NODES = (
    Node(0, 1.0, 1, 2, 0.5),
    Node(LEAF, 0.0, 0, 0, -1.0),
    Node(1, -2.5, 3, 4, 2.0),
    Node(LEAF, 0.0, 0, 0, 1.0),
    Node(LEAF, 0.0, 0, 0, 3.0),
    Node(1, 0.0, 6, 7, 0.0),
    Node(LEAF, 0.0, 0, 0, -0.25),
    Node(LEAF, 0.0, 0, 0, 0.25),
)
TREES = Trees(("a", "b"), (0, 5), NODES)
ROWS = np.array([[1.0, 5.0], [1.001, -2.5], [2.0, -2.499], [2.0, 0.001]])


def test_trees_say_the_sum_of_their_leaves() -> None:
    assert TREES.odds(ROWS).tolist() == [-0.75, 0.75, 2.75, 3.25]
    assert TREES.odds(np.zeros((0, 2))).tolist() == []


def test_what_each_column_moved_adds_up() -> None:
    reasons = TREES.reasons(ROWS)
    assert (reasons[0], reasons[3]) == ({"a": -1.5, "b": 0.25}, {"a": 1.5, "b": 1.25})
    average = 0.5 + 0.0
    for moved, said in zip(reasons, TREES.odds(ROWS), strict=True):
        assert average + sum(moved.values()) == said


def test_a_file_keeps_them() -> None:
    again = Trees.from_data(TREES.as_data())
    assert again.columns == TREES.columns and again.as_data() == TREES.as_data()
    assert again.odds(ROWS).tolist() == TREES.odds(ROWS).tolist()
