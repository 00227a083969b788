"""The regular expressions of times, made of the words of a data file.

All run over lower-case text, and every repetition is bounded, so that no text costs more than its length.
"""

from __future__ import annotations

import re

from kg.language.text import alternatives
from kg.language.vi.numbers import Numerals
from kg.ontology.values import TimeWords

__all__ = ["TimePatterns"]

YEAR = r"(?:1[89]|20|21)\d\d(?!\d)"
BLANK = r"[ \u00a0]{1,3}"
GAP = r"[ \u00a0]{0,3}"


class TimePatterns:
    """One pattern a kind of time; ``head`` finds where any of them can begin.

    ``counted``: a regular expression of what makes a bare number before it no year ("2030 người").
    """

    def __init__(self, words: TimeWords, numerals: Numerals, *, counted: str) -> None:
        alt = alternatives
        w = words
        small = rf"\d{{1,3}}(?![.,/\-]?\d)|{numerals.words}"
        year_word, shifts, own, that = alt(w.year), alt(w.shifts), alt(w.own), alt(w.that)
        year_ref = (
            rf"(?:,?{BLANK}(?:(?:{own}){BLANK})?(?:{year_word}){BLANK}"
            rf"(?:(?P<y1>{YEAR})|(?P<ys>{shifts})(?!\w)(?!{BLANK}(?:{that})))"
            rf"|{GAP}[/\-–.]{GAP}(?P<y2>{YEAR})|,?{BLANK}(?P<y3>{YEAR})"
            rf"|,?{BLANK}(?P<text>(?:{year_word}){BLANK}(?:{that})|(?:{alt(w.same)}){BLANK}(?:{year_word}))(?!\w))"
        )
        self.year_ref = re.compile(year_ref)
        # Not where it leads to the other end of an interval ("từ tháng 3 tới tháng 5").
        self.direction = re.compile(
            rf"{BLANK}(?:(?P<past>{alt(w.past)})|(?P<future>{alt(w.future)})|{alt(w.this)})(?!\w)"
            rf"(?!{BLANK}(?:\d|{alt((*w.day, *w.month, *w.quarter, *w.year))}|{that}))"
        )
        heads = [
            *w.day,
            *w.month,
            *w.quarter,
            *w.year,
            *w.decade,
            *w.century,
            *w.weekday,
            *w.weekdays_whole,
            *w.season,
            *w.seasons_whole,
            *w.dayparts,
            *w.parts,
            *w.ago_before,
            *w.later_before,
            *w.earlier_before,
            *w.same,
            *numerals.beginnings,
        ]
        self.head = re.compile(rf"(?<![\w/])(?<!\d[.,\-–:])(?:\d|(?:{alt(heads)})(?!\w))")
        self.before = re.compile(r"([^\W\d_]+|[(“\"])?[ \u00a0]*$")
        self.ignored = re.compile(rf"(?:{alt(w.ignored_before)}){BLANK}(?:(?:{own}){BLANK})?$")
        self.counted = re.compile(rf"{GAP}(?:%|(?:{counted})(?!\w))")
        self.not_day = re.compile(rf"{BLANK}(?:{alt(w.not_day)})(?!\w)")
        self.header = re.compile(r"\s*date[ \t]+\d{4}-\d\d(?:-\d\d)?")
        to = rf"{GAP}(?:{alt(w.to)}){GAP}"
        self.to = re.compile(to)
        self.since = re.compile(rf"(?:{alt(w.from_)}){BLANK}$")
        day_word = rf"(?:(?:{alt(w.day)}){BLANK})"
        self.days = re.compile(rf"(?:{alt(w.days)})(?!\w)")
        self.iso = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\d\-])")
        self.day_month = re.compile(
            rf"(?P<word>(?:(?:{alt(w.dayparts)}){BLANK})?{day_word}?)"
            rf"(?P<d>\d{{1,2}})(?:{GAP}(?:{alt(w.to_day)}){GAP}{day_word}?(?P<d2>\d{{1,2}}))?"
            rf"(?:{GAP}(?P<mark>[/.\-–]){GAP}(?P<m>\d{{1,2}})|,?{BLANK}(?:{alt(w.month)}){BLANK}(?P<mw>\d{{1,2}}|{alt(w.months)}))"
            # Behind it no number begins but a year, and the other end of an interval ("27/1-2/2").
            rf"(?![\w%])(?!(?:[.,/]|[\-–](?!\d{{1,2}}/\d{{1,2}}(?![\d/])))\d(?!\d{{3}}(?!\d)))"
        )
        self.day_only = re.compile(
            rf"(?:(?:{alt(w.dayparts)}){BLANK})?(?:{alt(w.day)}){BLANK}(?P<d>\d{{1,2}})(?![\w%])(?![.,/\-–]\d)"
            rf"(?:{BLANK}(?:(?P<month>{alt(w.month)}){BLANK}(?P<shift>{shifts})(?!\w)|(?P<same>{alt(w.same)}){BLANK}(?:{alt(w.month)})))?"
        )
        self.weekday = re.compile(
            rf"(?P<word>(?:(?:{alt(w.dayparts)}|{alt(w.day)}){BLANK}){{0,3}})"
            rf"(?:(?:{alt(w.weekday)}){BLANK}(?P<name>{alt(w.weekdays)})|(?P<whole>{alt(w.weekdays_whole)}))(?!\w)"
            rf"(?:{BLANK}(?:{alt(w.week)}){BLANK}(?P<shift>{shifts})(?!\w))?"
        )
        self.dated = re.compile(rf"{GAP}[,(]?{GAP}{day_word}?(?=\d{{1,2}}[/\-]\d)")
        self.month = re.compile(
            rf"(?:{alt(w.month)}){BLANK}(?:(?P<m>\d{{1,2}})(?:{GAP}[-–]{GAP}(?P<m2>\d{{1,2}})(?!\d))?(?![\d%])(?![.,]\d(?!\d{{3}}(?!\d)))"
            rf"|(?P<name>{alt(w.months)})(?!\w))"
        )
        self.shifted = re.compile(
            rf"(?:(?P<month>{alt(w.month)})|(?P<quarter>{alt(w.quarter)})|(?P<year>{year_word})){BLANK}"
            rf"(?:(?P<text>{alt((*w.later_after[:1], *w.earlier_after))})|(?P<shift>{shifts}))"
            rf"(?!\w)(?!{BLANK}(?:{alt(w.here)}))"
        )
        self.quarter = re.compile(
            rf"(?:{alt(w.quarter)}){BLANK}(?P<q>{alt(w.quarters)})(?!\w)(?P<fiscal>(?:{BLANK}(?:{year_word}))?{BLANK}(?:{alt(w.fiscal)}))?"
        )
        self.year = re.compile(
            rf"(?:(?:{year_word}){BLANK}(?:(?:{alt(w.fiscal)}){BLANK})?)?(?P<y>{YEAR})(?![\w%])(?![.,]\d)(?:{GAP}[-–]{GAP}(?P<y2>{YEAR}))?"
        )
        self.year_before = re.compile(
            rf"(?:{year_word}){BLANK}{YEAR}(?:,{BLANK}{YEAR}){{0,3}}(?:,|,?{BLANK}(?:{alt(w.joiners)})){BLANK}$"
        )
        self.closing = re.compile(rf"{GAP}[),;]")
        self.closing_or_to = re.compile(rf"{GAP}[),;\-–]")
        self.year_alone = re.compile(rf"(?<!\d){YEAR}")
        self.season = re.compile(
            rf"(?:(?P<mark>{alt(w.season)}){BLANK}(?P<s>{alt(w.seasons)})|(?P<whole>{alt(w.seasons_whole)}))(?!\w)"
        )
        self.part = re.compile(rf"(?P<part>{alt(w.parts)}){BLANK}(?:(?:{own}){BLANK})?")
        self.this_year = re.compile(rf"(?:{year_word})(?!\w)(?!{BLANK}(?:{alt(w.not_year)}|{alt(w.fiscal)}|{that}|\d))")
        self.decade = re.compile(rf"(?:{alt(w.decade)}){BLANK}(?:(?P<full>{YEAR})|(?P<short>\d0))(?![.,]?\d)")
        self.century = re.compile(
            rf"(?:{alt(w.century)}){BLANK}(?:(?:{alt(w.weekday)}){BLANK})?(?P<c>\d\d|[xvi]+)(?!\w)"
        )
        self.same = re.compile(
            rf"(?:{alt(w.same)}){BLANK}(?:(?P<day>{alt(w.day)})|(?P<month>{alt(w.month)})|(?P<year>{year_word}))"
            rf"(?!\w)(?!{BLANK}\w{{0,20}}\d)(?!{BLANK}(?:{shifts}|{alt(w.parts)})(?!\w))"
        )
        unit = alt(w.units)
        self.counted_time = re.compile(
            rf"(?P<before>(?:(?P<ago_b>{alt(w.ago_before)})|(?P<later_b>{alt(w.later_before)})|(?P<earlier_b>{alt(w.earlier_before)}))"
            rf"{BLANK}(?:(?:{alt(w.about)}){BLANK})?)?"
            rf"(?P<n>{small}){BLANK}(?P<unit>{unit})(?!\w)(?!{BLANK}(?:\d|{alt(w.weekday)}))"
            rf"(?:{BLANK}(?:(?P<part>{alt(w.parts_of_counted)}){BLANK}(?:(?:{own}){BLANK})?(?P<of>{year_word})(?!\w)"
            rf"|(?P<earlier>{alt(w.earlier_after)})|(?P<ago>{alt(w.ago_after)})|(?P<ahead>{alt(w.ahead_after)})"
            rf"|(?P<later>{alt(w.later_after)})|(?P<span>{alt(w.durations_after)}))(?!\w)(?!{BLANK}(?:{alt(w.clause_after)})(?!\w)))?"
        )
        count = rf"(?:\d{{1,2}}|{numerals.words})"
        named = rf"(?:{alt(w.month)}){BLANK}(?:\d{{1,2}}|{alt(w.months)})"
        lunar_month = rf"(?:{alt(w.month)}){BLANK}(?:{alt(w.lunar_months)})(?!\w)"
        counted_day = rf"(?:{alt(w.lunar_days)}){BLANK}{count}(?![\w/.\-–]|{BLANK}(?:{alt(w.month)}))"
        marked = rf"(?:{GAP}[(,]?{GAP}(?:{alt(w.lunar)})|{BLANK}(?:{year_word}){BLANK}(?:{alt(w.lunar_years)}))(?!\w)"
        with_year = rf"(?:{GAP}[/.\-–]{GAP}{YEAR}|,?{BLANK}(?:(?:{year_word}){BLANK})?{YEAR})"
        # Behind it stands the year that a month or quarter before it shares ("quý 2 và quý 3/2024").
        self.joined = re.compile(
            rf",?{BLANK}(?:{alt(w.joiners)}){BLANK}(?:{alt((*w.month, *w.quarter))})"
            rf"{BLANK}(?:\d{{1,2}}|{alt(w.quarters)})(?!\w)"
        )
        self.lunar = re.compile(
            rf"(?:(?:{alt(w.dayparts)}){BLANK})?{day_word}{{0,2}}(?:"
            rf"(?:{count}{BLANK})?{lunar_month}|{counted_day}(?:{marked})?|{count}{BLANK}(?:{alt(w.lunar_feasts)})(?!\w)"
            rf"|(?:\d{{1,2}}(?:{GAP}[/.\-–]{GAP}\d{{1,2}}|,?{BLANK}{named})?|{named}){with_year}?{marked}"
            rf")(?:{BLANK}(?:{year_word}){BLANK}{YEAR})?"
        )
        # Within what ``lunar`` matches: its day and month, and a year by its name.
        self.lunar_day = re.compile(
            rf"(?P<feast>{count}){BLANK}(?:{alt(w.lunar_feasts)})(?!\w)"
            rf"|(?P<count>{count}){BLANK}(?:{alt(w.month)}){BLANK}(?P<own>{alt(w.lunar_months)})(?!\w)"
            rf"|(?P<d>\d{{1,2}})(?:{GAP}[/.\-–]{GAP}(?P<m>\d{{1,2}})"
            rf"|,?{BLANK}(?:{alt(w.month)}){BLANK}(?P<named>\d{{1,2}}|{alt(w.months)}))"
        )
        self.lunar_year = re.compile(rf"(?:{year_word}){BLANK}(?:{alt(w.lunar_years)})(?!\w)")
        self.that = re.compile(rf"{BLANK}(?:{that})(?!\w)")
