"""The page people open: one HTML file that shows a graph and needs nothing else.

Importing this package imports pyvis (about a second): import it where a page is written, not at start-up.
"""

from kg.explore.page import MAX_NODES, render, repr_html, write_html
from kg.explore.subgraph import most_connected, subgraph_around

__all__ = ["MAX_NODES", "most_connected", "render", "repr_html", "subgraph_around", "write_html"]
