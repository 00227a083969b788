"""``kg_times``: what the text says of when, in ``doc.spans["times"]``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place
from kg.language.vi.numbers import alternatives
from kg.language.vi.times import TimeGrammar
from kg.ontology.values import load_times, load_units

__all__ = ["Times", "load_grammar", "times_of"]


class Times:
    """Writes ``doc.spans["times"]``: ``label_`` TIME, ``id_`` EDTF of the nearest past reading, ``kb_id_`` of the
    nearest future one (a plan's time). Both are the same where the text leaves no choice.
    """

    def __init__(self, grammar: TimeGrammar) -> None:
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for time in self.grammar.find(doc.text, doc._.article_date):
            span = doc.char_span(
                time.start, time.end, label="TIME", kb_id=time.future, span_id=time.past, alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        doc.spans["times"] = spans
        return doc


def times_of(doc: Doc) -> list[tuple[Span, str, str]]:
    """The times of a Doc in order: span, EDTF for what has happened, EDTF for what is planned."""
    return [(span, span.id_, span.kb_id_) for span in doc.spans.get("times", [])]


@lru_cache(maxsize=1)
def load_grammar() -> TimeGrammar:
    """The grammar over the ontology's words of time, made once a process."""
    units = load_units()
    forms = [form for table in (units.currencies, units.units) for forms in table.values() for form in forms]
    # "năm" behind a number is read by the grammar itself.
    counted = {*forms, *units.people, *units.counters} - set(load_times().year)
    return TimeGrammar(load_times(), units.numerals, counted=alternatives(counted))


@Language.factory("kg_times", default_config=DEFAULT)
def create_times(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    if not Doc.has_extension("article_date"):
        Doc.set_extension("article_date", default="")
    return Times(load_grammar())
