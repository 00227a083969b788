"""``kg_speech``: what is quoted or reported, and who says it."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.speech.reader import SpeechReader
from kg.extract.speech.rules import Rules
from kg.extract.speech.speakers import Who

__all__ = ["Speech", "everybody"]


class Speech:
    """Writes the document's ``speech``."""

    def __init__(self, reader: SpeechReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        document.speech = self.reader.read(document.view, everybody(doc))
        return doc


def everybody(doc: Doc) -> list[Who]:
    """Everybody and everything that the article names or means."""
    return [
        Who(span.start, span.end, span.label, span.id, key == "mentions")
        for key in ("mentions", "references")
        for span in Document.marked(doc, key)
    ]


@Language.factory("kg_speech", assigns=["doc.spans"], default_config=DEFAULT)
def create_speech(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Speech(SpeechReader(Rules(configured(ontology))))
