"""``kg_references``: nouns and pronouns that stand for an entity of the article ("công ty này", "hãng", "ông")."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["References"]


class References:
    """Writes ``doc.spans["references"]``: label the entity's class, id the entity."""

    def __call__(self, doc: Doc) -> Doc:
        doc.spans["references"] = []
        return doc


@Language.factory("kg_references", assigns=["doc.spans"])
def create_references(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return References()
