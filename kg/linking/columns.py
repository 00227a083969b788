"""Records as the columns of their values, which are read and written many times as fast as the records one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, TypeVar

__all__ = ["Column", "columns_of", "made_of", "names_of"]

Column = Sequence[Any]
Record = TypeVar("Record")


def columns_of(kind: type, records: Iterable[Any]) -> list[Column]:
    """The values of records of ``kind``, field by field in the order of its fields; none where there are no records."""
    return list(zip(*map(_values(kind), records), strict=True))


def made_of(kind: type[Record], columns: Sequence[Iterable[Any]]) -> list[Record]:
    """Records of ``kind`` again from all columns, the first of which has a length.

    Its own constructor takes the values of one record, by name, at several times the cost.
    """
    if not columns:
        return []
    made: list[Record] = list(map(object.__new__, repeat(kind, len(columns[0]))))  # type: ignore[arg-type]
    named: type = kind
    for put, column in zip(_setters(named), columns, strict=True):
        deque(map(put, made, column), maxlen=0)
    return made


def names_of(kind: type) -> Sequence[str]:
    """What the columns are called."""
    return _names(kind)


@cache
def _names(kind: type) -> Sequence[str]:
    return [one.name for one in fields(kind)]


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*names_of(kind))


@cache
def _setters(kind: type) -> Sequence[Callable[[Any, Any], None]]:
    """What puts a value into a record, field by field: past what gives a text that lies elsewhere, into its slot."""
    slots = (vars(kind)[name] for name in names_of(kind))
    return [getattr(slot, "slot", slot).__set__ for slot in slots]
