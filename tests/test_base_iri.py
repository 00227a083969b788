"""One function decides what the IRIs of a graph may begin with; what it lets pass can be written, read and asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphs import as_read, awkward_graph

from kg.cli import main
from kg.config import checked_base
from kg.errors import UsageError
from kg.export import write_file
from kg.export.read import read_graph
from kg.store import open_store, query
from kg.validate import validate

WRONG = [
    "",
    "x",
    "https://",
    "https:///",
    "ftp://a.vn/",
    "https://a.vn",
    "https://a.vn/#",
    "https://a.vn/kg#",
    "https://a.vn/%/",
    "https://a.vn/%zz/",
    "https://a.vn/[x]/",
    "https://[::1]/",
    "https://a.vn/?q=/",
    "https://a.vn/a b/",
    "https://a.vn/a\\b/",
    "https://a.vn/<x>/",
    "https://a.vn:port/",
]
RIGHT = [
    "https://a.vn/",
    "http://localhost:8000/kg/",
    "https://tin.vn/báo/",
    "https://a.vn/%C3%A1/~x/(y)/",
    "https://u@a.vn/a.b;c=d/",
]


@pytest.mark.parametrize("iri", WRONG)
def test_refused(iri: str) -> None:
    with pytest.raises(UsageError, match="is not a base IRI"):
        checked_base(iri)


@pytest.mark.parametrize("iri", RIGHT)
def test_what_passes_can_be_read_back_and_asked(tmp_path: Path, iri: str) -> None:
    assert checked_base(iri) == iri
    write_file(awkward_graph(iri), "ttl", tmp_path / "graph.ttl")
    assert read_graph(tmp_path) == as_read(awkward_graph(iri))
    assert list(query(open_store(tmp_path), "SELECT ?o { kgr:Z.AI kg:released ?o }").table()) == [("kgr:GLM-4.6",)]


def test_a_file_with_another_one_is_refused_by_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.ttl"
    write_file(awkward_graph("https://a.vn/%/"), "nt", path)
    # Not a graph that kg can have written; Turtle has N-Triples in it.
    for use in (read_graph, open_store, validate):
        with pytest.raises(UsageError):
            use(path)
    for command in (["export", str(path), "--format", "csv"], ["serve", str(path)], ["query", str(path), "ASK {}"]):
        assert main(command) == 2
        assert "Traceback" not in capsys.readouterr().err
