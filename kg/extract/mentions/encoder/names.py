"""Names as the encoder finds them, alone or with the CRF: the most probable labels, one class for a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from kg.extract.mentions.encoder.model import Encoder, Matrix
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.tagger import Found, Tagger, spans_of, sureness
from kg.extract.view import TokenView

__all__ = ["EncoderTagger", "MixedTagger", "decode", "mixed"]

NEVER = np.float32(-1e6)
OUTSIDE = "O"
TINY = 1e-9
#: So many sentences are read together, so that what they need stays small.
TOGETHER = 64
#: What the encoder's word counts beside the CRF's.
SHARE = 0.5


class EncoderTagger:
    """Finds names as ``Tagger`` does, from the view of an article alone."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def find(self, view: TokenView) -> list[Found]:
        """Names from left to right, none overlapping another."""
        return self.found(view, self._encoder.read(view).scores)

    def found(self, view: TokenView, scores: Matrix) -> list[Found]:
        """The names that the label scores of an article's tokens tell."""
        labels = self._encoder.labels
        spans: list[Found] = []
        tokens = [[i for i in range(*sentence) if not view.words[i].isspace()] for sentence in view.sentences]
        for (start, end), inside, best in zip(view.sentences, tokens, decode(scores, tokens, labels), strict=True):
            chosen = [OUTSIDE] * (end - start)
            for i, label in zip(inside, best, strict=True):
                chosen[i - start] = labels[label]
            spans += spans_of(chosen, start)
        return _agreed(view, spans, scores, labels)


class MixedTagger:
    """Finds names as ``Tagger`` does, by the mean of its probabilities and the encoder's."""

    def __init__(self, tagger: Tagger, encoder: Encoder) -> None:
        self._tagger = tagger
        self._encoder = encoder
        self._names = EncoderTagger(encoder)

    @cached_property
    def _begins(self) -> list[int]:
        return [column for column, label in enumerate(self._encoder.labels) if label.startswith("B-")]

    @cached_property
    def _inside(self) -> list[int]:
        return [column for column, label in enumerate(self._encoder.labels) if label.startswith("I-")]

    def opinion(self, view: TokenView, starts: Sequence[int]) -> dict[str, float]:
        """The logarithm of how likely the encoder alone thinks each class for a name that begins at ``starts``."""
        scores = self._encoder.read(view).scores[starts].astype(np.float64)
        first, last = self._columns
        # All classes at once, a row each: numpy takes as long for one.
        means = np.ascontiguousarray(np.maximum(scores[:, first], scores[:, last]).T).mean(axis=1)
        return dict(zip(self._kinds, means.tolist(), strict=True))

    @cached_property
    def _kinds(self) -> list[str]:
        return list(dict.fromkeys(label[2:] for label in self._encoder.labels if label != OUTSIDE))

    @cached_property
    def _columns(self) -> tuple[list[int], list[int]]:
        """The first and the last column of each class: ``B-`` and ``I-``, where it has both."""
        columns: dict[str, list[int]] = defaultdict(list)
        for column, label in enumerate(self._encoder.labels):
            if label != OUTSIDE:
                columns[label[2:]].append(column)
        return [columns[kind][0] for kind in self._kinds], [columns[kind][-1] for kind in self._kinds]

    def find(self, ground: Ground) -> list[Found]:
        """Names from left to right, none overlapping another."""
        scores = self._encoder.read(ground.view).scores
        others = self._tagger.probabilities(ground, self._encoder.labels)
        scores = mixed(scores, others)
        found = self._names.found(ground.view, scores)
        for name in found:
            ground.sure[name.start, name.end] = self._sureness(ground.view, name, scores)
        return found

    def _sureness(self, view: TokenView, name: Found, scores: Matrix) -> float:
        """How likely the least likely part of a name is, of whatever class, and that it ends where it does."""
        inside = [i for i in range(name.start + 1, name.end) if not view.words[i].isspace()]
        least = min(_sum(scores[name.start], self._begins), *(_sum(scores[i], self._inside) for i in inside), 1.0)
        end = name.end
        if end < len(view) and not view.words[end].isspace() and view.sentence_of(end) == view.sentence_of(name.start):
            least = min(least, 1.0 - _sum(scores[end], self._inside))
        return sureness(least)


