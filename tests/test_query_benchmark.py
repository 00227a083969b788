"""The benchmark of queries: answers equal to rdflib's, in a fraction of the time."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import pytest


@pytest.mark.slow
def test_equal_to_rdflib_and_much_faster() -> None:
    path = Path(__file__).parents[1] / "benchmarks" / "queries.py"
    spec = importlib.util.spec_from_file_location("queries", path)
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    rows = benchmark.measure(1_000)
    assert len(rows) == 8
    assert [row["query"] for row in rows if not row["equal"]] == []
    # each alone swings with the machine; all together do not
    assert math.prod(row["ratio"] for row in rows) ** (1 / len(rows)) > 10
