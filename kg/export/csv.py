"""Facts as a flat CSV table that spreadsheets open right: UTF-8 with a mark, no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["EXPORTER", "guarded", "table_of"]


def guarded(value: object) -> object:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def table_of(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as a file that spreadsheets open right."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerows([guarded(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


class Csv:
    name = "csv"
    suffix = ".csv"
    description = "statements as a flat table (spreadsheets, pandas)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        # Not for who only writes a table of something else.
        from kg.export.rows import COLUMNS, statement_rows

        stream.write(table_of([COLUMNS, *(list(row.values()) for row in statement_rows(graph))]))


EXPORTER = Csv()
