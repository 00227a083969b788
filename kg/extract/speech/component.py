"""``kg_speech``: what is quoted or reported, and who says it, as ``doc.spans["speech"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.speech.reader import SpeechReader
from kg.extract.speech.rules import Rules
from kg.extract.speech.speakers import Who
from kg.extract.view import TokenView

__all__ = ["Speech"]


class Speech:
    """Writes ``doc.spans["speech"]``: label ``direct`` or ``indirect``, id the speaker's entity.

    ``doc.user_data["kg_speech"]`` has for each span, in the same order, the first and last token (exclusive) of the
    sentence that it was read from.
    """

    def __init__(self, reader: SpeechReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        named = [
            Who(span.start, span.end, span.label_, span.id_)
            for key in ("mentions", "references")
            for span in doc.spans.get(key, ())
            if span.id_
        ]
        found = self.reader.read(TokenView.of(doc), named)
        doc.spans["speech"] = [
            Span(doc, said.start, said.end, label="direct" if said.direct else "indirect", span_id=said.speaker)
            for said in found
        ]
        doc.user_data["kg_speech"] = [[said.left, said.right] for said in found]
        return doc


@Language.factory("kg_speech", assigns=["doc.spans"], default_config=DEFAULT)
def create_speech(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    known = configured(ontology)
    return Speech(SpeechReader(Rules(known.speech, known.model)))
