"""The learned tagger of names: a CRF over tokens near capitals."""

from __future__ import annotations

from typing import NamedTuple

import pycrfsuite

from kg.extract.mentions.features import features, stretches
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis

__all__ = ["Found", "Tagger", "spans_of"]


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


class Tagger:
    """Finds names with a trained model."""

    def __init__(self, model: bytes, lexis: Lexis) -> None:
        # The tagger reads its model in place: the bytes must live as long as it does.
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._lexis = lexis

    def find(self, ground: Ground) -> list[Found]:
        """Names from left to right, none overlapping another."""
        found: list[Found] = []
        sentence = iter(ground.sentences)
        start, end = 0, 0
        for first, last in stretches(ground):
            while first >= end:
                start, end = next(sentence)
            rows = features(ground, self._lexis, first, last, (start, end))
            found += spans_of(self._tagger.tag(rows), first)
        return found
