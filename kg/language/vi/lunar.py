"""Days of the lunar calendar as days of ours."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

from kg.language.vi.moments import Moment
from kg.language.vi.numbers import Numerals
from kg.language.vi.readings import SOON, Found, State
from kg.language.vi.time_patterns import TimePatterns
from kg.ontology.values import TimeWords

__all__ = ["LunarDays"]

LAST_MONTH = 12
#: A feast's days from this one on are the last of the year before ("30 Tết").
BEFORE_FEAST = 20


class LunarDays:
    """Finds the day of ours that a lunar one is."""

    def __init__(self, words: TimeWords, patterns: TimePatterns, numerals: Numerals) -> None:
        self._words, self._patterns, self._numerals = words, patterns, numerals

    def found(self, state: State, match: re.Match[str]) -> Found:
        """The day that ``match`` of the pattern ``lunar`` names; no date where it is no day, or its year is not known.

        Without a year it is the nearest one in the past and in the future of the article's day.
        """
        end, text = match.end(), match.group()
        named = self._patterns.lunar_day.search(text)
        if named is None:
            return Found.fixed(end, None)
        day, month = self._day_and_month(named)
        eve = bool(named["feast"])
        year = self._patterns.year_alone.search(text)
        if year is not None:
            return Found.fixed(end, _moment(_solar(day, month, int(year.group()), eve=eve)))
        if self._patterns.lunar_year.search(text) or state.today is None:
            return Found.fixed(end, None)
        today = state.today
        days = [found for by in (-2, -1, 0, 1) if (found := _solar(day, month, today.year + by, eve=eve))]
        # As with days of ours: nobody writes of one eleven months ago without its year.
        past = [found for found in days if found <= today + timedelta(days=SOON)]
        future = [found for found in days if found >= today]
        return Found(end, _moment(max(past, default=None)), _moment(min(future, default=None)))

    def _day_and_month(self, named: re.Match[str]) -> tuple[int, int]:
        words = self._words
        if named["feast"]:
            day = self._count(named["feast"])
            return day, LAST_MONTH if day >= BEFORE_FEAST else 1
        if named["own"]:
            return self._count(named["count"]), words.lunar_months[named["own"]]
        month = " ".join((named["m"] or named["named"]).split())
        return int(named["d"]), int(month) if month.isdigit() else words.months[month]

    def _count(self, text: str) -> int:
        return int(self._numerals.value(text) or 0)


def _solar(day: int, month: int, year: int, *, eve: bool) -> date | None:
    """The day of ours; None where the lunar year has no such day, but for the last one before a feast (``eve``), which
    is called the thirtieth where the month has fewer days, too."""
    try:
        asked = LunarDate(day, month, year)
        found = lunar_to_solar(asked)
        if solar_to_lunar(found) == asked:
            return found
    except ValueError:
        return None
    return _solar(day - 1, month, year, eve=False) if eve and month == LAST_MONTH else None


def _moment(day: date | None) -> Moment | None:
    return Moment("day", day.year, day.month, day.day) if day else None
