"""Who reads a build's folder learns when its files are not of one build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from graphs import awkward_graph

from kg.building.outputs import write_all
from kg.cli import main
from kg.errors import InputError
from kg.export import write_file
from kg.files import LOCK, built_file, whole


@pytest.fixture
def out(tmp_path: Path) -> Path:
    def report(digests: object) -> bytes:
        assert isinstance(digests, dict)
        return json.dumps({"outputs": {name: {"sha256": digest} for name, digest in digests.items()}}).encode()

    write_all(awkward_graph(), tmp_path, report)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ["query", "{out}", "ASK {}"],
        ["entities", "{out}"],
        ["conflicts", "{out}"],
        ["explain", "{out}", "Z.AI"],
        ["validate", "{out}"],
        ["diff", "{out}", "{out}"],
        ["export", "{out}", "--format", "csv"],
        ["serve", "{out}"],
        ["push", "{out}", "http://localhost:9/"],
        ["view", "{out}", "--no-open", "--out", "{out}/x.html"],
    ],
)
def test_every_command_says_so(out: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (out / "graph.ttl").write_bytes((out / "graph.ttl").read_bytes() + b"\n")
    assert main([word.replace("{out}", str(out)) for word in command]) == 2
    assert "graph.ttl is not of the last whole build" in capsys.readouterr().err


def test_the_page_and_the_reasons_too(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["view", str(out), "--no-open"]) == 0
    (out / "graph.html").write_text("old")
    (out / "linking.json").write_text("{}")
    for command in (["view", str(out), "--no-open"], ["serve", str(out)]):
        assert main(command) == 2
        assert "graph.html is not of the last whole build" in capsys.readouterr().err
    assert main(["entities", str(out), "--candidates"]) == 2


def test_a_file_itself_is_taken_as_it_is(out: Path, tmp_path: Path) -> None:
    (out / "graph.ttl").write_bytes((out / "graph.ttl").read_bytes() + b"\n")
    assert main(["entities", str(out / "graph.ttl")]) == 0


def test_a_folder_without_a_report(tmp_path: Path) -> None:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    assert main(["entities", str(tmp_path)]) == 0
    (tmp_path / LOCK).touch()
    assert main(["entities", str(tmp_path)]) == 2


def test_a_reader_waits_for_a_build_that_is_just_done(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (out / "graph.ttl").read_bytes()
    (out / "graph.ttl").write_bytes(whole + b"\n")
    monkeypatch.setattr("time.sleep", lambda _: (out / "graph.ttl").write_bytes(whole))
    assert built_file(out, "graph.ttl") == out / "graph.ttl"


def test_a_file_that_nobody_has_touched_is_not_read_again(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = out / "graph.html"
    with monkeypatch.context() as nobody:
        nobody.setattr(whole, "digest_of", lambda path: pytest.fail(f"{path} was read"))
        assert built_file(out, "graph.html") == page
    # As many bytes, and others.
    page.write_bytes(page.read_bytes()[:-1] + b" ")
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(InputError, match="not of the last whole build"):
        built_file(out, "graph.html")


@pytest.mark.parametrize("stamps", ["", "[]", "{}", '{"graph.html": 1}'])
def test_stamps_that_are_damaged_are_none(out: Path, stamps: str) -> None:
    (out / ".kg-stamps.json").write_text(stamps)
    assert built_file(out, "graph.html") == out / "graph.html"
