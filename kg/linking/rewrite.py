"""Statements, claims and measurements of many articles, told of the global entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.graph import Graph
from kg.linking.clusters import Ref
from kg.linking.conflicts import find_conflicts
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology
from kg.records import Claim, Entity, Extraction, Measurement, Statement, stable_hash

__all__ = ["rewrite"]

Record = TypeVar("Record", Statement, Claim, Measurement)


def rewrite(
    extractions: Sequence[Extraction],
    entities: Iterable[Entity],
    ids: Mapping[Ref, str],
    ontology: Ontology,
    *,
    base_iri: str,
    endings: Collection[str] = (),
    vague: Collection[str] = (),
) -> Graph:
    """The graph of ``extractions``; ``ids`` gives each article's entities their global ids.

    Ids of statements, claims and measurements come from the article and its own names alone, so that they
    stay what they are whatever other articles say. What names an entity that is not in ``ids`` is left out,
    and so is a statement whose subject and object turn out to be one.
    """
    statements: dict[str, Statement] = {}
    claims: dict[str, Claim] = {}
    measurements: dict[str, Measurement] = {}
    mentions: dict[str, tuple[str, ...]] = {}
    for extraction in extractions:
        article = extraction.article.id
        of = {entity.id: ids[article, entity.id] for entity in extraction.entities if (article, entity.id) in ids}
        names = {entity.id: entity.label for entity in extraction.entities}
        mentions[article] = tuple(sorted(set(of.values())))
        figures = _measurements(extraction, of, names)
        measurements |= {m.id: m for m in figures.values()}
        claims |= {c.id: c for c in _claims(extraction, of, names)}
        statements |= {
            s.id: s
            for s in _statements(extraction, of, names, ontology.model, {old: m.id for old, m in figures.items()})
        }
    articles = {e.article.id: e.article for e in extractions}
    by_id = {entity.id: entity for entity in entities}
    conflicts = find_conflicts(
        articles, by_id, statements.values(), measurements.values(), ontology.model, endings=endings, vague=vague
    )
    return Graph(
        articles=articles,
        entities=by_id,
        statements=statements,
        claims=claims,
        measurements=measurements,
        mentions=mentions,
        conflicts=conflicts,
        base_iri=base_iri,
        ontology=ontology,
    )


def _statements(
    extraction: Extraction,
    of: Mapping[str, str],
    names: Mapping[str, str],
    model: Model,
    figures: Mapping[str, str],
) -> list[Statement]:
    article = extraction.article.id
    found: dict[tuple[str, ...], Statement] = {}
    for st in extraction.statements:
        if st.subject not in of or st.object not in of or of[st.subject] == of[st.object]:
            continue
        sides = [names[st.subject], names[st.object]]
        subject, object_ = of[st.subject], of[st.object]
        if model.symmetric(st.relation):
            sides.sort()
            if object_ < subject:
                subject, object_ = object_, subject
                spans = st.evidence
                st = replace(st, evidence=replace(spans, subject=spans.object, object=spans.subject))
        new = replace(
            st,
            subject=subject,
            object=object_,
            amount=figures.get(st.amount or ""),
            attributed_to=of.get(st.attributed_to or ""),
        )
        key = (article, sides[0], st.relation, sides[1], st.modality, str(st.evidence.start), str(st.evidence.end))
        same = (subject, st.relation, object_, *key[4:])
        if same not in found or _rank(new, key) < _rank(found[same], key):
            found[same] = replace(new, id="\x1f".join(key))
    return _numbered(found.values(), "st-")


def _rank(st: Statement, key: tuple[str, ...]) -> tuple[float, bool, bool, str]:
    """Of two statements of one fact in one sentence the surer and fuller one stays."""
    return -st.confidence, st.time is None, st.attributed_to is None, f"{st.time}{st.position}{st.rule}{key}"


def _claims(extraction: Extraction, of: Mapping[str, str], names: Mapping[str, str]) -> list[Claim]:
    return _numbered(
        (
            replace(
                c,
                speaker=of[c.speaker],
                id="\x1f".join((extraction.article.id, names[c.speaker], str(c.start), str(c.end), c.text)),
            )
            for c in extraction.claims
            if c.speaker in of
        ),
        "claim-",
    )


def _measurements(extraction: Extraction, of: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Measurement]:
    """By their ids in the extraction."""
    kept = [m for m in extraction.measurements if m.subject in of]
    new = _numbered(
        (
            replace(
                m,
                subject=of[m.subject],
                id="\x1f".join(
                    (
                        extraction.article.id,
                        names[m.subject],
                        m.metric,
                        m.value,
                        m.unit,
                        str(m.evidence.start),
                        str(m.evidence.end),
                        m.time or "",
                        m.id,
                    )
                ),
            )
            for m in kept
        ),
        "m-",
        order=False,
    )
    return {old.id: m for old, m in zip(kept, new, strict=True)}


def _numbered(records: Iterable[Record], prefix: str, *, order: bool = True) -> list[Record]:
    """The records with their provisional ids hashed; those that share one are told apart by a number."""
    groups: dict[str, int] = defaultdict(int)
    made = []
    for record in sorted(records, key=lambda r: (r.id, repr(r))) if order else records:
        number = groups[record.id]
        groups[record.id] += 1
        made.append(replace(record, id=prefix + stable_hash([record.id, str(number)])))
    return made
