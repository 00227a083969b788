"""The files of what was learned about names, and which classes they know."""

from __future__ import annotations

from pathlib import Path

import pycrfsuite

from kg.errors import FailureError

__all__ = ["CLASSES", "MODELS", "NAMES", "NOTHING", "model_bytes", "trained_classes"]

#: Where the shipped models are; those that a user has taught (``kg.training.learning``) are called as these.
MODELS = Path(__file__).resolve().parents[2] / "models"
#: The models of names and of their classes.
NAMES = MODELS / "mentions.crf"
CLASSES = MODELS / "kinds.crf"
#: What both call that which is no name at all.
NOTHING = "O"


def model_bytes(path: Path) -> bytes:
    """A model's file."""
    if not path.is_file():
        raise FailureError(
            f"{path.name} is missing.", remedy="Reinstall kg, or train it: python -m kg.training.mentions tests/corpus"
        )
    return path.read_bytes()


def trained_classes(models: Path | None = None) -> frozenset[str]:
    """The classes that the models in ``models`` (the shipped ones) were trained with.

    Any other is read as the nearest of them above it.
    """
    folder = models or MODELS
    labels = {label for path in (NAMES, CLASSES) for label in _labels(model_bytes(folder / path.name))} - {NOTHING}
    return frozenset(label.removeprefix("B-").removeprefix("I-") for label in labels)


def _labels(model: bytes) -> list[str]:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    return list(tagger.labels())
