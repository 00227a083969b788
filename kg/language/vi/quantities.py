"""Figures with their units in Vietnamese text: ``1,25 nghìn tỷ đồng``, ``từ 10 đến 12 triệu USD``, ``gấp ba``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.language import Quantity
from kg.language.text import alternatives, lower
from kg.language.vi.numbers import PARTED, Numerals
from kg.ontology.values import UnitWords

__all__ = ["QuantityGrammar"]

GAP = r"[ \u00a0]{0,3}"
BLANK = r"[ \u00a0]{1,3}"
#: A blank that no number goes on across; numbers parted by blanks; marks behind which a sentence begins.
CUT = 24
APART = "\u2003"
NUMBERS = re.compile(PARTED)
OPENING = (".", "!", "?", "…", "\n", ":", ";", "-", "•", "*")
ISO = r"\d{4}-\d\d-\d\d"


class QuantityGrammar:
    """Finds quantities; holds compiled patterns and tables only."""

    def __init__(self, words: UnitWords) -> None:
        numerals = words.numerals
        self.numerals = Numerals(
            units=numerals.units,
            multipliers=numerals.multipliers,
            links=numerals.links,
            half=numerals.half,
            compounds=numerals.compounds,
        )
        self._units = {
            form: unit for table in (words.currencies, words.units) for unit, forms in table.items() for form in forms
        }
        self._units.update((noun, noun) for noun in words.counters if noun not in self._units)
        self._units.update((noun, words.people_unit) for noun in words.people)
        self._signs = words.signs
        self._fold = words.fold_unit
        self._currencies = frozenset(words.currencies)
        self._inherited = self._currencies | {words.people_unit}
        self._home = words.home_currency
        self._home_scale = re.compile(rf"(?:{alternatives(words.home_scales)})$")
        #: A word that scales, by which "1,250" can be read as it would be before one.
        self._scale = max(numerals.multipliers.items(), key=lambda row: row[1])
        self._multipliers = frozenset(numerals.multipliers)
        self._year = numerals.year
        self._year_before = frozenset(numerals.year_before)
        self._ordinal = frozenset(numerals.ordinal_before)
        self._counting = re.compile(rf"(?<!\w)(?:{alternatives(numerals.not_ordinal)}){BLANK}$")
        self._articles = frozenset(numerals.articles)
        signs = alternatives(words.signs)
        tight = alternatives(unit for unit in self._units if " " not in unit)
        first = alternatives(word for word in numerals.units if word not in numerals.not_first)
        # A digit inside a name ("GPT-4"), a date or a version is none of ours; a range's second number is. No word goes
        # on with a figure: asked first, that passes over most of a text.
        number = (
            rf"(?!{ISO})(?P<sign>(?:{signs}){GAP})?"
            rf"(?P<number>(?=\d){self.numerals.digits}|(?=(?:{first})(?!\w)){self.numerals.words})"
            rf"(?:/\d{{1,4}}(?={BLANK}(?:{alternatives(numerals.scores)})))?(?![\w/^×]|[.,]\d)(?!-[^\W\d])"
        )
        times = (
            rf"(?:{alternatives(numerals.times_before)}){BLANK}"
            rf"(?:(?P<times>{alternatives(numerals.times_words)})|(?P<fold>\d{{1,9}}(?:,\d{{1,9}})?|{self.numerals.words})"
            rf"(?:{BLANK}{alternatives(words.units[words.fold_unit])})?)(?!\w|[.,]\d)"
        )
        # "145tr", "50.000đ", "200MW": the unit touches the digits.
        touching = rf"(?P<tight>\d{{1,18}}(?:[.,]\d{{1,18}}){{0,8}})(?P<unit>{tight})(?![\w/])"
        self._number = re.compile(rf"(?<!\w)(?:(?<![.,/^×])(?<![^\W\d][-–])(?:{number}|{touching})|{times})")
        self._times_words = {word: Decimal(str(value)) for word, value in numerals.times_words.items()}
        self._unit = re.compile(rf"{GAP}(?P<unit>{alternatives(self._units)})(?!\w)")
        about = rf"{GAP}(?:(?:{alternatives(numerals.about)}){GAP})?"
        self._to = re.compile(rf"{GAP}(?:{alternatives((*numerals.range, *numerals.to))}){about}")
        self._range = re.compile(rf"{GAP}(?:{alternatives(numerals.range)}){about}")
        self._before = re.compile(rf"([^\W\d_]+){BLANK}$")
        self._vague = frozenset(numerals.vague)
        self._bare = re.compile(rf"{GAP}(?:[.,;:)\]\n”\"?!]|$|(?:{alternatives(numerals.not_counted)})(?!\w))")
        money = alternatives(form for forms in words.currencies.values() for form in forms)
        self._rest = re.compile(rf"{BLANK}\d{{1,3}}(?=[.,;:)\n](?!\d)|$|{GAP}(?:{money})(?!\w))")
        self._parted = re.compile(rf"(?<![\w.,/])(?:(?P<word>[^\W\d_]+\d*)[ \u00a0]{{1,3}})?(?P<parted>{PARTED})")
        self._numbered = frozenset((*numerals.ordinal_before, *numerals.numbered))
        # A mark first: it is looked for faster than what stands before it.
        scaled = rf"\d{{1,18}}(?:[.,]\d{{1,18}})?[ \u00a0]?{self.numerals.scales}"
        self._dash = re.compile(rf"[-–](?<=[^\W\d][-–])(?={scaled})")
        self._series = re.compile(r"/(?<=%/)(?=\d)")
        self._header = re.compile(r"\s*date[ \t]+\d{4}-\d\d(?:-\d\d)?")

    def find(self, text: str) -> Iterator[Quantity]:
        """The quantities of ``text`` in order, those without a unit too; the two of a range have each other's value."""
        low = self._settled(text, lower(text))
        header = self._header.match(low)
        matches = self._number.finditer(low, header.end() if header else 0)
        found = [quantity for match in matches if (quantity := self._read(low, match)) is not None]
        first: Quantity | None = None
        for quantity in self._settled_units(low, found):
            if first is not None and self._is_range(low, first, quantity):
                yield replace(first, other_end=quantity.value)
                quantity = replace(quantity, other_end=first.value)
            elif first is not None:
                yield first
            first = quantity
        if first is not None:
            yield first

    def _is_range(self, low: str, first: Quantity, second: Quantity) -> bool:
        same = first.unit == second.unit and first.value < second.value and first.other_end is None
        return same and self._range.fullmatch(low, first.end, second.start) is not None

    def _settled_units(self, low: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
        """What is ``found``, but within each other, with the units that stand at others."""
        last: Quantity | None = None
        end = 0
        money = Counter(quantity.unit for quantity in found if quantity.unit in self._currencies)
        usual = min(money, key=lambda unit: (-money[unit], unit), default=self._home)
        for at, quantity in enumerate(found):
            if quantity.start < end:
                continue
            end = quantity.end
            if not quantity.unit and at + 1 < len(found):
                quantity = self._first_of_range(low, quantity, found[at + 1])
            if not quantity.unit and quantity.scaled and not quantity.spelled and self._is_bare(low, quantity):
                if last is not None and self._inherits(low, quantity, last):
                    quantity = replace(quantity, unit=last.unit)
                elif self._home_scale.search(low, quantity.start, quantity.number_end):
                    quantity = replace(quantity, unit=usual)
            if quantity.unit in self._inherited:
                last = quantity
            yield quantity

    def _settled(self, text: str, low: str) -> str:
        """``low`` with marks that mean several things made plain, each by one of its length.

        Behind a name or a noun that is numbered blanks part two numbers ("iPhone 15 128 GB", "ngày 20 300 khách");
        a dash behind a scale joins a range ("5 tỷ-7 tỷ"), a stroke behind "%" a series ("12%/18%").
        """
        low = self._series.sub(";", self._dash.sub("—", low))
        # Most texts have no such numbers, and what stands before one is looked at from every word.
        if NUMBERS.search(low) is None:
            return low
        parts, done = [], 0
        for match in self._parted.finditer(low):
            word = match["word"]
            if word and (word in self._numbered or self._is_name(text, match.start("word"), match.end("word"))):
                first = re.search(r"\D", match["parted"])
                assert first is not None
                blank = match.start("parted") + first.start()
                parts += [low[done:blank], APART]
                done = blank + 1
        return "".join([*parts, low[done:]])

    @staticmethod
    def _is_name(text: str, start: int, end: int) -> bool:
        """Is the word a name: with a capital inside, or at its head where no sentence begins?"""
        word = text[start:end]
        before = text[max(0, start - 4) : start].rstrip(' \u00a0“"(')
        inside = bool(before) and not before.endswith(OPENING)
        return word[1:] != word[1:].lower() or (word[0].isupper() and inside)

    def _read(self, low: str, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        if match["times"]:
            return Quantity(start, end, end, self._times_words[match["times"]], self._fold, spelled=True)
        if match["fold"]:
            fold = self.numerals.value(match["fold"])
            return None if fold is None else Quantity(start, end, end, fold, self._fold)
        if match["tight"]:
            code = match["tight"][0] == "0" and match["tight"].isdigit()  # "chuyên án 0723V"
            tight = None if code else self.numerals.value(match["tight"])
            unit = self._units[" ".join(match["unit"].split())]
            return None if tight is None else Quantity(start, match.end("tight"), end, tight, unit)
        number = match["number"]
        before = self._before.search(low, max(0, start - 12), start)
        word = before.group(1) if before else ""
        if word in self._vague or (number.startswith(self._year) and word in self._year_before):
            return None
        value = self.numerals.value(number)
        if value is None or number in self._articles:
            return None
        if word in self._ordinal and self._counting.search(low, max(0, start - CUT), start) is None:
            return None
        # "2 triệu 5" is read whole or not at all, and its "5" is no number of its own.
        if number[0].isdigit() and (self._goes_on(low, match) or self._cut_off(low, start, word)):
            return None
        scaled = any(part in self._multipliers for part in number.split())
        spelled = not number[0].isdigit()
        if match["sign"]:
            return Quantity(start, end, end, value, self._signs[match["sign"].strip()], scaled)
        unit_match = self._unit.match(low, end)
        if unit_match is not None:
            name = self._units[" ".join(unit_match["unit"].split())]
            return Quantity(start, end, unit_match.end(), value, name, scaled, spelled)
        return Quantity(start, end, end, value, "", scaled, spelled)

    def _goes_on(self, low: str, match: re.Match[str]) -> bool:
        """Does a number with a scale go on with digits that it cannot be read with?"""
        return match["number"][-1].isalpha() and self._rest.match(low, match.end()) is not None

    def _cut_off(self, low: str, start: int, word: str) -> bool:
        """Does a number begin at ``start`` that the digits and the scale before it begin?"""
        if word not in self._multipliers or self._rest.match(low, start - 1) is None:
            return False
        return low[max(0, start - CUT) : start].rstrip()[: -len(word)].rstrip()[-1:].isdigit()

    def _first_of_range(self, low: str, first: Quantity, second: Quantity) -> Quantity:
        """The first number of "từ 10 đến 12 triệu USD" with what only the second one says."""
        if not second.unit or not self._to.fullmatch(low, first.end, second.start):
            return first
        value = first.value
        if second.scaled and not first.scaled:
            scale = Decimal(1)
            number = low[second.start : second.number_end]
            mantissa = re.match(r"[\d.,]+", number)
            if mantissa is not None:
                base = self._scaled(mantissa.group()) or Decimal(0)
                scale = second.value / base if base else Decimal(1)
                scaled_first = self._scaled(low[first.start : first.number_end])
                value = (value if scaled_first is None else scaled_first) * scale
        return replace(first, value=value, unit=second.unit)

    def _scaled(self, number: str) -> Decimal | None:
        """The value of ``number`` as it is read before a word that scales."""
        word, scale = self._scale
        value = self.numerals.value(f"{number} {word}")
        return None if value is None else value / scale

    def _is_bare(self, low: str, quantity: Quantity) -> bool:
        """Does nothing that could be counted stand behind a number?"""
        return self._bare.match(low, quantity.end) is not None

    def _inherits(self, low: str, quantity: Quantity, last: Quantity) -> bool:
        """Is a bare great number told in the unit of the one before ("doanh thu 3 tỷ USD, lãi 1,1 tỷ")?"""
        alike = last.scaled or last.unit in self._currencies
        return alike and quantity.start - last.end < 400 and "\n" not in low[last.end : quantity.start]
