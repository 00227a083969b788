"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from graphs import awkward_graph

import kg
from kg.cli import main
from kg.export import write_file

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds/articles"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for command in (
        "build",
        "query",
        "explain",
        "evaluate",
        "check",
        "view",
        "entities",
        "export",
        "validate",
        "conflicts",
        "diff",
        "serve",
        "push",
        "same",
        "different",
        "remove",
    ):
        assert f" {command} " in out


def test_help_is_quick() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "kg", "--help"], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.6


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["--help", "query --list", "query {graph} --name uses", "explain {graph} Z.AI", "check"]
)
def test_what_only_asks_loads_nothing_that_reads_or_draws(command: str, tmp_path: Path) -> None:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    words = command.format(graph=tmp_path).split()
    script = (
        "import sys; from kg.cli import main; code = main(sys.argv[1:]); "
        "print(code, sorted({'numpy', 'pyvis', 'scipy', 'spacy', 'trafilatura'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 []"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kg {kg.__version__}\n"


@pytest.mark.slow
def test_build_prints_a_summary_and_what_was_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "english.txt").write_text("The company said on Monday that it has bought the maker of the model.")
    assert main(["build", "--fast", str(SEEDS), str(tmp_path / "english.txt"), "--out", str(tmp_path / "out")]) == 0
    out, err = capsys.readouterr()
    assert "articles" in out and str(tmp_path / "out/graph.html") in out
    source = os.path.relpath(tmp_path / "english.txt", os.path.commonpath([SEEDS, tmp_path]))
    assert err == (f"kg: skipped {source}: is not Vietnamese. It looks like English. Only Vietnamese is extracted.\n")


@pytest.mark.slow
def test_a_page_that_shows_a_part_says_how_to_see_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", "--fast", str(SEEDS), "--out", "my build"]) == 0
    whole, all_of_it = capsys.readouterr().out, Path("my build/graph.ttl").read_bytes()
    assert "most connected" not in whole
    assert main(["build", "--fast", str(SEEDS), "--out", "my build", "--html-top", "3"]) == 0
    out = capsys.readouterr().out
    assert "graph.html shows the 3 most connected of " in out
    for line in ("  kg serve 'my build'\n", "  kg view 'my build' --around ENTITY --depth 2 --out page.html\n"):
        assert line in out
    assert Path("my build/graph.ttl").read_bytes() == all_of_it
    data = re.search(r'id="data"[^>]*>(.*?)</script>', Path("my build/graph.html").read_text(encoding="utf-8"))
    assert data and 3 <= len(json.loads(data[1])["nodes"]["id"]) < json.loads(data[1])["total"]
    monkeypatch.setattr("kg.explore.MAX_NODES", 7)
    assert main(["build", "--fast", str(SEEDS), "--out", "my build"]) == 0
    assert "graph.html shows the 7 most connected of " in capsys.readouterr().out
    assert main(["build", "--fast", str(SEEDS), "--html-top", "0"]) == 2


@pytest.mark.slow
def test_a_missing_path_among_others_is_misuse_but_the_others_are_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--fast", str(SEEDS), str(tmp_path / "gone"), "--out", str(tmp_path / "out")]) == 2
    assert (tmp_path / "out/graph.ttl").stat().st_size > 1000
    assert f"skipped {tmp_path / 'gone'}: does not exist." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["build", "gone.txt"], 2, "gone.txt: does not exist."),
        (["build", "--fast", str(SEEDS), "--date", "yesterday"], 2, "'yesterday' is not a date."),
        (["build", "--fast", str(SEEDS), "--base-iri", "x"], 2, "'x' is not a base IRI."),
        (["build", "empty.txt"], 1, "empty.txt: is empty."),
        (["build", "--fast", str(SEEDS), "empty.txt", "--fail-fast"], 1, "empty.txt: is empty."),
        (["build", "--fast", str(SEEDS), "--out", "empty.txt"], 1, "cannot be written"),
        (["build"], 2, "Missing argument"),
        (["bild"], 2, "No such command"),
    ],
)
def test_errors(
    arguments: list[str],
    code: int,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").touch()
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert line in err and "Traceback" not in err
    assert not out


def test_settings_come_from_the_configuration_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kg.toml").write_text('base-iri = "https://news.example/"\n')
    assert main(["build", "--fast", str(SEEDS)]) == 0
    assert "<https://news.example/resource/" in Path("build/graph.ttl").read_text(encoding="utf-8")
    Path("kg.toml").write_text("base_iri = 1\n")
    assert main(["build", "--fast", str(SEEDS)]) == 2
    assert "unknown setting 'base_iri'" in capsys.readouterr().err


@pytest.mark.slow
def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a\x1b[31m[bold]b.txt").touch()
    (tmp_path / "good.txt").write_text("Airbnb sử dụng Qwen.", encoding="utf-8")
    assert main(["build", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    err = capsys.readouterr().err
    assert "\x1b" not in err and "[bold]b.txt: is empty." in err


@pytest.mark.slow
@pytest.mark.parametrize(("options", "limit"), [(["--fast"], 5.0), ([], 7.0)], ids=["fast", "default"])
def test_seeds_take_few_seconds(tmp_path: Path, options: list[str], limit: float) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "kg", "build", *options, str(SEEDS), "--out", str(tmp_path)],
        check=True,
        cwd=ROOT,
        capture_output=True,
        env=dict(os.environ),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < limit