def _sum(row: Matrix, columns: Sequence[int]) -> float:
    """The probability of any of the labels ``columns``."""
    return float(np.exp(row[columns].astype(np.float64)).sum())


def mixed(scores: Matrix, others: np.ndarray[Any, Any], share: float = SHARE) -> Matrix:
    """The logarithm of the mean of the encoder's probabilities and those of another tagger (``share`` of the encoder).

    ``scores`` are logarithms, ``others`` probabilities; a row of NaN is a token that the other did not look at.
    """
    mine = np.exp(scores)
    mean = np.where(np.isnan(others), mine, share * mine + (1 - share) * others)
    logs: Matrix = np.log(mean + TINY).astype(np.float32)
    return logs


def decode(scores: Matrix, sentences: Sequence[Sequence[int]], labels: Sequence[str]) -> list[list[int]]:
    """The most probable labels of each of ``sentences``, whose tokens are rows of ``scores``, in which each ``I-``
    continues its class (Viterbi).

    In nearly all sentences the likeliest label of each token does. The others take each step together: numpy takes as
    long for one row as for twenty.
    """
    likeliest = scores.argmax(axis=1).tolist()
    begins, goes_on = _begins(tuple(labels)), _transitions(tuple(labels)).tolist()
    found: list[list[int]] = []
    order: list[int] = []
    for n, tokens in enumerate(sentences):
        path = [likeliest[i] for i in tokens]
        if path and (begins[path[0]] or any(goes_on[before][label] for before, label in pairwise(path))):
            order.append(n)
        found.append(path)
    order.sort(key=lambda n: -len(sentences[n]))
    for first in range(0, len(order), TOGETHER):
        some = order[first : first + TOGETHER]
        for n, path in zip(some, _decoded(scores, [sentences[n] for n in some], tuple(labels)), strict=True):
            found[n] = path
    return found


def _decoded(scores: Matrix, sentences: Sequence[Sequence[int]], labels: tuple[str, ...]) -> list[list[int]]:
    """The labels of ``sentences``, none of which is empty; the longest come first."""
    allowed = _transitions(labels)
    begin = _begins(labels)
    steps = [[tokens[i] for tokens in sentences if i < len(tokens)] for i in range(len(sentences[0]))]
    best = [scores[steps[0]] + begin]
    for tokens in steps[1:]:
        best.append((best[-1][: len(tokens), :, None] + allowed).max(axis=1) + scores[tokens])
    # What the best path to each label was is asked of those labels alone that are taken.
    path: list[Any] = []
    for here in reversed(best):
        if path:
            here[: len(path[-1])] += allowed.T[path[-1]]
        path.append(here.argmax(axis=1))
    columns = [row.tolist() for row in reversed(path)]
    return [[columns[i][n] for i in range(len(tokens))] for n, tokens in enumerate(sentences)]


@lru_cache(maxsize=4)
def _begins(labels: tuple[str, ...]) -> Matrix:
    """0 where a sentence may begin with the label, else ``NEVER``."""
    return np.array([NEVER if label.startswith("I-") else 0 for label in labels], dtype=np.float32)


@lru_cache(maxsize=4)
def _transitions(labels: tuple[str, ...]) -> Matrix:
    """0 where the second label may follow the first, else ``NEVER``."""
    table = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            table[:, column] = [0 if before[2:] == label[2:] else NEVER for before in labels]
    return table


def _agreed(view: TokenView, spans: Sequence[Found], scores: Matrix, labels: Sequence[str]) -> list[Found]:
    """The same names with one class for the same words: the most probable for all their places together."""
    begins = {label[2:]: column for column, label in enumerate(labels) if label.startswith("B-")}
    classes, columns = list(begins), list(begins.values())
    sums: dict[str, Any] = defaultdict(lambda: np.zeros(len(columns), dtype=np.float64))
    for span in spans:
        row = scores[span.start][columns].astype(np.float64)
        sums[view.text(span.start, span.end)] += row - np.logaddexp.reduce(row)
    return [Found(span.start, span.end, classes[int(sums[view.text(span.start, span.end)].argmax())]) for span in spans]
