"""The candidates that the scorer learns from, as a build finds them, each with what the gold says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle, GoldFact
from kg.evaluate.matching import norm
from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.mentions.encoder.model import MODEL, Encoder, shipped_encoder
from kg.extract.mentions.encoder.names import MixedTagger
from kg.extract.mentions.kinds import Kinds
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Tagger
from kg.extract.mentions.trained import trained_classes
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.pairs import PairReader
from kg.extract.statements.reading import Reading
from kg.extract.statements.scorer import rival_key, unit_key
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.weighing import kinds_of
from kg.ontology.model import Model
from kg.records import Article, Entity, Span, stable_hash
from kg.training.memory import Told
from kg.training.mentions import FOLDS, fold_of
from kg.training.passages import Passage, annotate_passage, read_passages

__all__ = ["PARTS", "Annotated", "Example", "Reader", "facts_of", "gold_keys", "part_of", "told_alone"]

#: The articles are dealt to so many parts; a model for facts of each has not seen it.
PARTS = 2
#: The relation that many articles tell of the same.
ORIGIN = "country"


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate of an article. Those with one ``rivals`` key compete; list members share a ``unit``.

    ``source`` is the article or passage: what is learned from one is never tested on it. ``fact`` is what the
    candidate would state there; ``right`` whether the gold has it, None where it settles nothing. ``numbers`` and
    ``kinds`` are what is weighed with the article (``kg.extract.statements.weighing``).
    """

    source: Hashable
    rivals: Hashable
    unit: Hashable
    fact: Hashable
    names: tuple[str, ...]
    right: bool | None
    numbers: tuple[float, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated article or passage as the pipeline reads it, with what the gold says.

    ``settle`` takes subject, relation and object (by the Doc's entities) and the stretch of text that is asked about:
    True and False are the gold's answers, None is none.
    """

    source: Hashable
    doc: Doc
    settle: Callable[[str, str, str, Span], bool | None]

    def place(self, view: SentenceView) -> Span:
        """Where in the text a sentence stands."""
        sent = self.doc[view.start : view.end]
        return sent.start_char, sent.end_char


class Reader:
    """Reads annotated articles as a build does, with the encoder when ``encoder`` is given.

    ``folds`` is the folder of ``python -m kg.training.mentions --folds``: each article is then read by models that
    have not seen it, so that its names are no better than those of new articles. Without it the shipped ones read.
    ``encoders`` and ``branches`` are the folders of ``kg.training.encoder --fold`` and ``kg.training.pairs --fold``,
    whose models are used in the same way. ``told`` is remembered when an article is read, without itself.
    """

    def __init__(
        self,
        folds: Path | None = None,
        *,
        encoder: bool = False,
        encoders: Path | None = None,
        branches: Path | None = None,
        told: Told | None = None,
    ) -> None:
        self.extractor = Extractor(fast=not encoder)
        self.model = self.extractor.ontology.model
        self.taggers: list[Tagger] = []
        self.kinds: list[Kinds] = []
        if folds is not None:
            lexis = Lexis(self.extractor.ontology, trained_classes())
            for fold in range(FOLDS):
                self.taggers.append(Tagger((folds / f"mentions-{fold}.crf").read_bytes(), lexis))
                self.kinds.append(Kinds((folds / f"kinds-{fold}.crf").read_bytes()))
        self.encoders: list[Encoder] = []
        if encoder:
            unseen = (encoders / f"fold-{part}" / MODEL.name for part in range(PARTS)) if encoders is not None else ()
            self.encoders = [Encoder(file) for file in unseen] or [shipped_encoder()]
        self.told = told
        self.branches: list[PairReader] = []
        if branches is not None:
            files = (branches / f"pairs-{part}.onnx" for part in range(PARTS))
            self.branches = [PairReader(self.model, shipped_encoder(), file) for file in files]

    def annotate(self, item: GoldArticle, text: str) -> Doc:
        """The Doc of an annotated article with its ``text``."""
        name = item.source
        if self.taggers:
            mentions: Any = self.extractor.nlp.get_pipe("kg_mentions")
            tagger, mentions.clusters.kinds = self.taggers[fold_of(name)], self.kinds[fold_of(name)]
            turn = part_of(name) % max(len(self.encoders), 1)
            mentions.tagger = MixedTagger(tagger, self.encoders[turn]) if self.encoders else tagger
        self._turn(name)
        return self.extractor.annotate(Article(id=name, source=name, text=text, date=item.date))

    def articles(self, articles: Iterable[tuple[GoldArticle, str]]) -> Iterator[Annotated]:
        """The articles with the gold's answers; optional facts settle nothing."""
        for item, text in articles:
            doc = self.annotate(item, text)
            gold, keys = _index(item, self.model), gold_keys(item, Document.of(doc).entities)
            yield Annotated(item.source, doc, partial(_verdict, gold, keys, text))

    def _turn(self, source: Hashable) -> None:
        """Whoever reads the facts of ``source`` next has not seen it."""
        if self.branches:
            self.extractor.facts.ask(self.branches[part_of(source)])
        if self.told is not None:
            self.extractor.facts.remember(self.told.memory(without=str(source)))

    def passages(self, corpus: Path) -> Iterator[Annotated]:
        """The corpus' short passages, whose names and references are given."""
        # The passage itself says what is named and meant.
        with self.extractor.nlp.select_pipes(enable=["kg_structure", "kg_words", "kg_times"]):
            for path in sorted((corpus / "passages").glob("*.txt")):
                for number, passage in enumerate(read_passages(path)):
                    article = Article(id="passage", source=path.name, text=passage.text)
                    doc = annotate_passage(self.extractor.annotate(article), passage)
                    self._turn((path.name, number))
                    yield Annotated(
                        (path.name, number), doc, partial(_passage_verdict, _passage_facts(passage, self.model))
                    )

    def examples(self, articles: Iterable[Annotated]) -> Iterator[Example]:
        """Every candidate, with what the gold says of it."""
        for article in articles:
            for n, reading in enumerate(self.extractor.readings(article.doc)):
                place = article.place(reading.view)
                for candidate, names in reading.candidates:
                    fact = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                    key = ((article.source, n), rival_key(candidate))
                    yield Example(
                        article.source,
                        key,
                        (*key, unit_key(candidate)),
                        (article.source, *fact),
                        tuple(names),
                        article.settle(*fact, place),
                        tuple(reading.numbers(candidate, names)),
                        kinds_of(candidate, names),
                    )

    def right(self, item: GoldArticle, doc: Doc, text: str) -> Iterator[tuple[Reading, Candidate, GoldFact]]:
        """Every candidate of an annotated article that states a fact of the gold in its place, with that fact."""
        gold, keys = _index(item, self.model), gold_keys(item, Document.of(doc).entities)
        for reading in self.extractor.readings(doc):
            place = (reading.sent.start_char, reading.sent.end_char)
            for candidate, _ in reading.candidates:
                sides = (candidate.subject.entity, candidate.relation, candidate.object.entity)
                for fact in _known(gold, keys, sides):
                    if _stands_at(fact, text, place):
                        yield reading, candidate, fact
                        break


def _passage_facts(passage: Passage, model: Model) -> dict[tuple[str, str, str], bool]:
    """The facts of a passage, symmetric ones both ways round: is it optional?"""
    facts = dict(passage.facts)
    return facts | {(o, p, s): optional for (s, p, o), optional in passage.facts.items() if model.symmetric(p)}


def _passage_verdict(
    facts: dict[tuple[str, str, str], bool], subject: str, relation: str, object_: str, place: Span
) -> bool | None:
    optional = facts.get((subject, relation, object_))
    return None if optional else optional is False


def part_of(source: Hashable) -> int:
    """The part that an article or a passage belongs to, for models that have not seen it."""
    return int(stable_hash([str(source)]), 16) % PARTS


def facts_of(item: GoldArticle) -> int:
    """How many facts of an annotated article have to be found."""
    return sum(not fact.optional for fact in item.facts)


def told_alone(articles: Iterable[GoldArticle]) -> frozenset[str]:
    """The sources of those ``articles`` none of whose facts another one tells; where somebody is from, many tell."""
    facts = {item.source: set(_told(item)) for item in articles}
    count = Counter(fact for told in facts.values() for fact in told)
    return frozenset(source for source, told in facts.items() if all(count[fact] == 1 for fact in told))


def _told(item: GoldArticle) -> Iterator[tuple[str, str, str]]:
    """The facts of an article by the first names of their sides."""
    for fact in item.facts:
        if fact.relation != ORIGIN:
            subject, object_ = (norm(item.entities[key].names[0]) for key in (fact.subject, fact.object))
            yield subject, fact.relation, object_


#: The annotated facts by subject, relation and object: an article may tell one several times.
Gold = dict[tuple[str, str, str], list[GoldFact]]


def _index(item: GoldArticle, model: Model) -> Gold:
    found: Gold = {}
    for fact in item.facts:
        for reading in fact.readings(model):
            found.setdefault(reading, []).append(fact)
    return found


def gold_keys(item: GoldArticle, entities: Mapping[str, Entity]) -> dict[str, list[str]]:
    """The gold keys that each extracted entity may be, by name."""
    names = {key: {norm(name) for name in value.names} for key, value in item.entities.items()}
    return {
        id_: [key for key, known in names.items() if known & {norm(name) for name in (entity.label, *entity.aliases)}]
        for id_, entity in entities.items()
    }


def _verdict(
    gold: Gold, keys: dict[str, list[str]], text: str, subject: str, relation: str, object_: str, place: Span
) -> bool | None:
    known = _known(gold, keys, (subject, relation, object_))
    if not known:
        return False
    # Elsewhere in the article the pair may or may not stand for the same fact.
    return True if any(not one.optional and _stands_at(one, text, place) for one in known) else None


def _known(gold: Gold, keys: dict[str, list[str]], fact: tuple[str, str, str]) -> list[GoldFact]:
    """The annotated facts that an extracted one is."""
    subject, relation, object_ = fact
    pairs = ((s, o) for s in keys.get(subject, ()) for o in keys.get(object_, ()))
    return [known for s, o in pairs for known in gold.get((s, relation, o), ())]


def _stands_at(fact: GoldFact, text: str, place: Span) -> bool:
    """Whether an annotated fact's evidence meets a stretch of the text."""
    start = text.find(fact.evidence)
    return start >= 0 and start < place[1] and start + len(fact.evidence) > place[0]
