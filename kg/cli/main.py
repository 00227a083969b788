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

from kg.cli import build, decide, decisions, explain, export, learn, quality, query, reader, serve, shards, view
from kg.cli.language import SPOKEN, choose, spoken, taken
from kg.cli.messages import say, speaking, told, translated
from kg.config import VERSION
from kg.errors import ArticleError, KgError

__all__ = ["app", "main"]

#: What typer writes above the parts of a help.
_TITLES = (
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "DEFAULT_STRING",
    "REQUIRED_LONG_STRING",
)

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
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="en|vi",
            help="The language in which kg speaks, anywhere in a command: that of LANG, else English.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """``lang`` is read before, by ``main``."""


for module in (build, shards, query, explain, view, decide, decisions, export, serve, quality, reader, learn):
    module.register(app)


def _terminated(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (``sys.argv`` by default); the exit code.

    Whatever goes wrong is one line on stderr; with ``KG_DEBUG=1`` in the environment Python's traceback stands above.
    """
    given, named = taken(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        # So that what is half-written is removed and worker processes end.
        signal.signal(signal.SIGTERM, _terminated)
        for stream in (sys.stdout, sys.stderr):
            # A terminal that has no letter for something shows its number.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
    try:
        choose(named)
        code = _exit_code(given)
        # Here, since what cannot be written is told by nobody later.
        sys.stdout.flush()
    except KgError as error:
        where = f"{error.source}: " if isinstance(error, ArticleError) else ""
        return _told(f"{where}{told(error)}", error.exit_code)
    except KeyboardInterrupt:
        return _told(say("stopped."), 130)
    except BrokenPipeError:
        # Who reads has enough: "kg entities build | head".
        _close_stdout()
        return 1
    except OSError as error:
        _close_stdout()
        return _told(f"{error.filename or say('The output')}: {error.strerror or error}.", 1)
    except MemoryError:
        return _told(say("There is not enough memory. Give fewer articles at once, or --jobs 1."), 1)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return _told(say("This is a fault of kg: {}. Please report it with what KG_DEBUG=1 shows.", what), 1)
    return code


def _exit_code(arguments: list[str]) -> int:
    try:
        if spoken() == SPOKEN[0]:
            app(arguments, prog_name="kg")
            return 0
        return _translated(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1


def _translated(arguments: list[str]) -> int:
    """The command with its help, and what click says of wrong use, in the language of this run."""
    from typer import rich_utils

    command = speaking(typer.main.get_command(app))
    titles = {name: getattr(rich_utils, name) for name in _TITLES}
    try:
        for name, title in titles.items():
            setattr(rich_utils, name, say(title))
        code = command.main(arguments, prog_name="kg", standalone_mode=False)
    except typer.Abort:
        return _told(say("stopped."), 130)
    except Exception as error:
        # What click says of wrong use; it has no public name that all versions of typer share.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        return _told(translated(message()), getattr(error, "exit_code", 2))
    finally:
        for name, title in titles.items():
            setattr(rich_utils, name, title)
    return code if isinstance(code, int) else 0


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
