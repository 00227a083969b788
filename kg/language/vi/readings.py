"""What the rules of time read, and what they know of the text around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kg.language.vi.moments import Level, Moment, real_day
from kg.language.vi.named_days import NamedDays
from kg.language.vi.numbers import Numerals
from kg.language.vi.time_patterns import TimePatterns
from kg.ontology.values import NumeralWords, TimeWords

__all__ = ["Context", "Duration", "Found", "State"]

SOON = 21  # days


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read up to ``end``; no moment when it is a time that cannot be dated."""

    end: int
    past: Moment | None
    future: Moment | None

    @classmethod
    def fixed(cls, end: int, moment: Moment | None) -> Found:
        return cls(end, moment, moment)


class Duration(Found):
    """A stretch of time that is no date."""


@dataclass(slots=True)
class State:
    """A text, the date it is read from, and the times named in it so far."""

    low: str
    text: str
    year: int | None
    month: int | None
    day: int | None
    #: The last time named, the last one that has a month, and the last that is a day.
    anchor: Moment | None = None
    anchor_month: Moment | None = None
    anchor_day: Moment | None = None
    #: What the text itself tells of years, where the article has no date.
    named: NamedDays | None = None

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


class Context:
    """The words and patterns of time, and what several rules ask of a text."""

    def __init__(self, words: TimeWords, numerals: NumeralWords, *, counted: str) -> None:
        self.words = words
        self.numerals = Numerals(
            units=numerals.units, multipliers=numerals.multipliers, links=numerals.links, half=numerals.half
        )
        self.patterns = TimePatterns(words, self.numerals, counted=counted)
        self.several = frozenset(words.several)
        self.whole = frozenset(words.whole)

    def word_before(self, state: State, start: int) -> str:
        """The word, bracket or quote mark right before ``start``; empty for none."""
        match = self.patterns.before.search(state.low, max(0, start - 16), start)
        return (match.group(1) or "") if match else ""

    def year_after(self, state: State, position: int) -> tuple[int, int | None, bool] | None:
        """End, year (None when it cannot be told) and True, of a year behind a month, quarter or season."""
        match = self.patterns.year_ref.match(state.low, position)
        if match is None:
            return None
        plain = match["y1"] or match["y2"] or match["y3"]
        if plain:
            if match["y3"] and self.patterns.counted.match(state.low, match.end()):
                return None
            return match.end(), int(plain), True
        if match["text"]:
            return match.end(), state.anchor.year if state.anchor else None, True
        return match.end(), state.year + self.words.shifts[match["ys"]] if state.year else None, True

    def with_year(self, state: State, end: int, level: Level, part: int, first: int, last: int) -> Found:
        """A month, quarter or season (months ``first`` to ``last``) with the year that follows, or with the nearest."""
        year = self.year_after(state, end)
        if year is not None:
            return Found.fixed(year[0], Moment(level, year[1], part))
        joined = self.patterns.joined.match(state.low, end)
        shared = self.year_after(state, joined.end()) if joined else None
        if shared is not None:
            return Found.fixed(end, Moment(level, shared[1], part))
        direction = self.patterns.direction.match(state.low, end)
        if state.year is None:
            named = state.named.year_of(part, None) if state.named and level == "month" else None
            return Found.fixed(direction.end() if direction else end, Moment(level, named, part))
        now = state.month
        past = Moment(level, state.year if now is None or first <= now else state.year - 1, part)
        future = Moment(level, state.year if now is None or last >= now else state.year + 1, part)
        if direction is None:
            return Found(end, past, future)
        if direction["past"]:
            return Found.fixed(direction.end(), past)
        return Found.fixed(direction.end(), future if direction["future"] else Moment(level, state.year, part))

    def nearest_day(self, state: State, month: int, day: int) -> tuple[Moment, Moment] | None:
        """The nearest such day in the past and in the future; None when the calendar has none."""
        if not real_day(None, month, day):
            return None
        if state.year is None:
            named = state.named.year_of(month, day) if state.named else None
            moment = Moment("day", named if real_day(named, month, day) else None, month, day)
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

    def day_from(self, state: State, by: int) -> Moment | None:
        """The day ``by`` days from the article's, when its date is known to the day."""
        if state.today is None:
            return None
        day = state.today + timedelta(days=by)
        return Moment("day", day.year, day.month, day.day)

    def now(self, state: State) -> Moment | None:
        """The article's date, as far as it is known."""
        if state.year is None:
            return None
        if state.month is None:
            return Moment("year", state.year)
        if state.day is None:
            return Moment("month", state.year, state.month)
        return Moment("day", state.year, state.month, state.day)
