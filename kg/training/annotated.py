"""Annotated articles as the encoder learns from them: windows of pieces, each token with its BIO label."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document
from kg.extract.mentions.encoder.pieces import Pieces
from kg.extract.mentions.encoder.windows import windows
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.training.passages import annotate_passage, read_passages
from kg.training.real import real_articles
from kg.training.samples import Spans, corpus, create, gold_spans

__all__ = ["Example", "annotated", "labelled"]


@dataclass(frozen=True, slots=True)
class Example:
    """A window: its pieces, where its tokens begin, and their labels."""

    pieces: list[int]
    firsts: list[int]
    labels: list[int]


def annotated(folder: Path, shared: Path | None) -> Iterator[tuple[Hashable, TokenView, Spans]]:
    """The articles and passages of the corpus in ``folder`` and the real articles of ``shared``, with their names.

    Each comes with what it is called: what is learned from one is never tested on it.
    """
    ontology = Ontology.load()
    nlp, lexis = create(ontology), Lexis(ontology, ontology.model.entity_classes)
    items = chain(corpus(folder), real_articles(shared) if shared else ())
    for item, text in items:
        doc = nlp(text)
        view = Document.of(doc).view
        yield item.source, view, gold_spans(doc, Ground.of(view, lexis), item, lexis)
    yield from _passages(folder, nlp)


def _passages(folder: Path, nlp: Language) -> Iterator[tuple[Hashable, TokenView, Spans]]:
    for path in sorted((folder / "passages").glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            doc: Doc = annotate_passage(nlp(passage.text), passage)
            spans = {
                span.start: (span.end, span.label_) for span in doc.spans["mentions"] if not span.text[:1].islower()
            }
            yield (path.name, number), Document.of(doc).view, spans


def labelled(view: TokenView, spans: Spans, pieces: Pieces, labels: dict[str, int]) -> Iterator[Example]:
    """The windows of an article with a label (``O``, ``B-…``, ``I-…``) for each token."""
    marks = [0] * len(view)
    for start, (end, kind) in spans.items():
        marks[start] = labels[f"B-{kind}"]
        marks[start + 1 : end] = [labels[f"I-{kind}"]] * (end - start - 1)
    for window in windows(view, pieces):
        yield Example(window.pieces, window.firsts, [marks[i] for i in window.tokens])
