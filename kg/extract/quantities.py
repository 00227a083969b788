"""``kg_quantities``: exact figures with a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document, Quantity, When
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView
from kg.language import QuantityFinder, find_language
from kg.language.text import canonical
from kg.ontology.values import UnitWords

__all__ = ["Quantities"]

YEAR = re.compile(r"(?:19|20)\d\d")
#: What the word segmentation calls common nouns, units among them.
NOUNS = frozenset({"N", "Nc", "Nu", "Nb"})
#: Between what is counted and the time that it is counted in; the unit of shares.
STROKE, SHARE = "/", "%"


class Quantities:
    """Writes the document's ``quantities``.

    Dates are none: what ``kg_times`` has read is left out. Where no unit is listed, the noun that is counted is one.
    So much in so much time has both as its unit ("250 tấn/năm"); money and shares have not.
    """

    def __init__(self, grammar: QuantityFinder, units: UnitWords) -> None:
        self.grammar = grammar
        self._periods = frozenset(form for unit in units.durations for form in units.units[unit])
        self._no_rates = frozenset((*units.currencies, SHARE))
        self._people = units.people_unit
        self._not_counted = frozenset(units.numerals.not_counted)

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        document.quantities = _ranges(list(self.find(doc, document.view, document.times)))
        return doc

    def find(self, doc: Doc, view: TokenView, times: Iterable[When]) -> Iterator[Quantity]:
        """The figures in the text, in order, but for those in ``times``."""
        starts = {start for start, _ in view.sentences}
        spans = (doc[time.start : time.end] for time in times)
        taken = [(span.start_char, span.end_char) for span in spans]
        at = 0
        lower: Quantity | None = None  # the lower end of a range whose upper end may tell what is counted
        text = Document.text_of(doc)
        for quantity in self.grammar.find(text):
            while at < len(taken) and taken[at][1] <= quantity.start:
                at += 1
            if at < len(taken) and taken[at][0] < quantity.end:
                continue
            value, unit = canonical(quantity.value), quantity.unit
            other = None if quantity.other_end is None else canonical(quantity.other_end)
            span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
            if span is None:
                continue
            start, end = span.start, span.end
            numbers_name = _numbers_name(view, starts, start)
            if unit:
                # "hai đồng nghiệp" are no money, "iPhone 17 phiên bản" no sessions, "128 Bảng vàng" no pounds.
                written = text[quantity.number_end : quantity.end].strip()
                named = written.istitle() and end < len(view) and view.words[end].istitle()  # "175 Bộ Quốc phòng"
                inside = _inside_word(view, end) and (quantity.spelled or numbers_name or written.istitle())
                if not (inside or named):
                    yield self._rate(view, Quantity(start, end, value, unit, other), written.lower())
                continue
            counted = None if quantity.spelled else self._counted_noun(view, end)
            if counted is not None and not numbers_name and not YEAR.fullmatch(view.words[start]):
                noun = view.text(end, counted).lower()
                if lower is not None and lower.other_end == value:
                    yield replace(lower, unit=noun)  # "10 - 12 tỉnh"
                yield self._rate(view, Quantity(start, counted, value, noun, other), noun)
            lower = Quantity(start, end, value, "", other) if counted is None and not numbers_name else None

    def _rate(self, view: TokenView, quantity: Quantity, written: str) -> Quantity:
        """``quantity``, or how much it is in the time behind a stroke; of people the noun ``written`` counts."""
        end = quantity.end
        if view.low[end : end + 1] != [STROKE] or quantity.unit in self._no_rates:
            return quantity
        period = next((size for size in (2, 1) if view.text(end + 1, end + 1 + size).lower() in self._periods), 0)
        if not period:
            return quantity
        unit = written if quantity.unit == self._people else quantity.unit
        last = end + 1 + period
        return replace(quantity, end=last, unit=f"{unit}{STROKE}{view.text(end + 1, last).lower()}")

    def _counted_noun(self, view: TokenView, at: int) -> int | None:
        """Where the word at token ``at`` ends when it is a common noun on the number's line."""
        if at >= len(view) or not _is_noun(view, at):
            return None
        end = at + 1
        while _inside_word(view, end):
            end += 1
        return None if view.text(at, end).lower() in self._not_counted else end


def _ranges(found: list[Quantity]) -> list[Quantity]:
    """``found``, where the first of a range is in the time of the second ("200 - 250 tấn/năm")."""
    for n, (first, second) in enumerate(pairwise(found)):
        if first.other_end == second.value and second.other_end == first.value and second.unit != first.unit:
            found[n] = replace(first, unit=second.unit)
    return found


def _numbers_name(view: TokenView, starts: set[int], at: int) -> bool:
    """Does the number at ``at`` stand behind a name ("iPhone 17")?"""
    return at > 0 and at not in starts and view.words[at - 1][0].isupper() and at - 1 not in starts


def _inside_word(view: TokenView, at: int) -> bool:
    """Does a word in small letters go on at ``at``?"""
    return at < len(view) and not view.begins[at] and view.words[at].islower()


def _is_noun(view: TokenView, at: int) -> bool:
    word = view.words[at]
    small = word.islower() or (word.istitle() and _inside_word(view, at + 1))  # "22 Đề án"
    return view.tags[at] in NOUNS and view.begins[at] and word.isalpha() and small and len(word) > 1


@Language.factory("kg_quantities", default_config=DEFAULT)
def create_quantities(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    known = configured(ontology)
    return Quantities(find_language(known.language).quantities(known.units), known.units)
