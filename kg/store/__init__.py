"""SPARQL over a graph, by Oxigraph. It only reads: updates, ``LOAD`` and ``SERVICE`` are refused."""

from kg.store.apart import ask
from kg.store.queries import NamedQuery, filled, named_queries, resolve_entity, run_named
from kg.store.readonly import check_read_only
from kg.store.results import Result
from kg.store.store import Store, ontology_turtle, open_store, query, to_rdflib

__all__ = [
    "NamedQuery",
    "Result",
    "Store",
    "ask",
    "check_read_only",
    "filled",
    "named_queries",
    "ontology_turtle",
    "open_store",
    "query",
    "resolve_entity",
    "run_named",
    "to_rdflib",
]
