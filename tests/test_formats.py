"""Every format holds what the Turtle holds, and other programs read it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from graphs import as_read, awkward_graph, corpus_graph, divided_graph

from kg.export import exporter, exporters, write_file
from kg.export.csv import guarded
from kg.export.quads import quads
from kg.export.rdf import blocks
from kg.export.read import read_graph
from kg.graph import Graph
from kg.ontology.folder import data_dir

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
GRAPHS = [
    pytest.param(awkward_graph(), id="awkward"),
    pytest.param(corpus_graph(), id="corpus"),
    pytest.param(awkward_graph("https://other.example/x/"), id="other base"),
]


def written(graph: Graph, format_: str) -> bytes:
    stream = io.BytesIO()
    exporter(format_).write(graph, stream)
    return stream.getvalue()


def triples(data: bytes, format_: ox.RdfFormat) -> set[str]:
    return {f"{quad.subject} {quad.predicate} {quad.object}" for quad in ox.parse(data, format_)}


def test_the_formats_there_are() -> None:
    assert list(exporters()) == [
        "csv",
        "gexf",
        "graphml",
        "jsonl",
        "jsonld",
        "neo4j",
        "nq",
        "nt",
        "parquet",
        "trig",
        "ttl",
        "ttl12",
    ]


def test_networks_count_what_holds() -> None:
    """Of three articles one states the fact, one plans it, and one denies it."""
    network = nx.read_gexf(io.BytesIO(written(divided_graph(), "gexf")))
    [(_, _, edge)] = network.edges(data=True)
    assert (edge["weight"], edge["articles"], edge["earliest"], edge["latest"]) == (1.0, 1, "2024", "2024")
    with zipfile.ZipFile(io.BytesIO(written(divided_graph(), "neo4j"))) as archive:
        [row] = csv.DictReader(io.StringIO(archive.read("facts.csv").decode("utf-8")))
    assert (row["articles:int"], row["earliest"], row["latest"]) == ("1", "2024", "2024")


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_rdf_formats_hold_the_same_triples(graph: Graph, name: str, format_: ox.RdfFormat) -> None:
    assert triples(written(graph, name), format_) == triples(written(graph, "ttl"), ox.RdfFormat.TURTLE)


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_triples_in_memory_are_those_written(graph: Graph) -> None:
    found = {f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads(blocks(graph))}
    assert found == triples(written(graph, "ttl"), ox.RdfFormat.TURTLE)


@pytest.mark.parametrize("graph", GRAPHS)
def test_reifiers_expand_to_the_same_triples(graph: Graph) -> None:
    found = set()
    for quad in ox.parse(written(graph, "ttl12"), ox.RdfFormat.TURTLE):
        if isinstance(quad.object, ox.Triple):
            assert quad.predicate.value == f"{RDF}reifies"
            parts = {"subject": quad.object.subject, "predicate": quad.object.predicate, "object": quad.object.object}
            found |= {f"{quad.subject} <{RDF}{part}> {term}" for part, term in parts.items()}
        else:
            found.add(f"{quad.subject} {quad.predicate} {quad.object}")
    assert found == triples(written(graph, "ttl"), ox.RdfFormat.TURTLE)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("name", "format_"), [("nt", "nt"), ("jsonld", "json-ld"), ("trig", "trig"), ("nq", "nquads")])
def test_rdflib_reads_them_too(name: str, format_: str) -> None:
    graph = awkward_graph()
    expected = set(rdflib.Graph().parse(data=written(graph, "ttl"), format="turtle"))
    read = rdflib.Dataset().parse(data=written(graph, name), format=format_)
    assert {(s, p, o) for s, p, o, _ in read.quads()} == expected


def test_the_published_context_is_the_one_inside() -> None:
    text = (Path(__file__).parents[1] / "docs" / "context.jsonld").read_text(encoding="utf-8")
    published = json.loads(text)["@context"]
    assert published == json.loads(written(awkward_graph(), "jsonld"))["@context"], "run: python docs/context.py"
    vocabulary = rdflib.Graph().parse(data_dir() / "kg.ttl", format="turtle")
    declared = {prefix: str(namespace) for prefix, namespace in vocabulary.namespaces()}
    assert {prefix for prefix in published if declared.get(prefix, published[prefix]) != published[prefix]} == set()


@pytest.mark.parametrize("name", ["nt", "nq", "trig", "jsonld"])
def test_they_round_trip(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph{exporter(name).suffix}"
    write_file(awkward_graph(), name, path)
    assert read_graph(path) == as_read(awkward_graph())


def test_what_an_article_says_is_in_its_own_graph() -> None:
    for name, format_ in (("nq", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)):
        graphs: dict[str, set[str]] = {}
        for quad in ox.parse(written(awkward_graph(), name), format_):
            where = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            graphs.setdefault(where.rpartition("/")[2], set()).add(str(quad.subject).rpartition("/")[2].strip(">"))
        assert set(graphs) == {"", "article-1", "article-2"}
        assert graphs["article-2"] == {"article-2", "st-2", "st-3", "claim-2", "m-2"}
        assert {"Z.AI", "conflict-1", "dataset"} <= graphs[""]


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed() -> None:
    program = """
