"""What modules above ``kg.graph`` make of a graph, for its methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import rdflib

__all__ = ["Makers"]


class Makers:
    """The package's front (``kg/__init__.py``) says by which functions; they are given the graph."""

    html: ClassVar[Callable[[Any], str]]
    rdflib: ClassVar[Callable[[Any, bool], rdflib.Graph]]
