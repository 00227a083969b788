"""Train what says which entity is meant: ``python -m kg.training.references tests/corpus --shared FOLDER``.

Real articles whose facts tell which words of the text stand for a side that is not named give questions with an
answer: the entity, or none where the article's names lack it. All other expressions of sentences that facts were read
in are questions whose answer is none, though many mean an entity that no fact speaks of: they count little. The
passages of the corpus name what their expressions mean. What one expression means depends on what those before it have
meant: all is read twice. The same articles give the same bytes.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle
from kg.extract.document import Document
from kg.extract.references.chooser import REFERENCES, Chooser, save_chooser
from kg.extract.references.component import References
from kg.extract.references.expressions import Expression
from kg.extract.references.names import Names, names_of
from kg.extract.references.resolver import Question
from kg.extract.view import TokenView
from kg.records import Entity, Span
from kg.training.candidates import Example, Reader, gold_keys
from kg.training.logit import Table, common, fit_weights
from kg.training.packed import pack
from kg.training.real import real_articles

__all__ = ["Asked", "Told", "ask", "examples", "fit", "of_passage", "told", "train"]

PENALTY = 1.0
#: A feature that was met in fewer articles says nothing.
LEAST = 3
#: What a question counts that no fact answers.
UNTOLD = 0.1
#: Chosen by cross-validation on real articles: at 0.25 fewer of the references are right (76%), at 0.35 79%.
THRESHOLD = 0.35
ROUNDS = 2
#: The relations that a post is told by.
POSTS = frozenset({"ceoOf", "chairOf", "holdsPositionAt", "ctoOf"})


@dataclass(frozen=True, slots=True)
class Told:
    """An annotated article as it is read: its view, names and entities, and what the gold says.

    ``meant``: tokens of an expression -> the extracted entities that it stands for (none: the article's names lack it);
    ``left_out``: sentence and person -> where a post is held that is told without; ``asked``: the sentences that facts
    were read in.
    """

    source: Hashable
    view: TokenView
    names: Names
    entities: Mapping[str, Entity]
    meant: Mapping[Span, frozenset[str]]
    left_out: Mapping[tuple[int, str], frozenset[str]]
    asked: Collection[int]


def _tells(item: GoldArticle) -> bool:
    """Do an article's facts say what stands for their sides?"""
    return any(fact.subject_words is not None or fact.object_words is not None for fact in item.facts)


def of_passage(source: Hashable, doc: Doc) -> Told:
    """What a passage of the corpus says of its expressions: all of them."""
    names = names_of(doc)
    entities = {name.entity: Entity(id=name.entity, type=name.type, label=name.entity) for name in names.values()}
    meant = {(span.start, span.end): frozenset([span.id_]) for span in doc.spans["references"]}
    view = Document.of(doc).view
    return Told(source, view, names, entities, meant, {}, range(len(view.sentences)))


def told(item: GoldArticle, doc: Doc, text: str) -> Told:
    """What the gold says of the expressions of an article that was read up to its names."""
    document = Document.of(doc)
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    return _told(item, text, document.view, names_of(doc), document.entities, starts, ends)


def _told(
    item: GoldArticle,
    text: str,
    view: TokenView,
    names: Names,
    entities: Mapping[str, Entity],
    starts: Mapping[int, int],
    ends: Mapping[int, int],
) -> Told:
    found: dict[str, set[str]] = {}
    for entity, keys in gold_keys(item, entities).items():
        for key in keys:
            found.setdefault(key, set()).add(entity)
    meant: dict[Span, set[str]] = {}
    left_out: dict[tuple[int, str], set[str]] = {}
    asked: set[int] = set()
    for fact in item.facts:
        place = text.find(fact.evidence)
        first = next((starts[at] for at in range(place, place + len(fact.evidence)) if at in starts), None)
        if place < 0 or first is None:
            continue
        sentence = view.sentence_of(first)
        asked.add(sentence)
        for words, side in ((fact.subject_words, fact.subject), (fact.object_words, fact.object)):
            for match in re.finditer(re.escape(words), fact.evidence) if words else ():
                start, end = starts.get(place + match.start()), ends.get(place + match.end())
                if start is not None and end is not None:
                    meant.setdefault((start, end), set()).update(found.get(side, ()))
        if fact.object_words == "" and fact.relation in POSTS:
            for entity in found.get(fact.subject, ()):
                left_out.setdefault((sentence, entity), set()).update(found.get(fact.object, ()))
    return Told(
        item.source,
        view,
        names,
        entities,
        {place: frozenset(of) for place, of in meant.items()},
        {place: frozenset(of) for place, of in left_out.items()},
        frozenset(asked),
    )


def answer(item: Expression, one: Told) -> frozenset[str] | None:
    """What an expression stands for by the gold; None where it does not say."""
    if item.form == "post":
        name = one.names.get(item.end)
        return one.left_out.get((one.view.sentence_of(item.start), name.entity)) if name is not None else None
    near = [place for place in one.meant if abs(place[0] - item.start) <= 1 and place[1] > item.start]
    return one.meant[min(near, key=lambda place: abs(place[0] - item.start))] if near else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what the gold answers (None: nothing), and what was chosen."""

    question: Question
    right: frozenset[str] | None
    chosen: str


def ask(one: Told, references: References, chooser: Chooser) -> list[Asked]:
    """The questions of an article; what ``chooser`` answers is what later ones build on."""
    asked: list[Asked] = []

    def choose(question: Question) -> int | None:
        best = chooser.best(question.rows)
        chosen = "" if best is None else question.entities[best]
        asked.append(Asked(question, answer(question.item, one), chosen))
        return best

    references.find(one.view, one.names, one.entities, choose)
    return asked


def examples(articles: Iterable[Told], references: References, chooser: Chooser) -> Iterator[tuple[Example, bool]]:
    """The entities of each question, and whether the gold answers it."""
    for one in articles:
        for n, asked in enumerate(ask(one, references, chooser)):
            item = asked.question.item
            if asked.right is None and (item.form == "post" or one.view.sentence_of(item.start) not in one.asked):
                continue
            key = (one.source, n)
            for entity, groups in zip(asked.question.entities, asked.question.rows, strict=True):
                right = entity in (asked.right or ())
                names = tuple(name for group in groups for name in group)
                yield Example(one.source, key, (*key, entity), key, names, right), asked.right is not None


def fit(
    rows: Iterable[tuple[Example, bool]],
    *,
    penalty: float = PENALTY,
    least: int = LEAST,
    untold: float = UNTOLD,
    threshold: float = THRESHOLD,
) -> Chooser:
    """The weights; a question that the gold does not answer counts ``untold``."""
    found = list(rows)
    packed = pack(example for example, _ in found)
    columns = common(packed, least)
    weight = np.array([1.0 if answered else untold for _, answered in found])
    weights = fit_weights(Table.of(packed, columns, np.ones(len(packed), dtype=bool), weight), penalty)
    named = {packed.names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    return Chooser(named, threshold)


def train(articles: Sequence[Told], references: References) -> Chooser:
    """Twice: what an expression means depends on what those before it have meant."""
    chooser = Chooser({}, 1.0)
    for _ in range(ROUNDS):
        chooser = fit(examples(articles, references, chooser))
    return chooser


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.references", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--out", type=Path, default=REFERENCES, help="the file of the weights")
    arguments = parser.parse_args()
    reader = Reader(arguments.folds)
    articles = [of_passage(one.source, one.doc) for one in reader.passages(arguments.corpus)]
    if arguments.shared is not None:
        with reader.extractor.nlp.select_pipes(disable=["kg_references", "kg_cues", "kg_speech"]):
            real = ((item, text) for item, text in real_articles(arguments.shared) if _tells(item))
            articles += [told(item, reader.annotate(item, text), text) for item, text in real]
    chooser = train(articles, References(reader.extractor.ontology))
    save_chooser(chooser, arguments.out)
    print(f"{arguments.out}: {len(articles)} articles, {len(chooser.weights)} features")


if __name__ == "__main__":
    main()