import io, json, sys
sys.path.insert(0, "tests")
from graphs import awkward_graph
from kg.export import exporters
written = {}
for name, exporter in exporters().items():
    stream = io.BytesIO()
    exporter.write(awkward_graph(), stream)
    written[name] = stream.getvalue().hex()
print(json.dumps(written))
"""
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env={"PYTHONHASHSEED": "7"},
    )
    assert json.loads(run.stdout) == {name: written(awkward_graph(), name).hex() for name in exporters()}


def test_the_data_set_describes_itself() -> None:
    store = ox.Store()
    store.bulk_load(written(awkward_graph(), "ttl"), ox.RdfFormat.TURTLE)
    rows = store.query("""
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?date ?triples ?articles (SUM(?n) AS ?things) {
          ?set a void:Dataset ; dcterms:modified ?date ; void:triples ?triples ; void:documents ?articles ;
               void:classPartition/void:entities ?n
        } GROUP BY ?date ?triples ?articles""")
    assert isinstance(rows, ox.QuerySolutions)
    assert [tuple(term.value for term in row) for row in rows] == [("2025-12-20", "140", "2", "16")]


@pytest.mark.parametrize("graph", GRAPHS)
def test_graphml(graph: Graph) -> None:
    network = nx.read_graphml(io.BytesIO(written(graph, "graphml")), force_multigraph=True)
    facts = [fact for *_, fact in graph.network.edges(data=True) if fact["asserted"]]
    assert (len(network), network.number_of_edges()) == (len(graph.entities), len(facts))
    assert all(node["color"].startswith("#") for _, node in network.nodes(data=True))


@pytest.mark.parametrize("graph", GRAPHS)
def test_gexf(graph: Graph) -> None:
    root = ET.fromstring(written(graph, "gexf"))
    spaces = {"g": "http://www.gexf.net/1.2draft", "viz": "http://www.gexf.net/1.2draft/viz"}
    nodes = root.findall(".//g:node", spaces)
    assert len(nodes) == len(graph.entities)
    assert all(node.find("viz:color", spaces) is not None for node in nodes)
    edges = root.findall(".//g:edge", spaces)
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert root.get("version") == "1.2" and "lastmodified" not in written(graph, "gexf").decode()


def test_gexf_colours_by_class() -> None:
    root = ET.fromstring(written(awkward_graph(), "gexf"))
    color = root.find(".//{*}node[@id='3M']/{http://www.gexf.net/1.2draft/viz}color")
    assert color is not None
    assert [color.get(part) for part in "rgb"] == ["0", "114", "178"]


def test_neo4j_zip() -> None:
    graph = corpus_graph()
    with zipfile.ZipFile(io.BytesIO(written(graph, "neo4j"))) as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
            for name in archive.namelist()
            if name.endswith(".csv")
        }
        cypher = archive.read("load.cypher").decode("utf-8")
    assert len(tables["entities.csv"]) == len(graph.entities)
    assert len(tables["statements.csv"]) == len(graph.statements)
    ids = {row["id:ID"] for name in ("entities.csv", "articles.csv", "statements.csv") for row in tables[name]}
    for name in ("facts.csv", "links.csv"):
        for row in tables[name]:
            assert {row[":START_ID"], row[":END_ID"]} <= ids
            assert f"[:{row[':TYPE']}]" in cypher or f"[r:{row[':TYPE']}]" in cypher
    assert "{{" not in cypher


def test_csv_in_a_spreadsheet() -> None:
    data = written(awkward_graph(), "csv")
    assert data.startswith("\ufeffid,subject,".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 4
    first = next(row for row in rows if row["id"] == "st-1")
    assert first["evidence"] == awkward_graph().statements["st-1"].evidence.text
    assert (first["amount"], first["unit"], first["attributed_to_label"]) == ("2300000000", "USD", "Nguyễn Văn Đạt")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert guarded("a" + cell) == "a" + cell


def test_json_lines() -> None:
    rows = [json.loads(line) for line in written(awkward_graph(), "jsonl").splitlines()]
    graph = awkward_graph()
    ordered = sorted(graph.statements.values(), key=lambda st: (st.article, st.id))
    assert [row["id"] for row in rows] == [st.id for st in ordered]
    told = {row["id"]: row for row in rows}
    assert told["st-1"]["trigger"] == "n" and "trigger" not in told["st-4"]


def test_parquet() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written(corpus_graph(), "parquet")))
    assert table.num_rows == len(corpus_graph().statements)
    assert str(table.schema.field("confidence").type) == "double"
