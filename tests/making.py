"""What tests are about, made by hand: articles, and Docs whose words, tags and names are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.view import TokenView
from kg.records import Article, Entity, Evidence, Extraction, LocalMeasurement, LocalStatement

__all__ = [
    "hand_made",
    "made_article",
    "made_entity",
    "made_evidence",
    "made_extraction",
    "made_measurement",
    "made_params",
    "made_statement",
    "stepped",
]

VOCAB = spacy.blank("xx").vocab


def made_article(text: str, **fields: Any) -> Article:
    """An article of ``text``, with all that does not matter filled in."""
    return Article(**{"id": "article-1", "source": "1.txt", "text": text} | fields)


def made_entity(key: str, kind: str, names: str) -> Entity:
    """An entity of a class; ``names`` are parted by ``|``, its label first."""
    label, *aliases = names.split("|")
    return Entity(id=key, type=kind, label=label, aliases=tuple(aliases))


def made_evidence(start: int = 0, length: int = 1) -> Evidence:
    """A sentence at ``start`` whose words do not matter."""
    return Evidence(start=start, end=start + length, text="x" * length)


def made_statement(subject: str, relation: str, object_: str, **fields: Any) -> LocalStatement:
    """A statement as an extraction has it, in a sentence that does not matter if none is given."""
    return LocalStatement(
        **{"subject": subject, "relation": relation, "object": object_, "evidence": made_evidence()} | fields
    )


def made_measurement(subject: str, metric: str, value: str, **fields: Any) -> LocalMeasurement:
    """A measurement as an extraction has it, in USD if nothing else is given."""
    filled = {"subject": subject, "metric": metric, "value": value, "unit": "USD", "evidence": made_evidence()}
    return LocalMeasurement(**filled | fields)


def made_extraction(
    name: str, entities: Sequence[Entity], statements: Sequence[LocalStatement] = (), **fields: Any
) -> Extraction:
    """What was found in the article ``name``, whose text does not matter; ``date`` is the article's."""
    article = made_article("x" * 99, id=f"article-{name}", source=f"{name}.txt", date=fields.pop("date", None))
    return Extraction(article=article, entities=tuple(entities), statements=tuple(statements), **fields)


def made_params(cases: Sequence[dict[str, Any]], *, by: str) -> list[Any]:
    """Cases of a file as parameters, each called by what it has under the key ``by``; ``xfail`` is why it fails."""
    return [
        pytest.param(
            case,
            id=case[by][:40],
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
        )
        for case in cases
    ]


def stepped(extractor: Extractor, text: str, *steps: str) -> Doc:
    """``text`` after only these steps of the extractor."""
    doc = extractor.nlp.make_doc(text)
    for step in steps:
        doc = extractor.nlp.get_pipe(step)(doc)
    return doc


@dataclass
class _Parts:
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    begins: list[bool] = field(default_factory=list)
    #: First token, token behind, class, entity (empty: a name).
    mentions: list[tuple[int, int, str, str]] = field(default_factory=list)


def hand_made(text: str, *, employers: dict[str, str] | None = None, label: str = "") -> Doc:
    """The Doc of ``text``, whose pieces stand apart: "Veltrona/Np@Company đã/R mua_lại/V Brisken/Np@Company ./F".

    A word has its syllables joined by "_" and its tag behind "/"; "|" begins another sentence. "@Company" makes a
    word a name, the word itself its entity; "@Company:Veltrona" makes it a reference to that entity. Several words
    are one mention in brackets: "[ công_ty/N này/P ]@Company:Veltrona". ``label`` is the part that all of it is in.
    """
    parts = _Parts()
    opened = 0
    first = True
    for piece in text.split(" "):
        if piece == "|":
            first = True
            continue
        if piece == "[":
            opened = len(parts.words)
            continue
        word, _, kind = piece.partition("@")
        start = opened
        if word != "]":
            start = len(parts.words)
            form, _, tag = word.rpartition("/")
            syllables = form.split("_")
            parts.words += syllables
            parts.tags += [tag] * len(syllables)
            parts.starts += [first, *([False] * (len(syllables) - 1))]
            parts.begins += [True, *([False] * (len(syllables) - 1))]
            first = False
        if kind:
            parts.mentions.append((start, len(parts.words), *kind.partition(":")[::2]))
    return _doc(parts, employers or {}, label)


def _doc(parts: _Parts, employers: dict[str, str], label: str) -> Doc:
    doc = Doc(VOCAB, words=parts.words, tags=parts.tags, sent_starts=parts.starts)
    document = Document.of(doc)
    document.view = TokenView.make(doc, parts.begins, parts.starts)
    document.employers = employers
    names, references = [], []
    for start, end, kind, entity in parts.mentions:
        span = Span(doc, start, end, label=kind, span_id=entity or doc[start:end].text)
        (references if entity else names).append(span)
    doc.spans["mentions"], doc.spans["references"] = names, references
    if label:
        doc.spans["structure"] = [Span(doc, 0, len(doc), label=label)]
    return doc
