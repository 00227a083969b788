"""Which facts the page shows at first: those that are sure."""

from __future__ import annotations

from kg.graph import Graph

__all__ = ["STRONG", "SURE", "first_confidence"]

SURE = 0.9
"""The least confidence at first. Of the facts that are at least so sure about 19 of 20 should be right."""

STRONG = 0.7
"""A conflict of at least this strength is one; a weaker one is worth checking."""

FEW = 3
"""Where fewer facts are so sure the page starts with all: it would look empty."""


def first_confidence(graph: Graph) -> float:
    """The least confidence that the page of ``graph`` starts with: ``SURE``, or 0 where it would look empty."""
    sure = {(st.subject, st.relation, st.object) for st in graph.statements.values() if st.confidence >= SURE}
    return SURE if len(sure) >= FEW else 0.0
