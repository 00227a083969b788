"""The page people open: one HTML file that shows a graph and needs nothing else.

What makes it imports pyvis (about a second), which is done when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.explore.page import MAX_NODES, render, repr_html, write_html
    from kg.explore.subgraph import most_connected, subgraph_around

__all__ = ["MAX_NODES", "most_connected", "render", "repr_html", "subgraph_around", "write_html"]

_WHERE = {
    "page": ("MAX_NODES", "render", "repr_html", "write_html"),
    "subgraph": ("most_connected", "subgraph_around"),
}


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
