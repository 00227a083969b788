"""Looking at doubts, deciding them, and taking articles out, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main

TEXTS = {
    "1.txt": "Startup Velmora sử dụng mô hình Qwen của Alibaba từ năm 2024.",
    "2.txt": "Công ty Velmora AI sử dụng mô hình Claude của Anthropic từ năm 2025.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two built articles."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name, text in TEXTS.items():
        (Path("in") / name).write_text(text, encoding="utf-8")
    assert main(["build", "in", "--fast"]) == 0
    return tmp_path


def test_a_doubt_is_listed_decided_and_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities", "build", "--candidates"]) == 0
    assert "Velmora ~ Velmora AI" in capsys.readouterr().out
    assert main(["same", "Velmora", "Velmora_AI", "--who", "Hà", "--graph", "build"]) == 0
    assert main(["build", "in", "--fast"]) == 0
    capsys.readouterr()
    assert main(["entities", "build", "--candidates"]) == 0
    assert "Velmora" not in capsys.readouterr().out
    assert main(["entities", "build", "--why", "Velmora"]) == 0
    assert "decided" in capsys.readouterr().out


def test_deciding_about_nobody_or_both_ways_is_misuse(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["same", "Velmora", "Orrery", "--graph", "build"]) == 2
    assert "has no entity 'Orrery'" in capsys.readouterr().err
    assert main(["different", "Velmora", "Velmora AI"]) == 0
    assert main(["same", "velmora ai", "Velmora"]) == 2
    assert "contradicts line 2" in capsys.readouterr().err
    assert (folder / "merges.csv").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.slow
def test_an_article_is_removed_and_the_difference_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.ttl").write_bytes((folder / "build/graph.ttl").read_bytes())
    assert main(["remove", "2.txt"]) == 0
    assert main(["diff", "old.ttl", "build"]) == 1
    out = capsys.readouterr().out
    assert "- article 2.txt" in out and "- entity Velmora AI (Company)" in out
    assert main(["diff", "build", "build"]) == 0
    assert main(["remove", "2.txt"]) == 2
    assert "has no article 2.txt. It has 1.txt." in capsys.readouterr().err


@pytest.mark.slow
def test_decisions_are_checked_kept_to_explained_and_measured_by(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["explain", "build", "Velmora", "uses", "Qwen", "--format", "json"]) == 0
    (fact,) = json.loads(capsys.readouterr().out)
    rows = [f"wrong,{fact['statement']},,Hà,nhầm bài", "label,Claude,Claude AI,,", "wrong,st-gone,,,"]
    before = Path("build/graph.ttl").read_bytes()
    assert main(["decide", "build"]) == 2
    assert "There is no decisions.csv and no merges.csv here." in capsys.readouterr().err
    Path("decisions.csv").write_text("\n".join(["action,a,b,who,why", *rows]) + "\n", encoding="utf-8")
    assert main(["decide", "build", "--check"]) == 1
    out = capsys.readouterr().out
    assert "wrong, st-gone: nothing here is called so." in out and out.endswith("3 decisions; 1 mean nothing here.\n")
    assert Path("build/graph.ttl").read_bytes() == before
    assert main(["decide", "build"]) == 0
    made = Path("build/graph.ttl").read_bytes()
    assert main(["build", "in", "--fast"]) == 0
    assert Path("build/graph.ttl").read_bytes() == made != before
    capsys.readouterr()
    assert main(["explain", "build", "Velmora", "uses", "Qwen"]) == 0
    out = capsys.readouterr().out
    assert "Hà decided (because: nhầm bài, in decisions.csv): “Velmora uses Qwen” is wrong. The graph leaves" in out
    assert out.endswith("0 facts\n") and "Claude" not in out
    assert main(["explain", "build", "Claude AI", "--lang=vi"]) == 0
    assert "Có người đã quyết định (trong decisions.csv): Claude có tên là Claude AI." in capsys.readouterr().out
    assert main(["decisions", "build"]) == 0
    assert capsys.readouterr().out.endswith("3 decisions\n")
    assert main(["decisions", "build", "--as-gold", "gold.json"]) == 0
    assert capsys.readouterr().out == "gold.json: 2 articles\n"
    assert main(["evaluate", "gold.json", "in", "--fast", "--no-errors"]) == 0
