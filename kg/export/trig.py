"""TriG: Turtle with a named graph per article; entities and plain triples are in the default graph."""

from __future__ import annotations

from typing import BinaryIO

from kg.export.rdf import blocks
from kg.export.terms import Names, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.graph import Graph

__all__ = ["EXPORTER"]


class Trig:
    name = "trig"
    suffix = ".trig"
    description = "TriG, a named graph per article"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        names = Names(graph.base_iri)
        short = Shortener(prefixes(graph.base_iri))
        stream.write(header(graph.base_iri))
        parts: dict[str | None, list[str]] = {None: [], **{article: [] for article in graph.articles}}
        for block in blocks(graph):
            parts[block.article].append(turtle_block(block, short))
        for article, texts in parts.items():
            body = "\n".join(texts)
            if article is not None:
                body = f"{short(names.resource(article))} {{\n\n{body}\n}}\n"
            stream.write(f"\n{body}".encode())


EXPORTER = Trig()
