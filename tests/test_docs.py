"""The documents name what there is: every command and option, and every module in its place."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

from kg.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMANDS: dict[str, Any] = dict(app.commands)


def text_of(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def options(command: Any) -> set[str]:
    named = [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]
    parts = [options(part) for part in getattr(command, "commands", {}).values()]
    return {name for name in named if name.startswith("--")}.union(*parts)


def blocks_of_the_design() -> list[str]:
    """The list of all modules, and that of the steps which read an article."""
    blocks: list[str] = re.findall(r"```text\n(.*?)```", text_of(DOCS / "design.md"), re.DOTALL)
    assert len(blocks) == 2
    return blocks


def modules_of_the_design() -> list[str]:
    """The first words of the list's lines: "kg/clauses, modality" are two."""
    block = blocks_of_the_design()[0]
    heads = re.findall(r"^kg/([a-z]+(?:/vi/|/)?(?:, [a-z]+)*)", block, re.MULTILINE)
    return [name.split("/")[0] for head in heads for name in head.split(", ")]


def test_every_promise_names_a_test_that_there_is() -> None:
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", text_of(DOCS / "robustness.md"))
    assert len(named) > 40
    tests = {name: (ROOT / "tests" / name).read_text(encoding="utf-8") for name, _ in named}
    assert [(name, test) for name, test in named if test and f"def {test}(" not in tests[name]] == []


def test_every_fault_of_a_reader_names_a_test_that_there_is() -> None:
    rows = re.findall(r"^\| .+ \| .+ \| (.*`.*) \|$", text_of(DOCS / "readers.md"), re.MULTILINE)
    parts = [part for row in rows for part in re.findall(r"`…?(\w+)…?`", row) if "…" in row]
    files = [name for row in rows for name in re.findall(r"`(test_\w+\.py)`", row)]
    known = re.findall(r"^def (test_\w+)\(", text_of(*(ROOT / "tests").glob("test_readers*.py")), re.MULTILINE)
    assert len(parts) > 25 and len(files) > 5
    assert [part for part in parts if not any(part in name for name in known)] == []
    assert [name for name in files if not (ROOT / "tests" / name).is_file()] == []


def test_the_page_of_commands_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("cli_page", DOCS / "cli.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == text_of(DOCS / "cli.md"), "run: python docs/cli.py"


def test_every_command_and_option_is_in_the_page_of_commands() -> None:
    sections = dict(re.findall(r"^## kg (\w+)\n(.*?)(?=^## |\Z)", text_of(DOCS / "cli.md"), re.DOTALL | re.MULTILINE))
    assert len(sections) > 10
    missing = [
        (name, option)
        for name, command in COMMANDS.items()
        for option in sorted(options(command))
        if not re.search(rf"{option}(?![\w-])", sections.get(name, ""))
    ]
    assert list(sections) == list(COMMANDS)
    assert missing == []


def test_the_documents_name_only_commands_and_options_that_there_are() -> None:
    known = set().union(*map(options, COMMANDS.values())) | {"--help", "--version"}
    text = text_of(ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
    calls = re.findall(r"`kg ([a-z]+)([^`]*)`|^kg ([a-z]+)(.*)$", text, re.MULTILINE)
    assert len(calls) > 40
    for quoted, rest, alone, tail in calls:
        name = quoted or alone
        assert name in COMMANDS, name
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]+", rest + tail):
            assert option in known & (options(COMMANDS[name]) | {"--help"}), (name, option)


def test_the_design_lists_the_steps_of_reading_in_their_order() -> None:
    listed = re.findall(r"^(\w+)", blocks_of_the_design()[1], re.MULTILINE)
    folder = ROOT / "kg" / "extract"
    found = {path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".py"} - {"__pycache__"}
    assert sorted(listed) == sorted(found)
    place = {name: number for number, name in enumerate(listed)}
    upwards = set()
    for path in folder.rglob("*.py"):
        here = path.relative_to(folder).parts[0].removesuffix(".py")
        for there in re.findall(
            r"^\s*(?:from|import) kg\.extract\.([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            if place[there] > place[here]:
                upwards.add((here, there))
    assert upwards == set()


def test_the_design_lists_every_module_from_the_bottom_up() -> None:
    listed = modules_of_the_design()
    folder = ROOT / "kg"
    found = {path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert sorted(listed) == sorted(found - {"__init__", "__main__", "__pycache__", "models", "_ontology"})
    place = {name: number for number, name in enumerate(listed)}
    upwards = set()
    for path in folder.rglob("*.py"):
        here = path.relative_to(folder).parts[0].removesuffix(".py")
        for there in re.findall(r"^\s*(?:from|import) kg\.([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            if here in place and place[there] > place[here]:
                upwards.add((here, there))
    assert upwards == set()


def test_each_fault_of_a_language_model_names_tests_that_there_are() -> None:
    table = text_of(DOCS / "readers.md").partition("| fault | what happens | test (`tests/`) |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    tests = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_readers*.py")}
    assert len(rows) > 20
    for fault, _, named in rows:
        parts = re.findall(r"`…?([^`…]+)…?`", named)
        assert parts, fault
        for part in parts:
            assert part in tests or any(
                re.search(rf"^def test_\w*{part}", text, re.MULTILINE) for text in tests.values()
            ), part
