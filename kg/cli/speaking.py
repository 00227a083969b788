"""Help in the language of this run: click's own, translated as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import click

from kg.cli.language import SPOKEN, spoken
from kg.cli.messages import say, translated

__all__ = ["SpokenContext", "SpokenGroup", "first_paragraph"]

_EXTRA = re.compile(r"(.*?)(?:(?:^|  )\[([^\[\]]*)\])?", re.DOTALL)


class _Formatter(click.HelpFormatter):
    """Writes what click says, and what the commands say of themselves, in the language of this run."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{say('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_told(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(first, _meaning(second)) for first, second in rows], col_max, col_spacing)


class SpokenContext(click.Context):
    """The context of a command that helps in the language of this run."""

    formatter_class = _Formatter


class SpokenGroup(click.Group):
    """Commands in the order in which they were written; their list says of each its first paragraph."""

    context_class = SpokenContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def lines(self) -> Mapping[str, str]:
        """What each command does, in one line."""
        return {name: first_paragraph(command) for name, command in self.commands.items()}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines().items()))


def first_paragraph(command: click.Command) -> str:
    """What ``command`` says of itself first, in one line."""
    return " ".join((command.help or "").split("\n\n")[0].split())


def _told(text: str) -> str:
    # Where it is not translated, its paragraphs stay.
    return text if spoken() == SPOKEN[0] else translated(" ".join(text.split()))


def _meaning(text: str) -> str:
    """What an option means, with what click adds: ``… [default: 2; x>=1; required]``."""
    found = _EXTRA.fullmatch(text)
    if found is None or found[2] is None:
        return _told(text)
    return f"{_told(found[1])}  [{'; '.join(map(translated, found[2].split('; ')))}]".strip()
