"""The candidates that the scorer learns from, as a build finds them, each with what the gold says of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from kg.evaluate.matching import norm
from kg.extract import Extractor, annotate
from kg.extract.mentions.kinds import Kinds
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Tagger
from kg.extract.mentions.trained import trained_classes
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.reading import Reading
from kg.extract.statements.scorer import rival_key, unit_key
from kg.ontology.model import Model
from kg.records import Article
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

    def annotate(self, item: dict[str, Any], text: str) -> Doc:
        """The Doc of an annotated article with its ``text``."""
        name = item["article"]
        if self.models:
            mentions: Any = self.extractor.nlp.get_pipe("kg_mentions")
            mentions.tagger, mentions.clusters.kinds = self.models[fold_of(name)]
        return self.extractor.annotate(Article(id=name, source=name, text=text, date=item.get("date")))

    def examples(self, articles: Iterable[tuple[dict[str, Any], str]]) -> Iterator[Example]:
        """Every candidate that the gold settles; optional facts settle nothing."""
        for item, text in articles:
            name = item["article"]
            doc = self.annotate(item, text)
            gold = _index(item, self.model)
            keys = _keys(item, doc.user_data["kg_entities"])
            for n, reading in enumerate(self.extractor.readings(doc)):
                place = (reading.sent.start_char, reading.sent.end_char)
                for candidate, names in reading.candidates:
                    fact = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                    verdict = _verdict(gold, keys, fact, text, place)
                    if verdict is not None:
                        key = ((name, n), rival_key(candidate))
                        yield Example(name, key, (*key, unit_key(candidate)), (name, *fact), tuple(names), verdict)

    def right(self, item: dict[str, Any], doc: Doc, text: str) -> Iterator[tuple[Reading, Candidate, dict[str, Any]]]:
        """Every candidate of an annotated article that states a fact of the gold in its place, with that fact."""
        gold, keys = _index(item, self.model), _keys(item, doc.user_data["kg_entities"])
        for reading in self.extractor.readings(doc):
            place = (reading.sent.start_char, reading.sent.end_char)
            for candidate, _ in reading.candidates:
                sides = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                for fact in _known(gold, keys, sides):
                    if _stands_at(fact, text, place):
                        yield reading, candidate, fact
                        break


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


def facts_of(item: dict[str, Any]) -> int:
    """How many facts of an annotated article have to be found."""
    return sum(not fact.get("optional") for fact in item["facts"])


#: The annotated facts by subject, relation and object: an article may tell one several times.
Gold = dict[tuple[str, str, str], list[dict[str, Any]]]


def _index(item: dict[str, Any], model: Model) -> Gold:
    found: Gold = {}
    for fact in item["facts"]:
        for s in (fact["s"], *fact.get("alt_s", [])):
            for o in (fact["o"], *fact.get("alt_o", [])):
                for p in (fact["p"], *fact.get("alt_p", [])):
                    found.setdefault((s, p, o), []).append(fact)
                    if model.symmetric(p):
                        found.setdefault((o, p, s), []).append(fact)
    return found


def _keys(item: dict[str, Any], entities: dict[str, Any]) -> dict[str, list[str]]:
    """The gold keys that each extracted entity may be, by name."""
    names = {key: {norm(name) for name in value["names"]} for key, value in item["entities"].items()}
    return {
        id_: [
            key
            for key, known in names.items()
            if known & {norm(name) for name in (entity["label"], *entity["aliases"])}
        ]
        for id_, entity in entities.items()
    }


def _verdict(
    gold: Gold, keys: dict[str, list[str]], fact: tuple[str, str, str], text: str, place: tuple[int, int]
) -> bool | None:
    known = _known(gold, keys, fact)
    if not known:
        return False
    # Elsewhere in the article the pair may or may not stand for the same fact.
    return True if any(not one.get("optional") and _stands_at(one, text, place) for one in known) else None


def _known(gold: Gold, keys: dict[str, list[str]], fact: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The annotated facts that an extracted one is."""
    subject, relation, object_ = fact
    pairs = ((s, o) for s in keys.get(subject, ()) for o in keys.get(object_, ()))
    return [known for s, o in pairs for known in gold.get((s, relation, o), ())]


def _stands_at(fact: dict[str, Any], text: str, place: tuple[int, int]) -> bool:
    """Whether an annotated fact's evidence meets a stretch of the text."""
    words = fact.get("evidence", "")
    start = text.find(words)
    return start >= 0 and start < place[1] and start + len(words) > place[0]
