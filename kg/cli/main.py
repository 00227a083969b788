"""The commands together, and how errors leave the program: one clear line, and an exit code that says which."""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import signal
import sys
import traceback
from typing import NoReturn

import click

from kg.cli.commands import app
from kg.cli.language import SPOKEN, choose, spoken, taken
from kg.cli.messages import say, told, translated
from kg.errors import ArticleError, KgError

__all__ = ["app", "main"]


def _terminated(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (``sys.argv`` by default); the exit code.

    Whatever goes wrong is one line on stderr; with ``KG_DEBUG=1`` in the environment Python's traceback stands above.
    """
    # What is left when the process ends goes with it: to look through all of it once more for what points to itself
    # takes half a second after a build. Registered once, however often commands are run.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
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
        code = app.main(arguments, prog_name="kg", standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    except click.Abort:
        return _told(say("stopped."), 130)
    except click.ClickException as error:
        if spoken() == SPOKEN[0] or isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()
            return error.exit_code
        return _told(translated(error.format_message()), error.exit_code)
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
