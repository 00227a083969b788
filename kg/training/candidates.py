"""The candidates that the scorer learns from, as a build finds them, each with what the gold says of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle, GoldFact
from kg.evaluate.matching import norm
from kg.extract import Extractor, annotate
from kg.extract.document import Document
from kg.extract.mentions.kinds import Kinds
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Tagger
from kg.extract.mentions.trained import trained_classes
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.reading import Reading
from kg.extract.statements.scorer import rival_key, unit_key
from kg.ontology.model import Model
from kg.records import Article, Entity
from kg.training.mentions import FOLDS, fold_of
from kg.training.passages import annotate_passage, read_passages

__all__ = ["Example", "Reader", "facts_of", "passage_examples"]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate of an article. Those with one ``rivals`` key compete; list members share a ``unit``.

    ``source`` is the article or passage: what is learned from one is never tested on it. ``fact`` is what the
    candidate would state there; ``right`` whether the gold has it.
    """

    source: Hashable
    rivals: Hashable
    unit: Hashable
    fact: Hashable
    names: tuple[str, ...]
    right: bool


class Reader:
    """Reads annotated articles as a build does.

    ``folds`` is the folder of ``python -m kg.training.mentions --folds``: each article is then read by models that
    have not seen it, so that its names are no better than those of new articles. Without it the shipped ones read.
    """

    def __init__(self, folds: Path | None = None) -> None:
        self.extractor = Extractor()
        self.model = self.extractor.ontology.model
        self.models: list[tuple[Tagger, Kinds]] = []
        if folds is not None:
            ontology = self.extractor.ontology
            lexis = Lexis(ontology, trained_classes())
            self.models = [
                (
                    Tagger((folds / f"mentions-{fold}.crf").read_bytes(), lexis),
                    Kinds((folds / f"kinds-{fold}.crf").read_bytes()),
                )
                for fold in range(FOLDS)
            ]

    def annotate(self, item: GoldArticle, text: str) -> Doc:
        """The Doc of an annotated article with its ``text``."""
        name = item.source
        if self.models:
            mentions: Any = self.extractor.nlp.get_pipe("kg_mentions")
            mentions.tagger, mentions.clusters.kinds = self.models[fold_of(name)]
        return self.extractor.annotate(Article(id=name, source=name, text=text, date=item.date))

    def examples(self, articles: Iterable[tuple[GoldArticle, str]]) -> Iterator[Example]:
        """Every candidate that the gold settles; optional facts settle nothing."""
        for item, text in articles:
            name = item.source
            doc = self.annotate(item, text)
            gold = _index(item, self.model)
            keys = _keys(item, Document.of(doc).entities)
            for n, reading in enumerate(self.extractor.readings(doc)):
                place = (reading.sent.start_char, reading.sent.end_char)
                for candidate, names in reading.candidates:
                    fact = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                    verdict = _verdict(gold, keys, fact, text, place)
                    if verdict is not None:
                        key = ((name, n), rival_key(candidate))
                        yield Example(name, key, (*key, unit_key(candidate)), (name, *fact), tuple(names), verdict)

    def right(self, item: GoldArticle, doc: Doc, text: str) -> Iterator[tuple[Reading, Candidate, GoldFact]]:
        """Every candidate of an annotated article that states a fact of the gold in its place, with that fact."""
        gold, keys = _index(item, self.model), _keys(item, Document.of(doc).entities)
        for reading in self.extractor.readings(doc):
            place = (reading.sent.start_char, reading.sent.end_char)
            for candidate, _ in reading.candidates:
                sides = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                fact = _known(gold, keys, sides)
                if fact is not None and _stands_at(fact, text, place):
                    yield reading, candidate, fact


def passage_examples(corpus: Path) -> Iterator[Example]:
    """Every candidate of the corpus' short passages, whose names and references are given."""
    extractor = Extractor()
    model, nlp = extractor.ontology.model, extractor.nlp
    # The passage itself says what is named and meant.
    nlp.select_pipes(enable=["kg_structure", "kg_words", "kg_times"])
    for path in sorted((corpus / "passages").glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            doc = annotate_passage(annotate(nlp, Article(id="passage", source=path.name, text=passage.text)), passage)
            facts = dict(passage.facts)
            facts |= {(o, p, s): optional for (s, p, o), optional in passage.facts.items() if model.symmetric(p)}
            for n, reading in enumerate(extractor.readings(doc)):
                where = (path.name, number, n)
                for candidate, names in reading.candidates:
                    fact = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                    optional = facts.get(fact)
                    if optional is not True:
                        key = (where, rival_key(candidate))
                        yield Example(
                            where[:2],
                            key,
                            (*key, unit_key(candidate)),
                            (*where[:2], *fact),
                            tuple(names),
                            optional is False,
                        )


def facts_of(item: GoldArticle) -> int:
    """How many facts of an annotated article have to be found."""
    return sum(not fact.optional for fact in item.facts)


def _index(item: GoldArticle, model: Model) -> dict[tuple[str, str, str], GoldFact]:
    found: dict[tuple[str, str, str], GoldFact] = {}
    for fact in item.facts:
        for reading in fact.readings(model):
            found.setdefault(reading, fact)
    return found


def _keys(item: GoldArticle, entities: Mapping[str, Entity]) -> dict[str, list[str]]:
    """The gold keys that each extracted entity may be, by name."""
    names = {key: {norm(name) for name in value.names} for key, value in item.entities.items()}
    return {
        id_: [key for key, known in names.items() if known & {norm(name) for name in (entity.label, *entity.aliases)}]
        for id_, entity in entities.items()
    }


def _verdict(
    gold: dict[tuple[str, str, str], GoldFact],
    keys: dict[str, list[str]],
    fact: tuple[str, str, str],
    text: str,
    place: tuple[int, int],
) -> bool | None:
    known = _known(gold, keys, fact)
    if known is None:
        return False
    # Elsewhere in the article the pair may or may not stand for the same fact.
    return None if known.optional or not _stands_at(known, text, place) else True


def _known(
    gold: dict[tuple[str, str, str], GoldFact], keys: dict[str, list[str]], fact: tuple[str, str, str]
) -> GoldFact | None:
    """The annotated fact that an extracted one is."""
    subject, relation, object_ = fact
    pairs = ((s, o) for s in keys.get(subject, ()) for o in keys.get(object_, ()))
    return next((known for s, o in pairs if (known := gold.get((s, relation, o))) is not None), None)


def _stands_at(fact: GoldFact, text: str, place: tuple[int, int]) -> bool:
    """Whether an annotated fact's evidence meets a stretch of the text."""
    start = text.find(fact.evidence)
    return start >= 0 and start < place[1] and start + len(fact.evidence) > place[0]
