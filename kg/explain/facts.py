"""Facts with the sentence each stands on, its trigger, article, time and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import InputError
from kg.graph import Graph
from kg.names import plain_key
from kg.ontology.definitions import Model
from kg.records import Evidence, Modality, Statement

__all__ = ["Explanation", "explain", "explain_statements"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One statement, in words. ``sentence[a:b]`` is what a span (a, b) of ``subject_span`` and so on marks.

    ``article`` is its title where it has one, else its source; ``date`` the article's, ``time`` the fact's (EDTF).
    """

    statement: str
    subject: str
    relation: str
    object: str
    sentence: str
    trigger: str
    article: str
    source: str
    outlet: str | None
    date: str | None
    time: str | None
    modality: Modality
    attributed_to: str | None
    position: str | None
    purpose: str | None
    amount: str | None
    rule: str
    readers: tuple[str, ...]
    confidence: float
    start: int
    end: int
    subject_span: tuple[int, int] | None
    trigger_span: tuple[int, int] | None
    object_span: tuple[int, int] | None


def explain(graph: Graph, subject: str, relation: str | None = None, object_: str | None = None) -> list[Explanation]:
    """The statements of ``graph`` about ``subject``, each with what it stands on, in order of the articles.

    Names are ids, labels or aliases, written with or without case and diacritics; ``relation`` is a local name or a
    label, and includes the relations below it. Without ``object_`` the subject may stand on either side; a symmetric
    relation is found either way round. Raises InputError for an unknown name, with the nearest ones.
    """
    model = graph.ontology.model
    subjects = {entity.id for entity in graph.find(subject)}
    objects = {entity.id for entity in graph.find(object_)} if object_ else None
    relations = _relations(model, relation) if relation else None
    found = [
        st
        for st in graph.statements.values()
        if (relations is None or st.relation in relations) and _joins(st, subjects, objects, model)
    ]
    return explain_statements(graph, found)


def explain_statements(graph: Graph, statements: Iterable[Statement]) -> list[Explanation]:
    """Given statements of ``graph`` in words, in order of the articles' dates, then as they stand in the text."""

    def place(st: Statement) -> tuple[str, str, int, str, str]:
        article = graph.articles[st.article]
        return article.date or "9", article.source, st.evidence.start, st.relation, st.id

    return [_explanation(graph, st) for st in sorted(statements, key=place)]


def _relations(model: Model, name: str) -> set[str]:
    named = {
        entry.name
        for entry in model.relations.values()
        if plain_key(name) in {plain_key(text) for text in (entry.name, *entry.labels.values())}
    }
    if not named:
        raise InputError(f"There is no relation {name!r}.", remedy=f"Use one of: {', '.join(model.relations)}.")
    return {other for other in model.relations if any(model.is_a(other, above) for above in named)}


def _joins(st: Statement, subjects: Iterable[str], objects: Iterable[str] | None, model: Model) -> bool:
    if objects is None:
        return st.subject in subjects or st.object in subjects
    if st.subject in subjects and st.object in objects:
        return True
    symmetric = st.relation in model.relations and model.relations[st.relation].symmetric
    return symmetric and st.object in subjects and st.subject in objects


def _explanation(graph: Graph, st: Statement) -> Explanation:
    article = graph.articles[st.article]
    amount = graph.measurements.get(st.amount or "")
    spans = {name: _inside(st.evidence, name) for name in ("subject", "trigger", "object")}
    trigger = spans["trigger"]
    return Explanation(
        statement=st.id,
        subject=_label(graph, st.subject),
        relation=st.relation,
        object=_label(graph, st.object),
        sentence=st.evidence.text,
        trigger=st.evidence.text[slice(*trigger)] if trigger else "",
        article=article.title or article.source,
        source=article.source,
        outlet=article.outlet,
        date=article.date,
        time=st.time,
        modality=st.modality,
        attributed_to=_label(graph, st.attributed_to) if st.attributed_to else None,
        position=st.position,
        purpose=st.purpose,
        amount=f"{amount.value} {amount.unit}" if amount else None,
        rule=st.rule,
        readers=st.readers,
        confidence=st.confidence,
        start=st.evidence.start,
        end=st.evidence.end,
        subject_span=spans["subject"],
        trigger_span=trigger,
        object_span=spans["object"],
    )


def _inside(evidence: Evidence, name: str) -> tuple[int, int] | None:
    """A span of the article as a span of the sentence; None when it lies outside (a name in an earlier sentence)."""
    span: tuple[int, int] | None = getattr(evidence, name)
    if span is None or not evidence.start <= span[0] <= span[1] <= evidence.end:
        return None
    return span[0] - evidence.start, span[1] - evidence.start


def _label(graph: Graph, entity: str) -> str:
    return graph.entities[entity].label if entity in graph.entities else entity
