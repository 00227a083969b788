"""Write docs/cli.md anew from what the commands say of themselves: python docs/cli.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.cli import app

__all__ = ["page"]

PAGE = Path(__file__).with_name("cli.md")


def page() -> str:
    """Every command with its arguments and options."""
    head = f"# Commands\n\nWritten by `python docs/cli.py`; `kg COMMAND --help` says the same. {app.epilog}\n"
    return head + "".join(_section(name, command) for name, command in app.commands.items())


def _section(name: str, command: Any) -> str:
    if hasattr(command, "commands"):
        parts = "".join(_section(f"{name} {part}", own) for part, own in command.commands.items())
        return f"\n## kg {name}\n\n{_cell(command.help)}\n{parts.replace(f'{chr(10)}## kg', f'{chr(10)}### kg')}"
    rows = "".join(f"| {names} | {_cell(meaning)} |\n" for names, meaning in _rows(command))
    return f"\n## kg {name}\n\n{_cell(command.help)}\n\n| | |\n| --- | --- |\n{rows}"


def _rows(command: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        meaning = parameter.help or ""
        if parameter.param_type_name == "argument":
            word = (parameter.metavar or parameter.name).strip("[]").upper()
            yield f"`{word}`" if parameter.required else f"`[{word}]`", meaning
            continue
        names = [*parameter.opts, *parameter.secondary_opts]
        value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.rstrip('_').upper()}"
        default = parameter.default
        if parameter.secondary_opts:
            meaning += f" Default: `{(parameter.opts if default else parameter.secondary_opts)[0]}`."
        elif isinstance(default, str | int | float | Path) and default not in (False, ""):
            meaning += f" Default: `{default}`."
        yield f"`{' / '.join(names)}{value}`", meaning


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
