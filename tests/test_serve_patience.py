"""Half-sent requests keep nobody out."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphs import awkward_graph
from test_serve import Server

from kg.export import write_file
from kg.serve.app import Settings
from kg.serve.patience import Patient, Waiting

HALVES = (
    b"",
    b"GET /search?q=nguyen HT",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
    b"application/sparql-query\r\nContent-Length: 9\r\n\r\nASK",
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    running = Server(tmp_path, Settings())
    yield running
    running.stop()


def test_hundreds_of_half_sent_requests(server: Server) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    halves = []
    try:
        for number in range(700):
            half = socket.create_connection(("127.0.0.1", server.port))
            half.sendall(HALVES[number % len(HALVES)])
            halves.append(half)
        for _ in range(5):
            assert server.client.get("/search?q=nguyen").status_code == 200
            assert server.client.get("/sparql?query=ASK{}").status_code == 200
    finally:
        for half in halves:
            half.close()


@pytest.mark.parametrize("half", HALVES)
def test_a_request_that_does_not_come(server: Server, monkeypatch: pytest.MonkeyPatch, half: bytes) -> None:
    monkeypatch.setattr(Patient, "patience", 0.3)
    with socket.create_connection(("127.0.0.1", server.port)) as waiting:
        waiting.sendall(half)
        waiting.settimeout(20)
        answer = waiting.recv(1000)
        assert answer.startswith(b"HTTP/1.1 408 ") or (answer == b"" and b"POST" in half)


def test_a_long_answer_is_waited_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patient, "patience", 0.2)
    sparql = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    answer = server.client.get("/sparql", params={"query": sparql})
    assert answer.status_code == 200
    time.sleep(0.1)
    assert server.client.get("/search?q=nguyen").status_code == 200


class Half:
    def __init__(self) -> None:
        self.closed = False

    def give_up(self) -> None:
        self.closed = True


def test_the_oldest_of_the_peer_that_has_most_goes() -> None:
    waiting = Waiting(most=3)
    halves = [Half() for _ in range(4)]
    for half, peer in zip(halves, ("a", "b", "b", "c"), strict=True):
        waiting.enter(half, peer)  # type: ignore[arg-type]
    assert [half.closed for half in halves] == [False, True, False, False]
