"""What a command does not need it does not import: that is most of what a short command takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from graphs import corpus_graph

from kg.export import exporter

HEAVY = {"networkx", "numpy", "rapidfuzz", "rdflib", "scipy", "spacy", "urllib.request", "yaml"}
SHOW = "import sys; from kg.cli.main import main; code = main(sys.argv[1:]); print(code, *sys.modules)"


@pytest.mark.parametrize("command", [("--help",), ("query", "ASK {}"), ("explain", "Qwen")])
def test_heavy_libraries_are_left_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    with (tmp_path / "graph.ttl").open("wb") as stream:
        exporter("ttl").write(corpus_graph(), stream)
    name, *rest = command
    given = [name, *([str(tmp_path), *rest] if rest else [])]
    told = subprocess.run([sys.executable, "-c", SHOW, *given], capture_output=True, text=True, check=True)
    code, *modules = told.stdout.splitlines()[-1].split()
    assert code == "0"
    assert not HEAVY & set(modules)
