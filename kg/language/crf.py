"""A model of CRFsuite as numbers: what each attribute weighs for each label, and each label behind another.

CRFsuite itself is told every attribute of every token as a string, which takes four times as long as its arithmetic.
What knows the weights need not put attributes into words (``segmentation``), or only those that the model has.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from kg.errors import FailureError

__all__ = ["GAP", "CrfModel", "Matrix", "Numbers", "TokenWeights", "Told", "Truths", "read_crf"]

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Weights = np.ndarray[Any, np.dtype[np.float64]]
Numbers = np.ndarray[Any, np.dtype[np.int_]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]
#: The features by which a token tells of itself (0), of the one behind it (1) and after that (2), of those before (-1,
#: -2).
Told = Callable[[str], Mapping[int, Sequence[str]]]

#: No token: two of them part sentences, since no feature looks farther.
GAP = ("", "")
#: So many tokens' weights are kept; a sequence of more different ones cannot be weighed.
MEMORY = 16_384

#: The head of a model: magic number, size, kind, version; how many features, labels and attributes (the first is left
#: empty); where the features, the labels and the attributes are.
HEAD = struct.Struct("<4sI4sIIIIIII")
#: A feature: of a state (0) or a transition (1), from which attribute or label to which label, and its weight.
FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
#: The head of the features (magic number, size, how many), and that of a table of strings (magic number, size, flags,
#: byte order, how many strings, where the list of their places is).
FEATURES, STRINGS = struct.Struct("<4sII"), struct.Struct("<4sIIIII")
#: What stands before a string: its number and its length, with the zero behind it.
STRING = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class CrfModel:
    """``transitions`` has a row for the label before and a column for the one behind.

    Of the attribute number ``i`` (in ``attributes``, by name) the entries ``first[i]`` up to ``first[i + 1]`` of
    ``columns`` and ``weights`` say what it weighs for which of ``labels``: two of them, on average.
    """

    labels: tuple[str, ...]
    attributes: dict[str, int]
    first: Numbers
    columns: Numbers
    weights: Weights
    transitions: Matrix

    def sums(self, names: Sequence[Iterable[str]]) -> Matrix:
        """What the attributes in each row of ``names`` say together for each label; those that the model lacks weigh
        nothing. Many rows take little longer than one.
        """
        find = self.attributes.get
        return self.said([[find(name) for name in some] for some in names])

    def weighed(self, rows: Sequence[Mapping[str, float]]) -> Matrix:
        """As ``sums``, of attributes of which a row says how much there is."""
        find = self.attributes.get
        found = [[(number, much) for name, much in row.items() if (number := find(name)) is not None] for row in rows]
        return self.said([[number for number, _ in row] for row in found], [much for row in found for _, much in row])

    def said(self, numbers: Sequence[Iterable[int | None]], amounts: Sequence[float] = ()) -> Matrix:
        """As ``sums``, of the numbers of attributes, with None for those that the model lacks; ``amounts`` say of the
        others in their order how much there is."""
        known = [[number for number in some if number is not None] for some in numbers]
        size = len(self.labels)
        attributes = np.fromiter(chain.from_iterable(known), dtype=int)
        starts = self.first[attributes]
        count = self.first[attributes + 1] - starts
        ends = count.cumsum()
        entries = np.arange(count.sum()) + np.repeat(starts - ends + count, count)
        rows = np.repeat(np.repeat(np.arange(0, len(known) * size, size), list(map(len, known))), count)
        weights = self.weights[entries]
        if len(amounts):
            weights *= np.repeat(amounts, count)
        found = np.bincount(rows + self.columns[entries], weights, len(known) * size)
        return found.astype(np.float64, copy=False).reshape(-1, size)


class TokenWeights:
    """What single tokens say for each label of a model, at their own place and at those beside it.

    A text has few tokens, each many times: what ``told`` names of one is added up once.
    """

    def __init__(self, model: CrfModel, told: Told) -> None:
        self._told = told
        self._model = model
        self._numbers = {"": 0}
        self._tables = {at: np.zeros((MEMORY, len(model.labels))) for at in told("")}

    def said(self, tokens: Sequence[str]) -> tuple[Truths, Matrix]:
        """Whether each of ``tokens`` is one, and what all say there; sequences are parted by a ``GAP``."""
        numbers = self._number(tokens)
        said = self._tables[0].take(numbers, axis=0)
        for at, table in self._tables.items():
            if at > 0:
                said[at:] += table.take(numbers[:-at], axis=0)
            elif at < 0:
                said[:at] += table.take(numbers[-at:], axis=0)
        return numbers > 0, said

    def said_at(self, rows: Sequence[int], tokens: Sequence[str]) -> Matrix:
        """What ``tokens``, parted and closed by a ``GAP``, say where those stand whose numbers are ``rows``."""
        numbers, places = self._number(tokens), np.array(rows, dtype=int)
        said = self._tables[0].take(numbers.take(places), axis=0)
        for at, table in self._tables.items():
            if at:
                said += table.take(numbers.take(places - at, mode="wrap"), axis=0)
        return said

    def _number(self, tokens: Sequence[str]) -> Numbers:
        """The row of each token in the tables."""
        try:
            return np.fromiter(map(self._numbers.__getitem__, tokens), int, len(tokens))
        except KeyError:
            self._learn(set(tokens))
            return self._number(tokens)

    def _learn(self, tokens: Set[str]) -> None:
        """Adds up what those of ``tokens`` say that have no row yet."""
        numbers = self._numbers
        new = tokens - numbers.keys()
        if len(numbers) + len(new) > MEMORY:
            numbers.clear()
            numbers[""] = 0
            new = tokens - numbers.keys()
        first = len(numbers)
        numbers.update((token, row) for row, token in enumerate(new, first))
        told = list(map(self._told, new))
        for at, table in self._tables.items():
            table[first : len(numbers)] = self._model.sums([names[at] for names in told])


def read_crf(model: bytes, source: str) -> CrfModel:
    """The weights in a model of CRFsuite (format 100, first-order); FailureError when ``source`` holds none."""
    try:
        magic, _, kind, version, _, _, _, features, labels, attributes = HEAD.unpack_from(model)
        if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
            raise ValueError(version)
        names, known = _numbers(model, labels), _numbers(model, attributes)
        count = FEATURES.unpack_from(model, features)[2]
        rows = np.frombuffer(model, FEATURE, count, features + FEATURES.size)
    except (struct.error, ValueError) as error:
        raise FailureError(f"{source} holds no CRFsuite model.", remedy="Install kg with its dependencies.") from error
    states, ways = (rows[rows["kind"] == kind] for kind in (0, 1))
    states = states[np.argsort(states["source"], kind="stable")]
    transitions = np.zeros((len(names), len(names)))
    transitions[ways["source"], ways["label"]] = ways["weight"]
    return CrfModel(
        tuple(sorted(names, key=names.__getitem__)),
        known,
        np.searchsorted(states["source"], np.arange(len(known) + 1)),
        states["label"].astype(int),
        states["weight"].copy(),
        transitions,
    )


def _numbers(model: bytes, offset: int) -> dict[str, int]:
    """The numbers of the strings in a table, each of which has its number, its length and a zero at its end."""
    *_, count, places = STRINGS.unpack_from(model, offset)
    if not count:
        return {}
    starts = np.frombuffer(model, "<u4", count, offset + places).astype(int) + offset
    order = starts.argsort()
    first, last = starts[order[0]], starts[order[-1]]
    end = last + STRING.size + STRING.unpack_from(model, last)[1]
    # They lie one behind the other: without their heads they are one text.
    kept = np.ones(end - first, dtype=bool)
    for at in range(STRING.size):
        kept[starts - first + at] = False
    text = np.frombuffer(model, np.uint8, end - first, first)[kept].tobytes().decode("utf-8")
    return dict(zip(text.split("\0")[:-1], order.tolist(), strict=True))
