"""Entities as people look at them: what they are called, where they stand, why they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.graph import Graph
from kg.linking.clusters import Ref
from kg.linking.pool import Link
from kg.linking.resolve import Resolution

__all__ = ["EntityRow", "entity_rows", "linking_report"]

TELLING = 1.0
"""A link of this score by one and the same spelling needs no explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """An entity with the number of articles that name it and of statements it stands in."""

    id: str
    label: str
    type: str
    aliases: tuple[str, ...]
    articles: int
    statements: int


def entity_rows(graph: Graph) -> list[EntityRow]:
    """All entities, those of most articles first."""
    articles = Counter(entity for found in graph.mentions.values() for entity in found)
    statements = Counter(side for st in graph.statements.values() for side in {st.subject, st.object})
    rows = [EntityRow(id=entity.id, label=entity.label, type=entity.type, aliases=entity.aliases,
                      articles=articles[entity.id], statements=statements[entity.id])
            for entity in graph.entities.values()]
    return sorted(rows, key=lambda row: (-row.articles, -row.statements, row.id))


def linking_report(graph: Graph, resolution: Resolution, ids: Mapping[Ref, str]) -> dict[str, Any]:
    """What a build tells of its merges, ready for JSON.

    ``merges``: by entity id, each link that was more than the same spelling; ``candidates``: pairs of entity
    ids that may be one, the likeliest first; ``unused``: lines of merges.csv that meant nothing here.
    """
    merges: dict[str, list[dict[str, Any]]] = {}
    for link in resolution.links:
        if link.reason != "same-name" or link.score < TELLING:
            rows = merges.setdefault(ids[link.a], [])
            row = _row(link, graph)
            if row not in rows:
                rows.append(row)
    candidates: dict[tuple[str, ...], dict[str, Any]] = {}
    for link in resolution.candidates:
        pair = tuple(sorted((ids[link.a], ids[link.b])))
        if len(set(pair)) == 2:
            candidates.setdefault(pair, {"a": ids[link.a], "b": ids[link.b], **_row(link, graph)})
    return {"merges": dict(sorted(merges.items())), "candidates": list(candidates.values()),
            "unused": [f"{rule.action},{rule.a},{rule.b}" for rule in resolution.unused]}


def _row(link: Link, graph: Graph) -> dict[str, Any]:
    return {"names": list(link.names), "reason": link.reason, "score": link.score, "shared": list(link.shared),
            "articles": [graph.articles[ref[0]].source for ref in (link.a, link.b)]}
