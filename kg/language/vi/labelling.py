"""The best labels of tokens by a CRF whose features each tell of one token: pyvi's two models are such.

What a token says for each label, at its own place and at those beside it, is added up once, when the token is first
met: of a text it is then looked up, for all of its tokens at once. Then most labels are out of the question whatever
stands beside: no change of transitions makes up for what the token itself says. Half of the words have one label left,
and others one beside those; the best path is searched for among what is possible for the few that then have several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from kg.language.crf import GAP, CrfModel, Matrix, TokenWeights, Told, Truths
from kg.language.paths import Paths

__all__ = ["Labeller"]

#: So many tokens are labelled at once.
AT_ONCE = 4_096
#: So often labels are ruled out anew, beside those that are known by then.
ROUNDS = 3
#: Far more than the rounding of sums.
ROUNDING = 1e-6

#: Adds to the weights of tokens (a row each) what several of them say together.
Together = Callable[[Sequence[str], Matrix], None]


class Labeller:
    """``told`` are the features of a token, of which those that ``model`` lacks weigh nothing."""

    def __init__(self, model: CrfModel, told: Told, together: Together = lambda tokens, said: None) -> None:
        self._together = together
        self._tokens = TokenWeights(model, told)
        self._begin, self._end = model.sums([["BOS"], ["EOS"]])
        self._decoder = _Decoder(model.transitions)

    def labels(self, sentences: Iterable[Sequence[str]]) -> Iterator[list[int]]:
        """The numbers of the labels of each sentence's tokens; of equally good ones the first."""
        some: list[Sequence[str]] = []
        size = 0
        for sentence in sentences:
            if size and size + len(sentence) > AT_ONCE:
                yield from self._labels(some)
                some, size = [], 0
            some.append(sentence)
            size += len(sentence)
        yield from self._labels(some)

    def _labels(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        tokens = [token for sentence in sentences for token in (*sentence, *GAP)]
        if not tokens:
            return
        there, said = self._tokens.said(tokens)
        said[there & ~np.roll(there, 1)] += self._begin
        said[there & ~np.roll(there, -1)] += self._end
        self._together(tokens, said)
        found = self._decoder.best(said, there)
        start = 0
        for sentence in sentences:
            yield found[start : start + len(sentence)]
            start += len(sentence) + len(GAP)


class _Decoder:
    """Finds the best paths. ``transitions`` has a row for the label before and a column for the one behind."""

    def __init__(self, transitions: Matrix) -> None:
        #: The label of no token, and that of one which is not known yet: transitions to and from both weigh nothing.
        self._none = len(transitions)
        self._open = self._none + 1
        self._ones = np.ones(self._none, dtype=np.float32)
        self._paths = Paths(transitions)
        known = np.pad(transitions, (0, 2))
        self._before, self._behind = known[:, :-2].copy(), known.T[:, :-2].copy()
        # By label and other label: how much more may speak for the other where the label beside it is not known. Where
        # it is known (the last row), no more.
        before = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)
        behind = (transitions[None, :, :] - transitions[:, None, :]).max(axis=2)
        self._margin_before, self._margin_behind = (
            np.pad(np.maximum(margin, 0), ((0, 1), (0, 0))) for margin in (before, behind)
        )

    def best(self, said: Matrix, there: Truths) -> list[int]:
        """The labels of the rows of ``said``; sentences are parted by rows that are not ``there``."""
        labels = np.where(there, self._open, self._none)
        rows, possible = np.flatnonzero(there), np.zeros((0, self._none), dtype=bool)
        for _ in range(ROUNDS):
            before, behind = labels.take(rows - 1), labels.take(rows + 1)
            sums = said.take(rows, axis=0) + self._before.take(before, axis=0) + self._behind.take(behind, axis=0)
            likeliest = sums.argmax(axis=1)
            margin = self._margin_before.take(np.where(before == self._open, likeliest, self._none), axis=0)
            margin += self._margin_behind.take(np.where(behind == self._open, likeliest, self._none), axis=0)
            most = sums[np.arange(len(rows)), likeliest] - ROUNDING
            possible = sums + margin >= most[:, None]
            several = possible @ self._ones > 1
            labels[rows] = np.where(several, self._open, likeliest)
            rows, possible = rows[several], possible[several]
        return self._paths.search(labels.tolist(), said, rows, possible)
