"""Vietnamese news into a knowledge graph that people trust.

``kg.build(paths)`` gives a ``kg.Graph``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.config import VERSION, Makers

if TYPE_CHECKING:
    import rdflib

    from kg.building import build, build_to
    from kg.graph import Graph

__version__ = VERSION
__all__ = ["Graph", "__version__", "build", "build_to"]


def __getattr__(name: str) -> Any:
    # What these need takes up to seconds to import; ``import kg`` does not.
    if name == "Graph":
        from kg.graph import Graph

        return Graph
    if name in ("build", "build_to"):
        import kg.building

        return getattr(kg.building, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _html(graph: Graph) -> str:
    from kg.explore import repr_html

    return repr_html(graph)


def _rdflib(graph: Graph, with_ontology: bool) -> rdflib.Graph:
    from kg.store import to_rdflib

    return to_rdflib(graph, with_ontology=with_ontology)


Makers.html = _html
Makers.rdflib = _rdflib
