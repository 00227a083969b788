"""Words of time, of numbers and units, and of metrics, as their data files have them."""

from __future__ import annotations

from pydantic import Field

from kg.ontology.files import DataModel

__all__ = [
    "Metric",
    "MetricWords",
    "NumeralWords",
    "TimeWords",
    "UnitWords",
]

Words = tuple[str, ...]


class TimeWords(DataModel):
    """``ontology/<language>/times.yaml``; the comments there say what each list is for."""

    hours_ahead: int
    day: Words
    month: Words
    quarter: Words
    year: Words
    decade: Words
    century: Words
    weekday: Words
    season: Words
    week: Words
    dayparts: Words
    days: dict[str, int | None]
    weekdays: dict[str, int]
    weekdays_whole: dict[str, int]
    months: dict[str, int]
    months_doubtful: Words
    lunar_months: dict[str, int]
    lunar: Words
    lunar_feasts: Words
    lunar_days: Words
    lunar_years: Words
    quarters: dict[str, int]
    seasons: dict[str, int]
    season_starts: dict[int, int]
    seasons_whole: Words
    parts: dict[str, tuple[int, int]]
    parts_not_after: Words
    parts_of_counted: dict[str, int]
    shifts: dict[str, int]
    past: Words
    future: Words
    units: dict[str, str]
    ago_before: Words
    ago_after: Words
    ahead_after: Words
    later_after: Words
    earlier_after: Words
    later_before: Words
    earlier_before: Words
    durations_after: Words
    same: Words
    from_: Words = Field(alias="from")
    to: Words
    before_year: Words
    before_day: Words
    not_day: Words
    several: Words
    whole: Words
    every: Words
    vague: Words
    own: Words
    this: Words
    that: Words
    here: Words
    about: Words
    not_year: Words
    to_day: Words
    clause_after: Words
    ignored_before: Words
    fiscal: Words
    before_years: Words
    joiners: Words


class NumeralWords(DataModel):
    units: dict[str, int]
    multipliers: dict[str, int]
    links: Words
    half: str
    compounds: Words
    vague: Words
    not_first: Words
    articles: Words
    ordinal_before: Words
    not_ordinal: Words
    numbered: Words
    not_counted: Words
    year_before: Words
    range: Words
    to: Words
    times_before: Words
    times_words: dict[str, float]
    year: Words
    scores: Words
    about: Words


class UnitWords(DataModel):
    """``ontology/<language>/units.yaml``."""

    numerals: NumeralWords
    currencies: dict[str, Words]
    signs: dict[str, str]
    units: dict[str, Words]
    durations: Words
    people: Words
    counters: Words
    people_unit: str
    fold_unit: str
    home_currency: str
    home_scales: Words


class Metric(DataModel):
    """What a figure measures: its name, the words that say so, and the kinds of unit it is told in."""

    name: str
    words: Words
    units: Words


class MetricWords(DataModel):
    """``ontology/<language>/metrics.yaml``, in order of precedence."""

    metrics: tuple[Metric, ...]
    growth: Words
    decline: Words
    levels: Words
    about: Words
    shares: Words
    rates: Words
    restating: Words
    negative: Words
    opposites: dict[str, str]
    defaults: dict[str, str]
    counted: Words
    of: Words
    aside: Words
    parting: Words
    kinds: dict[str, str]
    bare: Words
