"""In which language kg speaks: ``--lang``, else that of the environment (``LANG=vi_VN.UTF-8``), else English."""

from __future__ import annotations

import os
from contextvars import ContextVar

from kg.errors import UsageError

__all__ = ["SPOKEN", "choose", "spoken", "taken"]

#: The languages that kg speaks, the usual one first.
SPOKEN = ("en", "vi")
_chosen: ContextVar[str] = ContextVar("language", default=SPOKEN[0])


def spoken() -> str:
    """The language of this run."""
    return _chosen.get()


def choose(named: str | None) -> None:
    """Speak the language that was ``named``, else that of the environment.

    Raises UsageError for one that kg does not speak.
    """
    told = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    found = next((code for code in SPOKEN if told.lower().startswith(code)), SPOKEN[0])
    _chosen.set(named if named in SPOKEN else found)
    if named is not None and named not in SPOKEN:
        raise UsageError(f"kg does not speak {named!r}.", remedy=f"Use one of: {', '.join(SPOKEN)}.")


def taken(arguments: list[str]) -> tuple[list[str], str | None]:
    """``arguments`` without ``--lang``, wherever it stands before ``--``, and what it names."""
    left: list[str] = []
    named: str | None = None
    given = iter(arguments)
    for word in given:
        if word == "--":
            return [*left, word, *given], named
        if word == "--lang":
            named = next(given, "")
        elif word.startswith("--lang="):
            named = word.removeprefix("--lang=")
        else:
            left.append(word)
    return left, named
