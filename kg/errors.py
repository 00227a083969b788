"""Everything that kg raises on purpose.

KgError
├── UsageError        the caller asked for something that cannot be (exit code 2)
│   ├── InputError        a path, article or graph that cannot be read
│   └── OntologyError     faults in ontology/ data files, all of them at once
└── FailureError      the work itself failed (exit code 1)
    ├── ArticleError      one article could not be read or extracted; the others go on
    └── OutputError       an output could not be written; the last good one is whole
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "ArticleError",
    "FailureError",
    "Fault",
    "InputError",
    "KgError",
    "OntologyError",
    "OutputError",
    "UsageError",
]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a data file: where, what, and what to do about it."""

    path: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} {self.remedy}"


class KgError(Exception):
    """Base of all errors of this package. ``remedy`` says what the reader can do."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(KgError):
    exit_code = 2


class InputError(UsageError):
    pass


class OntologyError(UsageError):
    """All faults found in the data files, sorted by place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FailureError(KgError):
    pass


class ArticleError(FailureError):
    """One article that was skipped: ``source`` names it, ``message`` says why."""

    def __init__(self, source: str | Path, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.source = str(source)


class OutputError(FailureError):
    pass
