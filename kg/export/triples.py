"""A graph as triples in memory, for stores that are in this process: no text is written to be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.export.rdf import Block
from kg.export.terms import parts

__all__ = ["literal", "triples"]


def triples(blocks: Iterable[Block]) -> Iterator[ox.Triple]:
    """The triples of ``blocks``, in their order."""
    known: dict[str, ox.NamedNode] = {}

    def node(term: str) -> ox.NamedNode:
        return known.get(term) or known.setdefault(term, ox.NamedNode(term[1:-1]))

    for block in blocks:
        subject = node(block.subject)
        for predicate, objects in block.rows:
            verb = node(predicate)
            for object_ in objects:
                yield ox.Triple(subject, verb, node(object_) if object_.startswith("<") else literal(object_))


def literal(term: str) -> ox.Literal:
    """A literal in N-Triples syntax."""
    value, language, datatype = parts(term)
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(value)
