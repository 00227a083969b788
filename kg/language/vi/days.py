"""Rules that read days."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.language.vi.lunar import LunarDays
from kg.language.vi.moments import Moment, real_day, shift_month, until
from kg.language.vi.readings import Context, Found, State

__all__ = ["DayRules"]


class DayRules:
    """Each method reads one kind of day at ``start``, or returns None."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words, self._patterns = context.words, context.patterns
        self._lunar = LunarDays(context.words, context.patterns, context.numerals)

    def lunar(self, state: State, start: int) -> Found | None:
        """ "10/3 âm lịch", "mùng 1 Tết", "23 tháng Chạp"."""
        match = self._patterns.lunar.match(state.low, start)
        return self._lunar.found(state, match) if match else None

    def iso(self, state: State, start: int) -> Found | None:
        """ "2025-01-20"."""
        match = self._patterns.iso.match(state.low, start)
        if match is None:
            return None
        year, month, day = (int(part) for part in match.groups())
        return Found.fixed(match.end(), Moment("day", year, month, day)) if real_day(year, month, day) else None

    def days(self, state: State, start: int) -> Found | None:
        """ "hôm qua", "ngày mai"."""
        match = self._patterns.days.match(state.low, start)
        if match is None:
            return None
        by = self._words.days[" ".join(match.group().split())]
        return Found.fixed(match.end(), None if by is None else self._context.day_from(state, by))

    def weekday(self, state: State, start: int) -> Found | None:
        """ "thứ hai tuần sau", "sáng chủ nhật, 24/1"."""
        match = self._patterns.weekday.match(state.low, start)
        if match is None:
            return None
        number = self._weekday_number(state, match)
        if number is None:
            return None
        dated = self._patterns.dated.match(state.low, match.end())
        if dated is not None:
            day = self.day_month(state, dated.end(), sure=True)
            if day is not None:
                return day
        if state.today is None:
            return Found.fixed(match.end(), None)
        back = (state.today.weekday() - number) % 7
        if match["shift"]:
            by = number - state.today.weekday() + 7 * self._words.shifts[" ".join(match["shift"].split())]
            return Found.fixed(match.end(), self._context.day_from(state, by))
        return Found(match.end(), self._context.day_from(state, -back), self._context.day_from(state, (7 - back) % 7))

    def number_of(self, state: State, start: int) -> int | None:
        """Which day of the week (Monday is 0) a time at ``start`` begins with, if any."""
        match = self._patterns.weekday.match(state.low, start)
        return self._weekday_number(state, match) if match else None

    def _weekday_number(self, state: State, match: re.Match[str]) -> int | None:
        if not match["name"]:
            return self._words.weekdays_whole[" ".join(match["whole"].split())]
        # "thứ hai" is also "second": a capital, a part of the day, or a week must make it a day.
        capital = state.text[match.start("name")].isupper()
        if not capital and not match["shift"] and match["word"].strip() in ("", self._words.day[0]):
            return None
        return self._words.weekdays[match["name"]]

    def day_month(self, state: State, start: int, *, sure: bool = False) -> Found | None:
        """ "ngày 20/1/2025", "4 đến 7-12"; ``sure``: something before has said that it is a day."""
        match = self._patterns.day_month.match(state.low, start)
        if match is None:
            return None
        spelled = match["mw"]
        month = (
            int(match["m"])
            if match["m"]
            else int(spelled)
            if spelled.isdigit()
            else self._words.months[" ".join(spelled.split())]
        )
        day = int(match["d2"] or match["d"])
        if not real_day(None, month, day):
            return None
        end = match.end()
        year = self._context.year_after(state, end)
        full = year is not None and year[1] is not None and match["mark"] and state.low[end] == match["mark"]
        if match["m"] and not match["word"] and not sure and not full:
            before = self._context.word_before(state, start)
            bracketed = before == "(" and self._patterns.closing_or_to.match(state.low, end)
            if not bracketed and (match["mark"] != "/" or before not in self._words.before_day):
                return None
            if not bracketed and self._patterns.not_day.match(state.low, end):
                return None
        if spelled and not spelled.isdigit() and not match["word"]:
            return None  # "6 tháng năm 2024" are six months
        first = int(match["d"]) if match["d2"] else 0
        if first >= day:
            return None
        if year is not None and year[1] is None:
            return Found.fixed(year[0], None)
        if year is not None:
            end, known, _ = year
            assert known is not None
            if not real_day(known, month, day):
                return None
            past = future = Moment("day", known, month, day)
        else:
            nearest = self._context.nearest_day(state, month, day)
            if nearest is None:
                return None
            past, future = nearest
            direction = self._patterns.direction.match(state.low, end)
            if direction is not None:
                end = direction.end()
                past, future = (past, past) if direction["past"] else (future, future)
        if first:
            past, future = (until(replace(moment, day=first), moment) for moment in (past, future))
        return Found(end, past, future)

    def day_only(self, state: State, start: int) -> Found | None:
        """ "ngày 20", "ngày 20 tháng trước"."""
        match = self._patterns.day_only.match(state.low, start)
        if match is None or self._context.word_before(state, start) in self._context.several:
            return None
        day = int(match["d"])
        if self._patterns.counted.match(state.low, match.end("d")) or not 1 <= day <= 31:
            return None
        if match["same"]:
            anchor = state.anchor_month
            if anchor is None or not real_day(anchor.year, anchor.part, day):
                return Found.fixed(match.end(), None)
            return Found.fixed(match.end(), Moment("day", anchor.year, anchor.part, day))
        if state.year is None or state.month is None:
            return Found.fixed(match.end(), None)
        if match["shift"]:
            year, month = shift_month(state.year, state.month, self._words.shifts[" ".join(match["shift"].split())])
            moment = Moment("day", year, month, day) if real_day(year, month, day) else None
            return Found.fixed(match.end(), moment)
        here = state.day or day
        readings = []
        for by in (0 if day <= here else -1, 0 if day >= here else 1):
            year, month = shift_month(state.year, state.month, by)
            readings.append(Moment("day", year, month, day) if real_day(year, month, day) else None)
        return Found(match.end(), *readings)
