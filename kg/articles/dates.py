"""When an article was published: dates as newspapers, their pages and their databases write them, as EDTF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from lxml import html as lxml_html
from lxml.etree import ParserError

from kg.edtf import edtf_date
from kg.language import TimeFinder

__all__ = ["DateReader", "page_dates"]

#: Counted from 1970, by the least that each can be: a year ago 10 digits, then thousandths and millionths.
EPOCHS = ((10**14, 10**6), (10**11, 10**3), (10**8, 1))
YEARS = range(1900, 2101)
#: Characters of the longest date, and of what is shown of one that cannot be read.
LONGEST = 120
SHOWN = 60

_NUMBER = re.compile(r"\d{8,17}(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{6})?")
_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?![\d/.-])")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ENGLISH = re.compile(
    r"(?:(?P<first>\d{1,2}) )?(?P<name>[A-Z][a-z]{2})[a-z]{0,6}\.?(?: (?P<second>\d{1,2}),?)? (?P<year>\d{4})\b"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4])[:h]([0-5]\d)(?:[:m]([0-5]\d)(?:[.,]\d{1,9})?)?")
_OFFSET = re.compile(
    r"(?<![A-Za-z])(?:(?:GMT|UTC)[ ]?(?P<named>[+-]\d{1,2})?|(?P<hours>[+-]\d\d)):?(?P<minutes>\d\d)?(?!\d)"
)
_ZULU = re.compile(r"(?<=\d)[ ]?Z(?!\w)")
_PUBLISHED = re.compile(r'"datePublished"\s{0,4}:\s{0,4}"([^"]{4,60})"')
#: Names of metadata that hold it, in small letters.
_META = frozenset(
    {
        "article:published",
        "article:published_time",
        "date",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "og:published_time",
        "pubdate",
        "publication_date",
        "publish-date",
        "publish_date",
        "publishdate",
    }
)
#: Classes of what a page shows as a date.
_DATED = re.compile(r"(?:^|[\s_-])(?:pub|publish(?:ed)?)?[_-]?(?:date|time|datetime)(?:$|[\s_-])", re.IGNORECASE)


class DateReader:
    """Reads what files say of an article's date.

    ``times`` reads dates in words; ``east`` is how many hours the articles' country is ahead of UTC: an instant that is
    told with an offset is the day that it was there.
    """

    def __init__(self, times: TimeFinder, east: int) -> None:
        self._times = times
        self._east = timedelta(hours=east)

    def first(self, given: Sequence[object]) -> tuple[str | None, tuple[str, ...]]:
        """The first of ``given`` that is a date, and, where there is none, a note on what cannot be read."""
        said = [value for value in given if value is not None and str(value).strip()]
        for value in said:
            if (found := self.read(value)) is not None:
                return found, ()
        return None, tuple(f"its date {_shown(value)} cannot be read." for value in said[:1])

    def read(self, value: object) -> str | None:
        """``2025-12-20``, ``2025-12`` or ``2025``; None for what is no date of the calendar."""
        if isinstance(value, Mapping):
            # As MongoDB writes them: {"$date": ...}, {"$numberLong": "..."}.
            inner = list(value.items())
            return self.read(inner[0][1]) if len(inner) == 1 and str(inner[0][0]).startswith("$") else None
        if isinstance(value, datetime):
            return self._day_of(value)
        if value is None or isinstance(value, bool | list | tuple):
            return None
        words = " ".join(str(value).split())
        if len(words) > LONGEST:
            return None
        return self._of_number(words) if _NUMBER.fullmatch(words) else self._of_words(words)

    def _of_number(self, digits: str) -> str | None:
        """Of ``20251220``, or seconds, thousandths or millionths since 1970."""
        compact = _COMPACT.fullmatch(digits)
        if compact and (day := _edtf(*compact.groups())):
            return day
        number = float(digits)
        divisor = next((divisor for least, divisor in EPOCHS if number >= least), None)
        if divisor is None:
            return None
        return _known((datetime(1970, 1, 1) + timedelta(seconds=number / divisor) + self._east).date())

    def _of_words(self, words: str) -> str | None:
        iso = _ISO.match(words)
        month = _MONTH.fullmatch(words)
        english = _ENGLISH.search(words)
        if iso:
            day, rest = _edtf(iso[1], iso[3], iso[4]), words[iso.end() :]
        elif month:
            day, rest = _edtf(month[2], month[1]), ""
        elif english and (number := _MONTHS.find(english["name"])) % 3 == 0:
            day = _edtf(english["year"], str(number // 3 + 1), english["first"] or english["second"])
            rest = words[: english.start()] + " " + words[english.end() :]
        else:
            day, rest = self._spelled(words)
        return self._here(day, rest) if day else None

    def _spelled(self, words: str) -> tuple[str | None, str]:
        """The most exact time in ``words`` that is no interval and has its year, and what stands around it."""
        found = [time for time in self._times.find(words) if time.past[:4].isdigit() and time.past == time.future]
        best = max((time for time in found if "/" not in time.past), key=lambda time: len(time.past), default=None)
        if best is None or (day := _edtf(*best.past.split("-"))) is None:
            return None, ""
        return day, words[: best.start] + " " + words[best.end :]

    def _here(self, day: str, rest: str) -> str:
        """``day``, or the one beside it where the clock and offset in ``rest`` say so."""
        clock = _CLOCK.search(rest)
        offset = _OFFSET.search(rest)
        if len(day) < 10 or clock is None or (offset is None and not _ZULU.search(rest)):
            return day
        hours = int((offset["named"] or offset["hours"] or 0) if offset else 0)
        minutes = int((offset["minutes"] or 0) if offset else 0)
        ahead = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
        then = datetime.fromisoformat(day) + timedelta(hours=int(clock[1]), minutes=int(clock[2]))
        return _known((then - ahead + self._east).date()) or day

    def _day_of(self, moment: datetime) -> str | None:
        offset = moment.utcoffset()
        return _known((moment.replace(tzinfo=None) - offset + self._east if offset is not None else moment).date())


def page_dates(page: str) -> Iterator[str]:
    """What a web page says of when it was published, the surest first: metadata, then what is shown as a date."""
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError):
        return
    for element in tree.iter("meta"):
        if _META & {str(element.get(key, "")).lower() for key in ("property", "name", "itemprop")}:
            yield element.get("content", "")
    for element in tree.iterfind(".//*[@itemprop]"):
        if element.get("itemprop", "").lower() == "datepublished":
            yield element.get("content") or element.get("datetime") or element.text_content()
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        yield from (json.loads(f'"{one}"') for one in _PUBLISHED.findall(script.text or ""))
    for element in tree.iter("time"):
        yield element.get("datetime") or element.text_content()
    for element in tree.iterfind(".//*[@class]"):
        if _DATED.search(element.get("class", "")) and len(words := element.text_content().strip()) <= LONGEST:
            yield words


def _edtf(year: str, month: str | None = None, day: str | None = None) -> str | None:
    return edtf_date(year, month, day) if int(year) in YEARS else None


def _known(day: date) -> str | None:
    return day.isoformat() if day.year in YEARS else None


def _shown(value: object) -> str:
    words = " ".join(str(value).split())
    return repr(words if len(words) <= SHOWN else f"{words[:SHOWN]}…")
