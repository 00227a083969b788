"""A file in pieces: what the last one has of them is copied from it, and what only one of the two has is told.

A piece is known by a digest of all that it is made from. Where the pieces of a file are, and of which file, stands in a
listing beside; of a file that is not the one that its listing was made of nothing is taken.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.files.whole import has_digest, write_whole

__all__ = ["Pieces"]

_ROW = struct.Struct("<20sIQ")
"""Key, how many things the piece tells, and its length."""
_DIGEST = 32
_AT_ONCE = 1 << 20


class Pieces:
    """Those of a file that is written anew: ``last`` is the one before, with its ``listing``, by one ``version`` of the
    program. Where there is none every piece is made, and nothing is kept."""

    def __init__(self, last: Path | None = None, listing: Path | None = None, *, version: str = "") -> None:
        self._listing = listing
        self._version = version.encode("utf-8")
        self._file: int | None = None
        self._before: dict[bytes, tuple[int, int, int]] = {}
        #: Of this file, in its order: key, how many things are in it, where it begins, how long it is.
        self._now: list[tuple[bytes, int, int, int]] = []
        self._end = 0
        #: The digest of the last file, where its pieces are known.
        self.last: str | None = None
        if last is not None and listing is not None:
            with contextlib.suppress(OSError):
                self._open(last, listing.read_bytes())

    def _open(self, last: Path, listed: bytes) -> None:
        rows, digest = listed[_DIGEST:], listed[:_DIGEST].hex()
        if len(rows) % _ROW.size or not has_digest(last, digest):
            return
        at = 0
        for key, count, length in _ROW.iter_unpack(rows):
            self._before[key] = (count, at, length)
            at += length
        self._file = os.open(last, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self.last = digest

    @property
    def keys(self) -> list[bytes]:
        """Of the pieces so far, in their order."""
        return [key for key, *_ in self._now]

    def of(self, made_from: bytes | None, make: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """The next piece, with how many things it tells: what ``make`` makes of ``made_from``, and of nothing else.

        A piece of which nobody says what it is made from (None) is made, and known by what it is.
        """
        key = self._key(b"from", made_from) if made_from is not None else b""
        if key in self._before and self._file is not None:
            count, at, length = self._before[key]
            piece = os.pread(self._file, length, at)
        else:
            count, piece = make()
            key = key or self._key(b"is", piece)
        self._now.append((key, count, self._end, len(piece)))
        self._end += len(piece)
        return count, piece

    def _key(self, kind: bytes, content: bytes) -> bytes:
        digest = hashlib.blake2b(len(self._version).to_bytes(4, "little"), digest_size=20)
        for part in (self._version, kind, content):
            digest.update(part)
        return digest.digest()

    def write_changed(self, this: Path, gone: BinaryIO, come: BinaryIO) -> None:
        """Write to ``gone`` what only the last file has, and to ``come`` what only ``this`` one has, which is written
        by now: piece by piece, and the first one to both."""
        first, *_ = self._now
        now = {key for key, *_ in self._now}
        with this.open("rb") as stream:
            places = [(at, length) for key, _, at, length in self._now if key not in self._before or key == first[0]]
            _copy(stream.fileno(), places, come)
        if self._file is not None:
            places = [(at, length) for key, (_, at, length) in self._before.items() if key not in now or not at]
            _copy(self._file, places, gone)

    def keep(self, digest: str) -> None:
        """Keep where the pieces are in the file, which has this digest. On a disk that is full nothing is kept."""
        if self._listing is None:
            return
        rows = (_ROW.pack(key, count, length) for key, count, _, length in self._now)
        with contextlib.suppress(OutputError):
            write_whole(self._listing, b"".join([bytes.fromhex(digest), *rows]))


def _copy(file: int, places: Iterable[tuple[int, int]], to: BinaryIO) -> None:
    for begin, length in places:
        for at in range(begin, begin + length, _AT_ONCE):
            to.write(os.pread(file, min(_AT_ONCE, begin + length - at), at))
