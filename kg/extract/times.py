"""``kg_times``: what the text says of when, in ``doc.spans["times"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place, configured
from kg.language import TimeFinder, find_language

__all__ = ["Times", "times_of"]


class Times:
    """Writes ``doc.spans["times"]``: ``label_`` TIME, ``id_`` EDTF of the nearest past reading.

    ``doc.user_data["kg_times"]`` has for each span, in the same order, the nearest future one (a plan's time). Both
    are the same where the text leaves no choice. ``times_of`` reads both.
    """

    def __init__(self, grammar: TimeFinder) -> None:
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


@Language.factory("kg_times", default_config=DEFAULT)
def create_times(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    if not Doc.has_extension("article_date"):
        Doc.set_extension("article_date", default="")
    known = configured(ontology)
    return Times(find_language(known.language).times(known.times, known.units))
