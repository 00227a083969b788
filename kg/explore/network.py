"""pyvis, whose page is ours."""

from __future__ import annotations

import html
from typing import Any

from pyvis.network import Network

from kg.explore.html import Html

__all__ = ["ExplorerNetwork"]

KNOWN = ("nodes", "edges", "node_ids", "node_map")


class ExplorerNetwork(Network):  # type: ignore[misc]
    """A pyvis network whose page is the explorer, ``written``; nodes and edges are known to pyvis too, with their
    positions."""

    def __init__(self, written: Html) -> None:
        super().__init__(directed=True, cdn_resources="in_line", notebook=False)
        self.written = written
        self.data = written.data
        self.toggle_physics(False)
        for name in KNOWN:
            delattr(self, name)

    def __getattr__(self, name: str) -> Any:
        """Nodes and edges as pyvis has them, made when somebody asks: the page is written from ``data``."""
        if name not in KNOWN:
            raise AttributeError(name)
        for known in KNOWN:
            setattr(self, known, {} if known == "node_map" else [])
        nodes, edges = self.data["nodes"], self.data["edges"]
        for key, label, x, y in zip(nodes["id"], nodes["label"], nodes["x"], nodes["y"], strict=True):
            self.add_node(key, label, x=x, y=y)
        for start, end, rel in zip(edges["from"], edges["to"], edges["rel"], strict=True):
            self.add_edge(nodes["id"][start], nodes["id"][end], label=self.data["relations"][rel]["id"])
        return getattr(self, name)

    def add_node(self, n_id: str, label: str | None = None, **options: Any) -> None:
        """As pyvis has it, without its search through all nodes for each one."""
        if n_id not in self.node_map:
            self.node_map[n_id] = {"id": n_id, "label": label or n_id, **options}
            self.node_ids.append(n_id)
            self.nodes.append(self.node_map[n_id])

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """As pyvis has it; parallel edges are kept, and unknown ends are a KeyError."""
        self.edges.append({"from": self.node_map[source]["id"], "to": self.node_map[to]["id"], **options})

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The whole page. The arguments are pyvis's and change nothing."""
        self.html = "".join(self.written.page())
        return str(self.html)

    def _repr_html_(self) -> str:
        """The page in a frame that may run its own script and nothing of the notebook's."""
        return (
            '<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
            'style="width:100%;height:640px;border:1px solid #8884;border-radius:8px" '
            f'title="{html.escape(self.written.title)}" srcdoc="{html.escape(self.generate_html())}"></iframe>'
        )
