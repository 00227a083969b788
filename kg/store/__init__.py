"""SPARQL over a graph, by Oxigraph. It only reads: updates, ``LOAD`` and ``SERVICE`` are refused."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_WHERE = {
    "apart": ("ask",),
    "queries": ("NamedQuery", "filled", "named_queries", "resolve_entity", "run_named"),
    "readonly": ("check_read_only",),
    "results": ("Result",),
    "store": ("Store", "ontology_turtle", "open_store", "query", "to_rdflib"),
}


def __getattr__(name: str) -> Any:
    # A process that only passes a query on, or answers one, is over in the time that all of them take to import.
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
