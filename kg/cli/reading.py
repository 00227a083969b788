"""Who reads, as the options of ``kg build`` say it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.readers import Own, Reader

__all__ = ["ANSWERS", "Asked", "answers_option", "asking_reader", "read_key"]

KEY = "KG_API_KEY"
#: As ``kg.readers.llm.ANSWERS``, of which nothing is loaded before a model is asked for.
ANSWERS = Path("kg-answers")

answers_option = click.option(
    "--answers",
    type=PATH,
    default=ANSWERS,
    metavar="FOLDER",
    help="Where answers of a language model are kept, one file an article.",
)


def read_key(file: Path | None) -> str | None:
    """The key of the endpoint: what the file holds, else that of the environment. Never shown."""
    if file is None:
        return os.environ.get(KEY, "").strip() or None
    try:
        key = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        # What a file holds that is not text is not shown either.
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise InputError(f"{file} cannot be read: {why}.", remedy="Give a file with nothing but the key.") from None
    if not key or len(key.split()) != 1 or not key.isascii() or not key.isprintable():
        raise InputError(f"{file} holds no key.", remedy="Give a file with nothing but the key.")
    return key


class Asked:
    """The options for a language model that a build was given."""

    def __init__(
        self,
        *,
        endpoint: str | None,
        model: str | None,
        key_file: Path | None,
        answers: Path,
        parallel: int,
        max_cost: float | None,
        max_tokens: int | None,
        prices: Path | None,
        ask_again: bool,
        retry_failed: bool,
    ) -> None:
        self.endpoint = endpoint
        self.model = model
        self.key_file = key_file
        self.answers = answers
        self.parallel = parallel
        self.limits = (max_cost, max_tokens)
        self.prices = prices
        self.ask_again = ask_again
        self.retry_failed = retry_failed


def asking_reader(name: str, own: Own, asked: Asked, tell: Callable[[str], None]) -> Reader | None:
    """The reader called ``name``; None for our own. ``tell`` is called with what is asked and spent."""
    from kg.readers import find_reader

    if name not in ("llm", "both"):
        return None if name == "own" else find_reader(name, own)
    if not asked.model:
        raise UsageError(f"--reader {name} needs a model.", remedy="Give --model NAME, as the endpoint calls it.")
    from kg.readers.llm import Endpoint, Llm

    max_cost, max_tokens = asked.limits
    endpoint = (
        Endpoint(
            url=asked.endpoint,
            key=read_key(asked.key_file),
            parallel=asked.parallel,
            max_cost=max_cost,
            max_tokens=max_tokens,
            prices=asked.prices,
            again=asked.ask_again,
            retry=asked.retry_failed,
            tell=tell,
        )
        if asked.endpoint
        else None
    )
    llm = Llm(own=own, model=asked.model, answers=asked.answers, endpoint=endpoint)
    if name == "llm":
        return llm
    from kg.readers.both import Both

    return Both(own=own, llm=llm)
