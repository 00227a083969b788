"""Boosted trees: what a row of numbers says for or against, and which of them said it.

They are learned elsewhere (``kg.training.weighing``); here they are read, a table of nodes, and followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Flags", "Integers", "Matrix", "Node", "Trees"]

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
#: The column of a node that asks nothing.
LEAF = -1
#: What the nodes of a file are multiplied by, so that they are whole numbers: limits and values.
SCALE = 1000


@dataclass(frozen=True, slots=True)
class Node:
    """A question: is ``column`` at most ``limit``? Then ``left`` is next, else ``right`` (numbers of nodes).

    ``value`` is what all trees from here on say on average; a leaf's is its answer, its ``column`` is ``LEAF``.
    """

    column: int
    limit: float
    left: int
    right: int
    value: float


class Trees:
    """The sum of what trees say of rows of numbers; ``roots`` are the numbers of their first nodes."""

    def __init__(self, columns: Sequence[str], roots: Sequence[int], nodes: Sequence[Node]) -> None:
        self.columns = tuple(columns)
        self._roots = np.array(roots, dtype=np.int64)
        self._column = np.array([node.column for node in nodes], dtype=np.int64)
        self._limit = np.array([node.limit for node in nodes], dtype=np.float64)
        here = np.arange(len(nodes))
        leaf = self._column == LEAF
        # A leaf is followed by itself: all rows take as many steps as the deepest tree has.
        self._left = np.where(leaf, here, np.array([node.left for node in nodes], dtype=np.int64))
        self._right = np.where(leaf, here, np.array([node.right for node in nodes], dtype=np.int64))
        #: Of node n the one at the right stands at 2n, the one at the left behind it.
        self._next = np.stack([self._right, self._left], axis=1).ravel()
        self._value = np.array([node.value for node in nodes], dtype=np.float64)
        self._asked = np.where(leaf, 0, self._column)

    def odds(self, rows: Matrix) -> Matrix:
        """The sum for each of ``rows``."""
        *_, last = self._paths(rows)
        found: Matrix = self._value[last].sum(axis=1)
        return found

    def reasons(self, rows: Matrix) -> list[dict[str, float]]:
        """How much each column has moved the sum for each of ``rows`` from what it is on average (Saabas' method)."""
        paths = np.stack(list(self._paths(rows)))
        before, now = paths[:-1], paths[1:]
        steps = self._value[now] - self._value[before]
        count = len(self.columns)
        # The columns of all rows side by side.
        asked = self._asked[before] + count * np.arange(len(rows))[None, :, None]
        moving = steps != 0
        size = count * len(rows)
        moved = np.bincount(asked[moving], steps[moving], size).reshape(len(rows), count).tolist()
        moves = np.bincount(asked[moving], None, size).reshape(len(rows), count)
        return [
            {self.columns[column]: row[column] for column in np.flatnonzero(told).tolist()}
            for row, told in zip(moved, moves, strict=True)
        ]

    def _paths(self, rows: Matrix) -> Iterable[Integers]:
        """The nodes that each row is at, in each tree, step by step to the leaves."""
        nodes = np.tile(self._roots, (len(rows), 1))
        numbers, first = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        yield nodes
        while True:
            small = numbers.take(first + self._asked.take(nodes)) <= self._limit.take(nodes)
            further = self._next.take(2 * nodes + small)
            if np.array_equal(further, nodes):
                return
            nodes = further
            yield nodes

    def as_data(self) -> dict[str, Any]:
        """Whole numbers for a file, ``from_data`` reads them; what is lost below a thousandth nobody misses."""

        def whole(values: Matrix) -> list[int]:
            return [round(value * SCALE) for value in values.tolist()]

        return {
            "columns": list(self.columns),
            "roots": self._roots.tolist(),
            "column": self._column.tolist(),
            "limit": whole(self._limit),
            "left": self._left.tolist(),
            "right": self._right.tolist(),
            "value": whole(self._value),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Trees:
        rows = zip(data["column"], data["limit"], data["left"], data["right"], data["value"], strict=True)
        nodes = [Node(column, limit / SCALE, left, right, value / SCALE) for column, limit, left, right, value in rows]
        return cls(data["columns"], data["roots"], nodes)
