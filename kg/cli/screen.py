"""Where commands print: results to stdout, all else to stderr; text of articles is never read as mark-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["errors", "output", "plain", "progress_bar", "table"]


def output() -> Console:
    return Console(highlight=False, markup=False, soft_wrap=True)


def errors() -> Console:
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def plain(text: object) -> Text:
    """``text`` as it is, without what a terminal would obey."""
    return Text("".join(char if char.isprintable() or char == "\n" else " " for char in str(text)))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> Table:
    """A table of plain text; the columns in ``right`` hold numbers."""
    from rich.table import Table

    made = Table(title=title or None, title_justify="left", header_style="bold", title_style="bold")
    for name in columns:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(plain("" if cell is None else cell) for cell in row))
    return made


@contextmanager
def progress_bar(total: Callable[[], int], doing: str) -> Iterator[Callable[[str], None] | None]:
    """What to call with the name of each thing done; None, and nothing shown, unless stderr is a terminal."""
    console = errors()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(doing, total=total(), name="")
        yield lambda name: progress.update(task, advance=1, name=plain(name[-40:]).plain)
