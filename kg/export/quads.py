"""A graph as quads in memory, for stores that are in this process: no text is written to be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg.export.rdf import Block
from kg.export.terms import parts

__all__ = ["literal", "quads"]

Place = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def quads(blocks: Iterable[Block], place: Place | None = None) -> Iterator[ox.Quad]:
    """The triples of ``blocks`` in their order, in the graph ``place``, else the default graph."""
    place = place or ox.DefaultGraph()
    known: dict[str, ox.NamedNode] = {}

    def node(term: str) -> ox.NamedNode:
        found = known.get(term)
        if found is None:
            found = known[term] = ox.NamedNode(term[1:-1])
        return found

    for block in blocks:
        subject = node(block.subject)
        for predicate, objects in block.rows:
            verb = node(predicate)
            for object_ in objects:
                yield ox.Quad(subject, verb, node(object_) if object_[0] == "<" else literal(object_), place)


def literal(term: str) -> ox.Literal:
    """A literal in N-Triples syntax."""
    value, language, datatype = parts(term)
    if language:
        return ox.Literal(value, language=language)
    return ox.Literal(value, datatype=_datatype(datatype)) if datatype else ox.Literal(value)


@lru_cache(maxsize=16)
def _datatype(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
