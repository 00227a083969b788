"""Why entities are one, and which may be, for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.graph import Graph
from kg.linking.clusters import Ref
from kg.linking.pool import Link
from kg.linking.resolve import Resolution

__all__ = ["linking_report"]

TELLING = 1.0
"""A link of this score by one and the same spelling needs no explanation."""


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
    return {
        "merges": dict(sorted(merges.items())),
        "candidates": list(candidates.values()),
        "unused": [f"{rule.action},{rule.a},{rule.b}" for rule in resolution.unused],
    }


def _row(link: Link, graph: Graph) -> dict[str, Any]:
    return {
        "names": list(link.names),
        "reason": link.reason,
        "score": link.score,
        "shared": list(link.shared),
        "articles": [graph.articles[ref[0]].source for ref in (link.a, link.b)],
    }
