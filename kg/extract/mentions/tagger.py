"""The learned tagger of names: a CRF over tokens near capitals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pycrfsuite

from kg.extract.mentions.features import Feature, Vocabulary, features, stretches
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.view import TokenView

__all__ = ["Found", "Tagger", "spans_of", "sureness"]

#: Names less likely than this are all the same, and so are logarithms that differ in a later digit.
DOUBTFUL, DIGITS = 1e-3, 2


class Found(NamedTuple):
    """A name found: tokens ``[start, end)``, its class."""

    start: int
    end: int
    type: str


def spans_of(labels: list[str], offset: int = 0) -> list[Found]:
    """Spans of BIO labels; an ``I-`` that continues nothing begins a span."""
    found: list[Found] = []
    begin, kind = -1, ""
    for i, label in enumerate([*labels, "O"]):
        if begin >= 0 and label != f"I-{kind}":
            found.append(Found(offset + begin, offset + i, kind))
            begin = -1
        if label != "O" and begin < 0:
            begin, kind = i, label[2:]
    return found


def sureness(probability: float) -> float:
    """The logarithm of a probability, bounded and rounded."""
    return round(math.log(max(probability, DOUBTFUL)), DIGITS)


class Tagger:
    """Finds names with a trained model."""

    def __init__(self, model: bytes, lexis: Lexis) -> None:
        # The tagger reads its model in place: the bytes must live as long as it does.
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._vocabulary = Vocabulary(lexis, str.encode)
        self._labels = frozenset(self._tagger.labels())

    def find(self, ground: Ground) -> list[Found]:
        """Names from left to right, none overlapping another; the ground is told how sure they are."""
        found: list[Found] = []
        for first, rows in self._rows(ground):
            for name in spans_of(self._tagger.tag(rows), first):
                ground.sure[name.start, name.end] = self._sureness(name, first, len(rows))
                found.append(name)
        return found

    def _sureness(self, name: Found, first: int, length: int) -> float:
        """How likely the least likely of a name's labels is, and that it ends where it does; a logarithm."""
        start, end = name.start - first, name.end - first
        labels = [f"B-{name.type}", *[f"I-{name.type}"] * (end - start - 1)]
        least = min(self._tagger.marginal(label, i) for i, label in enumerate(labels, start))
        if end < length and f"I-{name.type}" in self._labels:
            least = min(least, 1.0 - self._tagger.marginal(f"I-{name.type}", end))
        return sureness(least)

    def opinion(self, view: TokenView, starts: Sequence[int]) -> dict[str, float]:
        """None of its own of the class of a name: the model of classes has heard it."""
        return {}

    def probabilities(self, ground: Ground, labels: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """How probable each of ``labels`` is for each token of the article; NaN for tokens far from capitals."""
        table = np.full((len(ground.view), len(labels)), np.nan)
        columns = [(column, label) for column, label in enumerate(labels) if label in self._labels]
        for first, rows in self._rows(ground):
            self._tagger.set(rows)
            table[first : first + len(rows)] = 0
            for column, label in columns:
                for i in range(len(rows)):
                    table[first + i, column] = self._tagger.marginal(label, i)
        return table

    def _rows(self, ground: Ground) -> Iterator[tuple[int, list[list[Feature]]]]:
        """The stretches that may hold names: the first token, and the features of each."""
        sentence = iter(ground.sentences)
        start, end = 0, 0
        for first, last in stretches(ground):
            while first >= end:
                start, end = next(sentence)
            yield first, features(ground, self._vocabulary, first, last, (start, end))
