"""Examples as arrays of numbers: half a million candidates with their features fit into little memory."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.training.candidates import Example

__all__ = ["Flags", "Integers", "Matrix", "Packed", "chosen", "join", "load", "pack", "save"]

Integers = np.ndarray[Any, np.dtype[np.int64]]
Matrix = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
#: The arrays with one number a candidate.
COLUMNS = ("right", "source", "rivals", "unit", "fact")
#: What a file has, in the order of the fields: lists of texts, and arrays.
TEXTS = ("names", "sources", "labels")
ARRAYS = ("features", "starts", *COLUMNS, "numbers", "kinds")


@dataclass(frozen=True, slots=True)
class Packed:
    """Candidate ``i`` has the features ``names[features[starts[i]:starts[i + 1]]]``.

    ``right`` is 1 or 0, or -1 where nobody knows. ``source``, ``rivals``, ``unit`` and ``fact`` number what has one
    key; sources and groups follow each other. ``sources`` are the sources by their numbers. ``numbers`` has a row for
    each candidate, ``kinds`` one of numbers of ``labels``; both may have no columns.
    """

    names: list[str]
    sources: list[str]
    labels: list[str]
    features: Integers
    starts: Integers
    right: Integers
    source: Integers
    rivals: Integers
    unit: Integers
    fact: Integers
    numbers: Matrix
    kinds: Integers

    def __len__(self) -> int:
        return len(self.right)


def pack(rows: Iterable[Example]) -> Packed:
    """``rows`` as arrays; all of one source stand together."""
    index: dict[str, int] = {}
    sources: list[str] = []
    features: list[np.ndarray[Any, Any]] = []
    sizes = [0]
    columns: dict[str, list[int]] = {name: [] for name in COLUMNS}
    labels: dict[str, int] = {}
    given: list[tuple[float, ...]] = []
    kinds: list[list[int]] = []
    numbers: dict[tuple[str, Hashable], int] = {}
    counts = dict.fromkeys(COLUMNS, 0)
    source: Hashable = None
    for row in rows:
        if row.source != source:
            source = row.source
            sources.append(str(source))
            numbers.clear()  # No key of one source is met in another.
        features.append(np.array([index.setdefault(name, len(index)) for name in row.names], dtype=np.int32))
        sizes.append(len(row.names))
        columns["right"].append(-1 if row.right is None else int(row.right))
        given.append(row.numbers)
        kinds.append([labels.setdefault(kind, len(labels)) for kind in row.kinds])
        for name in COLUMNS[1:]:
            key = (name, getattr(row, name))
            if key not in numbers:
                numbers[key] = counts[name]
                counts[name] += 1
            columns[name].append(numbers[key])
    return Packed(
        list(index),
        sources,
        list(labels),
        np.concatenate(features) if features else np.zeros(0, dtype=np.int32),
        np.cumsum(sizes),
        numbers=np.array(given, dtype=np.float64).reshape(len(given), -1 if given and given[0] else 0),
        kinds=np.array(kinds, dtype=np.int64).reshape(len(kinds), -1 if kinds and kinds[0] else 0),
        **{name: np.array(columns[name], dtype=np.int64) for name in COLUMNS},
    )


def join(parts: Sequence[Packed]) -> Packed:
    """``parts`` one after the other, with their names sorted."""
    names = sorted({name for part in parts for name in part.names})
    index = {name: i for i, name in enumerate(names)}
    features = [np.array([index[name] for name in part.names], dtype=np.int32)[part.features] for part in parts]
    ends = np.cumsum([0, *(len(part.features) for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends, strict=False)]
    columns = {"right": np.concatenate([part.right for part in parts])}
    for name in COLUMNS[1:]:
        shift = np.cumsum([0, *(int(getattr(part, name).max(initial=-1)) + 1 for part in parts)])
        columns[name] = np.concatenate([getattr(part, name) + n for part, n in zip(parts, shift, strict=False)])
    sources = [source for part in parts for source in part.sources]
    labels = sorted({label for part in parts for label in part.labels})
    place = {label: i for i, label in enumerate(labels)}
    filled = [part for part in parts if len(part)]
    kinds = [np.array([place[label] for label in part.labels], dtype=np.int64)[part.kinds] for part in filled]
    return Packed(
        names,
        sources,
        labels,
        np.concatenate(features),
        np.concatenate([*starts, ends[-1:]]),
        numbers=np.concatenate([part.numbers for part in filled]),
        kinds=np.concatenate(kinds),
        **columns,
    )


def chosen(packed: Packed, rows: Flags) -> Packed:
    """The candidates ``rows``, as if there were no others."""
    sizes = np.diff(packed.starts)
    return replace(
        packed,
        features=packed.features[np.repeat(rows, sizes)],
        starts=np.concatenate([[0], np.cumsum(sizes[rows])]),
        **{name: getattr(packed, name)[rows] for name in (*COLUMNS, "numbers", "kinds")},
    )


def save(part: Packed, path: Path) -> None:
    """Writes ``part`` to ``path`` in one go: a killed run leaves no half a file."""
    scratch = path.with_suffix(".part.npz")
    arrays = {name: getattr(part, name) for name in ARRAYS} | {name: _bytes(getattr(part, name)) for name in TEXTS}
    np.savez(scratch, **arrays)
    scratch.replace(path)


def load(path: Path) -> Packed:
    """What ``save`` wrote."""
    with np.load(path) as data:
        names, sources, labels = (data[name].tobytes().decode().split("\0") for name in TEXTS)
        return Packed(names, sources, labels, **{name: data[name] for name in ARRAYS})


def _bytes(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer("\0".join(texts).encode(), dtype=np.uint8)
