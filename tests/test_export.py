"""Formats: what is written comes back, and nothing in an article breaks a file."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graphs import as_read, awkward_graph, corpus_graph

from kg.errors import OutputError, UsageError
from kg.export import exporter, exporters, write_file
from kg.export.read import read_graph
from kg.export.terms import decimal_text
from kg.graph import Graph


def written(graph: Graph, format_: str) -> bytes:
    stream = io.BytesIO()
    exporter(format_).write(graph, stream)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    "graph",
    [corpus_graph(), awkward_graph(), awkward_graph("http://other.example/a/")],
    ids=["corpus", "awkward", "other base"],
)
def test_a_graph_read_back_is_the_one_written(graph: Graph, tmp_path: Path) -> None:
    write_file(graph, "ttl", tmp_path / "graph.ttl")
    assert read_graph(tmp_path) == as_read(graph)
    assert (tmp_path / "graph.ttl").read_bytes() == written(read_graph(tmp_path), "ttl")


def test_an_empty_graph(tmp_path: Path) -> None:
    empty = Graph(articles={}, entities={}, statements={})
    write_file(empty, "ttl", tmp_path / "graph.ttl")
    assert read_graph(tmp_path / "graph.ttl") == empty


def test_rdflib_reads_the_same_triples_as_oxigraph() -> None:
    turtle = written(awkward_graph(), "ttl")
    by_rdflib = {
        (str(s), str(p), o.n3() if isinstance(o, rdflib.Literal) else str(o))
        for s, p, o in rdflib.Graph().parse(data=turtle, format="turtle")
    }
    assert len(by_rdflib) == len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) == 177


def test_turtle_for_people() -> None:
    text = written(awkward_graph(), "ttl").decode("utf-8")
    assert (
        """
kgr:Z.AI a kg:Company ;
    rdfs:label "Z.AI" ;
    skos:altLabel "Zhipu" , "智谱" ;
    kg:known "zhipu" ;
    kg:released kgr:GLM-4.6 .
"""
        in text
    )
    assert "kg:confidence 0.92 ;" in text and "_:" not in text and "\\/" not in text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.92, "0.92"),
        (1.0, "1"),
        (0.000001, "0.000001"),
        ("2300000000", "2300000000"),
        ("100", "100"),
        ("-0.50", "-0.5"),
        ("1E+3", "1000"),
        (0.0, "0"),
        ("-0.0", "0"),
    ],
)
def test_canonical_decimals(number: str | float, text: str) -> None:
    assert decimal_text(number) == text


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no format 'doc'.*ttl"):
        exporter("doc")
    for name, entry in exporters().items():
        assert entry.name == name and entry.suffix.startswith(".") and entry.description


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.mkdir()
    with pytest.raises(OutputError, match=r"graph\.ttl cannot be written"):
        write_file(awkward_graph(), "ttl", target)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]
