"""The records that linking makes of one article, as bytes that are read faster than the records are made again."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from kg.records import Claim, Evidence, Measurement, Statement

__all__ = ["FORM", "Reading", "Told", "written"]

FORM = f"records {marshal.version}"
"""What the bytes are made by; marshal's own form is that of one version of Python."""
_LONG = frozenset({"id", "text"})
"""What hardly any two records of several articles share; all other texts are one value wherever they stand."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells in the graph."""

    statements: Sequence[Statement]
    claims: Sequence[Claim]
    measurements: Sequence[Measurement]


def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


_FIELDS: dict[type, tuple[str, ...]] = {kind: _fields_of(kind) for kind in (Statement, Claim, Measurement, Evidence)}
_VALUES = {kind: attrgetter(*names) for kind, names in _FIELDS.items()}


def written(told: Told) -> bytes:
    """``told`` as ``Reading`` reads it."""
    rows = ([_row(record) for record in records] for records in (told.statements, told.claims, told.measurements))
    return marshal.dumps(tuple(rows))


def _row(record: Statement | Claim | Measurement | Evidence) -> tuple[Any, ...]:
    kind = type(record)
    return tuple(
        _row(value) if isinstance(value, Evidence) else _value(name, value)
        for name, value in zip(_FIELDS[kind], _VALUES[kind](record), strict=True)
    )


def _value(name: str, value: Any) -> Any:
    # What is interned is interned again when it is read: one value for all articles.
    if isinstance(value, str) and name not in _LONG:
        return intern(value)
    return tuple(map(intern, value)) if name == "readers" else value


def _maker(kind: type[Record]) -> Callable[[Iterable[Any]], Record]:
    """A constructor from all values in their order; the class's own takes them by name, at three times the cost."""
    setters = [vars(kind)[name].__set__ for name in _FIELDS[kind]]
    new = object.__new__

    def make(values: Iterable[Any]) -> Record:
        made = new(kind)
        for put, value in zip(setters, values, strict=True):
            put(made, value)
        return made

    return make


_statement, _claim, _measurement = _maker(Statement), _maker(Claim), _maker(Measurement)
_evidence = _maker(Evidence)
_STATED, _MEASURED = (_FIELDS[kind].index("evidence") for kind in (Statement, Measurement))


@dataclass(slots=True)
class Reading:
    """Reads records; what is equal in those of several articles is there once."""

    _numbers: dict[int, int] = field(default_factory=dict)
    _readers: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def read(self, content: bytes) -> Told:
        """What ``written`` has written."""
        statements, claims, measurements = marshal.loads(content)
        number = self._numbers.setdefault

        def evidence(row: tuple[Any, ...]) -> Evidence:
            start, end, text, *spans = row
            return _evidence(
                (
                    number(start, start),
                    number(end, end),
                    text,
                    *[span and (number(span[0], span[0]), number(span[1], span[1])) for span in spans],
                )
            )

        for rows, place in ((statements, _STATED), (measurements, _MEASURED)):
            for n, row in enumerate(rows):
                rows[n] = (*row[:place], evidence(row[place]), *row[place + 1 :])
        return Told(
            [_statement((*row[:-1], self._readers.setdefault(row[-1], row[-1]))) for row in statements],
            [_claim(row) for row in claims],
            [_measurement(row) for row in measurements],
        )
