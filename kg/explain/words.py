"""What people read of a graph: its words by language, with dates and numbers as that language writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("en", "vi")
_ONE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?")
_UNSURE = "?~%"
_OPEN = ("", "..")
#: What stands between thousands, and before decimals.
_MARKS = {"en": (",", "."), "vi": (".", ",")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``said`` are patterns by key (``words.en.json``, ``words.vi.json``)."""

    language: str
    said: Mapping[str, str]

    @classmethod
    def of(cls, language: str) -> Words:
        """Those of ``language``; of English where it has none."""
        return _read(language if language in LANGUAGES else "en")

    def say(self, key: str, **values: object) -> str:
        """The words under ``key`` with ``{name}`` replaced; what stands in a value stays as it is."""
        return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), self.said[key])

    def metric(self, name: str) -> str:
        """What a figure measures, as people write it: "market share", "growth of revenue"; as it is, in words, else."""
        known = self.said.get(f"metric.{name}")
        if known is not None:
            return known
        change, of, base = name.partition("_of_")
        if of and f"metric.{change}_of" in self.said:
            return self.say(f"metric.{change}_of", metric=self.metric(base))
        return name.replace("_", " ")

    def time(self, edtf: str) -> str:
        """An EDTF string as people write it: "October 2025", "October, year unknown"; as it stands where it is none."""
        first, slash, last = edtf.partition("/")
        a, b = self._one(first), self._one(last)
        if not slash:
            return a or edtf
        if first in _OPEN:
            return self.say("time.until", b=b) if b else edtf
        if last in _OPEN:
            return self.say("time.since", a=a) if a else edtf
        return self.say("time.range", a=a, b=b) if a and b else edtf

    def when(self, edtf: str) -> str:
        """The same with its preposition, as a part of a sentence: "in October 2025"."""
        first, slash, last = edtf.partition("/")
        found = _ONE.fullmatch(edtf)
        day = found is not None and found[3] is not None and found[1] != "XXXX"
        open_ = slash and (first in _OPEN or last in _OPEN)
        return self.say(
            "when.open" if open_ else "when.range" if slash else "when.day" if day else "when", t=self.time(edtf)
        )

    def number(self, value: str) -> str:
        """A decimal with its thousands apart; as it stands where it is none."""
        sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
        whole, point, rest = digits.partition(".")
        if not (whole.isascii() and whole.isdigit()) or (point and not rest.isdigit()):
            return value
        between, before = _MARKS[self.language]
        return f"{sign}{int(whole):,}".replace(",", between) + (f"{before}{rest}" if rest else "")

    def _one(self, text: str) -> str:
        """One date; empty where it is none."""
        found = _ONE.fullmatch(text.rstrip(_UNSURE))
        if not found:
            return ""
        year, month, day = found.groups()
        number = int(month or 0)
        key = "day" if day else "part" if number > 12 else "month" if month else "year"
        values: dict[str, object] = {"y": year}
        if key == "part":
            if f"part.{number}" not in self.said:
                return ""
            values["p"] = self.said[f"part.{number}"]
        elif month:
            if not number:
                return ""
            values |= {"M": self.said["months"].split()[number - 1], "d": int(day or 0)}
        if year != "XXXX":
            told = self.say(f"time.{key}", **values)
        else:
            told = self.say("time.noyear" if key == "year" else f"time.{key}.noyear", **values)
        return self.say("time.about", t=told) if text[-1] in _UNSURE else told


@cache
def _read(language: str) -> Words:
    text = Path(__file__).with_name(f"words.{language}.json").read_text(encoding="utf-8")
    return Words(language, json.loads(text))
