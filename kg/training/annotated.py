"""Annotated articles as the encoder learns from them: windows of pieces, each token with its BIO label."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import InputError
from kg.evaluate.gold import read_gold
from kg.extract.encoder.pieces import Pieces
from kg.extract.encoder.windows import windows
from kg.extract.mentions.component import read_page
from kg.extract.mentions.lexis import load_lexis
from kg.extract.view import TokenView
from kg.training.passages import annotate_passage, read_passages
from kg.training.samples import Spans, corpus, create, gold_spans

__all__ = ["Example", "annotated", "labelled", "real_articles"]

GOLD = Path("gold/real-train.json")
TEXTS = Path("articles/real-train.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Example:
    """A window: its pieces, where its tokens begin, and their labels."""

    pieces: list[int]
    firsts: list[int]
    labels: list[int]


def real_articles(shared: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each annotated real article of the folder ``shared`` with its text, in the order of the gold file.

    Raises:
        InputError: when a file is missing or an article has no text.
    """
    remedy = f"Give the folder that holds {GOLD} and {TEXTS}."
    try:
        with gzip.open(shared / TEXTS, "rt", encoding="utf-8") as file:
            texts = {row["id"]: row["text"] for row in map(json.loads, file)}
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{shared / TEXTS} cannot be read: {error}.", remedy=remedy) from error
    for item in read_gold(shared / GOLD):
        if item["article"] not in texts:
            raise InputError(f"{item['article']} of {GOLD} has no text in {TEXTS}.", remedy=remedy)
        yield item, unicodedata.normalize("NFC", texts[item["article"]])


def annotated(folder: Path, shared: Path | None) -> Iterator[tuple[TokenView, Spans]]:
    """The articles and passages of the corpus in ``folder`` and the real articles of ``shared``, with their names."""
    nlp, lexis = create(), load_lexis()
    items = chain(corpus(folder), real_articles(shared) if shared else ())
    for item, text in items:
        doc = nlp(text)
        yield TokenView.make(doc), gold_spans(doc, read_page(doc, lexis), item)
    yield from _passages(folder, nlp)


def _passages(folder: Path, nlp: Language) -> Iterator[tuple[TokenView, Spans]]:
    for path in sorted((folder / "passages").glob("*.txt")):
        for passage in read_passages(path):
            doc: Doc = annotate_passage(nlp(passage.text), passage)
            spans = {
                span.start: (span.end, span.label_) for span in doc.spans["mentions"] if not span.text[:1].islower()
            }
            yield TokenView.make(doc), spans


def labelled(view: TokenView, spans: Spans, pieces: Pieces, labels: dict[str, int]) -> Iterator[Example]:
    """The windows of an article with a label (``O``, ``B-…``, ``I-…``) for each token."""
    marks = [0] * len(view)
    for start, (end, kind) in spans.items():
        marks[start] = labels[f"B-{kind}"]
        marks[start + 1 : end] = [labels[f"I-{kind}"]] * (end - start - 1)
    for window in windows(view, pieces):
        yield Example(window.pieces, window.firsts, [marks[i] for i in window.tokens])
