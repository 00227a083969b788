"""Whatever is sent, the answer is one that the interface's description names; the server never fails."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from graphs import awkward_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from installed import program
from test_serve import Server

from kg.errors import UsageError
from kg.export import write_file
from kg.serve.app import Settings
from kg.store import check_read_only

pytestmark = pytest.mark.slow
FUZZ = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DESCRIPTION = Path(__file__).parents[1] / "kg" / "serve" / "assets" / "openapi.json"
PATHS = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
PIECES = st.sampled_from(
    [
        "SELECT",
        "ASK",
        "*",
        "{",
        "}",
        "?s",
        "kg:uses",
        "<a:b>",
        "'",
        '"',
        '"""',
        "\\",
        "\\u0053",
        "#",
        "\n",
        "SERVICE",
        "FILTER",
        "(",
        ")",
        "1",
        "é",
        "\x00",
        "LIMIT 1",
        "WHERE",
        ".",
        ";",
        "CONSTRUCT",
    ]
)
QUERIES = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join))
TYPES = st.one_of(
    st.just("application/sparql-query"), st.just("application/x-www-form-urlencoded"), st.just("text/plain")
)
WORDS = st.text(alphabet="abc/*;q=0.1, ", max_size=20).map(str.strip)
ACCEPT = st.one_of(st.just("*/*"), st.just("text/turtle"), WORDS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("fuzz")
    write_file(awkward_graph(), "ttl", folder / "graph.ttl")
    running = Server(folder, Settings(timeout=2))
    yield running
    running.stop()


def named(path: str, method: str) -> set[int]:
    return {int(status) for status in PATHS[path][method]["responses"]}


@FUZZ
@given(query=QUERIES, accept=ACCEPT)
def test_get(server: Server, query: str, accept: str) -> None:
    answer = server.client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code in named("/sparql", "get"), (query, answer.text)


@FUZZ
@given(
    body=st.one_of(st.binary(max_size=200), QUERIES.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    type_=TYPES,
)
def test_post(server: Server, body: bytes, type_: str) -> None:
    answer = server.client.post("/sparql", content=body, headers={"content-type": type_})
    assert answer.status_code in named("/sparql", "post"), (body, answer.text)


@FUZZ
@given(words=st.text(), limit=st.text(max_size=5), kind=st.sampled_from(["entity", "claim", "", "x"]))
def test_search(server: Server, words: str, limit: str, kind: str) -> None:
    answer = server.client.get("/search", params={"q": words, "limit": limit or "5", "kind": kind})
    assert answer.status_code in named("/search", "get"), (words, limit, kind, answer.text)


@FUZZ
@given(name=st.text(min_size=1), accept=ACCEPT)
def test_resource(server: Server, name: str, accept: str) -> None:
    path = quote(name, safe="", errors="replace").replace(".", "%2E")
    answer = server.client.get(f"/resource/{path}", headers={"accept": accept})
    assert answer.status_code in named("/resource/{id}", "get"), (name, answer.text)


def test_schemathesis_finds_no_fault_in_the_description(server: Server, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{server.port}"
    # Not every string is a query, so not every request that fits the description can be accepted.
    command = [
        program("schemathesis"),
        "run",
        f"{address}/openapi.json",
        "--url",
        address,
        "--max-examples",
        "50",
        "--seed",
        "1",
        "--exclude-checks",
        "positive_data_acceptance",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert f"Tested: {sum(map(len, PATHS.values()))}" in run.stdout


@pytest.mark.parametrize(
    "text",
    [
        '"' + "a\\" * 50_000,
        '"""' + 'a"' * 50_000,
        "<" * 100_000,
        "\\u005C" + "u005C" * 20_000,
        "'\\'" * 30_000,
        "SELECT * { " + "?a ?b " * 15_000,
        ":" * 100_000,
        "a" * 100_000,
        "#" * 100_000,
        '"' * 99_999,
    ],
)
def test_reading_a_query_takes_time_in_proportion_to_its_length(text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(UsageError):
        check_read_only(text)
    assert time.process_time() - start < 2
