"""What articles are read from, one by one: a line of a .jsonl, or a whole file; and by what it is known again."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from kg.articles.apart import APART, Apart
from kg.articles.formats import MAX_BYTES, READERS, Raw, suffix_of
from kg.articles.jsonl import LINES, json_article, json_lines, numbered
from kg.articles.limits import OutOfTimeError, time_limit
from kg.articles.metadata import TABLE, Tables, faults
from kg.errors import ArticleError

__all__ = ["Unit", "Units"]

LIBRARIES = ("charset-normalizer", "lxml", "markdown-it-py", "pypdf", "python-docx", "pyyaml", "trafilatura")
"""Packages whose version can change what is found in a file."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Unit:
    """What one article is read from. ``digest`` is one of all that it comes from, beside the program and the ontology,
    and the number of its line where it is ``numbered`` so; None where nobody knows that. ``read`` reads it."""

    digest: bytes | None
    read: Callable[[], Iterable[Raw | ArticleError]]
    numbered: str | None = None
    #: Whether the file still is what ``digest`` was made of.
    is_same: Callable[[], bool] = lambda: True

    def fits(self, name: str) -> bool:
        """Whether an article of this ``name`` can be in it: not if it is called by the number of another line."""
        mine = self.numbered
        return mine is None or name == mine or not name.startswith(mine.rstrip("0123456789"))


class Units:
    """Those of files. One that takes longer than ``timeout`` seconds of computing to read is given up (0: none is);
    ``told`` is what decides what comes of any of them."""

    def __init__(self, apart: Apart, timeout: float, told: str) -> None:
        self._apart = apart
        self._timeout = timeout
        self._told = told
        self._tables = Tables()

    def of(self, path: Path, source: str) -> Iterator[Unit | ArticleError]:
        """Those of the file ``path``, or the errors that say why there are none."""
        return _named(self._of(path, source), source)

    def _of(self, path: Path, source: str) -> Iterator[Unit | ArticleError]:
        suffix = suffix_of(path)
        if suffix not in READERS and suffix not in APART and path.name != TABLE:
            known = " ".join(sorted(APART.union(READERS)))
            raise ArticleError(source, f"is not one of {known}.", remedy="Convert it, or leave it out.")
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ArticleError(source, "is not a regular file.", remedy="Leave it out.")
        if path.name == TABLE:
            yield from faults(path, source)
            return
        told = [self._told, suffix, source, repr(self._tables.row(path))]
        if suffix not in LINES:
            digest = partial(_digest_of, path, _begun([*told, *_libraries()]))
            known_by = digest()
            yield Unit(known_by, partial(self._read, path, source), is_same=lambda: digest() == known_by)
            return
        begun = _begun(told)
        for found in self._in_time(json_lines(path, source), source):
            if isinstance(found, ArticleError):
                yield found
                continue
            number, line = found
            yield Unit(_digest(begun, line), partial(self._line, path, source, *found), numbered(source, number))

    def _read(self, path: Path, source: str) -> Iterator[Raw | ArticleError]:
        """All that is in the file."""
        found: Iterable[Raw | ArticleError]
        if suffix_of(path) in APART:
            found = self._apart.read(path, source)
        else:
            found = self._in_time(READERS[suffix_of(path)](path, source), source)
        return self._filled(found, path, source)

    def _line(self, path: Path, source: str, number: int, line: bytes) -> Iterator[Raw | ArticleError]:
        """What is in a line."""
        found = (json_article(*row, source) for row in [(number, line)])
        return self._filled(self._in_time(found, source), path, source)

    def _filled(self, found: Iterable[Raw | ArticleError], path: Path, source: str) -> Iterator[Raw | ArticleError]:
        """That, with what the table beside it says."""
        return _named((self._tables.filled(item, path) if isinstance(item, Raw) else item for item in found), source)

    def _in_time(self, found: Iterator[Found], source: str) -> Iterator[Found | ArticleError]:
        """What is ``found``, as long as each takes no longer than it may."""
        while True:
            item: Found | ArticleError | None
            try:
                with time_limit(self._timeout):
                    item = next(found, None)
            except OutOfTimeError:
                item = ArticleError(
                    source,
                    f"took longer than {self._timeout:g} s to read.",
                    remedy="Give more time (--article-timeout).",
                )
            if item is None:
                return
            yield item


def _named(found: Iterable[Found], source: str) -> Iterator[Found | ArticleError]:
    """What is ``found``, and last the error that ends it."""
    try:
        yield from found
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(
            source, f"cannot be read: {error.strerror or error}.", remedy="Check the file and its permissions."
        )


def _begun(told: Iterable[str]) -> hashlib.blake2b:
    return hashlib.blake2b(repr(list(told)).encode("utf-8", "backslashreplace"), digest_size=20)


def _digest(begun: hashlib.blake2b, content: bytes) -> bytes:
    digest = begun.copy()
    digest.update(content)
    return digest.digest()


def _digest_of(path: Path, begun: hashlib.blake2b) -> bytes | None:
    """That of a file; None of one that cannot be read, or is too large to be looked at."""
    with suppress(OSError):
        if path.stat().st_size <= MAX_BYTES:
            return _digest(begun, path.read_bytes())
    return None


@cache
def _libraries() -> tuple[str, ...]:
    return tuple(map(_version, LIBRARIES))


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package
