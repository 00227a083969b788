"""GEXF: opens in Gephi with a colour for each class."""

from __future__ import annotations

import re
from typing import BinaryIO

import networkx as nx

from kg.export.network import asserted_network
from kg.graph import Graph

__all__ = ["EXPORTER"]


class Gexf:
    name = "gexf"
    suffix = ".gexf"
    description = "GEXF, the network of asserted facts coloured by class (Gephi)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        text = "\n".join(nx.generate_gexf(asserted_network(graph), encoding="utf-8", version="1.2draft"))
        # networkx writes today's date into the file; the same graph must give the same bytes
        text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
        stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode())


EXPORTER = Gexf()
