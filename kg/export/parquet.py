"""Statements as a Parquet table, with the extra ``parquet`` (pyarrow)."""

from __future__ import annotations

from typing import BinaryIO, get_type_hints

from kg.errors import UsageError
from kg.export.rows import StatementRow, statement_rows
from kg.graph import Graph

__all__ = ["EXPORTER"]


class Parquet:
    name = "parquet"
    suffix = ".parquet"
    description = "statements as a columnar table (pandas, DuckDB, Spark); needs the extra kg[parquet]"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError("Parquet needs pyarrow.", remedy="Install it with: pip install 'kg[parquet]'") from error
        types = {int: pa.int64(), float: pa.float64()}
        schema = pa.schema(
            [pa.field(name, types.get(hint, pa.string())) for name, hint in get_type_hints(StatementRow).items()]
        )
        table = pa.Table.from_pylist([dict(row) for row in statement_rows(graph)], schema=schema)
        pyarrow.parquet.write_table(table, stream, compression="zstd")


EXPORTER = Parquet()
