"""``kg_times``: what the text says of when."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document, When
from kg.extract.factories import DEFAULT, Place, configured
from kg.language import TimeFinder, find_language

__all__ = ["Times"]


class Times:
    """Writes the document's ``times``: the nearest past reading of each and the nearest future one (a plan's time).

    Both are the same where the text leaves no choice.
    """

    def __init__(self, grammar: TimeFinder) -> None:
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        document.times = list(self.find(doc, document.date))
        return doc

    def find(self, doc: Doc, date: str) -> Iterator[When]:
        """The times in the text of an article of ``date``, in order."""
        for time in self.grammar.find(Document.text_of(doc), date):
            span = doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is not None:
                yield When(span.start, span.end, time.past, time.future)


@Language.factory("kg_times", default_config=DEFAULT)
def create_times(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    known = configured(ontology)
    return Times(find_language(known.language).times(known.times, known.units))
