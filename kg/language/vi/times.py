"""Times in Vietnamese text as EDTF, relative ones resolved against the article's date.

``TimeGrammar.find`` walks over the words that can begin a time; at each the rules of ``_RULES`` are tried in
order. Every time has two readings, since "tháng 3" is the last March in a report and the next one in a plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.language.vi.moments import Level, Moment, date_parts, moved, real_day, shift_month, until
from kg.language.vi.numbers import Numerals, lower
from kg.language.vi.time_patterns import TimePatterns
from kg.ontology.values import NumeralWords, TimeWords

__all__ = ["Time", "TimeGrammar"]

SOON = 21  # days
ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Time:
    """A time at ``start:end``: EDTF for a fact that has happened and for one that is planned."""

    start: int
    end: int
    past: str
    future: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What a rule read up to ``end``; no moment when it is a time that cannot be dated."""

    end: int
    past: Moment | None
    future: Moment | None

    @classmethod
    def fixed(cls, end: int, moment: Moment | None) -> _Found:
        return cls(end, moment, moment)


@dataclass(slots=True)
class _State:
    low: str
    text: str
    year: int | None
    month: int | None
    day: int | None
    #: The last time named, the last one that has a month, and the last that is a day.
    anchor: Moment | None = None
    anchor_month: Moment | None = None
    anchor_day: Moment | None = None

    def remember(self, moment: Moment | None) -> None:
        self.anchor = moment
        if moment is not None and moment.level in ("day", "month"):
            self.anchor_month = moment
        if moment is not None and moment.level == "day":
            self.anchor_day = moment

    def anchor_for(self, unit: str) -> Moment | None:
        return {"day": self.anchor_day, "month": self.anchor_month}.get(unit, self.anchor)

    @property
    def today(self) -> date | None:
        return date(self.year, self.month, self.day) if self.year and self.month and self.day else None


