"""Parts of a graph that are small enough to be looked at."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection

from kg.errors import UsageError
from kg.graph import Graph

__all__ = ["most_connected", "restrict", "subgraph_around"]


def subgraph_around(graph: Graph, entity: str, depth: int) -> Graph:
    """The entities at most ``depth`` facts away from ``entity`` (an id or a name), with all that is said between them.

    Raises UsageError where the graph has no such entity or ``depth`` is negative.
    """
    if depth < 0:
        raise UsageError(f"The depth is {depth}.", remedy="Give 0 or more.")
    import networkx as nx

    network = graph.network.to_undirected(as_view=True)
    near: set[str] = set()
    for found in graph.find(entity):
        near |= set(nx.single_source_shortest_path_length(network, found.id, cutoff=depth))
    return restrict(graph, near)


def most_connected(graph: Graph, count: int) -> Graph:
    """The ``count`` entities that stand in most distinct facts (ties: by id), with all that is said between them."""
    if len(graph.entities) <= count:
        return graph
    degree = Counter(end for subject, _, object_ in graph.facts for end in (subject, object_))
    ranked = sorted(graph.entities, key=lambda entity: (-degree[entity], entity))
    return restrict(graph, set(ranked[:count]))


def restrict(graph: Graph, keep: Collection[str]) -> Graph:
    """The graph of the entities ``keep``; whoever a kept fact is attributed to stays too, so that it has a name."""
    kept = set(keep)
    statements = {key: st for key, st in graph.statements.items() if st.subject in kept and st.object in kept}
    speakers = {st.attributed_to for st in statements.values() if st.attributed_to in graph.entities}
    claims = {key: claim for key, claim in graph.claims.items() if claim.speaker in kept}
    amounts = {st.amount for st in statements.values()}
    measurements = {
        key: measurement
        for key, measurement in graph.measurements.items()
        if measurement.subject in kept or key in amounts
    }
    entities = {
        key: graph.entities[key]
        for key in kept
        | {speaker for speaker in speakers if speaker is not None}
        | {measurement.subject for measurement in measurements.values() if measurement.subject in graph.entities}
    }
    told = (
        {st.article for st in statements.values()}
        | {claim.article for claim in claims.values()}
        | {measurement.article for measurement in measurements.values()}
    )
    mentions = {
        article: tuple(entity for entity in named if entity in entities) for article, named in graph.mentions.items()
    }
    articles = {key: article for key, article in graph.articles.items() if key in told or mentions.get(key)}
    stated = statements.keys() | measurements.keys()
    part = Graph(
        articles=articles,
        entities=entities,
        statements=statements,
        claims=claims,
        measurements=measurements,
        mentions={key: named for key, named in mentions.items() if named},
        conflicts={
            key: conflict for key, conflict in graph.conflicts.items() if stated.issuperset(conflict.statements)
        },
        copies={key: origin for key, origin in graph.copies.items() if key in articles and origin in articles},
        base_iri=graph.base_iri,
        ontology=graph.ontology,
    )
    object.__setattr__(part, "origins", _origins(graph, part))
    return part


def _origins(graph: Graph, part: Graph) -> dict[str, bytes]:
    """What the records of each article come from that are left in ``part``: those of ``graph``, and which are left."""
    left: dict[str, list[str]] = defaultdict(list)
    for records in (part.statements, part.claims, part.measurements):
        for record in records.values():
            left[record.article].append(record.id)
    found = {}
    for id_ in part.articles:
        if id_ in graph.origins:
            told = repr((graph.origins[id_], left[id_], part.mentions.get(id_)))
            found[id_] = hashlib.blake2b(told.encode("utf-8", "backslashreplace"), digest_size=20).digest()
    return found
