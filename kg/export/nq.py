"""N-Quads: what one article says is in a graph named like the article, the rest in the default graph."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.rdf import blocks
from kg.export.terms import Names
from kg.graph import Graph

__all__ = ["EXPORTER"]


class NQuads:
    name = "nq"
    suffix = ".nq"
    description = "N-Quads, a named graph per article"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        names = Names(graph.base_iri)
        lines: list[str] = []
        for block in blocks(graph):
            where = f"{names.resource(block.article)} " if block.article else ""
            lines.extend(f"{s} {p} {o} {where}.\n" for s, p, o in block.triples())
        stream.write("".join(sorted(lines)).encode("utf-8"))


EXPORTER = NQuads()
