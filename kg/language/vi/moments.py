"""Stretches of the calendar, as coarse as a text names them, and how they are written in EDTF."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

__all__ = ["Level", "Moment", "date_parts", "moved", "real_day", "shift_month", "until"]

Level = Literal["day", "month", "quarter", "season", "months", "year", "decade", "century", "interval"]
ARTICLE_DATE = re.compile(r"((?:1[5-9]|2\d)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")
LEAP_YEAR = 2024  # 29 February is a day of an open year
MOST = 999  # units that are counted back or ahead


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar. ``part`` is the month, quarter, season code, or the first month of ``months``;
    ``last`` the last month of ``months``, or the end of an ``interval`` is ``until``. No ``year`` is an open one.
    """

    level: Level
    year: int | None
    part: int = 0
    day: int = 0
    last: int = 0
    until: Moment | None = None

    def __str__(self) -> str:
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        match self.level:
            case "interval":
                return f"{replace(self, level='day' if self.day else 'month' if self.part else 'year')}/{self.until}"
            case "day":
                return f"{year}-{self.part:02d}-{self.day:02d}"
            case "month":
                return f"{year}-{self.part:02d}"
            case "quarter":
                return f"{year}-{32 + self.part}"
            case "season":
                return f"{year}-{self.part}"
            case "months":
                return f"{year}-{self.part:02d}/{year}-{self.last:02d}"
            case "decade":
                return f"{year}/{year[:3]}9"
            case "century":
                return f"{year[:2]}XX"
            case _:
                return year


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def real_day(year: int | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    return day <= monthrange(LEAP_YEAR if year is None else year, month)[1]


def date_parts(text: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of an article's date, as far as it tells them and they can be."""
    match = ARTICLE_DATE.fullmatch(text)
    if match is None:
        return None, None, None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None or not 1 <= month <= 12:
        return year, None, None
    return year, month, day if day and real_day(year, month, day) else None


def until(first: Moment, last: Moment) -> Moment:
    return replace(first, level="interval", until=last)


def moved(base: Moment | None, unit: str, count: int) -> Moment | None:
    """``base`` moved by ``count`` units, as coarse as the unit."""
    if base is None or base.year is None or abs(count) > MOST:
        return None
    if unit == "year":
        return Moment("year", base.year + count)
    if unit == "month" and base.level in ("day", "month"):
        year, month = shift_month(base.year, base.part, count)
        return Moment("month", year, month)
    # "29/2" of an article may be that of a year without one.
    if unit in ("day", "week") and base.level == "day" and real_day(base.year, base.part, base.day):
        day = date(base.year, base.part, base.day) + timedelta(days=count * (7 if unit == "week" else 1))
        return Moment("day", day.year, day.month, day.day) if unit == "day" else None
    return None
