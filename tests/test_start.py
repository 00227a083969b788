"""What a command does not need it does not import: that is most of what a short command takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from graphs import corpus_graph

from kg.cli.commands import COMMANDS, app
from kg.cli.speaking import first_paragraph
from kg.export import exporter

HEAVY = {
    *("networkx", "numpy", "pydantic", "rapidfuzz", "rdflib", "scipy", "spacy", "tomllib", "typer", "urllib.request"),
    "yaml",
}
#: All of kg that the list of commands takes.
LISTING = {
    *("kg", "kg.cli", "kg.cli.commands", "kg.cli.language", "kg.cli.main", "kg.cli.messages", "kg.cli.speaking"),
    *("kg.config", "kg.errors"),
}
SHOW = "import sys; from kg.cli.main import main; code = main(sys.argv[1:]); print(code, *sys.modules)"


def imported(*given: str) -> set[str]:
    """The modules that are there when a command is done."""
    told = subprocess.run([sys.executable, "-c", SHOW, *given], capture_output=True, text=True, check=True)
    code, *modules = told.stdout.splitlines()[-1].split()
    assert code == "0"
    return set(modules)


def test_the_list_of_commands_takes_none_of_them() -> None:
    modules = imported("--help")
    assert {name for name in modules if name.split(".")[0] == "kg"} == LISTING
    assert not (HEAVY | {"pyoxigraph", "rich"}) & modules


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (("query", "ASK {}"), {"kg.graph", "kg.records", "kg.store.store", "rich"}),
        (("explain", "Qwen"), {"rich.table"}),
    ],
)
def test_heavy_libraries_are_left_alone(command: tuple[str, str], more: set[str], tmp_path: Path) -> None:
    with (tmp_path / "graph.ttl").open("wb") as stream:
        exporter("ttl").write(corpus_graph(), stream)
    name, rest = command
    assert not (HEAVY | more) & imported(name, str(tmp_path), rest)


@pytest.mark.parametrize(
    ("module", "more"),
    [
        ("kg.store.answering", {"kg.graph", "kg.records", "click", "rich"}),
        ("kg.serve.app", {"kg.explore.page", "kg.linking", "pyvis"}),
        ("kg.serve.worker", {"kg.graph", "starlette"}),
    ],
)
def test_a_process_takes_what_it_needs(module: str, more: set[str]) -> None:
    show = f"import sys; import {module}; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout.split()
    assert not (HEAVY - {"urllib.request"} | more) & set(modules)


def test_the_list_says_what_the_commands_say_of_themselves() -> None:
    assert {name: line for name, (_, line) in COMMANDS.items()} == {
        name: first_paragraph(command) for name, command in app.commands.items()
    }
