"""All candidates of an annotated article with their features, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from kg.extract.statements.candidates import Candidate, candidates
from kg.extract.statements.context import Context
from kg.extract.statements.features import features
from kg.extract.statements.sentence import SentenceView, view
from kg.extract.statements.triggers import find_triggers
from kg.ontology.grammar import load_grammar
from kg.ontology.lexicon import Lexicon
from kg.ontology.model import Model

__all__ = ["Reading", "read"]

#: Parts of an article that state no facts.
SILENT = frozenset({"header", "source", "dateline"})


@dataclass(frozen=True, slots=True)
class Reading:
    sent: Span
    view: SentenceView
    candidates: list[tuple[Candidate, list[str]]]


def read(doc: Doc, lexicon: Lexicon, model: Model) -> Iterator[Reading]:
    """Each sentence that may state a fact, in order."""
    labels = _labels(doc)
    mentions, references = list(doc.spans["mentions"]), list(doc.spans.get("references", ()))
    context = Context()
    grammar = load_grammar()
    for sent in doc.sents:
        label = labels[sent.start] if sent.start < len(labels) else ""
        if label in SILENT:
            continue
        inside = [span for span in mentions if sent.start <= span.start and span.end <= sent.end]
        meant = [span for span in references if sent.start <= span.start and span.end <= sent.end]
        if not inside and not meant:
            continue
        built = view(sent, inside, meant, grammar, label)
        built.employers = doc.user_data.get("kg_employers", {})
        context.supply(built)
        taken = {i for span in inside for i in range(span.start, span.end)}
        hits = find_triggers(sent, lexicon, taken)
        found = [(candidate, features(candidate, built)) for candidate in candidates(built, hits, lexicon, model)]
        yield Reading(sent, built, found)


def _labels(doc: Doc) -> list[str]:
    """The part that each token belongs to; of parts in one another the smaller."""
    labels = [""] * len(doc)
    for part in sorted(doc.spans.get("structure", ()), key=lambda span: -len(span)):
        for i in range(part.start, part.end):
            labels[i] = part.label_
    return labels
