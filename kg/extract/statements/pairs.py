"""What the encoder makes of two names in one window: the log-odds of each relation between them.

Its upper layers are a branch of their own, trained on facts, over what the lower ones give for names as well; a head
reads the ends of both names, what stands between them, their classes and their distance.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import FailureError
from kg.extract.mentions.encoder.model import Encoder, Matrix, open_network
from kg.extract.mentions.encoder.windows import Window
from kg.extract.statements.arguments import Argument
from kg.extract.statements.sentence import Odds, SentenceView
from kg.extract.view import TokenView
from kg.ontology.definitions import Model
from kg.records import Span

__all__ = ["FAR", "FLAGS", "PAIRS", "Learned", "Pair", "PairReader", "between", "pairs_in"]

PAIRS = Path(__file__).resolve().parents[2] / "models" / "pairs.onnx"
#: The number of arguments between two names is counted up to this, to either side.
FAR = 15
#: Flags of a pair: the subject is a reference, the object is one, one of them stands in a sentence before.
REFERENCE, OBJECT_REFERENCE, BEFORE = 1, 2, 4
FLAGS = 8
#: Digits of the log-odds that are kept.
DIGITS = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """What the network was trained with: ``relations`` in the order of its scores, and ``classes``, from 1.

    Any other class is read as the nearest above it, or as 0.
    """

    relations: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arguments of a sentence as the network sees them: in ``window``, by their first and last pieces.

    ``kinds`` are the numbers of their classes, ``distance`` and ``flags`` numbers from 0.
    """

    subject: Argument
    object: Argument
    window: int
    ends: tuple[int, int, int, int]
    kinds: tuple[int, int]
    distance: int
    flags: int


class _Places:
    """Where the tokens of an article stand in its windows."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._first: dict[int, tuple[int, int]] = {}
        self._last: dict[int, int] = {}
        for number, window in enumerate(windows):
            edges = [*window.firsts, len(window.pieces) - 1]
            for place, token in enumerate(window.tokens):
                self._first[token] = (number, edges[place])
                self._last[token] = edges[place + 1] - 1

    def of(self, span: Span) -> tuple[int, int, int] | None:
        """The window of ``span`` and its first and last pieces; None when it is in no one window."""
        first, last = self._first.get(span[0]), self._first.get(span[1] - 1)
        if first is None or last is None or first[0] != last[0]:
            return None
        return first[0], first[1], self._last[span[1] - 1]


def pairs_in(
    sentences: Sequence[SentenceView], windows: Sequence[Window], model: Model, learned: Learned
) -> Iterator[list[Pair]]:
    """For each of ``sentences`` its pairs that a relation of ``learned`` may join and that lie in one window."""
    places = _Places(windows)
    kinds = {name: number for number, name in enumerate(learned.classes, start=1)}
    for view in sentences:
        found: list[Pair] = []
        arguments = [*view.context, *view.arguments]
        order = {argument: number for number, argument in enumerate(arguments)}
        couples = [(a, b) for a in arguments for b in arguments if not (a.context and b.context)]
        for outer, inner in view.nested:
            couples += [(outer, inner), (inner, outer)]
        spots = {argument: places.of(argument.place) for couple in couples for argument in couple}
        for subject, object_ in couples:
            one, other = spots[subject], spots[object_]
            if one is None or other is None or one[0] != other[0] or subject.entity == object_.entity:
                continue
            if not any(model.allows(subject.type, relation, object_.type) for relation in learned.relations):
                continue
            apart = order.get(object_, order.get(subject, 0)) - order.get(subject, order.get(object_, 0))
            before = bool(subject.context or object_.context)
            found.append(
                Pair(
                    subject,
                    object_,
                    one[0],
                    (one[1], one[2], other[1], other[2]),
                    (_kind(subject.type, model, kinds), _kind(object_.type, model, kinds)),
                    max(-FAR, min(FAR, apart)) + FAR,
                    REFERENCE * subject.reference + OBJECT_REFERENCE * object_.reference + BEFORE * before,
                )
            )
        yield found


def _kind(name: str, model: Model, kinds: Mapping[str, int]) -> int:
    return kinds[nearest] if (nearest := model.nearest(name, kinds)) else 0


def between(pairs: Sequence[Pair], length: int) -> Matrix:
    """A row for each pair that takes the mean of the pieces between its two names, of ``length`` pieces in all."""
    table = np.zeros((len(pairs), length), dtype=np.float32)
    for row, pair in zip(table, pairs, strict=True):
        low = min(pair.ends[1], pair.ends[3]) + 1
        high = max(pair.ends[0], pair.ends[2])
        if high > low:
            row[low:high] = 1.0 / (high - low)
    return table


class PairReader:
    """Reads the pairs of an article with the exported branch, over ``encoder``."""

    def __init__(self, model: Model, encoder: Encoder, file: Path = PAIRS) -> None:
        self._model, self._encoder, self._file = model, encoder, file

    @cached_property
    def _session(self) -> Any:
        if not self._file.is_file():
            raise FailureError(
                f"{self._file.name} is missing.", remedy="Reinstall kg, or make it: python -m kg.training.pairs"
            )
        return open_network(self._file)

    @cached_property
    def learned(self) -> Learned:
        """What the network was trained with."""
        known = self._session.get_modelmeta().custom_metadata_map
        return Learned(tuple(json.loads(known["relations"])), tuple(json.loads(known["classes"])))

    @cached_property
    def relations(self) -> frozenset[str]:
        """The relations that it knows."""
        return frozenset(self.learned.relations)

    def read(self, view: TokenView, sentences: Sequence[SentenceView]) -> list[Odds]:
        """For each of ``sentences`` the log-odds of the relations that its pairs may have."""
        reading = self._encoder.read(view)
        found = list(pairs_in(sentences, reading.windows, self._model, self.learned))
        by_window: dict[int, list[tuple[int, Pair]]] = defaultdict(list)
        for number, pairs in enumerate(found):
            for pair in pairs:
                by_window[pair.window].append((number, pair))
        odds: list[dict[tuple[Span, Span], dict[str, float]]] = [{} for _ in sentences]
        for window, rows in by_window.items():
            scores = self._run(reading.trunk[window], [pair for _, pair in rows])
            for (number, pair), row in zip(rows, scores, strict=True):
                odds[number][pair.subject.place, pair.object.place] = {
                    relation: score
                    for relation, score in zip(self.learned.relations, row, strict=True)
                    if self._model.allows(pair.subject.type, relation, pair.object.type)
                }
        return list(odds)

    def _run(self, trunk: Matrix, pairs: Sequence[Pair]) -> list[list[float]]:
        given = {
            "trunk": trunk[None],
            "between": between(pairs, len(trunk)),
            "ends": np.array([pair.ends for pair in pairs], dtype=np.int64),
            "kinds": np.array([pair.kinds for pair in pairs], dtype=np.int64),
            "shape": np.array([(pair.distance, pair.flags) for pair in pairs], dtype=np.int64),
        }
        scores = np.round(self._session.run(None, given)[0].astype(np.float64), DIGITS)
        rows: list[list[float]] = scores.tolist()
        return rows
