"""``kg_references``: nouns and pronouns that stand for an entity of the article ("công ty này", "hãng", "ông")."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.references.chooser import load_chooser
from kg.extract.references.fits import Fits
from kg.extract.references.names import Names, names_of
from kg.extract.references.resolver import Choose, Question, Reference, Resolver
from kg.extract.references.subjects import SubjectReader
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView
from kg.language import find_language
from kg.ontology.ontology import Ontology
from kg.records import Entity

__all__ = ["References"]


class References:
    """Writes ``doc.spans["references"]``: label the entity's class, id the entity.

    The document's ``employers`` tell for people named behind a post ("CEO Sam Altman") whom they hold it at. Where no
    name stands between, it is the one spoken of.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._words = ReferenceWords(
            ontology.nouns, ontology.model, find_language(ontology.language).syllables, ontology.lexicon
        )
        self._fits = Fits(ontology.nouns, ontology.model)
        self._homes = {entry.key: entry.country for entry in ontology.gazetteer if entry.country}

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        found, document.employers = self.find(document.view, names_of(doc), document.entities)
        doc.spans["references"] = [
            Span(doc, item.start, item.end, span_id=item.entity, label=document.entities[item.entity].type)
            for item in found
        ]
        return doc

    def find(
        self, view: TokenView, names: Names, entities: Mapping[str, Entity], choose: Choose | None = None
    ) -> tuple[list[Reference], dict[str, str]]:
        """What stands for an entity, in order, and whom people work for (person -> organisation).

        ``choose`` says which entity is meant in place of the learned weights.
        """
        subjects = SubjectReader(self._words, self._homes, view, names).read(entities)
        resolver = Resolver(self._words, self._fits, view, names, subjects, choose or _likeliest)
        return resolver.read(), resolver.employers


def _likeliest(question: Question) -> int | None:
    return load_chooser().best(question.rows)


@Language.factory("kg_references", assigns=["doc.spans"], default_config=DEFAULT)
def create_references(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return References(configured(ontology))
