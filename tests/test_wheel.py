"""The wheel in an empty environment, away from the checkout: it carries its ontology and models, and works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIP = ["-m", "pip", "--disable-pip-version-check", "-q"]


@pytest.mark.slow
def test_wheel_works_away_from_the_checkout(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            list(map(str, command)), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    [wheel] = tmp_path.glob("kg-*.whl")
    held = zipfile.ZipFile(wheel)
    names = set(held.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "ontology", "kg"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(tracked) > 50
    for name in tracked:
        assert name.replace("ontology/", "kg/_ontology/", 1) in names if name.startswith("ontology/") else name in names
    assert not any(name.startswith(("tests/", "seeds/")) for name in names)
    assert "kg/_corpus/train-b.json" in names and any(name.startswith("kg/_corpus/passages/") for name in names)
    weights = [
        info.compress_size for info in zipfile.ZipFile(wheel).infolist() if info.filename.startswith("kg/models/")
    ]
    assert sum(weights) < 45_000_000

    run(sys.executable, "-m", "venv", "empty")
    python = tmp_path / "empty/bin/python"
    run(python, *PIP, "install", wheel)
    place = Path(run(python, "-c", "import kg; print(kg.__file__)").strip())
    assert place.is_relative_to(tmp_path)
    corpus = run(python, "-c", "from kg.training.samples import corpus_dir; print(corpus_dir())").strip()
    assert Path(corpus).is_relative_to(tmp_path)
    # Nothing of a reader that asks a language model is there, nor is it missed.
    loaded = "import sys, kg; print(*(name for name in sys.modules if name.startswith(('kg.readers.llm', 'openai'))))"
    assert run(python, "-c", loaded).strip() == ""
    found = "import importlib.util as u; print([n for n in ('openai', 'json_repair') if u.find_spec(n)])"
    assert run(python, "-c", found).strip() == "[]"
    assert "no faults" in run(tmp_path / "empty/bin/kg", "check")
    out = run(tmp_path / "empty/bin/kg", "build", ROOT / "seeds/articles", "--out", "out")
    assert "graph.html" in out
    report = json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))
    assert report["articles"] == 2 and report["counts"]["entities"] > 20 and not report["skipped"]
    assert "Qwen" in run(tmp_path / "empty/bin/kg", "query", "out", "SELECT ?l { kgr:Qwen rdfs:label ?l }")
