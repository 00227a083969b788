"""A graph in Oxigraph, asked in SPARQL.

The vocabulary (``ontology/kg.ttl``) is loaded beside the data, so that ``a/rdfs:subClassOf* kg:Organization``
and ``rdfs:subPropertyOf* kg:holdsPositionAt`` work.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.config import DEFAULT_BASE_IRI, base_of, checked_base
from kg.errors import UsageError
from kg.export.source import graph_file, parse_rdf
from kg.export.terms import RDF, VOID, prefixes, vocabulary
from kg.ontology.ontology import Ontology
from kg.store.kept import kept
from kg.store.readonly import check_read_only
from kg.store.results import Result

if TYPE_CHECKING:
    import rdflib

    from kg.graph import Graph

__all__ = ["Store", "base_iri_of", "ontology_turtle", "open_store", "query", "to_rdflib"]

_MORE_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
}


@dataclass(frozen=True, slots=True)
class Store:
    """A graph loaded for queries. ``base_iri`` is the graph's own, ``ontology`` the one it was built by."""

    rdf: ox.Store
    base_iri: str
    ontology: Ontology


def open_store(source: Path | Graph, *, with_ontology: bool = True, ontology: Ontology | None = None) -> Store:
    """A graph, an RDF file of ours or a build folder, ready for queries. Raises InputError when unreadable.

    ``ontology`` is the one that a file was built by, the installed one when not given. Of a build folder the store
    that the build has kept is opened, for reading only, where there is one by this ontology.
    """
    if isinstance(source, Path) and source.is_dir() and with_ontology:
        graph_file(source)
        ontology = ontology or Ontology.load()
        place = kept(source, ontology)
        # One that is damaged, or that a build has just dropped: the Turtle has it all.
        with contextlib.suppress(OSError):
            if place is not None:
                found = ox.Store.read_only(str(place.rdf))
                return Store(found, base_iri_of(found), ontology)
    store = ox.Store()
    if isinstance(source, Path):
        store.bulk_extend(parse_rdf(graph_file(source)))
        base = base_iri_of(store)
    else:
        from kg.export.quads import quads
        from kg.export.rdf import blocks

        store.bulk_extend(quads(blocks(source)))
        base, ontology = source.base_iri, source.ontology
    ontology = ontology or Ontology.load()
    if with_ontology:
        store.bulk_load(ontology_turtle(base, ontology).encode("utf-8"), ox.RdfFormat.TURTLE)
    return Store(store, base, ontology)


def base_iri_of(store: ox.Store) -> str:
    """What the IRIs of the graph in a store begin with: it says so, or its types do."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{VOID}uriSpace"), None):
        if isinstance(quad.object, ox.Literal) and quad.object.value.endswith("/resource/"):
            return checked_base(quad.object.value.removesuffix("resource/"))
    types = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None)
    return base_of(quad.object.value for quad in types if isinstance(quad.object, ox.NamedNode))


def ontology_turtle(base_iri: str = DEFAULT_BASE_IRI, ontology: Ontology | None = None) -> str:
    """The vocabulary of ``ontology`` (the installed one when not given) as Turtle, under ``base_iri``."""
    folder = (ontology or Ontology.load()).folder
    return vocabulary((folder / "kg.ttl").read_text(encoding="utf-8"), base_iri, DEFAULT_BASE_IRI)


def to_rdflib(graph: Graph, *, with_ontology: bool = True) -> rdflib.Graph:
    """The graph as an rdflib.Graph for Python, kept in Oxigraph (oxrdflib), with the usual prefixes bound."""
    import rdflib
    from oxrdflib.store import OxigraphStore

    from kg.export.quads import quads
    from kg.export.rdf import blocks

    name = rdflib.BNode()
    place = ox.BlankNode(str(name))
    store = ox.Store()
    store.bulk_extend(quads(blocks(graph), place))
    if with_ontology:
        text = ontology_turtle(graph.base_iri, graph.ontology).encode("utf-8")
        store.bulk_load(text, ox.RdfFormat.TURTLE, to_graph=place)
    found = rdflib.Graph(store=OxigraphStore(store=store), identifier=name)
    for prefix, namespace in prefixes(graph.base_iri).items():
        found.bind(prefix, namespace)
    return found


def query(store: Store, sparql: str) -> Result:
    """The answer to a SPARQL 1.1 query. Prefixes of the vocabulary need not be declared.

    Raises UsageError for what is not a query, and for updates, ``LOAD`` and ``SERVICE``.
    """
    check_read_only(sparql)
    try:
        answer = store.rdf.query(sparql, prefixes=prefixes(store.base_iri) | _MORE_PREFIXES)
    except SyntaxError as error:
        raise UsageError(f"This is not a SPARQL query: {error}.", remedy="Mend it where the message points.") from error
    return Result(answer, store.base_iri)
