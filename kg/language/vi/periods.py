"""Rules that read stretches of the calendar longer than a day."""

from __future__ import annotations

from dataclasses import replace

from kg.language.vi.moments import Moment, until
from kg.language.vi.readings import Context, Found, State
from kg.language.vi.relative import RelativeRules

__all__ = ["PeriodRules"]


ROMAN = {"i": 1, "v": 5, "x": 10}


class PeriodRules:
    """Each method reads one kind of stretch at ``start``, or returns None."""

    def __init__(self, context: Context, relative: RelativeRules) -> None:
        self._context = context
        self._words, self._patterns = context.words, context.patterns
        self._relative = relative

    def month(self, state: State, start: int) -> Found | None:
        """ "tháng 3", "tháng 3-5/2025", "tháng mười năm ngoái"."""
        match = self._patterns.month.match(state.low, start)
        if match is None or self._context.word_before(state, start) in self._words.every:
            return None
        if match["m"]:
            month = int(match["m"])
        else:
            name = " ".join(match["name"].split())
            month = self._words.months[name]
            doubtful = name in self._words.months_doubtful and state.text[match.start("name")].islower()
            if doubtful and self._context.year_after(state, match.end()) is None:
                return None
        if not 1 <= month <= 12:
            return None
        if match["m2"] and month < (last := int(match["m2"])) <= 12:
            found = self._context.with_year(state, match.end(), "month", last, last, last)
            if found.past is None or found.future is None:
                return found
            past, future = (Moment("months", m.year, month, last=m.part) for m in (found.past, found.future))
            return Found(found.end, past, future)
        end = match.end("m") if match["m"] else match.end()
        return self._context.with_year(state, end, "month", month, month, month)

    def quarter(self, state: State, start: int) -> Found | None:
        """ "quý III/2025"."""
        match = self._patterns.quarter.match(state.low, start)
        if match is None:
            return None
        quarter = self._words.quarters[match["q"]]
        if match["fiscal"]:
            return Found.fixed(match.end(), None)
        return self._context.with_year(state, match.end(), "quarter", quarter, quarter * 3 - 2, quarter * 3)

    def year(self, state: State, start: int) -> Found | None:
        """ "năm 2025", "2021-2025", "(2019)", "năm 2018 và 2019"."""
        match = self._patterns.year.match(state.low, start)
        if match is None:
            return None
        before = self._context.word_before(state, start)
        bracketed = before == "(" and self._patterns.closing.match(state.low, match.end())
        pair = match["y2"] and before in self._words.before_years
        if match["y"] == match.group()[:4] and not (bracketed or pair):
            known = any(word.endswith(before) for word in self._words.before_year) if before.isalpha() else False
            known = known or self._patterns.year_before.search(state.low, max(0, start - 48), start) is not None
            if not known or self._patterns.counted.match(state.low, match.end()) or int(match["y"]) < 1900:
                return None
        if match["y2"] and int(match["y"]) < int(match["y2"]):
            return Found.fixed(match.end(), until(Moment("year", int(match["y"])), Moment("year", int(match["y2"]))))
        return Found.fixed(match.end("y"), Moment("year", int(match["y"])))

    def season(self, state: State, start: int) -> Found | None:
        """ "mùa hè năm nay"."""
        match = self._patterns.season.match(state.low, start)
        if match is None:
            return None
        code = self._words.seasons[match["s"] or match["whole"]]
        first = self._words.season_starts[code]
        found = self._context.with_year(state, match.end(), "season", code, first, min(first + 2, 12))
        bare = found.end == match.end()
        if bare and (match["whole"] or self._context.word_before(state, start) not in self._words.before_year):
            return None
        return found

    def part(self, state: State, start: int) -> Found | None:
        """ "cuối năm 2025", "nửa đầu tháng 3"."""
        match = self._patterns.part.match(state.low, start)
        if match is None or self._context.word_before(state, start) in self._words.parts_not_after:
            return None
        first, last = self._words.parts[" ".join(match["part"].split())]
        end = match.end()
        for rule in (
            self.month,
            self.decade,
            self.quarter,
            self.season,
            self._relative.shifted,
            self.year,
        ):
            found = rule(state, end)
            if found is None:
                continue
            if found.past and found.past.level == "year":
                return Found.fixed(found.end, replace(found.past, level="months", part=first, last=last))
            return found
        this = self._patterns.this_year.match(state.low, end)
        if this is None:
            return None
        if state.year is None:
            return Found.fixed(this.end(), None)
        now = state.month or first
        return Found(
            this.end(),
            Moment("months", state.year if first <= now else state.year - 1, first, last=last),
            Moment("months", state.year if last >= now else state.year + 1, first, last=last),
        )

    def decade(self, state: State, start: int) -> Found | None:
        """ "thập niên 90"."""
        match = self._patterns.decade.match(state.low, start)
        if match is None:
            return None
        if match["full"]:
            year = int(match["full"])
        else:
            year = int(match["short"]) + (1900 if int(match["short"]) >= 30 else 2000)
        if year % 10:
            return None
        return Found.fixed(match.end(), Moment("decade", year))

    def century(self, state: State, start: int) -> Found | None:
        """ "thế kỷ XXI"."""
        match = self._patterns.century.match(state.low, start)
        if match is None:
            return None
        number = int(match["c"]) if match["c"].isdigit() else _roman(match["c"])
        return Found.fixed(match.end(), Moment("century", (number - 1) * 100)) if 10 < number < 23 else None


def _roman(text: str) -> int:
    values = [ROMAN[char] for char in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
