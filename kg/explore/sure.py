"""Which facts the page shows at first: those that are sure."""

from __future__ import annotations

from kg.graph import Graph

__all__ = ["STRONG", "first_confidence"]

STRONG = 0.7
"""A conflict of at least this strength is one; a weaker one is worth checking."""

FEW = 3
"""Where fewer facts are so sure the page starts with all: it would look empty."""


def first_confidence(graph: Graph) -> float:
    """The least confidence that the page of ``graph`` starts with: ``kg:shownFrom`` of its ontology, or 0 where the
    page would look empty."""
    least = graph.ontology.model.shown_from
    sure = {(st.subject, st.relation, st.object) for st in graph.statements.values() if st.confidence >= least}
    return least if len(sure) >= FEW else 0.0
