"""Rules that read times told by their distance from the article's date or from a time named before."""

from __future__ import annotations

import re

from kg.language.vi.moments import Level, Moment, moved, shift_month, until
from kg.language.vi.readings import Context, Duration, Found, State

__all__ = ["RelativeRules"]


class RelativeRules:
    """Each method reads one kind of distance at ``start``, or returns None."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words, self._patterns = context.words, context.patterns

    def counted(self, state: State, start: int) -> Found | None:
        """ "3 năm trước", "sau đó hai tháng", "6 tháng đầu năm", "4 năm tới"."""
        match = self._patterns.counted_time.match(state.low, start)
        if match is None:
            return None
        if not match["before"] and self._context.word_before(state, start) in self._words.vague:
            return Found.fixed(match.end(), None)
        number = self._context.numerals.value(match["n"])
        unit = self._words.units[" ".join(match["unit"].split())]
        if number is None:
            return Duration(match.end(), None, None) if match["span"] else None
        count = int(number)
        if match["part"]:
            return self._counted_of_year(state, match, unit, count)
        if match["ago"] or match["ago_b"]:
            return Found.fixed(match.end(), moved(self._context.now(state), unit, -count))
        if match["ahead"]:
            return Found.fixed(match.end(), moved(self._context.now(state), unit, count))
        if match["earlier"] or match["earlier_b"]:
            return Found.fixed(match.end(), moved(state.anchor_for(unit), unit, -count))
        if match["later"] or match["later_b"]:
            return Found.fixed(match.end(), moved(state.anchor_for(unit), unit, count))
        if match["span"] in self._words.future and unit == "year" and state.year:
            return Found.fixed(match.end(), until(Moment("year", state.year), Moment("year", state.year + count)))
        # A span of time is no date; it is read so that its noun does not begin one ("3 năm gần đây").
        if match["span"] or unit != "year" or match["n"] not in self._words.year:
            return Duration(match.end(), None, None)
        return None

    def _counted_of_year(self, state: State, match: re.Match[str], unit: str, count: int) -> Found | None:
        months = count * {"month": 1, "quarter": 3}.get(unit, 0)
        if not 1 <= months <= 11:
            return None
        year = self._context.year_after(state, match.start("of") - 1)
        end, known = (year[0], year[1]) if year else (match.end(), state.year)
        if known is None:
            return Found.fixed(end, None)
        if self._words.parts_of_counted[match["part"]] > 0:
            return Found.fixed(end, Moment("months", known, 1, last=months))
        return Found.fixed(end, Moment("months", known, 13 - months, last=12))

    def shifted(self, state: State, start: int) -> Found | None:
        """ "tháng trước", "năm sau đó"."""
        match = self._patterns.shifted.match(state.low, start)
        if match is None or self._context.word_before(state, start) in self._context.several - self._context.whole:
            return None
        unit = "month" if match["month"] else "quarter" if match["quarter"] else "year"
        if match["text"]:
            by = 1 if match["text"] in self._words.later_after else -1
            return Found.fixed(match.end(), moved(state.anchor_for(unit), unit, by))
        by = self._words.shifts[" ".join(match["shift"].split())]
        end = match.end()
        if (that := self._patterns.that.match(state.low, end)) is not None:
            return Found.fixed(that.end(), moved(state.anchor_for(unit), unit, by))
        if unit == "year":
            return Found.fixed(end, Moment("year", state.year + by) if state.year else None)
        if state.year is None or state.month is None:
            return Found.fixed(end, None)
        if unit == "month":
            year, month = shift_month(state.year, state.month, by)
            return Found.fixed(end, Moment("month", year, month))
        quarters = state.year * 4 + (state.month - 1) // 3 + by
        return Found.fixed(end, Moment("quarter", quarters // 4, quarters % 4 + 1))

    def same(self, state: State, start: int) -> Found | None:
        """ "cùng ngày"."""
        match = self._patterns.same.match(state.low, start)
        if match is None:
            return None
        level: Level = "day" if match["day"] else "month" if match["month"] else "year"
        anchor = state.anchor_for(level)
        moment: Moment | None = None
        if anchor is not None and level == "day":
            moment = anchor
        elif anchor is not None and level == "month":
            moment = Moment("month", anchor.year, anchor.part)
        elif anchor is not None and anchor.year is not None:
            moment = Moment("year", anchor.year)
        return Found.fixed(match.end(), moment)
