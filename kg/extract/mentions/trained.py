"""The files of what was learned about names, and which classes they know."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pycrfsuite

from kg.errors import FailureError

__all__ = ["CLASSES", "NAMES", "NOTHING", "model_bytes", "trained_classes"]

_MODELS = Path(__file__).resolve().parents[2] / "models"
#: The models of names and of their classes.
NAMES = _MODELS / "mentions.crf"
CLASSES = _MODELS / "kinds.crf"
#: What both call that which is no name at all.
NOTHING = "O"


@lru_cache(maxsize=8)
def model_bytes(path: Path) -> bytes:
    """A model's file, read once a process."""
    if not path.is_file():
        raise FailureError(
            f"{path.name} is missing.", remedy="Reinstall kg, or train it: python -m kg.training.mentions tests/corpus"
        )
    return path.read_bytes()


def trained_classes() -> frozenset[str]:
    """The classes that the shipped models were trained with; any other is read as the nearest of them above it."""
    labels = {label for path in (NAMES, CLASSES) for label in _labels(model_bytes(path))} - {NOTHING}
    return frozenset(label.removeprefix("B-").removeprefix("I-") for label in labels)


def _labels(model: bytes) -> list[str]:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    return list(tagger.labels())
