"""The CRF of names, asked with numbers: how likely each label of each token is, and the best labels of each stretch.

CRFsuite is told every feature of every token as a string, which takes four times as long as its arithmetic. Here
stretches of an article take each step together: numpy takes as long for one as for fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kg.language.crf import CrfModel, Matrix, Numbers

__all__ = ["Chain", "Labelled"]

#: A path that is likelier than this is the best: no two can be.
HALF = 0.5 + 1e-6


class Labelled(NamedTuple):
    """Of each token the best label (a number) and the probabilities of all."""

    best: Numbers
    chances: Matrix


class Chain:
    """``model`` made ready: its features are numbers."""

    def __init__(self, model: CrfModel) -> None:
        self.labels = model.labels
        self._transitions = model.transitions
        self._ways = np.exp(model.transitions)

    def label(self, said: Matrix, lengths: Sequence[int]) -> Labelled:
        """The labels of stretches of so many tokens (``lengths``), one behind the other, by what is ``said`` of each
        token for each label."""
        if not len(said):
            return Labelled(np.zeros(0, dtype=int), said)
        first = np.append(0, np.cumsum(lengths)[:-1])
        chances, total = self._chances(said, first, np.array(lengths))
        best = chances.argmax(axis=1)
        # What all labels of a stretch say together, and how likely that makes them.
        score = said[np.arange(len(said)), best]
        ways = self._transitions[best[:-1], best[1:]]
        ways[first[1:] - 1] = 0.0
        score[1:] += ways
        doubtful = np.exp(np.add.reduceat(score, first) - total) <= HALF
        for stretch in np.flatnonzero(doubtful).tolist():
            place = slice(first[stretch], first[stretch] + lengths[stretch])
            best[place] = self._best(said[place])
        return Labelled(best, chances)

    def _chances(self, said: Matrix, first: Numbers, lengths: Numbers) -> tuple[Matrix, Matrix]:
        """How likely each label of each token is, and the logarithm of what all paths of each stretch sum up to: the
        forward-backward algorithm."""
        # The longest come first: those that a step has are the first so many.
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = first[order], lengths[order]
        active = [int(np.searchsorted(-lengths, -step, side="left")) for step in range(lengths[0])]
        most = said.max(axis=1)
        odds = np.exp(said - most[:, None])
        forward, backward = np.empty_like(odds), np.ones_like(odds)
        total = np.zeros(len(starts))
        paths = np.empty((0, 0))
        for step, some in enumerate(active):
            rows = starts[:some] + step
            paths = odds[rows] if not step else (paths[:some] @ self._ways) * odds[rows]
            scale = paths.sum(axis=1)
            paths /= scale[:, None]
            total[:some] += np.log(scale) + most[rows]
            forward[rows] = paths
        for step in range(len(active) - 2, -1, -1):
            rows = starts[: active[step + 1]] + step
            paths = (backward[rows + 1] * odds[rows + 1]) @ self._ways.T
            backward[rows] = paths / paths.sum(axis=1)[:, None]
        chances: Matrix = forward * backward
        chances /= chances.sum(axis=1)[:, None]
        totals = np.empty_like(total)
        totals[order] = total
        return chances, totals

    def _best(self, said: Matrix) -> list[int]:
        """The best path of one stretch, by Viterbi's algorithm; of equal ones the first."""
        best, back = said[0], []
        for row in said[1:]:
            ways = best[:, None] + self._transitions
            back.append(ways.argmax(axis=0))
            best = ways.max(axis=0) + row
        path = [int(best.argmax())]
        for before in reversed(back):
            path.append(int(before[path[-1]]))
        return path[::-1]
