"""The page people open: one HTML file that shows a graph and needs nothing else.

Importing this package imports pyvis (about a second): import it where a page is written, not at start-up.
"""

from kg.explore.page import MAX_NODES, render, repr_html, write_html
from kg.explore.subgraph import most_connected, subgraph_around
from kg.explore.sure import SURE

__all__ = ["MAX_NODES", "SURE", "most_connected", "render", "repr_html", "subgraph_around", "write_html"]
