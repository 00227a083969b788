"""What was made of the same before: parts of a build's files by a digest of all that they are made from.

What is asked for is kept to the next build, and nothing else. Whoever makes a part from exactly what its key is made
from gets the same bytes with and without what was kept, so that it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.errors import OutputError
from kg.files.whole import write_whole

__all__ = ["Parts"]

_KEY, _LENGTH = 20, 4
"""Bytes of a key, and of the length of what it stands for."""


class Parts:
    """Parts of builds of one ``version`` of the program, in the file ``path``; in memory alone where there is none."""

    def __init__(self, path: Path | None = None, *, version: str = "") -> None:
        self._path = path
        self._version = version.encode("utf-8")
        self._before = _read(path) if path else {}
        self._asked: dict[bytes, bytes] = {}

    def of(self, what: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """The part that ``make`` makes of all that ``made_from`` has, and of nothing else; ``what`` names the kind."""
        digest = hashlib.blake2b(digest_size=_KEY)
        for content in (self._version, what.encode("utf-8"), *made_from):
            digest.update(len(content).to_bytes(8, "little"))
            digest.update(content)
        key = digest.digest()
        if key not in self._asked:
            found = self._before.get(key)
            self._asked[key] = make() if found is None else found
        return self._asked[key]

    def keep(self) -> None:
        """Keep what was asked for, for the next build. On a disk that is full nothing is kept, and nothing is lost."""
        if self._path is None or self._asked == self._before:
            return
        rows = (key + len(part).to_bytes(_LENGTH, "little") + part for key, part in sorted(self._asked.items()))
        body = b"".join(rows)
        with contextlib.suppress(OutputError):
            write_whole(self._path, hashlib.sha256(body).digest() + body)


def _read(path: Path) -> dict[bytes, bytes]:
    """What the file has; nothing where it is not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    checksum, body = content[:32], content[32:]
    found: dict[bytes, bytes] = {}
    if hashlib.sha256(body).digest() == checksum:
        at = 0
        while at < len(body):
            begin = at + _KEY + _LENGTH
            end = begin + int.from_bytes(body[at + _KEY : begin], "little")
            found[body[at : at + _KEY]] = body[begin:end]
            at = end
    return found
