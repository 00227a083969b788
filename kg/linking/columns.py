"""Records made from the columns of their values."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

__all__ = ["made_of"]

Record = TypeVar("Record")


def made_of(kind: type[Record], columns: Sequence[Iterable[Any]]) -> list[Record]:
    """Records of ``kind`` from the columns of their values, in the order of its fields, the first of them a list.

    Its own constructor takes the values of one record, by name, at several times the cost.
    """
    if not columns:
        return []
    made: list[Record] = list(map(object.__new__, repeat(kind, len(columns[0]))))  # type: ignore[arg-type]
    for put, column in zip(_setters(kind), columns, strict=True):  # type: ignore[arg-type]
        deque(map(put, made, column), maxlen=0)
    return made


@cache
def _setters(kind: type) -> Sequence[Callable[[Any, Any], None]]:
    """What puts a value into a record, field by field: past what gives a text that lies elsewhere, into its slot."""
    slots = (vars(kind)[one.name] for one in fields(kind))
    return [getattr(slot, "slot", slot).__set__ for slot in slots]
