"""The records that linking makes of one article, as bytes that are read faster than the records are made again.

They are kept in columns: of all statements of an article their ids, then their subjects, and so on.
"""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from kg.records import Claim, Evidence, Measurement, Span, Statement

__all__ = ["FORM", "Reading", "Told", "written"]

FORM = f"columns {marshal.version}"
"""What the bytes are made by; marshal's own form is that of one version of Python."""
_LONG = frozenset({"id", "text"})
"""What hardly any two records of several articles share; all other texts are one value wherever they stand."""
_PLACES, _SPANS = frozenset({"start", "end"}), frozenset({"subject", "object", "trigger"})
"""Fields of an evidence, and the first ones of claims, that are places in a text."""

Record = TypeVar("Record", Statement, Claim, Measurement, Evidence)
Column = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells in the graph."""

    statements: Sequence[Statement]
    claims: Sequence[Claim]
    measurements: Sequence[Measurement]


_NAMES: dict[type, list[str]] = {
    kind: [one.name for one in fields(kind)] for kind in (Statement, Claim, Measurement, Evidence)
}
_VALUES: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
#: What puts a value into a new record; its own constructor takes all by name, at three times the cost.
_SETTERS = {kind: [vars(kind)[name].__set__ for name in names] for kind, names in _NAMES.items()}


def written(told: Told) -> bytes:
    """``told`` as ``Reading`` reads it."""
    kinds = ((Statement, told.statements), (Claim, told.claims), (Measurement, told.measurements))
    same: dict[Any, Any] = {}
    return marshal.dumps([_columns(kind, records, same) for kind, records in kinds])


def _columns(kind: type, records: Iterable[Any], same: dict[Any, Any]) -> list[Column]:
    columns = zip(*map(_VALUES[kind], records), strict=True)
    return [_column(kind, name, column, same) for name, column in zip(_NAMES[kind], columns, strict=False)]


def _column(kind: type, name: str, column: Column, same: dict[Any, Any]) -> Column:
    """A column whose equal values are one in the whole article, and those that are interned in all of them: what is one
    when it is written is one when it is read."""
    if name == "evidence":
        return _columns(Evidence, column, same)
    if name == "readers":
        return [tuple(map(intern, readers)) for readers in column]
    if kind is Evidence or name in _LONG:
        return list(map(same.setdefault, column, column))
    return [intern(str(value)) if isinstance(value, str) else value for value in column]


@dataclass(slots=True)
class Reading:
    """Reads records; what is equal in those of several articles is there once."""

    _numbers: dict[int, int] = field(default_factory=dict)
    _readers: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    #: Those of the article that is read.
    _spans: dict[Span, Span] = field(default_factory=dict)

    def read(self, content: bytes) -> Told:
        """What ``written`` has written."""
        statements, claims, measurements = marshal.loads(content)
        self._spans.clear()
        return Told(self._made(Statement, statements), self._made(Claim, claims), self._made(Measurement, measurements))

    def _made(self, kind: type[Record], columns: Sequence[Column]) -> list[Record]:
        if not columns:
            return []
        made: list[Record] = list(map(object.__new__, repeat(kind, len(columns[0]))))
        for name, put, column in zip(_NAMES[kind], _SETTERS[kind], columns, strict=True):
            deque(map(put, made, self._shared(kind, name, column)), maxlen=0)
        return made

    def _shared(self, kind: type, name: str, column: Column) -> Iterable[Any]:
        if name == "evidence":
            return self._made(Evidence, column)
        if name == "readers":
            return map(self._readers.setdefault, column, column)
        if name in _PLACES:
            return map(self._numbers.setdefault, column, column)
        return map(self._span, column) if kind is Evidence and name in _SPANS else column

    def _span(self, span: Span | None) -> Span | None:
        found = span and self._spans.get(span)
        if span and not found:
            number = self._numbers.setdefault
            found = self._spans[span] = number(span[0], span[0]), number(span[1], span[1])
        return found
