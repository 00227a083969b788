"""Which classes the shipped models know."""

from __future__ import annotations

import pycrfsuite

from kg.extract.models import MODELS, model_bytes

__all__ = ["CLASSES", "NAMES", "NOTHING", "trained_classes"]

#: The models of names and of their classes.
NAMES = MODELS / "mentions.crf"
CLASSES = MODELS / "kinds.crf"
#: What both call that which is no name at all.
NOTHING = "O"


def trained_classes() -> frozenset[str]:
    """The classes that the shipped models were trained with; any other is read as the nearest of them above it."""
    labels = {label for path in (NAMES, CLASSES) for label in _labels(model_bytes(path))} - {NOTHING}
    return frozenset(label.removeprefix("B-").removeprefix("I-") for label in labels)


def _labels(model: bytes) -> list[str]:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    return list(tagger.labels())
