"""A model of CRFsuite as numbers: what each attribute weighs for each label, and each label behind another.

CRFsuite itself is told every attribute of every token as a string, which takes four times as long as its arithmetic.
What knows the weights need not put attributes into words (``segmentation``), or only those that the model has.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.errors import FailureError

__all__ = ["CrfModel", "Matrix", "read_crf"]

Matrix = np.ndarray[Any, np.dtype[np.float64]]

#: The head of a model: magic number, size, kind, version; how many features, labels and attributes (the first is left
#: empty); where the features, the labels and the attributes are.
HEAD = struct.Struct("<4sI4sIIIIIII")
#: A feature: of a state (0) or a transition (1), from which attribute or label to which label, and its weight.
FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
#: The head of the features (magic number, size, how many), and that of a table of strings (magic number, size, flags,
#: byte order, how many strings, where the list of their places is).
FEATURES, STRINGS = struct.Struct("<4sII"), struct.Struct("<4sIIIII")


@dataclass(frozen=True, slots=True)
class CrfModel:
    """``weights`` has a row for each attribute, by its number in ``attributes``, and a column for each of ``labels``;
    ``transitions`` a row for the label before and a column for the one behind."""

    labels: tuple[str, ...]
    attributes: dict[str, int]
    weights: Matrix
    transitions: Matrix


def read_crf(model: bytes, source: str) -> CrfModel:
    """The weights in a model of CRFsuite (format 100, first-order); FailureError when ``source`` holds none."""
    try:
        magic, _, kind, version, _, _, _, features, labels, attributes = HEAD.unpack_from(model)
        if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
            raise ValueError(version)
        names, known = _strings(model, labels), _strings(model, attributes)
        count = FEATURES.unpack_from(model, features)[2]
        rows = np.frombuffer(model, FEATURE, count, features + FEATURES.size)
    except (struct.error, ValueError) as error:
        raise FailureError(f"{source} holds no CRFsuite model.", remedy="Reinstall pyvi 0.1.1.") from error
    weights, transitions = np.zeros((len(known), len(names))), np.zeros((len(names), len(names)))
    for kind, table in enumerate((weights, transitions)):
        some = rows[rows["kind"] == kind]
        table[some["source"], some["label"]] = some["weight"]
    return CrfModel(tuple(names), {name: number for number, name in enumerate(known)}, weights, transitions)


def _strings(model: bytes, offset: int) -> Sequence[str]:
    """The strings of a table by their numbers: each has its number, its length and a zero at its end."""
    *_, count, places = STRINGS.unpack_from(model, offset)
    found = []
    for place in struct.unpack_from(f"<{count}I", model, offset + places):
        start = offset + place + 8
        found.append(model[start : start + int.from_bytes(model[start - 4 : start], "little") - 1].decode("utf-8"))
    return found
