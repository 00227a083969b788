"""Statements as flat rows with names beside ids, for formats that know neither RDF nor graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, get_type_hints

from kg.graph import Graph
from kg.records import Statement

__all__ = ["COLUMNS", "StatementRow", "statement_row", "statement_rows"]


class StatementRow(TypedDict):
    """One statement. ``start`` and ``end`` count code points of the article's text; times are EDTF.

    ``reader`` names who found it, several with "; " between. ``sources`` is how many independent sources assert or
    report its fact, ``denials`` how many deny it.
    """

    id: str
    subject: str
    subject_label: str
    subject_type: str
    relation: str
    object: str
    object_label: str
    object_type: str
    modality: str
    time: str | None
    attributed_to: str | None
    attributed_to_label: str | None
    position: str | None
    purpose: str | None
    amount: str | None
    unit: str | None
    confidence: float
    sources: int
    denials: int
    rule: str | None
    reader: str
    article: str
    source: str
    title: str | None
    date: str | None
    evidence: str
    start: int
    end: int
    trigger: str | None


COLUMNS = tuple(get_type_hints(StatementRow))


def statement_rows(graph: Graph) -> Iterator[StatementRow]:
    """Every statement of ``graph``, in order of subject, relation, object and id."""
    for statement in sorted(graph.statements.values(), key=lambda st: (st.subject, st.relation, st.object, st.id)):
        yield statement_row(graph, statement)


def statement_row(graph: Graph, st: Statement) -> StatementRow:
    """The row of one statement of ``graph``."""
    subject, object_ = graph.entities[st.subject], graph.entities[st.object]
    article, evidence = graph.articles[st.article], st.evidence
    amount = graph.measurements.get(st.amount or "")
    trigger = None
    if evidence.trigger and evidence.start <= evidence.trigger[0] <= evidence.trigger[1] <= evidence.end:
        trigger = evidence.text[evidence.trigger[0] - evidence.start : evidence.trigger[1] - evidence.start]
    fact = graph.facts[st.subject, st.relation, st.object]
    speaker = graph.entities.get(st.attributed_to or "")
    return StatementRow(
        id=st.id,
        subject=st.subject,
        subject_label=subject.label,
        subject_type=subject.type,
        relation=st.relation,
        object=st.object,
        object_label=object_.label,
        object_type=object_.type,
        modality=st.modality,
        time=st.time,
        attributed_to=st.attributed_to,
        attributed_to_label=speaker.label if speaker else None,
        position=st.position,
        purpose=st.purpose,
        amount=amount.value if amount else None,
        unit=amount.unit if amount else None,
        confidence=st.confidence,
        sources=fact.sources,
        denials=fact.denials,
        rule=st.rule or None,
        reader="; ".join(st.readers),
        article=st.article,
        source=article.source,
        title=article.title,
        date=article.date,
        evidence=evidence.text,
        start=evidence.start,
        end=evidence.end,
        trigger=trigger,
    )
