"""GraphML: yEd, Cytoscape, igraph, Gephi."""

from __future__ import annotations

from typing import BinaryIO

import networkx as nx

from kg.export.network import asserted_network
from kg.graph import Graph

__all__ = ["EXPORTER"]


class GraphMl:
    name = "graphml"
    suffix = ".graphml"
    description = "GraphML, the network of asserted facts (yEd, Cytoscape, igraph)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        network = asserted_network(graph)
        for _, node in network.nodes(data=True):
            color = node.pop("viz")["color"]
            node["color"] = f"#{color['r']:02x}{color['g']:02x}{color['b']:02x}"
        nx.write_graphml_xml(network, stream, encoding="utf-8")


EXPORTER = GraphMl()
