"""Short annotated passages (``tests/corpus/passages/*.txt``): text, entities, facts; see the corpus' README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, Span

from kg.errors import Fault, OntologyError

__all__ = ["Passage", "annotate_passage", "read_passages"]

REFERENCE = re.compile(r"\{(?P<text>.+?)(?:#(?P<number>\d+))?\}")
#: What stands before a fact: optional, negated, planned.
OPTIONAL, NEGATED, PLANNED = "?", "-", "~"


@dataclass(frozen=True, slots=True)
class Passage:
    """``entities``: first name -> (class, names, references as (words, which occurrence)).

    ``facts``: (subject, relation, object) by first names -> is it optional?
    """

    text: str
    entities: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]]]
    facts: dict[tuple[str, str, str], bool]


def read_passages(path: Path) -> Iterator[Passage]:
    """The passages of a file.

    Raises:
        OntologyError: with the line of each passage that is not of the form.
    """
    faults: list[Fault] = []
    line = 1
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.strip():
            try:
                passage = _passage(block.strip())
            except ValueError as error:
                faults.append(Fault(path.name, line, f"{error}.", "See the corpus' README for the form."))
            else:
                yield passage
        line += block.count("\n") + 2
    if faults:
        raise OntologyError(faults)


def _passage(block: str) -> Passage:
    lines = {row[:1]: row[2:].strip() for row in block.splitlines() if row[1:2] == ":"}
    if set(lines) != {"T", "E", "F"}:
        raise ValueError("a passage has the lines T:, E: and F:")
    entities = {}
    for item in filter(None, (part.strip() for part in lines["E"].split(";"))):
        names, _, kind = item.rpartition("=")
        forms = [form.strip() for form in names.split(",")]
        meant = tuple((m["text"], int(m["number"] or 1)) for form in forms if (m := REFERENCE.fullmatch(form)))
        named = tuple(form for form in forms if not form.startswith("{"))
        if not named or any(form not in lines["T"] for form in named):
            raise ValueError(f"“{item}” does not name what stands in the text")
        entities[named[0]] = (kind.strip(), named, meant)
    facts = {}
    for item in filter(None, (part.strip() for part in lines["F"].split(";"))):
        sides = [side.strip() for side in item.lstrip(OPTIONAL + NEGATED + PLANNED).split(" > ")]
        if len(sides) != 3 or sides[0] not in entities or sides[2] not in entities:
            raise ValueError(f"“{item}” is not a fact between entities of E:")
        facts[sides[0], sides[1], sides[2]] = item.startswith(OPTIONAL)
    return Passage(lines["T"], entities, facts)


def annotate_passage(doc: Doc, passage: Passage) -> Doc:
    """Sets mentions and references of ``doc`` to what the passage says, longer names first."""
    taken = [False] * len(doc)
    names = sorted(
        ((form, key, kind) for key, (kind, forms, _) in passage.entities.items() for form in forms),
        key=lambda row: (-len(row[0]), row),
    )
    mentions = [span for form, key, kind in names for span in _occurrences(doc, form, key, kind, taken)]
    references = []
    for key, (kind, _, meant) in passage.entities.items():
        for words, number in meant:
            found = _occurrences(doc, words, key, kind, list(taken))
            references += found[number - 1 : number]
    doc.spans["mentions"] = sorted(mentions, key=lambda span: span.start)
    doc.spans["references"] = sorted(references, key=lambda span: span.start)
    return doc


def _occurrences(doc: Doc, words: str, key: str, kind: str, taken: list[bool]) -> list[Span]:
    found = []
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", doc.text):
        span = doc.char_span(match.start(), match.end(), label=kind, span_id=key)
        if span is not None and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * len(span)
            found.append(span)
    return found
