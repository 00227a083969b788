"""Times in Vietnamese text as EDTF, relative ones resolved against the article's date.

``TimeGrammar.find`` walks over the words that can begin a time; at each the rules are tried in order. Every time
has two readings, since "tháng 3" is the last March in a report and the next one in a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from kg.language import Time
from kg.language.memo import Memo
from kg.language.text import alternatives, lower
from kg.language.vi.days import DayRules
from kg.language.vi.moments import Moment, date_parts, until
from kg.language.vi.named_days import NamedDays, dated_by
from kg.language.vi.periods import PeriodRules
from kg.language.vi.readings import Context, Duration, Found, State
from kg.language.vi.relative import RelativeRules
from kg.ontology.values import NumeralWords, TimeWords, UnitWords

__all__ = ["TimeGrammar", "time_grammar"]

Rule = Callable[[State, int], Found | None]


class TimeGrammar:
    """Finds times; holds compiled patterns only, so that one grammar serves all articles.

    ``counted``: a regular expression of what makes a bare number before it no year ("2030 người").
    """

    def __init__(self, words: TimeWords, numerals: NumeralWords, *, counted: str) -> None:
        context = Context(words, numerals, counted=counted)
        self._patterns = context.patterns
        self._days = days = DayRules(context)
        relative = RelativeRules(context)
        periods = PeriodRules(context, relative)
        digits = "0123456789"
        # In their order, each with what it begins with; None: with many things, a number of any kind among them.
        self._rules: tuple[tuple[Rule, Collection[str] | None], ...] = (
            (days.lunar, None),
            (days.iso, digits),
            (days.days, words.days),
            (days.weekday, (*words.dayparts, *words.day, *words.weekday, *words.weekdays_whole)),
            (days.day_month, (*words.dayparts, *words.day, *digits)),
            (relative.counted, None),
            (days.day_only, (*words.dayparts, *words.day)),
            (periods.month, words.month),
            (relative.shifted, (*words.month, *words.quarter, *words.year)),
            (periods.quarter, words.quarter),
            (periods.decade, words.decade),
            (periods.century, words.century),
            (periods.year, (*words.year, *digits)),
            (periods.season, (*words.season, *words.seasons_whole)),
            (periods.part, words.parts),
            (relative.same, words.same),
        )
        self._rules_at = Memo(self._beginning)

    def find(self, text: str, article_date: str = "") -> Iterator[Time]:
        """The times of ``text`` in order; ``article_date`` is EDTF (``YYYY[-MM[-DD]]``), or empty."""
        low = lower(text)
        state = State(low, text, *date_parts(article_date))
        if state.year is None:
            state.named = self._named(State(low, text, None, None, None))
        for start, found in self._walk(state):
            if found.past and found.future and not self._patterns.ignored.search(low, max(0, start - 24), start):
                yield Time(start, found.end, str(found.past), str(found.future))

    def _walk(self, state: State) -> Iterator[tuple[int, Found]]:
        """All that the rules read, from left to right, with where it starts."""
        header = self._patterns.header.match(state.low)
        position = header.end() if header else 0
        while (head := self._patterns.head.search(state.low, position)) is not None:
            start = head.start()
            found = self._read(state, start, " ".join(head.group().split()))
            if found is None:
                position = head.end() if not head.group().isdigit() else _digits_end(state.low, start)
                continue
            found = self._interval(state, start, found)
            position = found.end
            if not isinstance(found, Duration):
                state.remember(found.past)
            yield start, found

    def _named(self, state: State) -> NamedDays:
        """The days that a text without a date names with their year, or with a day of the week that tells it."""
        years = {int(year.group()) for year in self._patterns.year_alone.finditer(state.low)}
        days = []
        for start, found in self._walk(state):
            ends = [end for end in (found.past, found.past.until) if end and end.day] if found.past else []
            days += [(start, replace(end, level="day", until=None)) for end in ends if end.year]
            number = self._days.number_of(state, start)
            if number is not None and len(ends) == 1 and not ends[0].year:
                days += [(start, day) for day in dated_by(ends[0], number, years)]
        return NamedDays(days, max(years, default=0))

    def _read(self, state: State, start: int, head: str = "") -> Found | None:
        """What stands at ``start``, where the text begins with ``head``."""
        for rule in self._rules_at[head]:
            found = rule(state, start)
            if found is not None:
                return found
        return None

    def _beginning(self, head: str) -> tuple[Rule, ...]:
        """The rules that what begins with ``head`` may be read by."""
        return tuple(
            rule
            for rule, begins in self._rules
            if begins is None or any(word.startswith(head) or head.startswith(word) for word in begins)
        )

    def _sure_day(self, state: State, start: int) -> Found | None:
        """A day and month that need no word before them: "4/8" behind "từ 2/8 đến"."""
        return self._days.day_month(state, start, sure=True)

    def _interval(self, state: State, start: int, first: Found) -> Found:
        """``first`` and what follows as one interval, when they are said to be its ends."""
        a, b = first.past, first.future
        if a is None or b is None or a.level not in ("day", "month", "year"):
            return first
        to = self._patterns.to.match(state.low, first.end)
        if to is None:
            return first
        # Two days need no "from" before them.
        opened = a.level == "day" or to.group().strip() in "-–—"
        if not opened and not self._patterns.since.search(state.low, max(0, start - 16), start):
            return first
        year = self._patterns.year_alone.match(state.low, to.end()) if a.level == "year" else None
        if year is not None:
            second: Found | None = Found.fixed(year.end(), Moment("year", int(year.group())))
        else:
            second = self._sure_day(state, to.end()) if a.level == "day" else None
            second = second or self._read(state, to.end())
        if second is None or second.past is None or second.future is None or second.past.level != a.level:
            return first
        c, d = second.past, second.future
        if a.year is None or (c == d and a != b):
            a = b = replace(a, year=c.year)
        elif c.year is None:
            c = d = replace(c, year=a.year)
        if str(a) >= str(c):
            return first
        return Found(second.end, until(a, c), until(b, d) if str(b) < str(d) else until(a, c))


def time_grammar(times: TimeWords, units: UnitWords) -> TimeGrammar:
    """The grammar over an ontology's words of time; a bare number before a word of ``units`` is no year."""
    forms = [form for table in (units.currencies, units.units) for forms in table.values() for form in forms]
    # The word for a year behind a number is read by the grammar itself.
    counted = {*forms, *units.people, *units.counters} - set(times.year)
    return TimeGrammar(times, units.numerals, counted=alternatives(counted))


def _digits_end(text: str, start: int) -> int:
    """Where the number with its marks ends that begins at ``start``."""
    end = start
    while end < len(text) and (text[end].isalnum() or (text[end] in ".,/-–:" and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end
