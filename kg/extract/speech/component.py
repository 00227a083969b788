"""``kg_speech``: what is quoted or reported, and who says it, as ``doc.spans["speech"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place
from kg.extract.speech.reader import read
from kg.extract.speech.rules import Rules, load_rules

__all__ = ["Speech"]


class Speech:
    """Writes ``doc.spans["speech"]``: label ``direct`` or ``indirect``, id the speaker's entity.

    ``doc.user_data["kg_speech"]`` has for each span, in the same order, the first and last token (exclusive) of the
    sentence that it was read from.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def __call__(self, doc: Doc) -> Doc:
        found = read(doc, self.rules)
        doc.spans["speech"] = [
            Span(doc, said.start, said.end, label="direct" if said.direct else "indirect", span_id=said.speaker)
            for said in found
        ]
        doc.user_data["kg_speech"] = [[said.left, said.right] for said in found]
        return doc


@Language.factory("kg_speech", assigns=["doc.spans"], default_config=DEFAULT)
def create_speech(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Speech(load_rules())
