"""Turtle for people and every store: sorted, one block a subject, the same bytes in every run."""

from __future__ import annotations

import re
from typing import BinaryIO

from kg.export.rdf import Block, blocks
from kg.export.terms import RDF, XSD, prefixes
from kg.graph import Graph

__all__ = ["EXPORTER", "Shortener", "header", "turtle_block"]

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_PLAIN = {
    f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


class Shortener:
    """N-Triples terms as Turtle writes them: prefixed names and bare numbers where the syntax has them."""

    def __init__(self, namespaces: dict[str, str]) -> None:
        self.namespaces = sorted(namespaces.items(), key=lambda item: -len(item[1]))
        self.known: dict[str, str] = {f"<{RDF}type>": "a"}

    def __call__(self, term: str) -> str:
        found = self.known.get(term)
        if found is not None:
            return found
        if term[0] == "<":
            if term[1] == "<":
                return term
            return self.known.setdefault(term, self._iri(term))
        if term[-1] != ">":
            return term
        text, _, datatype = term.rpartition('"^^')
        plain = _PLAIN.get(datatype)
        if plain and plain.fullmatch(text, 1):
            return self.known.setdefault(term, text[1:])
        return f'{text}"^^{self(datatype)}'

    def _iri(self, term: str) -> str:
        iri = term[1:-1]
        for prefix, namespace in self.namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return term


def header(base: str) -> bytes:
    """The prefix lines at the top of a file."""
    lines = (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes(base).items()))
    return "".join(lines).encode("utf-8")


def turtle_block(block: Block, short: Shortener) -> str:
    """One subject with all that is said of it; few objects stand on one line, many on a line each."""
    rows = []
    known = short.known  # most terms were met before
    for predicate, objects in block.rows:
        named = known.get(predicate) or short(predicate)
        if len(objects) == 1:
            one = objects[0]
            rows.append(f"{named} {one if one[-1] != '>' else known.get(one) or short(one)}")
        else:
            comma = " , " if len(objects) <= 3 else " ,\n        "
            rows.append(f"{named} {comma.join(map(short, objects))}")
    body = " ;\n    ".join(rows)
    return f"{short(block.subject)} {body} .\n"


class Turtle:
    name = "ttl"
    suffix = ".ttl"
    description = "Turtle, one kg:Statement for each place where the text states a fact (any triple store)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        short = Shortener(prefixes(graph.base_iri))
        stream.write(header(graph.base_iri))
        for block in blocks(graph):
            stream.write(f"\n{turtle_block(block, short)}".encode())


EXPORTER = Turtle()
