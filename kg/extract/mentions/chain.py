"""The CRF of names, asked with numbers: how likely each label of each token is, and the best labels of each stretch.

CRFsuite is told every feature of every token as a string, which takes four times as long as its arithmetic. Here
stretches of an article take each step together: numpy takes as long for one as for fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kg.language.crf import CrfModel, Matrix, Numbers
from kg.language.paths import Paths

__all__ = ["Chain", "Labelled"]

#: A path that is likelier than this is the best: no two can be.
HALF = 0.5 + 1e-6
#: Somewhat less than one, by more than the rounding of chances.
SURELY = 1 - 1e-6
#: After so many steps what paths sum up to is brought back to one: no number gets too great or too small by then.
SCALED = 8


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
        self._back = self._ways.T.copy()
        self._paths = Paths(model.transitions)

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
        likely = np.exp(np.add.reduceat(score, first) - total)
        for stretch in np.flatnonzero(likely <= HALF).tolist():
            place = slice(first[stretch], first[stretch] + lengths[stretch])
            best[place] = self._best(said[place], chances[place], best[place], likely[stretch])
        return Labelled(best, chances)

    def _best(self, said: Matrix, chances: Matrix, found: Numbers, likely: float) -> list[int]:
        """The best path of one stretch; ``likely`` is how likely that one is that has been ``found``.

        No label of the best is less likely than it, nor it than what has been found.
        """
        possible = chances >= likely * SURELY
        rows = np.flatnonzero(possible.sum(axis=1) > 1)
        return self._paths.search([*found.tolist(), self._paths.none], said, rows, possible[rows])[:-1]

    def _chances(self, said: Matrix, first: Numbers, lengths: Numbers) -> tuple[Matrix, Matrix]:
        """How likely each label of each token is, and the logarithm of what all paths of each stretch sum up to: the
        forward-backward algorithm."""
        # Step by step, the longest stretches first: those that a step has are the first so many of the step before.
        order = np.argsort(-lengths, kind="stable")
        active = len(lengths) - np.searchsorted(lengths[order[::-1]], np.arange(lengths.max()), side="right")
        edges = np.append(0, active.cumsum())
        step = np.repeat(np.arange(len(active)), active)
        rows = first[order].take(np.arange(len(said)) - edges.take(step)) + step
        most = said.max(axis=1)
        odds = np.exp(said - most[:, None]).take(rows, axis=0)
        forward, backward = odds.copy(), np.ones_like(odds)
        steps = [slice(*edge) for edge in pairwise(edges.tolist())]
        scales = np.zeros(len(lengths))
        for number, (before, here) in enumerate(pairwise(steps), 1):
            paths, some = forward[here], here.stop - here.start
            paths *= forward[before][:some] @ self._ways
            if number % SCALED == 0:
                scale = paths.sum(axis=1)
                paths /= scale[:, None]
                scales[:some] += np.log(scale)
        for number, (here, before) in enumerate(pairwise(reversed(steps)), 1):
            paths = (backward[here] * odds[here]) @ self._back
            if number % SCALED == 0:
                paths /= paths.sum(axis=1)[:, None]
            backward[before][: len(paths)] = paths
        last = forward.take(edges.take(lengths[order] - 1) + np.arange(len(order)), axis=0)
        total = np.add.reduceat(most, first)
        total[order] += scales + np.log(last.sum(axis=1))
        likely = forward * backward
        likely /= likely.sum(axis=1)[:, None]
        chances = np.empty_like(likely)
        chances[rows] = likely
        return chances, total
