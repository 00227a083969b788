"""N-Triples, one triple a line, sorted: what two stores' contents are compared by."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.rdf import blocks
from kg.graph import Graph

__all__ = ["EXPORTER"]


class NTriples:
    name = "nt"
    suffix = ".nt"
    description = "N-Triples, sorted (for comparing and bulk loading)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        lines = sorted(f"{s} {p} {o} .\n" for block in blocks(graph) for s, p, o in block.triples())
        stream.write("".join(lines).encode("utf-8"))


EXPORTER = NTriples()
