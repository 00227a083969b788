"""EDTF: dates checked, and times in it compared as stretches of days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["Stretch", "edtf_date", "is_date", "overlap", "stretch", "year_of"]

Stretch = tuple[date, date]
"""First and last day."""

ONE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
SEASONS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 2),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}
"""EDTF level 2: seasons, quarters, thirds and halves of a year as first and last month."""


def edtf_date(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """``2025-12-20``, ``2025-12`` or ``2025`` of a date in numbers; None when the calendar has no such one."""
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return known.isoformat()[: 10 if day else 7 if month else 4]


def is_date(text: str) -> bool:
    """Is ``text`` a day, month or year of the calendar as ``edtf_date`` writes them?"""
    found = ONE.fullmatch(text)
    return found is not None and edtf_date(*found.groups()) == text


@lru_cache(maxsize=1 << 14)
def stretch(time: str | None) -> Stretch | None:
    """The days that an EDTF string can mean; None when it does not say (no time, an open year)."""
    if not time:
        return None
    first, slash, last = time.rstrip("?~%").partition("/")
    start = _one(first) if first not in ("", "..") else (date.min, date.min)
    end = _one(last) if last not in ("", "..") else (date.max, date.max)
    if not slash:
        return start
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def year_of(time: str | None) -> Stretch | None:
    """The whole year in which a time lies."""
    found = stretch(time)
    return (date(found[0].year, 1, 1), date(found[0].year, 12, 31)) if found else None


def overlap(one: Stretch | None, other: Stretch | None) -> bool:
    """Whether both may be one time; what is unknown may be any."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def _one(text: str) -> Stretch | None:
    found = ONE.fullmatch(text.strip().rstrip("?~%"))
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not 1 <= year <= 9998:
        return None
    if month in SEASONS:
        first, last = SEASONS[month]
        until = year + (last < first)
        return date(year, first, 1), date(until, last, monthrange(until, last)[1])
    if month > 12 or (day and not 1 <= day <= (monthrange(year, month)[1] if month else 0)):
        return None
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return (date(year, 1, 1), date(year, 12, 31)) if text.strip().rstrip("?~%")[4:] == "" else None
