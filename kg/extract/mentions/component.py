"""``kg_mentions``: names in the text, their classes, and which of them mean the same entity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.mentions.boundaries import mend
from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.clusters import Clusters
from kg.extract.mentions.countries import short_countries, states
from kg.extract.mentions.encoder.model import shipped_encoder
from kg.extract.mentions.encoder.names import MixedTagger
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.kinds import Kinds
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Tagger, sureness
from kg.extract.mentions.trained import CLASSES, MODELS, NAMES, model_bytes, trained_classes
from kg.extract.mentions.works import Works
from kg.ontology.gazetteer import Entry
from kg.phrases import PhraseTable

__all__ = ["Mentions", "known_names"]


def known_names(gazetteer: Sequence[Entry], lexis: Lexis) -> PhraseTable[str]:
    """Names of the gazetteer with their class, as the learned parts know it."""
    return PhraseTable(
        ((name, lexis.learned(entry.type)) for entry in gazetteer for name in entry.names), cut=lexis.cut
    )


class Mentions:
    """Writes ``doc.spans["mentions"]`` and the document's ``entities``; ``gazetteer``: names known before."""

    def __init__(self, tagger: Tagger | MixedTagger, kinds: Kinds, lexis: Lexis, gazetteer: Sequence[Entry]) -> None:
        self.tagger = tagger
        self.lexis = lexis
        self.works = Works(lexis)
        self.known = known_names(gazetteer, lexis) if gazetteer else None
        self.clusters = Clusters(lexis, kinds, gazetteer)

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        ground = Ground.of(document.view, self.lexis)
        if self.known is not None:
            ground.mark(self.known)
        self._write(doc, self.find(ground))
        document.sure = ground.sure
        return doc

    def find(self, ground: Ground) -> list[Cluster]:
        """The entities that an article names, in the order of their first names."""
        found = mend(ground, self.tagger.find(ground), self.lexis, self.known)
        found, fixed = self.works.add(ground, found)
        found, short = short_countries(ground, found, self.lexis)
        found, named = states(ground, found, self.lexis, self.clusters.countries.keys())
        return self.clusters.gather(ground, found, fixed, partial(self.tagger.opinion, ground.view), short | named)

    def _write(self, doc: Doc, clusters: Sequence[Cluster]) -> None:
        document = Document.of(doc)
        spans = []
        for group in clusters:
            key = document.add(group.type, group.label, group.aliases, group.known)
            if group.type in group.weights:
                document.classed[key] = sureness(group.weights[group.type] / sum(group.weights.values()))
            spans += [Span(doc, start, end, label=group.type, span_id=key) for start, end in group.places]
        doc.spans["mentions"] = sorted(spans, key=lambda span: (span.start, span.end))


@Language.factory(
    "kg_mentions",
    assigns=["doc.spans"],
    default_config=DEFAULT | {"gazetteer": True, "encoder": True, "models": str(MODELS)},
)
def create_mentions(
    nlp: Language, name: str, ontology: Place, gazetteer: bool, encoder: bool, models: str
) -> Callable[[Doc], Doc]:
    data, folder = configured(ontology), Path(models)
    lexis = Lexis(data, trained_classes(folder))
    tagger = Tagger(model_bytes(folder / NAMES.name), lexis)
    return Mentions(
        MixedTagger(tagger, shipped_encoder()) if encoder else tagger,
        Kinds(model_bytes(folder / CLASSES.name)),
        lexis,
        data.gazetteer if gazetteer else (),
    )
