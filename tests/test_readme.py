"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.main import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(text: str = README) -> list[list[str]]:
    """The kg commands of the shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("kg ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_every_command_is_in_the_readme() -> None:
    names = set(app.commands)
    assert len(names) > 10
    assert {name for name in names if f"kg {name}" not in README} == set()


def test_the_vietnamese_readme_shows_the_same() -> None:
    commands = [command for command in shown((ROOT / "README.vi.md").read_text(encoding="utf-8")) if command]
    # A new relation is told in English alone.
    assert commands == [command for command in shown(README) if command != ["check"]]
    english, vietnamese = (
        set(re.findall(r"\]\(([^)]+)\)", text))
        for text in (README, (ROOT / "README.vi.md").read_text(encoding="utf-8"))
    )
    assert english - vietnamese <= {"README.vi.md", "docs/robustness.md"}
    assert all((ROOT / link.split("#")[0]).exists() for link in vietnamese)


@pytest.mark.slow
def test_commands_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", "seeds")
    commands = shown()
    assert len(commands) > 10
    for command in commands:
        if command[0] in ("serve", "push", "reader") or "--endpoint" in command:
            continue
        if command[0] == "view":
            command.append("--no-open")
        assert main(["build" if word == "OTHER" else word for word in command]) == 0, command


@pytest.mark.slow
def test_python_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", "seeds")
    [block] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(block, {})


def test_the_vietnamese_readme_has_the_same_numbers() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from readme import vietnamese

    text = (ROOT / "README.vi.md").read_text(encoding="utf-8")
    assert text == vietnamese(), "run: python docs/readme.py"
    english, translated = (
        re.search(rf"<!-- /quality -->(.*?){end}", one, re.DOTALL)
        for one, end in ((README, "## More"), (text, "## Thêm nữa"))
    )
    assert english and translated
    number = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*")
    swapped = str.maketrans(".,", ",.")
    assert sorted(number.findall(translated[1])) == sorted(one.translate(swapped) for one in number.findall(english[1]))
