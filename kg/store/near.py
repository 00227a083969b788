"""A part of a build's graph, from the store that the build has kept; the whole from its Turtle where there is none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.export.read import read_graph, read_some
from kg.export.source import graph_file
from kg.export.terms import RDF, Names
from kg.graph import Graph
from kg.ontology.ontology import Ontology
from kg.store.kept import kept
from kg.store.search import Index
from kg.store.store import Store, base_iri_of

__all__ = ["about", "read_conflicts", "read_near"]

_SIDES = ("speaker", "subject", "about")
"""By what a claim, a measurement and a conflict name the entities that they are about."""
_ENDS = (RDF + "subject", RDF + "object")
"""The same of a statement."""


def read_near(source: Path, typed: Iterable[str], ontology: Ontology | None = None) -> Graph:
    """Of a graph (as for ``read_graph``) at least the facts of the entities that are called like ``typed``."""
    with _opened(source, ontology) as opened:
        if opened is not None:
            store, index = opened
            called = [index.called(name) for name in typed]
            if all(called):
                ids = {id_ for found in called for id_ in found}
                stated = {id_ for entity in called[0] for id_ in _naming(store, entity, _ENDS)}
                return read_some(store.rdf, [*sorted(ids), *sorted(stated)], store.base_iri, store.ontology)
    return read_graph(source, ontology)


def read_conflicts(source: Path, ontology: Ontology | None = None) -> Graph:
    """Of a graph (as for ``read_graph``) at least all conflicts and their sides."""
    with _opened(source, ontology) as opened:
        if opened is not None:
            store, _ = opened
            kind = ox.NamedNode(f"{store.base_iri}ontology#Conflict")
            found = store.rdf.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
            ids = sorted(Names(store.base_iri).id_of(_iri(quad.subject)) for quad in found)
            return read_some(store.rdf, ids, store.base_iri, store.ontology)
    return read_graph(source, ontology)


def about(store: Store, id_: str) -> list[str]:
    """The ids of the statements, claims, measurements and conflicts about an entity, sorted."""
    return _naming(store, id_, [*(f"{store.base_iri}ontology#{name}" for name in _SIDES), *_ENDS])


def _naming(store: Store, id_: str, properties: Iterable[str]) -> list[str]:
    """The ids of what has one of these properties of the thing, sorted."""
    names = Names(store.base_iri)
    thing = ox.NamedNode(names.resource(id_)[1:-1])
    found = {
        _iri(quad.subject)
        for property_ in properties
        for quad in store.rdf.quads_for_pattern(None, ox.NamedNode(property_), thing)
    }
    return sorted(map(names.id_of, found))


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


@contextmanager
def _opened(source: Path, ontology: Ontology | None) -> Iterator[tuple[Store, Index] | None]:
    """What a build has kept; None where there is nothing, or it is damaged."""
    opened: tuple[Store, Index] | None = None
    if source.is_dir():
        graph_file(source)
        ontology = ontology or Ontology.load()
        place = kept(source, ontology)
        with contextlib.suppress(OSError):
            if place is not None:
                rdf = ox.Store.read_only(str(place.rdf))
                opened = Store(rdf, base_iri_of(rdf), ontology), Index.read(place.index)
    try:
        yield opened
    finally:
        if opened is not None:
            opened[1].close()
