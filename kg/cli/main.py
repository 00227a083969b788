"""The commands together, and how errors leave the program: one clear line, and an exit code that says which."""

from __future__ import annotations

import signal
import sys
from typing import Annotated, NoReturn

import typer

from kg.cli import build, decide, export, quality, query, reader, serve, view
from kg.config import VERSION
from kg.errors import ArticleError, KgError

__all__ = ["app", "main"]

app = typer.Typer(
    name="kg",
    help="Vietnamese news into a knowledge graph that people trust: no LLM, no network, every fact with its sentence.",
    epilog="Exit codes: 0 done, 1 the work failed, 2 wrong use. Start with: kg build FOLDER --out build",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kg {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


for module in (build, query, view, decide, export, serve, quality, reader):
    module.register(app)


def _terminated(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (``sys.argv`` by default); the exit code."""
    if arguments is None:
        # So that what is half-written is removed and worker processes end.
        signal.signal(signal.SIGTERM, _terminated)
    try:
        app(arguments, prog_name="kg")
    except KgError as error:
        where = f"{error.source}: " if isinstance(error, ArticleError) else ""
        sys.stderr.write(f"kg: {where}{error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("kg: stopped.\n")
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    return 0
