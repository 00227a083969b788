"""The commands together, and how errors leave the program: one clear line, and an exit code that says which."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import traceback
from typing import Annotated, NoReturn

import typer

from kg.cli import build, decide, export, learn, quality, query, reader, serve, shards, view
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


for module in (build, shards, query, view, decide, export, serve, quality, reader, learn):
    module.register(app)


def _terminated(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (``sys.argv`` by default); the exit code.

    Whatever goes wrong is one line on stderr; with ``KG_DEBUG=1`` in the environment Python's traceback stands above.
    """
    if arguments is None:
        # So that what is half-written is removed and worker processes end.
        signal.signal(signal.SIGTERM, _terminated)
        for stream in (sys.stdout, sys.stderr):
            # A terminal that has no letter for something shows its number.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
    try:
        code = _exit_code(arguments)
        # Here, since what cannot be written is told by nobody later.
        sys.stdout.flush()
    except KgError as error:
        where = f"{error.source}: " if isinstance(error, ArticleError) else ""
        return _told(f"{where}{error}", error.exit_code)
    except KeyboardInterrupt:
        return _told("stopped.", 130)
    except BrokenPipeError:
        # Who reads has enough: "kg entities build | head".
        _close_stdout()
        return 1
    except OSError as error:
        _close_stdout()
        return _told(f"{error.filename or 'The output'}: {error.strerror or error}.", 1)
    except MemoryError:
        return _told("There is not enough memory. Give fewer articles at once, or --jobs 1.", 1)
    except Exception as error:
        remedy = "Please report it with what KG_DEBUG=1 shows."
        return _told(f"This is a fault of kg: {type(error).__name__}: {error}. {remedy}", 1)
    return code


def _exit_code(arguments: list[str] | None) -> int:
    try:
        app(arguments, prog_name="kg")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    return 0


def _told(line: str, code: int) -> int:
    if os.environ.get("KG_DEBUG") == "1":
        traceback.print_exc()
    with contextlib.suppress(OSError):
        sys.stderr.write(f"kg: {line}\n")
    return code


def _close_stdout() -> None:
    """What is still to be written goes nowhere, or Python would try again when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
