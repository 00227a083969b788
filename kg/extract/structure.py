"""``kg_structure``: what each part of an article is, in ``doc.spans["structure"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.articles.structure import StructureReader
from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured

__all__ = ["Structure"]


class Structure:
    """Writes ``doc.spans["structure"]``: ``label_`` is title, header, dateline, caption, source, …"""

    def __init__(self, reader: StructureReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        spans = (
            doc.char_span(start, end, label=label, alignment_mode="expand")
            for label, start, end in self.reader.parts(Document.text_of(doc))
        )
        doc.spans["structure"] = [span for span in spans if span is not None]
        return doc


@Language.factory("kg_structure", assigns=["doc.spans"], default_config=DEFAULT)
def create_structure(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Structure(StructureReader(configured(ontology).structure))
