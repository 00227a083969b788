"""Asking and filling other servers: a stub that misbehaves, our own endpoint, and a real Graph Store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from graphs import awkward_graph
from test_serve import Server
from test_stores import fetch, free_port, program, running

from kg.errors import FailureError, InputError, UsageError
from kg.export import write_file
from kg.serve.app import Settings
from kg.store.remote import Pushed, push, query_endpoint


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    return tmp_path


class Stub(ThreadingHTTPServer):
    """A Graph Store that first answers the given statuses, then stores; ``drop`` lines are lost."""

    def __init__(self, statuses: list[int], drop: int = 0, location: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.statuses, self.drop, self.location = statuses, drop, location
        self.seen: list[tuple[str, str, str]] = []
        self.data = b""
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/store"


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_PUT(self) -> None:
        self.server.seen.append((self.command, self.path, self.headers.get("Authorization", "")))
        data = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        if status == 204:
            self.server.data = b"".join(data.splitlines(keepends=True)[self.server.drop :])
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    do_POST = do_PUT  # noqa: N815

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.end_headers()
        self.wfile.write(self.server.data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def stubs() -> Iterator[list[Stub]]:
    made: list[Stub] = []
    yield made
    for stub in made:
        stub.shutdown()
        stub.server_close()


def test_push_says_what_was_sent_and_what_is_there(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(stub := Stub([]))
    steps: list[tuple[int, int]] = []
    done = push(
        graph,
        stub.url,
        graph="urn:a b",
        environment={"KG_PUSH_USER": "u", "KG_PUSH_PASSWORD": "p"},
        progress=lambda sent, size: steps.append((sent, size)),
    )
    assert done == Pushed(177, 177)
    assert stub.seen == [("PUT", "/store?graph=urn%3Aa%20b", "Basic dTpw")]
    assert steps[-1][0] == steps[-1][1] > 10_000


def test_push_tries_again(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(stub := Stub([503, 429]))
    waited: list[float] = []
    assert push(graph, stub.url, replace=False, environment={"KG_PUSH_TOKEN": "t"}, wait=waited.append).sent == 177
    assert waited == [2.0, 4.0]
    assert stub.seen == [("POST", "/store?default", "Bearer t")] * 3


def test_push_gives_up_in_the_end(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(stub := Stub([503] * 9))
    with pytest.raises(FailureError, match="answered 503"):
        push(graph, stub.url, tries=3, environment={}, wait=lambda _: None)
    assert len(stub.seen) == 3


def test_a_refusal_is_not_tried_again(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(stub := Stub([401]))
    with pytest.raises(UsageError, match="KG_PUSH_TOKEN"):
        push(graph, stub.url, environment={})
    assert len(stub.seen) == 1


def test_lost_triples_are_noticed(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(stub := Stub([], drop=3))
    with pytest.raises(FailureError, match="holds 174 of the 177"):
        push(graph, stub.url, environment={})


def test_a_password_does_not_follow_a_redirect(graph: Path, stubs: list[Stub]) -> None:
    stubs.append(other := Stub([]))
    stubs.append(stub := Stub([302], location=other.url))
    with pytest.raises(UsageError, match="answered 302"):
        push(graph, stub.url, environment={"KG_PUSH_TOKEN": "t"})
    assert other.seen == []


def test_nobody_there(graph: Path) -> None:
    with pytest.raises(FailureError, match="cannot be reached"):
        push(graph, f"http://127.0.0.1:{free_port()}/", environment={}, tries=1)
    with pytest.raises(InputError, match="not an address"):
        push(graph, "ftp://x/")


def test_our_own_endpoint(graph: Path) -> None:
    server = Server(graph, Settings())
    try:
        url = f"http://127.0.0.1:{server.port}/sparql"
        assert list(query_endpoint(url, "SELECT ?o { kgr:Z.AI kg:released ?o }").table()) == [("kgr:GLM-4.6",)]
        assert list(query_endpoint(url, "ASK { kgr:Z.AI kg:released ?o }").table()) == [("true",)]
        found = query_endpoint(url, "CONSTRUCT WHERE { ?s kg:released ?o }")
        assert list(found.table()) == [("kgr:Z.AI", "kg:released", "kgr:GLM-4.6")]
        assert b"Z.AI" in query_endpoint(url, "SELECT ?s { ?s kg:released ?o }").serialize("csv")
        with pytest.raises(UsageError, match="answered 400"):
            query_endpoint(url, "SELECT")
        with pytest.raises(UsageError, match="is refused"):
            query_endpoint(url, "CLEAR ALL")
    finally:
        server.stop()


@pytest.mark.stores
@pytest.mark.slow
def test_a_real_graph_store(graph: Path, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(tmp_path / "db"), "--bind", base.removeprefix("http://")]
    with running(command, lambda: fetch(f"{base}/"), tmp_path / "log", tmp_path):
        assert push(graph, f"{base}/store", graph="urn:g", environment={}) == Pushed(177, 177)
        count = query_endpoint(f"{base}/query", "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } }")
        assert list(count.table()) == [("177",)]
