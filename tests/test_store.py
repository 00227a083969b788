"""SPARQL over a graph: what is answered, what is refused."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphs import awkward_graph, corpus_graph, divided_graph

from kg.errors import InputError, UsageError
from kg.export import write_file
from kg.store import (
    Store,
    check_read_only,
    named_queries,
    open_store,
    query,
    resolve_entity,
    run_named,
    to_rdflib,
)
from kg.store.words import unknown_words


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(corpus_graph())


@pytest.fixture(scope="module")
def awkward() -> Store:
    return open_store(awkward_graph())


def test_select_as_a_table(awkward: Store) -> None:
    answer = query(awkward, "SELECT ?who ?label { ?who kg:released ?what . ?what rdfs:label ?label }")
    assert (answer.kind, answer.variables) == ("select", ("who", "label"))
    assert list(answer.table()) == [("kgr:Z.AI", "GLM-4.6")]


def test_planned_facts_have_no_plain_triple(awkward: Store) -> None:
    assert list(query(awkward, "ASK { kgr:Z.AI kg:released kgr:GLM-4.6 }").table()) == [("true",)]
    assert list(query(awkward, "ASK { ?s kg:uses ?o }").table()) == [("false",)]


def test_classes_above_are_known(store: Store) -> None:
    exact = "SELECT (COUNT(*) AS ?n) { ?x a kg:Organization }"
    below = "SELECT (COUNT(*) AS ?n) { ?x a/rdfs:subClassOf* kg:Organization }"
    count = [int(next(query(store, text).table())[0]) for text in (exact, below)]
    assert 0 < count[0] < count[1]


@pytest.mark.parametrize("format_", ["csv", "json", "tsv", "xml"])
def test_select_formats(awkward: Store, format_: str) -> None:
    answer = query(awkward, "SELECT ?l { kgr:Z.AI rdfs:label ?l }").serialize(format_)
    assert b"Z.AI" in answer


def test_json_result_is_the_standard_one(awkward: Store) -> None:
    answer = json.loads(query(awkward, "SELECT ?l { kgr:3M rdfs:label ?l }").serialize("json"))
    assert answer["results"]["bindings"] == [{"l": {"type": "literal", "value": "3M"}}]


@pytest.mark.parametrize("format_", ["ttl", "nt", "jsonld", "rdfxml"])
def test_construct_formats(awkward: Store, format_: str) -> None:
    answer = query(awkward, "CONSTRUCT { ?s kg:released ?o } { ?s kg:released ?o }")
    assert answer.kind == "graph"
    assert b"GLM-4.6" in answer.serialize(format_)


def test_a_format_that_does_not_fit_is_said(awkward: Store) -> None:
    with pytest.raises(UsageError, match="cannot be written as ttl"):
        query(awkward, "ASK { ?s ?p ?o }").serialize("ttl")


def test_syntax_error(awkward: Store) -> None:
    with pytest.raises(UsageError, match="not a SPARQL query"):
        query(awkward, "SELECT ?s { ?s ?p }")


REFUSED = [
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "PREFIX x: <http://x/#> DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/>",
    "clear all",
    "DROP ALL",
    "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p true.SERVICESILENT<http://127.0.0.1/>{ ?s ?p ?o } }",
    "SELECT * { <http://x/#'> ?p ?o . SERVICE <http://127.0.0.1/'> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\'' . SERVICE <http://127.0.0.1/> { ?s ?p ''' ' ''' } }",
    "SELECT * { # it's\n SERVICE <http://127.0.0.1/> { ?s ?p ?o } # it's\n }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(awkward: Store, text: str) -> None:
    with pytest.raises(UsageError, match="is refused"):
        query(awkward, text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?service kg:evidence "SERVICE LOAD DELETE" }',
        "SELECT * { ?s <http://example.org/service> ?o } # no SERVICE here",
        "SELECT * { ?s kg:service ?o FILTER(?s < ?o || ?o > ?s) }",
        "PREFIX add: <http://example.org/add/> SELECT ?delete { ?delete add:insert ?with }",
    ],
)
def test_words_that_only_look_forbidden_are_fine(awkward: Store, text: str) -> None:
    check_read_only(text)
    assert list(query(awkward, text).table()) == []


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port on loopback, and what has connected to it."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                seen.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], seen
        thread.join()


def test_no_refused_query_reaches_out(awkward: Store, listener: tuple[int, list[object]]) -> None:
    port, seen = listener
    for text in REFUSED:
        with pytest.raises(UsageError):
            query(awkward, text.replace("127.0.0.1", f"127.0.0.1:{port}"))
    assert seen == []


def test_every_named_query_is_described_and_answers(store: Store) -> None:
    queries = named_queries()
    assert {"uses", "releases", "people", "disagreements", "entity"} <= set(queries)
    for name, entry in queries.items():
        assert set(entry.descriptions) == {"vi", "en"}, name
        assert run_named(store, name, dict.fromkeys(entry.parameters, "DeepSeek")).kind == "select"


def test_releases_are_in_order_of_time(store: Store) -> None:
    times = [row[0] for row in run_named(store, "releases").table()]
    dated = [time for time in times if time]
    assert len(dated) > 10 and dated == sorted(dated)
    assert times[len(dated) :] == [""] * (len(times) - len(dated))


def test_people_include_chief_executives_and_titles(store: Store) -> None:
    posts = {row[1] for row in run_named(store, "people").table()}
    assert "là CEO của" in posts
    assert any("giám đốc" in post.lower() for post in posts)


def test_articles_that_disagree() -> None:
    rows = list(run_named(open_store(awkward_graph()), "disagreements").table())
    assert rows == [("1", "Z.AI", "released", "GLM-4.6", "negated", "reported", "b.txt", "a b/ü.txt")]


def test_everything_on_one_entity(awkward: Store) -> None:
    rows = list(run_named(awkward, "entity", {"entity": "nguyen van dat"}).table())
    assert [(row[0], row[2]) for row in rows] == [("claim", ""), ("fact", "ceoOf")]


def test_another_base_iri(tmp_path: Path) -> None:
    write_file(awkward_graph("https://data.example.net/news/"), "ttl", tmp_path / "graph.ttl")
    store = open_store(tmp_path)
    assert store.base_iri == "https://data.example.net/news/"
    assert list(query(store, "SELECT ?o { kgr:Z.AI kg:released ?o }").table()) == [("kgr:GLM-4.6",)]
    assert len(list(run_named(store, "entity", {"entity": "Z.AI"}).table())) == 4


@pytest.mark.parametrize("name", ["Z.AI", "zhipu", "智谱", "z ai", "https://example.org/kg/resource/Z.AI"])
def test_names_that_mean_one_entity(awkward: Store, name: str) -> None:
    assert resolve_entity(awkward, name) == "https://example.org/kg/resource/Z.AI"


def test_an_unknown_name(awkward: Store) -> None:
    with pytest.raises(InputError, match="no entity called 'Nobody'"):
        resolve_entity(awkward, "Nobody")


def test_an_iri_cannot_break_out_of_a_query(awkward: Store) -> None:
    with pytest.raises(UsageError):
        run_named(awkward, "entity", {"entity": "https://example.org/kg/resource/x> } } #"})


def test_a_parameter_that_there_is_not(awkward: Store) -> None:
    with pytest.raises(UsageError, match="no parameter 'person'"):
        run_named(awkward, "entity", {"person": "Z.AI"})


def test_a_parameter_that_is_not_given(awkward: Store) -> None:
    with pytest.raises(UsageError, match=r"entity needs 'entity'. Give --param entity=NAME."):
        run_named(awkward, "entity")


def test_plans_and_denials_are_no_articles_that_say_so() -> None:
    rows = list(run_named(open_store(divided_graph()), "uses").table())
    assert rows == [("Velmora", "Tarivo", "1", "1")]


@pytest.mark.parametrize(("open_", "close"), [("{", "}"), ("(", ")"), ("[ ", "]")])
def test_nested_too_deep(awkward: Store, open_: str, close: str) -> None:
    with pytest.raises(UsageError, match="nested deeper"):
        query(awkward, f"SELECT * {{ ?s ?p {open_ * 100_000}1{close * 100_000} }}")
    check_read_only(f"SELECT * {{ ?s ?p '{open_ * 1000}' }}")


def test_words_that_the_vocabulary_has_not(awkward: Store) -> None:
    assert unknown_words(awkward, "SELECT * { ?s kg:usez ?o ; kg:uses ?p . FILTER(?o != 'kg:wrong') } # kg:wrong") == [
        "The vocabulary has no kg:usez. Did you mean kg:uses?"
    ]
    assert unknown_words(awkward, "SELECT * { ?s <https://example.org/kg/ontology#usez> ?o }")
    assert unknown_words(awkward, "PREFIX a: <https://example.org/kg/ontology#> SELECT * { ?s a:usez ?o }")
    for entry in named_queries().values():
        assert unknown_words(awkward, entry.text) == []


def test_what_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a graph"):
        open_store(tmp_path)
    (tmp_path / "broken.ttl").write_text("@prefix a: <http://b/> .\nnonsense", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.ttl:2"):
        open_store(tmp_path / "broken.ttl")


def test_rdflib_over_oxigraph() -> None:
    graph = awkward_graph().to_rdflib()
    rows = graph.query("SELECT ?l { kgr:Z.AI kg:released/rdfs:label ?l . kgr:Z.AI a/rdfs:subClassOf* kg:Agent }")
    assert [str(row[0]) for row in rows] == ["GLM-4.6"]
    assert len(to_rdflib(awkward_graph(), with_ontology=False)) == 177
