"""Whatever goes wrong is one line and an exit code: no traceback reaches a user."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from graphs import awkward_graph

from kg.cli import main
from kg.export import write_file

ROOT = Path(__file__).parents[1]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    return tmp_path


def kg(*arguments: object, stdout: int | None = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
    """The program, which can be interrupted: a shell starts what it runs in the background so that it cannot."""
    command = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def test_a_full_disk_behind_stdout(graph: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = kg("entities", graph, stdout=full.fileno())
        _, err = done.communicate()
    assert (done.returncode, err) == (1, "kg: The output: No space left on device.\n")


def test_a_reader_that_has_enough(graph: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = kg("export", graph, "--format", "csv", stdout=write)
    os.close(write)
    _, err = done.communicate()
    assert (done.returncode, err) == (1, "")


def test_a_terminal_without_the_letters(graph: Path) -> None:
    done = kg("entities", graph, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C", COLUMNS="200")
    out, err = done.communicate()
    assert (done.returncode, err) == (0, "")
    assert "Nguy\\u1ec5n" in out


@pytest.mark.slow
def test_a_query_that_is_interrupted(graph: Path) -> None:
    done = kg("query", graph, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    children = Path(f"/proc/{done.pid}/task/{done.pid}/children")
    end = time.monotonic() + 240
    try:
        # Not before the child works on the query, which it never ends: so long, the program may be anywhere.
        while not (found := children.read_text().split()) or cpu_seconds(int(found[0])) < 3:
            assert time.monotonic() < end and done.poll() is None
            time.sleep(0.05)
        done.send_signal(signal.SIGINT)
        _, err = done.communicate(timeout=120)
    finally:
        done.kill()  # and with it the child, or both go on while other tests run
        done.wait()
    assert done.returncode == 130 and "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.kill(int(found[0]), 0)


def cpu_seconds(process: int) -> float:
    """What a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("kg:confidence 0.92", "kg:confidence NaN", "NaN"),
        ("kg:confidence 0.92", "kg:confidence 7", "confidence 7"),
        ("kg:value -0.5", 'kg:value "NaN"', "value NaN"),
        ("kg:value -0.5", 'kg:value "much"', "is not a graph of kg"),
        ("kg:start 3", 'kg:start "x"', "is not a graph of kg"),
        ("kgr:GLM-4.6 a kg:AIModel", "kgr:Other a kg:AIModel", "names GLM-4.6, which is not described"),
        ("kgr:article-2 a kg:Article", "kgr:article-3 a kg:Article", "names article-2, which is not described"),
    ],
)
def test_a_graph_with_a_fault_in_it(graph: Path, old: str, new: str, line: str, capsys: Capture) -> None:
    text = (graph / "graph.ttl").read_text(encoding="utf-8")
    assert old in text
    (graph / "graph.ttl").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["entities", str(graph)]) == 2
    out, err = capsys.readouterr()
    assert line in err and "Traceback" not in err and not out


@pytest.mark.parametrize("command", [["entities"], ["validate"], ["query", "ASK {}"], ["explain", "x"], ["serve"]])
def test_a_graph_that_is_not_utf8(graph: Path, command: list[str], capsys: Capture) -> None:
    with (graph / "graph.ttl").open("ab") as file:
        file.write(b'\n<http://a/> <http://b/> "\xff\xfe" .\n')
    assert main([command[0], str(graph), *command[1:]]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("kg: ") and err.count("\n") == 1 and not out


def test_files_beside_the_graph_that_are_no_json(graph: Path, capsys: Capture) -> None:
    for text in ("{", "[]", '{"candidates": 1}', "\udcff"):
        (graph / "linking.json").write_text(text, encoding="utf-8", errors="surrogateescape")
        assert main(["entities", str(graph / "graph.ttl"), "--candidates"]) in (1, 2)
        assert "Traceback" not in capsys.readouterr().err
    (graph / "report.json").write_text("{", encoding="utf-8")
    assert main(["entities", str(graph)]) == 2
    assert "report.json cannot be read" in capsys.readouterr().err


def test_a_manifest_of_another_version(tmp_path: Path, capsys: Capture) -> None:
    cache = tmp_path / ".kg-cache"
    cache.mkdir()
    manifest = {"version": "x", "options": {"base_iri": "https://a.vn/", "colour": "blue"}, "entries": {}}
    for text in (json.dumps(manifest), "{", "[]", json.dumps({**manifest, "entries": 3})):
        (cache / "manifest.json").write_text(text, encoding="utf-8")
        assert main(["remove", "a.txt", "--out", str(tmp_path)]) == 2
        assert "Run kg build again with the paths that are to stay." in capsys.readouterr().err


def test_a_cache_that_cannot_be_used(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("Airbnb sử dụng Qwen của Alibaba.", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.kg-cache").touch()
    assert main(["build", "--fast", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert "cannot be written" in err and "Traceback" not in err


def test_a_fault_of_kg_itself(graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("kg.export.read.read_graph", broken)
    monkeypatch.delenv("KG_DEBUG", raising=False)
    assert main(["entities", str(graph)]) == 1
    line = "kg: This is a fault of kg: ZeroDivisionError: x. Please report it with what KG_DEBUG=1 shows.\n"
    assert capsys.readouterr().err == line
    monkeypatch.setenv("KG_DEBUG", "1")
    assert main(["entities", str(graph)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback") and err.endswith(line)


def test_settings_that_are_no_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    Path("merges.csv").write_bytes(b"action,a,b\nsame,\xff,x\n")
    Path("a.txt").write_text("Airbnb sử dụng Qwen của Alibaba.", encoding="utf-8")
    assert main(["build", "--fast", "a.txt"]) in (1, 2)
    Path("kg.toml").write_bytes(b"base-iri = '\xff'")
    assert main(["build", "--fast", "a.txt"]) == 2
    assert "Traceback" not in capsys.readouterr().err
