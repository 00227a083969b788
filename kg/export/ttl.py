"""Turtle for people and every store: sorted, one block a subject, the same bytes in every run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import BinaryIO

from kg.export.block import Block
from kg.export.dataset import dataset
from kg.export.groups import Group, groups
from kg.export.rdf import Writer
from kg.export.terms import RDF, XSD, prefixes
from kg.files.pieces import Pieces
from kg.graph import Graph

__all__ = ["EXPORTER", "Shortener", "header", "turtle_block"]

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_PLAIN = {
    f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


class Shortener(dict[str, str]):
    """N-Triples terms as Turtle writes them: prefixed names and bare numbers where the syntax has them.

    Called with any term; what ends with ``>`` (IRIs, and literals with a datatype) is known by its key once it was met.
    """

    def __init__(self, namespaces: dict[str, str]) -> None:
        super().__init__({f"<{RDF}type>": "a"})
        self.prefixes = {f"<{namespace}": prefix for prefix, namespace in namespaces.items()}

    def __call__(self, term: str) -> str:
        return self[term] if term[-1] == ">" else term

    def __missing__(self, term: str) -> str:
        if term[0] == "<":
            if term[1] == "<":
                return term
            found = self.once(term)
        else:
            text, _, datatype = term.rpartition('"^^')
            plain = _PLAIN.get(datatype)
            found = text[1:] if plain and plain.fullmatch(text, 1) else f'{text}"^^{self[datatype]}'
        self[term] = found
        return found

    def once(self, term: str) -> str:
        """The same of an IRI that is not met again."""
        # Every namespace ends with one of these, and a local name has none.
        at = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = self.prefixes.get(term[:at])
        return f"{prefix}:{term[at:-1]}" if prefix is not None and _LOCAL.fullmatch(term, at, len(term) - 1) else term


def header(base: str) -> bytes:
    """The prefix lines at the top of a file."""
    lines = (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes(base).items()))
    return "".join(lines).encode("utf-8")


def turtle_block(block: Block, short: Shortener) -> str:
    """One subject with all that is said of it; few objects stand on one line, many on a line each."""
    rows = []
    for predicate, objects in block.rows:
        if len(objects) == 1:
            one = objects[0]
            rows.append(f"{short[predicate]} {short[one] if one[-1] == '>' else one}")
        else:
            comma = " , " if len(objects) <= 3 else " ,\n        "
            rows.append(f"{short[predicate]} {comma.join(map(short, objects))}")
    body = " ;\n    ".join(rows)
    return f"{short.once(block.subject)} {body} .\n"


class Turtle:
    name = "ttl"
    suffix = ".ttl"
    description = "Turtle, one kg:Statement for each place where the text states a fact (any triple store)"

    def write(self, graph: Graph, stream: BinaryIO, pieces: Pieces | None = None) -> None:
        """As every exporter has it; ``pieces`` are those of the file, of which what has not changed is copied."""
        pieces = pieces or Pieces()
        short, writer = Shortener(prefixes(graph.base_iri)), Writer(graph)
        stream.write(pieces.of(None, lambda: (0, header(graph.base_iri)))[1])
        triples = 0
        for group in groups(graph):
            count, piece = pieces.of(writer.made_from(group), partial(_piece, writer, group, short))
            triples += count
            stream.write(piece)
        stream.write(pieces.of(None, lambda: _told(dataset(graph, triples), short))[1])


def _piece(writer: Writer, group: Group, short: Shortener) -> tuple[int, bytes]:
    return _told(writer.blocks(group), short)


def _told(blocks: Iterable[Block], short: Shortener) -> tuple[int, bytes]:
    """How many triples some blocks have, and what the file says of them."""
    triples, made = 0, []
    for block in blocks:
        triples += block.triple_count
        made.append(f"\n{turtle_block(block, short)}")
    return triples, "".join(made).encode("utf-8")


EXPORTER = Turtle()
