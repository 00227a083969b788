"""The exported network: label scores for each token of an article, and what its lower layers make of each window.

It runs in one thread, a window at a time, so that nothing but the window decides what comes out; scores are rounded,
so that machines whose arithmetic differs in the last digits agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import FailureError, UsageError
from kg.extract.mentions.encoder.pieces import Pieces
from kg.extract.mentions.encoder.windows import Window, windows
from kg.extract.view import TokenView

__all__ = ["MODEL", "PIECES", "Encoder", "Matrix", "Reading", "open_network", "runtime", "shipped_encoder"]

MODEL = Path(__file__).resolve().parents[3] / "models" / "encoder.onnx"
PIECES = Path(__file__).resolve().parents[3] / "models" / "encoder.json.gz"

#: Digits of a score that are kept.
DIGITS = 2

Matrix = np.ndarray[Any, np.dtype[np.float32]]


def runtime() -> str:
    """The name and version of what runs the network. Raises UsageError where it is not installed."""
    if find_spec("onnxruntime") is None:
        raise UsageError(
            "Without --fast, kg needs onnxruntime.", remedy="Install it with: pip install onnxruntime, or give --fast."
        )
    return f"onnxruntime {version('onnxruntime')}"


@dataclass(frozen=True)
class Reading:
    """What the network says of an article.

    ``scores`` are logarithms of the probabilities of the labels, a row for each token, of white space zeros; ``trunk``
    has for each of ``windows`` what comes out of the lower layers, a row for each piece.
    """

    scores: Matrix
    windows: tuple[Window, ...]
    trunk: tuple[Matrix, ...]


class Encoder:
    """Reads articles with an exported network, which is opened when the first is read."""

    def __init__(self, model: Path = MODEL, pieces: Path = PIECES) -> None:
        for path in (model, pieces):
            if not path.is_file():
                raise FailureError(
                    f"{path.name} is missing.", remedy="Reinstall kg, or make it: python -m kg.training.encoder"
                )
        runtime()
        self._model, self._file = model, pieces
        # Names and facts are read from one article after the other: the network need not look at it twice.
        self._latest: tuple[TokenView, Reading] | None = None

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces.read(self._file)

    @cached_property
    def _session(self) -> Any:
        return open_network(self._model)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels that ``scores`` has columns for: ``O``, then ``B-`` and ``I-`` of each class."""
        return tuple(json.loads(self._session.get_modelmeta().custom_metadata_map["labels"]))

    def read(self, view: TokenView) -> Reading:
        """What the network says of ``view``."""
        if self._latest is None or self._latest[0] is not view:
            self._latest = (view, self._read(view))
        return self._latest[1]

    def _read(self, view: TokenView) -> Reading:
        scores = np.zeros((len(view), len(self.labels)), dtype=np.float32)
        cut = tuple(windows(view, self._pieces))
        trunk: list[Matrix] = []
        for window in cut:
            found, states = self._session.run(None, {"pieces": np.array([window.pieces], dtype=np.int64)})
            scores[window.tokens] = _logarithms(found[0][window.firsts])
            trunk.append(states[0])
        return Reading(scores, cut, tuple(trunk))


@lru_cache(maxsize=1)
def shipped_encoder() -> Encoder:
    """The encoder that kg brings, one for all that reads."""
    return Encoder()


def open_network(model: Path) -> Any:
    """A session of onnxruntime in one thread, so that the same input gives the same output."""
    import onnxruntime  # a twentieth of a second that only this step needs

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _logarithms(scores: Matrix) -> Matrix:
    """Logarithms of the probabilities of each row, rounded."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs: Matrix = np.round(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), DIGITS)
    return logs
