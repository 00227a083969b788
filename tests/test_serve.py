"""The endpoint: protocol, pages, search, and what it refuses."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import uvicorn
import yaml
from graphs import awkward_graph, corpus_graph

from kg.errors import UsageError
from kg.export import write_file
from kg.serve.app import Settings
from kg.serve.negotiate import GRAPHS, choose
from kg.serve.server import application, configured, serve
from kg.serve.settings import Editing
from kg.store.search import Index

CASES = yaml.safe_load((Path(__file__).parent / "data" / "protocol.yaml").read_text(encoding="utf-8"))
SETTINGS = Settings(timeout=1.5, max_request=100_000, max_answer=200_000)


class Server:
    """A real server in a thread."""

    def __init__(self, graph: Path, settings: Settings, editing: Editing | None = None) -> None:
        self._context = application(graph, settings, editing=editing)
        app = self._context.__enter__()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._server = uvicorn.Server(configured(app, port=self.port, keep_alive=1))
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)

    def stop(self) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join()
        self._context.__exit__(None, None, None)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("awkward") / "graph.ttl"
    write_file(awkward_graph(), "ttl", path)
    running = Server(path, SETTINGS)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("corpus") / "graph.ttl"
    write_file(corpus_graph(), "ttl", path)
    running = Server(path, SETTINGS)
    yield running
    running.stop()


def test_there_are_as_many_cases_as_we_think() -> None:
    assert len(CASES) == 43


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_protocol(case: dict[str, Any], server: Server) -> None:
    headers = {
        key: value for key, value in (("accept", case.get("accept")), ("content-type", case.get("type"))) if value
    }
    body = case.get("body")
    answer = server.client.request(
        case.get("method", "GET"),
        case["path"],
        headers=headers,
        content=body.encode("latin-1") if body is not None else None,
    )
    assert answer.status_code == case["status"], answer.text
    if "is" in case:
        assert answer.headers["content-type"].split(";")[0] == case["is"]
    if "has" in case:
        assert case["has"] in answer.text


def test_json_answer_is_the_standard_one(server: Server) -> None:
    answer = server.client.get("/sparql", params={"query": "SELECT ?l { kgr:3M rdfs:label ?l }"}).json()
    assert answer == {"head": {"vars": ["l"]}, "results": {"bindings": [{"l": {"type": "literal", "value": "3M"}}]}}


@pytest.mark.parametrize("type_", GRAPHS)
def test_a_thing_says_the_same_in_every_type(server: Server, type_: str) -> None:
    answer = server.client.get("/resource/Z.AI", headers={"accept": type_})
    format_ = ox.RdfFormat.from_media_type(type_)
    assert format_ is not None
    found = {str(quad.triple) for quad in ox.parse(answer.content, format_)}
    turtle = server.client.get("/resource/Z.AI", headers={"accept": "text/turtle"}).content
    assert found == {str(quad.triple) for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)}
    subjects = {text.split()[0].rpartition("/")[2] for text in found}
    assert {"Z.AI>", "st-1>", "st-2>", "claim-2>", "m-1>", "conflict-1>"} == {s.strip("<") for s in subjects}


def test_text_from_articles_is_inert_in_pages(server: Server) -> None:
    page = server.client.get("/resource/Z.AI", headers={"accept": "text/html"})
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page.text and "<b>&amp;" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_foreign_host_is_not_answered(server: Server) -> None:
    assert server.client.get("/sparql", headers={"host": "evil.example"}).status_code == 421


def test_a_large_body_is_refused_even_without_a_length(server: Server) -> None:
    chunks = (b" " * 10_000 for _ in range(1_000))
    answer = server.client.post("/sparql", content=chunks, headers={"content-type": "application/sparql-query"})
    assert answer.status_code == 413
    assert server.client.post("/sparql", content=b" " * 10_000_000).status_code == 413


def test_a_large_answer_is_refused(corpus: Server) -> None:
    answer = corpus.client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert answer.status_code == 413 and "LIMIT" in answer.text


HOSTILE = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross product, ordered": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "cross product, distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>|^!<a:a>)* ?b . ?b (!<a:a>|^!<a:a>)* ?c }",
    "filters that never hold": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?c), STR(?i)) = 'x') }",
    "huge regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    "FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(a|b|c|.)*x{1,200}y$') }",
    "group of everything": "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d",
    "values product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(str(i) for i in range(50))} }}" for n in range(8))
    + " }",
    "memory": "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?x . ?d ?e ?f . ?g ?h ?i }",
    "exists": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER (?f = ?i && ?c = 'no') } }",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_runaway_query_is_stopped_and_costs_nobody_else(corpus: Server, name: str) -> None:
    with ThreadPoolExecutor(1) as threads:
        start = time.monotonic()
        runaway = threads.submit(corpus.client.get, "/sparql", params={"query": HOSTILE[name]})
        time.sleep(0.2)
        beside = time.monotonic()
        normal = corpus.client.get("/sparql", params={"query": "SELECT * { ?s kg:uses ?o } LIMIT 5"})
        assert normal.status_code == 200 and time.monotonic() - beside < 1.4
        answer = runaway.result()
    assert answer.status_code in (503, 413), answer.text[:200]
    assert time.monotonic() - start < 8


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:PORT/>",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "CREATE GRAPH <a:a>",
        "PREFIX a: <a:> INSERT { ?s a:a ?o } WHERE { ?s ?p ?o }",
        "SELECT * {{ SELECT * { SERVICE ?where { ?s ?p ?o } VALUES ?where { <http://127.0.0.1:PORT/> } } }}",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    ],
)
def test_nothing_is_written_or_fetched(server: Server, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        text = text.replace("PORT", str(listener.getsockname()[1]))
        answer = server.client.post("/sparql", content=text, headers={"content-type": "application/sparql-query"})
        assert answer.status_code == 403
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.slow
def test_many_clients_wait_for_their_answers(corpus: Server) -> None:
    def ask(_: int) -> int:
        with httpx.Client(base_url=f"http://127.0.0.1:{corpus.port}", timeout=30) as client:
            return client.get("/sparql", params={"query": "SELECT ?s ?o { ?s kg:uses ?o }"}).status_code

    with ThreadPoolExecutor(200) as threads:
        assert set(threads.map(ask, range(200))) == {200}


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    running = Server(tmp_path, Settings(token="geheim", cors=True))
    try:
        assert running.client.get("/query").status_code == 401
        assert running.client.get("/query", headers={"authorization": "Bearer wrong"}).status_code == 401
        allowed = running.client.get("/query", headers={"authorization": "Bearer geheim"})
        assert allowed.status_code == 200 and allowed.headers["access-control-allow-origin"] == "*"
        assert running.client.options("/sparql").status_code == 204
    finally:
        running.stop()


def test_other_hosts_need_a_token(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="reachable from other machines"):
        serve(tmp_path, host="0.0.0.0")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Nguyễn Văn Đạt", "Chủ_tịch"),
        ("nguyen van dat", "Chủ_tịch"),
        ("NGUYEN dạt", None),
        ("zhip", "Z.AI"),
        ('"', None),
        ("a OR b", None),
        ("智谱", "Z.AI"),
        ("", None),
        ("* NEAR(", None),
    ],
)
def test_search(words: str, found: str | None) -> None:
    hits = Index.of(awkward_graph()).search(words, kind="entity")
    assert [hit.id for hit in hits] == ([found] if found else [])


def test_search_finds_sentences(server: Server) -> None:
    answer = server.client.get("/search", params={"q": "ong noi"}).json()
    assert {hit["kind"] for hit in answer["results"]} == {"statement", "claim", "measurement"}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("text/turtle;q=0.1, application/ld+json", "application/ld+json"),
        ("application/pdf", ""),
        ("*/*;q=0.1, application/rdf+xml;q=0.5", "application/rdf+xml"),
        ("text/turtle;q=0, */*", "application/n-triples"),
        ("text/turtle;q=x", ""),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/tur*", ""),
        (";;;,,,", "text/turtle"),
    ],
)
def test_content_negotiation(accept: str, chosen: str) -> None:
    assert choose(accept, GRAPHS) == chosen


def test_the_description_of_the_interface_names_every_route(server: Server) -> None:
    paths = json.loads(server.client.get("/openapi.json").text)["paths"]
    assert set(paths) == {"/sparql", "/search", "/resource/{id}", "/ontology"}
