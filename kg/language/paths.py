"""The best path through the labels of tokens of which most are known: Viterbi's algorithm where several are possible.

Labels that cannot be are ruled out before, which leaves a few for a few tokens: numpy would take as long for each of
these as Python takes for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kg.language.crf import Matrix, Numbers, Truths

__all__ = ["Paths"]

_Path = tuple[float, int, Any]


class Paths:
    """``transitions`` has a row for the label before and a column for the one behind."""

    def __init__(self, transitions: Matrix) -> None:
        #: The label of no token: transitions to and from it weigh nothing.
        self.none = len(transitions)
        self._transitions = np.pad(transitions, (0, 1)).tolist()

    def search(self, found: list[int], said: Matrix, rows: Numbers, possible: Truths) -> list[int]:
        """``found`` with the best labels of those ``rows`` of what is ``said`` where several are ``possible`` (a row
        each); of equally good ones the first.

        The label behind the last row, which is that before the first, too, is one of ``found``.
        """
        numbers, columns = np.nonzero(possible)
        gains, labels = said[rows[numbers], columns].tolist(), columns.tolist()
        edges = np.searchsorted(numbers, np.arange(len(rows) + 1)).tolist()
        before, paths = -2, list[_Path]()
        for number, row in enumerate(rows.tolist()):
            if row != before + 1:
                self._settle(found, before, paths)
                paths = [(0.0, found[row - 1], None)]
            here = slice(edges[number], edges[number + 1])
            paths = [self._step(paths, *one) for one in zip(labels[here], gains[here], strict=True)]
            before = row
        self._settle(found, before, paths)
        return found

    def _step(self, paths: Sequence[_Path], label: int, gain: float) -> _Path:
        """The best of ``paths``, gone on with ``label``."""
        most, last = -np.inf, paths[0]
        for path in paths:
            score = path[0] + self._transitions[path[1]][label]
            if score > most:
                most, last = score, path
        return most + gain, label, last

    def _settle(self, found: list[int], row: int, paths: Sequence[_Path]) -> None:
        """Writes the best of ``paths``, which end at ``row``; the label behind it is known."""
        if not paths:
            return
        _, _, path = self._step(paths, found[row + 1], 0.0)
        while path[2] is not None:
            found[row] = path[1]
            row, path = row - 1, path[2]
