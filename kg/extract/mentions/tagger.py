"""The learned tagger of names: a CRF over tokens near capitals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from kg.extract.mentions.chain import Chain, Labelled
from kg.extract.mentions.features import Together, stretches, tag_features, word_features
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.trained import NOTHING as OUTSIDE
from kg.extract.view import TokenView
from kg.language.crf import GAP, Matrix, TokenWeights, read_crf
from kg.records import Span

__all__ = ["Found", "Tagger", "spans_of", "sureness"]

#: Names less likely than this are all the same, and so are logarithms that differ in a later digit.
DOUBTFUL, DIGITS = 1e-3, 2
#: So many tokens are looked at together.
AT_ONCE = 4_096


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
        crf = read_crf(model, "The model of names")
        self._chain, self._model = Chain(crf), crf
        self._together = Together(lexis, crf.attributes.get)
        self._words = TokenWeights(crf, partial(word_features, lexis))
        self._tags = TokenWeights(crf, lambda tag: tag_features(tag.strip()))
        self._numbers = {label: number for number, label in enumerate(self._chain.labels)}

    def find(self, ground: Ground) -> list[Found]:
        """Names from left to right, none overlapping another; the ground is told how sure they are."""
        found: list[Found] = []
        outside = self._numbers[OUTSIDE]
        for places, (best, chances) in self._labelled(ground):
            at = 0
            for first, last in places:
                here = slice(at, at + last - first)
                numbers = best[here].tolist()
                if any(number != outside for number in numbers):
                    for name in spans_of([self._chain.labels[number] for number in numbers], first):
                        ground.sure[name.start, name.end] = self._sureness(name, chances[here], first)
                        found.append(name)
                at += last - first
        return found

    def _sureness(self, name: Found, chances: Matrix, first: int) -> float:
        """How likely the least likely of a name's labels is, and that it ends where it does; a logarithm."""
        start, end = name.start - first, name.end - first
        begins, goes_on = (self._numbers.get(f"{part}-{name.type}") for part in "BI")
        least = 1.0 if begins is None else chances[start, begins]
        if goes_on is not None:
            least = min([least, *chances[start + 1 : end, goes_on]])
            if end < len(chances):
                least = min(least, 1.0 - chances[end, goes_on])
        return sureness(float(least))

    def opinion(self, view: TokenView, starts: Sequence[int]) -> dict[str, float]:
        """None of its own of the class of a name: the model of classes has heard it."""
        return {}

    def probabilities(self, ground: Ground, labels: Sequence[str]) -> Matrix:
        """How probable each of ``labels`` is for each token of the article; NaN for tokens far from capitals."""
        table = np.full((len(ground.view), len(labels)), np.nan)
        columns = [(column, self._numbers[label]) for column, label in enumerate(labels) if label in self._numbers]
        for places, (_, chances) in self._labelled(ground):
            rows = [i for first, last in places for i in range(first, last)]
            table[rows] = 0
            if columns:
                there, numbers = zip(*columns, strict=True)
                table[np.array(rows)[:, None], there] = chances[:, numbers]
        return table

    def _labelled(self, ground: Ground) -> Iterator[tuple[list[Span], Labelled]]:
        """The stretches that may hold names, some at a time, and the labels of all their tokens."""
        sentence = iter(ground.sentences)
        start, end = 0, 0
        some: list[tuple[Span, Span]] = []
        size = 0
        for first, last in stretches(ground):
            while first >= end:
                start, end = next(sentence)
            if some and size + last - first > AT_ONCE:
                yield self._label(ground, some)
                some, size = [], 0
            some.append(((first, last), (start, end)))
            size += last - first
        if some:
            yield self._label(ground, some)

    def _label(self, ground: Ground, some: Sequence[tuple[Span, Span]]) -> tuple[list[Span], Labelled]:
        """``some`` stretches, each with its sentence, and the labels of their tokens."""
        words: list[str] = []
        tags: list[str] = []
        rows: list[int] = []
        together: list[list[int | None]] = []
        for (first, last), sentence in some:
            left, right = max(sentence[0], first - len(GAP)), min(sentence[1], last + len(GAP))
            rows += range(len(words) + first - left, len(words) + last - left)
            words += (*ground.view.words[left:right], *GAP)
            # White space has no tag; it is no gap.
            tags += (*(tag or " " for tag in ground.view.tags[left:right]), *GAP)
            together += self._together.rows(ground, first, last, sentence)
        said = self._words.said_at(rows, words) + self._tags.said_at(rows, tags) + self._model.said(together)
        places = [place for place, _ in some]
        return places, self._chain.label(said, [last - first for first, last in places])
