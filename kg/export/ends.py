"""Whether all that a graph's records name is in the graph."""

from __future__ import annotations

from collections.abc import Container

from kg.graph import Graph

__all__ = ["check_ends"]


def check_ends(graph: Graph) -> None:
    """Raises ValueError when something is said of what has no block of its own."""
    ends: list[tuple[str, str, Container[str]]] = []
    amounts, sides = {"", *graph.measurements}, {*graph.statements, *graph.measurements}
    for st in graph.statements.values():
        ends += ((st.id, st.subject, graph.entities), (st.id, st.object, graph.entities))
        ends += ((st.id, st.article, graph.articles), (st.id, st.amount or "", amounts))
    for claim in graph.claims.values():
        ends += ((claim.id, claim.speaker, graph.entities), (claim.id, claim.article, graph.articles))
    for figure in graph.measurements.values():
        ends += ((figure.id, figure.subject, graph.entities), (figure.id, figure.article, graph.articles))
    for article, named in graph.mentions.items():
        ends += ((article, entity, graph.entities) for entity in named)
    for conflict in graph.conflicts.values():
        ends += ((conflict.id, side, sides) for side in conflict.statements)
        ends += ((conflict.id, entity, graph.entities) for entity in conflict.entities)
    for id_, end, known in ends:
        if end not in known:
            raise ValueError(f"{id_} names {end}, which is not described")