class TimeGrammar:
    """Finds times; holds compiled patterns only, so that one grammar serves all articles.

    ``counted``: a regular expression of what makes a bare number before it no year ("2030 người").
    """

    def __init__(self, words: TimeWords, numerals: NumeralWords, *, counted: str) -> None:
        self.words = words
        self.numerals = Numerals(
            units=numerals.units, multipliers=numerals.multipliers, links=numerals.links, half=numerals.half
        )
        self.patterns = TimePatterns(words, self.numerals, counted=counted)
        self._several = frozenset(words.several)
        self._whole = frozenset(words.whole)
        self._rules: tuple[Callable[[_State, int], _Found | None], ...] = (
            self._read_iso,
            self._read_days,
            self._read_weekday,
            self._read_day_month,
            self._read_counted,
            self._read_day_only,
            self._read_month,
            self._read_shifted,
            self._read_quarter,
            self._read_decade,
            self._read_century,
            self._read_year,
            self._read_season,
            self._read_part,
            self._read_same,
        )

    def find(self, text: str, article_date: str = "") -> Iterator[Time]:
        """The times of ``text`` in order; ``article_date`` is EDTF (``YYYY[-MM[-DD]]``), or empty."""
        state = _State(lower(text), text, *date_parts(article_date))
        header = self.patterns.header.match(state.low)
        position = header.end() if header else 0
        while (head := self.patterns.head.search(state.low, position)) is not None:
            start = head.start()
            found = self._read(state, start)
            if found is None:
                position = head.end() if not head.group().isdigit() else _digits_end(state.low, start)
                continue
            found = self._interval(state, start, found)
            position = found.end
            if not isinstance(found, _Span):
                state.remember(found.past)
            if found.past and found.future and not self.patterns.ignored.search(state.low, max(0, start - 24), start):
                yield Time(start, found.end, str(found.past), str(found.future))

    def _read(self, state: _State, start: int) -> _Found | None:
        for rule in self._rules:
            found = rule(state, start)
            if found is not None:
                return found
        return None

    def _interval(self, state: _State, start: int, first: _Found) -> _Found:
        """``first`` and what follows as one interval, when they are said to be its ends."""
        a, b = first.past, first.future
        if a is None or b is None or a.level not in ("day", "month", "year"):
            return first
        to = self.patterns.to.match(state.low, first.end)
        if to is None:
            return first
        if to.group().strip() not in "-–—" and not self.patterns.since.search(state.low, max(0, start - 16), start):
            return first
        year = self.patterns.year_alone.match(state.low, to.end()) if a.level == "year" else None
        second = _Found.fixed(year.end(), Moment("year", int(year.group()))) if year else self._read(state, to.end())
        if second is None or second.past is None or second.future is None or second.past.level != a.level:
            return first
        c, d = second.past, second.future
        if a.year is None or (c == d and a != b):
            a = b = replace(a, year=c.year)
        if str(a) >= str(c):
            return first
        return _Found(second.end, until(a, c), until(b, d) if str(b) < str(d) else until(a, c))

    # Helpers of rules

    def _word_before(self, state: _State, start: int) -> str:
        match = self.patterns.before.search(state.low, max(0, start - 16), start)
        return (match.group(1) or "") if match else ""

    def _year_after(self, state: _State, position: int) -> tuple[int, int | None, bool] | None:
        """End, year (None when it cannot be told) and True, of a year behind a month, quarter or season."""
        match = self.patterns.year_ref.match(state.low, position)
        if match is None:
            return None
        plain = match["y1"] or match["y2"] or match["y3"]
        if plain:
            if match["y3"] and self.patterns.counted.match(state.low, match.end()):
                return None
            return match.end(), int(plain), True
        return match.end(), state.year + self.words.shifts[match["ys"]] if state.year else None, True

    def _with_year(self, state: _State, end: int, level: Level, part: int, first: int, last: int) -> _Found:
        """A month, quarter or season (months ``first`` to ``last``) with the year that follows, or with the nearest."""
        year = self._year_after(state, end)
        if year is not None:
            return _Found.fixed(year[0], Moment(level, year[1], part))
        direction = self.patterns.direction.match(state.low, end)
        if state.year is None:
            return _Found.fixed(direction.end() if direction else end, Moment(level, None, part))
        now = state.month
        past = Moment(level, state.year if now is None or first <= now else state.year - 1, part)
        future = Moment(level, state.year if now is None or last >= now else state.year + 1, part)
        if direction is None:
            return _Found(end, past, future)
        if direction["past"]:
            return _Found.fixed(direction.end(), past)
        return _Found.fixed(direction.end(), future if direction["future"] else Moment(level, state.year, part))

    def _nearest_day(self, state: _State, month: int, day: int) -> tuple[Moment, Moment] | None:
        if not real_day(None, month, day):
            return None
        if state.year is None:
            moment = Moment("day", None, month, day)
            return moment, moment
        here = (month, day)
        now = (state.month or month, state.day or day)
        past = Moment("day", state.year if here <= now else state.year - 1, month, day)
        future = Moment("day", state.year if here >= now else state.year + 1, month, day)
        # Nobody writes of a day eleven months ago without its year; one in the next weeks is meant.
        today = state.today
        if (
            today is not None
            and future.year is not None
            and real_day(future.year, month, day)
            and 0 < (date(future.year, month, day) - today).days <= SOON
        ):
            past = future
        return past, future

    def _day_from(self, state: _State, by: int) -> Moment | None:
        if state.today is None:
            return None
        day = state.today + timedelta(days=by)
        return Moment("day", day.year, day.month, day.day)

    def _now(self, state: _State) -> Moment | None:
        if state.year is None:
            return None
        if state.month is None:
            return Moment("year", state.year)
        if state.day is None:
            return Moment("month", state.year, state.month)
        return Moment("day", state.year, state.month, state.day)

    # Rules: each reads one kind of time at ``start``, or returns None

    def _read_iso(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.iso.match(state.low, start)
        if match is None:
            return None
        year, month, day = (int(part) for part in match.groups())
        return _Found.fixed(match.end(), Moment("day", year, month, day)) if real_day(year, month, day) else None

    def _read_days(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.days.match(state.low, start)
        if match is None:
            return None
        by = self.words.days[" ".join(match.group().split())]
        return _Found.fixed(match.end(), None if by is None else self._day_from(state, by))

    def _read_weekday(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.weekday.match(state.low, start)
        if match is None:
            return None
        if match["name"]:
            # "thứ hai" is also "second": a capital, a part of the day, or a week must make it a day.
            capital = state.text[match.start("name")].isupper()
            if not capital and not match["shift"] and match["word"].strip() in ("", self.words.day[0]):
                return None
            number = self.words.weekdays[match["name"]]
        else:
            number = self.words.weekdays_whole[" ".join(match["whole"].split())]
        dated = self.patterns.dated.match(state.low, match.end())
        if dated is not None:
            day = self._read_day_month(state, dated.end(), sure=True)
            if day is not None:
                return day
        if state.today is None:
            return _Found.fixed(match.end(), None)
        back = (state.today.weekday() - number) % 7
        if match["shift"]:
            by = number - state.today.weekday() + 7 * self.words.shifts[" ".join(match["shift"].split())]
            return _Found.fixed(match.end(), self._day_from(state, by))
        return _Found(match.end(), self._day_from(state, -back), self._day_from(state, (7 - back) % 7))

    def _read_day_month(self, state: _State, start: int, *, sure: bool = False) -> _Found | None:
        match = self.patterns.day_month.match(state.low, start)
        if match is None:
            return None
        spelled = match["mw"]
        month = (
            int(match["m"])
            if match["m"]
            else int(spelled)
            if spelled.isdigit()
            else self.words.months[" ".join(spelled.split())]
        )
        day = int(match["d2"] or match["d"])
        if not real_day(None, month, day):
            return None
        end = match.end()
        year = self._year_after(state, end)
        full = year is not None and year[1] is not None and match["mark"] and state.low[end] == match["mark"]
        if match["m"] and not match["word"] and not sure and not full:
            before = self._word_before(state, start)
            bracketed = before == "(" and state.low[end : end + 1] in (")", ",", ";")
            if not bracketed and (match["mark"] != "/" or before not in self.words.before_day):
                return None
            if match["d2"] or (not bracketed and self.patterns.not_day.match(state.low, end)):
                return None
        if spelled and not spelled.isdigit() and not match["word"]:
            return None  # "6 tháng năm 2024" are six months
        first = int(match["d"]) if match["d2"] else 0
        if first >= day:
            return None
        if year is not None and year[1] is None:
            return _Found.fixed(year[0], None)
        if year is not None:
            end, known, _ = year
            assert known is not None
            if not real_day(known, month, day):
                return None
            past = future = Moment("day", known, month, day)
        else:
            nearest = self._nearest_day(state, month, day)
            if nearest is None:
                return None
            past, future = nearest
            direction = self.patterns.direction.match(state.low, end)
            if direction is not None:
                end = direction.end()
                past, future = (past, past) if direction["past"] else (future, future)
        if first:
            past, future = (until(replace(moment, day=first), moment) for moment in (past, future))
        return _Found(end, past, future)

    def _read_day_only(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.day_only.match(state.low, start)
        if match is None or self._word_before(state, start) in self._several:
            return None
        day = int(match["d"])
        if self.patterns.counted.match(state.low, match.end("d")) or not 1 <= day <= 31:
            return None
        if match["same"]:
            anchor = state.anchor_month
            if anchor is None or not real_day(anchor.year, anchor.part, day):
                return _Found.fixed(match.end(), None)
            return _Found.fixed(match.end(), Moment("day", anchor.year, anchor.part, day))
        if state.year is None or state.month is None:
            return _Found.fixed(match.end(), None)
        if match["shift"]:
            year, month = shift_month(state.year, state.month, self.words.shifts[" ".join(match["shift"].split())])
            moment = Moment("day", year, month, day) if real_day(year, month, day) else None
            return _Found.fixed(match.end(), moment)
        here = state.day or day
        readings = []
        for by in (0 if day <= here else -1, 0 if day >= here else 1):
            year, month = shift_month(state.year, state.month, by)
            readings.append(Moment("day", year, month, day) if real_day(year, month, day) else None)
        return _Found(match.end(), *readings)

    def _read_counted(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.counted_time.match(state.low, start)
        if match is None:
            return None
        if not match["before"] and self._word_before(state, start) in self.words.vague:
            return _Found.fixed(match.end(), None)
        number = self.numerals.value(match["n"])
        unit = self.words.units[" ".join(match["unit"].split())]
        if number is None:
            return _Span(match.end(), None, None) if match["span"] else None
        count = int(number)
        if match["part"]:
            return self._counted_of_year(state, match, unit, count)
        if match["ago"] or match["ago_b"]:
            return _Found.fixed(match.end(), moved(self._now(state), unit, -count))
        if match["ahead"]:
            return _Found.fixed(match.end(), moved(self._now(state), unit, count))
        if match["earlier"] or match["earlier_b"]:
            return _Found.fixed(match.end(), moved(state.anchor_for(unit), unit, -count))
        if match["later"] or match["later_b"]:
            return _Found.fixed(match.end(), moved(state.anchor_for(unit), unit, count))
        # A span of time is no date; it is read so that its noun does not begin one ("3 năm tới").
        return _Span(match.end(), None, None) if match["span"] or unit != "year" or match["n"] != "năm" else None

    def _counted_of_year(self, state: _State, match: re.Match[str], unit: str, count: int) -> _Found | None:
        months = count * {"month": 1, "quarter": 3}.get(unit, 0)
        if not 1 <= months <= 11:
            return None
        year = self._year_after(state, match.start("of") - 1)
        end, known = (year[0], year[1]) if year else (match.end(), state.year)
        if known is None:
            return _Found.fixed(end, None)
        if self.words.parts_of_counted[match["part"]] > 0:
            return _Found.fixed(end, Moment("months", known, 1, last=months))
        return _Found.fixed(end, Moment("months", known, 13 - months, last=12))

    def _read_month(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.month.match(state.low, start)
        if match is None or self._word_before(state, start) in self.words.every:
            return None
        if match["m"]:
            month = int(match["m"])
        else:
            name = " ".join(match["name"].split())
            month = self.words.months[name]
            doubtful = name in self.words.months_doubtful and state.text[match.start("name")].islower()
            if doubtful and self._year_after(state, match.end()) is None:
                return None
        if not 1 <= month <= 12:
            return None
        if match["m2"] and month < int(match["m2"]) <= 12:
            found = self._with_year(state, match.end(), "month", int(match["m2"]), int(match["m2"]), int(match["m2"]))
            if found.past is None or found.future is None:
                return found
            past, future = (Moment("months", m.year, month, last=m.part) for m in (found.past, found.future))
            return _Found(found.end, past, future)
        end = match.end("m") if match["m"] else match.end()
        return self._with_year(state, end, "month", month, month, month)

    def _read_shifted(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.shifted.match(state.low, start)
        if match is None or self._word_before(state, start) in self._several - self._whole:
            return None
        unit = "month" if match["month"] else "quarter" if match["quarter"] else "year"
        if match["text"]:
            by = 1 if match["text"] in self.words.later_after else -1
            return _Found.fixed(match.end(), moved(state.anchor_for(unit), unit, by))
        by = self.words.shifts[" ".join(match["shift"].split())]
        end = match.end()
        if (that := self.patterns.that.match(state.low, end)) is not None:
            return _Found.fixed(that.end(), moved(state.anchor_for(unit), unit, by))
        if unit == "year":
            return _Found.fixed(end, Moment("year", state.year + by) if state.year else None)
        if state.year is None or state.month is None:
            return _Found.fixed(end, None)
        if unit == "month":
            year, month = shift_month(state.year, state.month, by)
            return _Found.fixed(end, Moment("month", year, month))
        quarters = state.year * 4 + (state.month - 1) // 3 + by
        return _Found.fixed(end, Moment("quarter", quarters // 4, quarters % 4 + 1))

    def _read_quarter(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.quarter.match(state.low, start)
        if match is None:
            return None
        quarter = self.words.quarters[match["q"]]
        if match["fiscal"]:
            return _Found.fixed(match.end(), None)
        return self._with_year(state, match.end(), "quarter", quarter, quarter * 3 - 2, quarter * 3)

    def _read_year(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.year.match(state.low, start)
        if match is None:
            return None
        if match["y"] == match.group()[:4] and not (match["y2"] and self._word_before(state, start) in ("năm", "đoạn")):
            before = self._word_before(state, start)
            known = any(word.endswith(before) for word in self.words.before_year) if before.isalpha() else False
            if not known or self.patterns.counted.match(state.low, match.end()) or int(match["y"]) < 1900:
                return None
        if match["y2"] and int(match["y"]) < int(match["y2"]):
            return _Found.fixed(match.end(), until(Moment("year", int(match["y"])), Moment("year", int(match["y2"]))))
        return _Found.fixed(match.end("y"), Moment("year", int(match["y"])))

    def _read_season(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.season.match(state.low, start)
        if match is None:
            return None
        code = self.words.seasons[match["s"] or match["whole"]]
        first = self.words.season_starts[code]
        found = self._with_year(state, match.end(), "season", code, first, min(first + 2, 12))
        bare = found.end == match.end()
        if bare and (match["whole"] or self._word_before(state, start) not in self.words.before_year):
            return None
        return found

    def _read_part(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.part.match(state.low, start)
        if match is None or self._word_before(state, start) in self.words.parts_not_after:
            return None
        first, last = self.words.parts[" ".join(match["part"].split())]
        end = match.end()
        for rule in (
            self._read_month,
            self._read_decade,
            self._read_quarter,
            self._read_season,
            self._read_shifted,
            self._read_year,
        ):
            found = rule(state, end)
            if found is None:
                continue
            if found.past and found.past.level == "year":
                return _Found.fixed(found.end, replace(found.past, level="months", part=first, last=last))
            return found
        this = self.patterns.this_year.match(state.low, end)
        if this is None:
            return None
        if state.year is None:
            return _Found.fixed(this.end(), None)
        now = state.month or first
        return _Found(
            this.end(),
            Moment("months", state.year if first <= now else state.year - 1, first, last=last),
            Moment("months", state.year if last >= now else state.year + 1, first, last=last),
        )

    def _read_decade(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.decade.match(state.low, start)
        if match is None:
            return None
        if match["full"]:
            year = int(match["full"])
        else:
            year = int(match["short"]) + (1900 if int(match["short"]) >= 30 else 2000)
        if year % 10:
            return None
        return _Found.fixed(match.end(), Moment("decade", year))

    def _read_century(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.century.match(state.low, start)
        if match is None:
            return None
        number = int(match["c"]) if match["c"].isdigit() else _roman(match["c"])
        return _Found.fixed(match.end(), Moment("century", (number - 1) * 100)) if 10 < number < 23 else None

    def _read_same(self, state: _State, start: int) -> _Found | None:
        match = self.patterns.same.match(state.low, start)
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
        return _Found.fixed(match.end(), moment)


class _Span(_Found):
    """A stretch of time that is no date."""


def _roman(text: str) -> int:
    values = [ROMAN[char] for char in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _digits_end(text: str, start: int) -> int:
    """Where the number with its marks ends that begins at ``start``."""
    end = start
    while end < len(text) and (text[end].isalnum() or (text[end] in ".,/-–:" and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end
