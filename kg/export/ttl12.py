"""Turtle of RDF 1.2: a statement reifies its triple instead of naming its three parts. Few stores read it yet."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.rdf import Block, blocks
from kg.export.terms import RDF, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.graph import Graph

__all__ = ["EXPORTER"]

_PARTS = tuple(f"<{RDF}{name}>" for name in ("subject", "predicate", "object"))


class Turtle12:
    name = "ttl12"
    suffix = ".ttl"
    description = "Turtle with RDF 1.2 reifiers (Oxigraph, N3.js)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        short = Shortener(prefixes(graph.base_iri))
        stream.write(header(graph.base_iri))
        for block in blocks(graph):
            stream.write(f"\n{turtle_block(_reifying(block, short), short)}".encode())


def _reifying(block: Block, short: Shortener) -> Block:
    parts = dict(block.rows)
    if not all(part in parts for part in _PARTS):
        return block
    triple = " ".join(short(parts[part][0]) for part in _PARTS)
    rows = tuple(row for row in block.rows if row[0] not in _PARTS)
    return Block(block.subject, (rows[0], (f"<{RDF}reifies>", (f"<<( {triple} )>>",)), *rows[1:]), block.article)


EXPORTER = Turtle12()
