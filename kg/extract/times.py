"""``kg_times``: what the text says of when, in ``doc.spans["times"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place, configured
from kg.language.vi.numbers import alternatives
from kg.language.vi.times import TimeGrammar
from kg.ontology.values import TimeWords, UnitWords

__all__ = ["Times", "time_grammar", "times_of"]


class Times:
    """Writes ``doc.spans["times"]``: ``label_`` TIME, ``id_`` EDTF of the nearest past reading.

    ``doc.user_data["kg_times"]`` has for each span, in the same order, the nearest future one (a plan's time). Both
    are the same where the text leaves no choice. ``times_of`` reads both.
    """

    def __init__(self, grammar: TimeGrammar) -> None:
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        spans: list[Span] = []
        planned: list[str] = []
        for time in self.grammar.find(doc.text, doc._.article_date):
            span = doc.char_span(
                time.start,
                time.end,
                label="TIME",
                span_id=time.past,
                alignment_mode="expand",
            )
            if span is not None:
                spans.append(span)
                planned.append(time.future)
        doc.spans["times"] = spans
        doc.user_data["kg_times"] = planned
        return doc


def times_of(doc: Doc) -> list[tuple[Span, str, str]]:
    """The times of a Doc in order: span, EDTF for what has happened, EDTF for what is planned."""
    spans = doc.spans.get("times", ())
    return [(span, span.id_, planned) for span, planned in zip(spans, doc.user_data.get("kg_times", ()), strict=True)]


def time_grammar(times: TimeWords, units: UnitWords) -> TimeGrammar:
    """The grammar over an ontology's words of time; a bare number before a word of ``units`` is no year."""
    forms = [form for table in (units.currencies, units.units) for forms in table.values() for form in forms]
    # The word for a year behind a number is read by the grammar itself.
    counted = {*forms, *units.people, *units.counters} - set(times.year)
    return TimeGrammar(times, units.numerals, counted=alternatives(counted))


@Language.factory("kg_times", default_config=DEFAULT)
def create_times(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    if not Doc.has_extension("article_date"):
        Doc.set_extension("article_date", default="")
    known = configured(ontology)
    return Times(time_grammar(known.times, known.units))
