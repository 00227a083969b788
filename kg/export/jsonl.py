"""One statement a line as JSON, for whoever reads no RDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO

from kg.export.groups import groups
from kg.export.rows import statement_row
from kg.files.pieces import Pieces
from kg.graph import Graph
from kg.records import Statement

__all__ = ["EXPORTER"]


class JsonLines:
    name = "jsonl"
    suffix = ".jsonl"
    description = "one statement a line as JSON, with names, sentence and article"

    def write(self, graph: Graph, stream: BinaryIO, pieces: Pieces | None = None) -> None:
        """As every exporter has it, article by article; ``pieces`` are those of the file, of which what has not changed
        is copied."""
        pieces = pieces or Pieces()
        for group in groups(graph):
            if group.statements:
                stream.write(
                    pieces.of(_made_from(graph, group.statements), partial(_piece, graph, group.statements))[1]
                )


def _made_from(graph: Graph, statements: Sequence[Statement]) -> bytes | None:
    """What the rows of an article's statements come from, beside the program; None where that is not known."""
    told: list[object] = [graph.origins.get(statements[0].article)]
    for st in statements:
        fact = graph.facts[st.subject, st.relation, st.object]
        told.append((fact.sources, fact.denials))
        told += [one and one.label for one in map(graph.entities.get, (st.subject, st.object, st.attributed_to or ""))]
    return repr(told).encode("utf-8", "backslashreplace") if told[0] is not None else None


def _piece(graph: Graph, statements: Sequence[Statement]) -> tuple[int, bytes]:
    lines = []
    for row in map(partial(statement_row, graph), statements):
        given = {key: value for key, value in row.items() if value is not None}
        lines.append(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return len(lines), b"".join(lines)


EXPORTER = JsonLines()
