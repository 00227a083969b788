"""Real stores and readers hold exactly what we wrote, term by term.

Debian packages: virtuoso-opensource-7-bin, libapache-jena-java, default-jre-headless, raptor2-utils, nodejs, npm;
from PyPI: oxigraph. Each test is skipped where its program is not installed; in CI it fails there.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from graphs import awkward_graph, corpus_graph
from installed import missing, program

import kg
from kg.export import write_file
from kg.graph import Graph
from kg.ontology.folder import data_dir

pytestmark = [pytest.mark.stores, pytest.mark.slow]

SHARED = Path(__file__).parents[2] / "shared" / "articles"


def built_graph() -> Graph:
    """What is extracted from the seeds and from the articles held out for development."""
    if not SHARED.is_dir():
        pytest.skip("the held-out articles are not beside the checkout")
    graph = kg.build([SHARED / "seeds", SHARED / "dev"], keep_going=False)
    assert len(graph.articles) == 32
    assert len(graph.statements) > 100
    return graph


GRAPHS = {"awkward": awkward_graph, "corpus": corpus_graph, "seeds-dev": built_graph}


@pytest.fixture(params=list(GRAPHS), scope="module")
def turtle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph: Graph = GRAPHS[request.param]()
    path = tmp_path_factory.mktemp(request.param) / "graph.ttl"
    write_file(graph, "ttl", path)
    return path


def triples(data: bytes, format_: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> list[str]:
    return sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in ox.parse(data, format_))


def expected(path: Path) -> list[str]:
    return triples(path.read_bytes(), ox.RdfFormat.TURTLE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], ready: Callable[[], object], log: Path, folder: Path) -> Iterator[None]:
    """A server while the block runs, from when ``ready`` no longer raises OSError; stopped by its id."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                ready()
                break
            except OSError as error:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} did not start: {error}\n{log.read_text(errors='replace')[-2000:]}")
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def fetch(url: str, *, data: bytes | None = None, method: str | None = None, **headers: str) -> bytes:
    request = urllib.request.Request(
        url, data=data, method=method, headers={key.replace("_", "-"): value for key, value in headers.items()}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return bytes(response.read())


def test_oxigraph_server(turtle: Path, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(tmp_path / "db"), "--bind", base.removeprefix("http://")]
    with running(command, lambda: fetch(f"{base}/"), tmp_path / "log", tmp_path):
        url = f"{base}/store?graph=urn:g"
        fetch(url, data=turtle.read_bytes(), method="PUT", Content_Type="text/turtle")
        found = triples(fetch(url, Accept="application/n-triples"))
    assert found == expected(turtle)


VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
LockFile = {folder}/virtuoso.lck
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def test_virtuoso(turtle: Path, tmp_path: Path) -> None:
    server, isql = program("virtuoso-t"), program("isql-vt")
    port, http = free_port(), free_port()
    (tmp_path / "virtuoso.ini").write_text(VIRTUOSO.format(folder=tmp_path, port=port, http=http), encoding="utf-8")
    shutil.copy(turtle, tmp_path / "graph.ttl")
    endpoint = f"http://127.0.0.1:{http}/sparql"
    command = [server, "-f", "-c", str(tmp_path / "virtuoso.ini")]
    with running(command, lambda: fetch(f"{endpoint}?query=ASK%7B%7D"), tmp_path / "log", tmp_path):
        load = f"ld_dir('{tmp_path}', 'graph.ttl', 'urn:g'); rdf_loader_run(); checkpoint;"
        subprocess.run([isql, f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        query = urlencode({"query": "CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", "format": "text/plain"})
        found = triples(fetch(f"{endpoint}?{query}"))
    assert found == expected(turtle)


@pytest.fixture(scope="session")
def jena(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that runs a class of Jena."""
    java = program("java")
    jars = Path("/usr/share/java")
    if not (jars / "jena-core.jar").exists():
        missing("libapache-jena-java is not installed")
    # Debian's jena-core.jar keeps the messages of its Xerces under a path where Jena does not look
    moved = tmp_path_factory.mktemp("xerces")
    inside = "org/apache/jena/ext/xerces/"
    with zipfile.ZipFile(jars / "jena-core.jar") as archive:
        for name in archive.namelist():
            if name.startswith(inside) and not name.endswith("/"):
                target = moved / "xerces" / name.removeprefix(inside)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
    # two bridges between loggers on one class path refuse to start
    wanted = (str(jar) for jar in sorted(jars.glob("*.jar")) if "log4j" not in jar.name and not jar.is_symlink())
    return [java, "-cp", ":".join([str(moved), *wanted])]


def test_jena_tdb2(turtle: Path, tmp_path: Path, jena: list[str]) -> None:
    place = f"--loc={tmp_path / 'db'}"
    subprocess.run([*jena, "tdb2.tdbloader", place, str(turtle)], check=True, capture_output=True)
    dump = subprocess.run([*jena, "tdb2.tdbdump", place], check=True, capture_output=True)
    assert triples(dump.stdout, ox.RdfFormat.N_QUADS) == expected(turtle)


def test_jena_reads_without_a_warning(turtle: Path, jena: list[str]) -> None:
    run = subprocess.run([*jena, "riotcmd.riot", "--validate", str(turtle)], check=True, capture_output=True, text=True)
    assert "WARN" not in run.stdout + run.stderr and "ERROR" not in run.stdout + run.stderr


@pytest.mark.parametrize("name", ["kg.ttl", "shapes.ttl"])
def test_jena_reads_the_ontology(name: str, jena: list[str]) -> None:
    path = data_dir() / name
    run = subprocess.run([*jena, "riotcmd.riot", "--validate", str(path)], check=True, capture_output=True, text=True)
    assert "WARN" not in run.stdout + run.stderr


def test_rapper(turtle: Path) -> None:
    command = [program("rapper"), "-q", "-i", "turtle", "-o", "ntriples", str(turtle)]
    run = subprocess.run(command, check=True, capture_output=True)
    assert run.stderr == b""
    assert triples(run.stdout) == expected(turtle)


N3 = """
const { Parser, Writer } = require("n3");
const text = require("fs").readFileSync(process.argv[2], "utf8");
const writer = new Writer({ format: "N-Triples" });
writer.addQuads(new Parser().parse(text));
writer.end((error, result) => process.stdout.write(result));
"""


@pytest.fixture(scope="session")
def n3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = program("npm")
    folder = tmp_path_factory.mktemp("n3")
    (folder / "read.js").write_text(N3, encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "n3@1.23.1"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        missing(f"npm cannot install n3: {run.stderr[-300:]}")
    return folder


def test_n3js(turtle: Path, n3: Path) -> None:
    run = subprocess.run([program("node"), str(n3 / "read.js"), str(turtle)], check=True, capture_output=True)
    assert triples(run.stdout) == expected(turtle)
