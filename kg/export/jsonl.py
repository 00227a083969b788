"""One statement a line as JSON, for whoever reads no RDF."""

from __future__ import annotations

import json
from typing import BinaryIO

from kg.export.rows import statement_rows
from kg.graph import Graph

__all__ = ["EXPORTER"]


class JsonLines:
    name = "jsonl"
    suffix = ".jsonl"
    description = "one statement a line as JSON, with names, sentence and article"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        for row in statement_rows(graph):
            given = {key: value for key, value in row.items() if value is not None}
            stream.write(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


EXPORTER = JsonLines()
