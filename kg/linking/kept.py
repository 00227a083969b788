"""The records that linking makes of one article, as bytes that are read faster than the records are made again.

They are kept in columns (``kg.linking.columns``): of all statements of an article their ids, then their subjects, and
so on.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any, TypeVar

from kg.linking.columns import Column, columns_of, made_of, names_of
from kg.records import Article, Claim, Evidence, Measurement, Span, Statement

__all__ = ["FORM", "Columns", "Reading", "Told", "kept"]

FORM = f"columns {marshal.version}"
"""What the bytes are made by; marshal's own form is that of one version of Python."""
_LONG = frozenset({"id", "text"})
"""What hardly any two records of several articles share; all other texts are one value wherever they stand."""
_PLACES, _SPANS = frozenset({"start", "end"}), frozenset({"subject", "object", "trigger"})
"""Fields of an evidence, and the first ones of claims, that are places in a text."""
_NONE = -1
"""Stands for a span that there is not: in the list of spans that is the last."""

Record = TypeVar("Record", Statement, Claim, Measurement, Evidence)
Columns = tuple[Sequence[Column], Sequence[Column], Sequence[Column]]
"""Those of an article's statements, claims and measurements."""
Kept = tuple[Any, Any, Any, Any]
"""The same as they are kept, and where its spans begin and end."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells in the graph."""

    statements: Sequence[Statement]
    claims: Sequence[Claim]
    measurements: Sequence[Measurement]


def kept(told: Columns, text: str) -> Kept:
    """What ``told`` has, of an article of this ``text``, in a form that ``marshal`` writes and ``Reading`` reads."""
    form = _Form(text)
    statements, claims, measurements = map(form.of, (Statement, Claim, Measurement), told)
    return statements, claims, measurements, list(zip(*form.spans, strict=True))


@dataclass(slots=True)
class _Form:
    """The columns of one article being put into that form: what is equal in them is one, and the spans are numbers of
    those that all of them have."""

    text: str
    spans: dict[Span, int] = field(default_factory=dict)
    same: dict[Any, Any] = field(default_factory=dict)

    def of(self, kind: type, columns: Sequence[Column]) -> list[Column]:
        made = [self._column(kind, *one) for one in zip(names_of(kind), columns, strict=False)]
        if made and kind in (Evidence, Claim):
            # What is where it says that it is need not be kept.
            start, end, at = map(names_of(kind).index, ("start", "end", "text"))
            parts = map(self.text.__getitem__, map(slice, made[start], made[end]))
            made[at] = [None if one == part else one for one, part in zip(made[at], parts, strict=True)]
        return made

    def _column(self, kind: type, name: str, column: Column) -> Column:
        """A column whose texts are interned in all articles, where articles share them."""
        if name == "evidence":
            return self.of(Evidence, columns_of(Evidence, column))
        if name == "readers":
            return [tuple(map(intern, readers)) for readers in column]
        if kind is Evidence and name in _SPANS:
            return [_NONE if span is None else self.spans.setdefault(span, len(self.spans)) for span in column]
        if kind is Evidence or name in _LONG:
            return list(map(self.same.setdefault, column, column))
        return [intern(str(value)) if isinstance(value, str) else value for value in column]


@dataclass(slots=True)
class Reading:
    """Reads records; what is equal in those of several articles is there once."""

    _numbers: dict[int, int] = field(default_factory=dict)
    _readers: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    #: The article that is read, and its spans; the last is none.
    _article: Article | None = None
    _spans: Sequence[Span | None] = ()

    def read(self, form: Kept, article: Article) -> Told:
        """What ``kept`` has of an ``article``, whose text is looked at when somebody asks for a part."""
        statements, claims, measurements, spans = form
        self._article = article
        self._spans = [*zip(*map(self._shared_numbers, spans), strict=True), None]
        return Told(self._made(Statement, statements), self._made(Claim, claims), self._made(Measurement, measurements))

    def _made(self, kind: type[Record], columns: Sequence[Column]) -> list[Record]:
        return made_of(kind, [self._shared(kind, *one) for one in zip(names_of(kind), columns, strict=False)])

    def _shared(self, kind: type, name: str, column: Column) -> Iterable[Any]:
        if name == "evidence":
            return self._made(Evidence, column)
        if name == "text":
            return [self._article if text is None else text for text in column]
        if name == "readers":
            return map(self._readers.setdefault, column, column)
        if name in _PLACES:
            return self._shared_numbers(column)
        return map(self._spans.__getitem__, column) if kind is Evidence and name in _SPANS else column

    def _shared_numbers(self, column: Column) -> list[int]:
        return list(map(self._numbers.setdefault, column, column))
