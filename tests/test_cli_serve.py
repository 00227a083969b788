"""``kg serve`` and ``kg push`` from the command line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from graphs import awkward_graph
from test_remote import Stub
from test_serve import Server
from test_stores import free_port

from kg.cli.main import main
from kg.export import write_file
from kg.serve.app import Settings


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    return tmp_path


@pytest.mark.slow
def test_serve_answers_until_it_is_stopped(graph: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "import sys; from kg.cli.main import main; sys.exit(main())",
        "serve",
        str(graph),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
        # A shell starts what runs in its background with SIGINT ignored.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/ ")
        deadline = time.monotonic() + 30
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/search?q=nguyen") as answer:
                    assert b"Nguy\xe1\xbb\x85n" in answer.read()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        assert children
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(int(child), 0)


def test_serve_refuses_other_hosts_without_a_token(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(graph), "--host", "0.0.0.0"]) == 2
    assert "Give a token" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        (["--host", "127.0.0.2"], 2, "127.0.0.2 is not answered at. Use one of: 127.0.0.1, localhost, ::1."),
        (["--port", "{busy}"], 1, "Nothing can listen at 127.0.0.1:{busy}."),
        (["--port", "0"], 2, "0 is not a port."),
        (["--timeout", "nan"], 2, "0.1"),
    ],
)
def test_serve_where_it_cannot(
    graph: Path, options: list[str], code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = str(taken.getsockname()[1])
        given = ["serve", str(graph), *(option.replace("{busy}", busy) for option in options)]
        # In a thread of its own: what drives the browser in other tests has a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(main, given).result() == code
    out, err = capsys.readouterr()
    assert line.replace("{busy}", busy) in err and not out


def test_serve_what_is_no_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path)]) == 2
    assert "is not a graph" in capsys.readouterr().err


def test_an_endpoint_is_asked_like_a_graph(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = Server(graph, Settings())
    address = f"http://127.0.0.1:{server.port}/sparql"
    try:
        assert main(["query", address, "SELECT ?l { kgr:Z.AI kg:released/rdfs:label ?l }", "--format", "csv"]) == 0
        assert capsys.readouterr().out == "\ufeffl\r\nGLM-4.6\r\n"
        assert main(["query", address, "--name", "entity", "--param", "entity=Z.AI", "--format", "csv"]) == 0
        assert len(capsys.readouterr().out.split("fact,Z.AI,released")) == 3
        assert main(["query", address, "--name", "nothing"]) == 2
    finally:
        server.stop()


def test_push(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stub = Stub([])
    try:
        assert main(["push", str(graph), stub.url, "--graph", "urn:g", "--add"]) == 0
    finally:
        stub.shutdown()
        stub.server_close()
    assert capsys.readouterr().out == "177 triples sent; the graph there has 177.\n"
    assert stub.seen == [("POST", "/store?graph=urn%3Ag", "")]


def test_push_to_nobody(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["push", str(graph), "localhost:7878"]) == 2
    assert "is not an address" in capsys.readouterr().err
