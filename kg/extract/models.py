"""The files of the learned parts: where they lie, and their bytes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.errors import FailureError

__all__ = ["MODELS", "model_bytes"]

#: The folder of the shipped models.
MODELS = Path(__file__).resolve().parents[1] / "models"


@lru_cache(maxsize=8)
def model_bytes(path: Path) -> bytes:
    """A model's file, read once a process."""
    if not path.is_file():
        raise FailureError(
            f"{path.name} is missing.", remedy="Reinstall kg, or train it: python -m kg.training.mentions tests/corpus"
        )
    return path.read_bytes()
