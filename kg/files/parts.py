"""What was made of the same before: parts of a build's files by a digest of all that they are made from.

What is asked for is kept to the next build, and nothing else. Whoever makes a part from exactly what its key is made
from gets the same bytes with and without what was kept, so that it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.files.shelf import Shelf
from kg.files.whole import write_whole

__all__ = ["Parts"]

_KEY, _LENGTH, _CHECKSUM = 20, 4, 32
"""Bytes of a key, of the length of what it stands for, and of the checksum at the end of a file."""
_AT_ONCE = 1 << 20


class Parts:
    """Parts of builds of one ``version`` of the program, in the file ``path``; in memory alone where there is none."""

    def __init__(self, path: Path | None = None, *, version: str = "") -> None:
        self._path = path
        self._version = version.encode("utf-8")
        #: Of what the file has, and of what was made since: where it begins there, and how long it is.
        self._before = _Before(path)
        self._made: Shelf | None = None
        self._new: dict[bytes, tuple[int, int]] = {}
        self._held: dict[bytes, bytes] = {}
        self._asked: set[bytes] = set()
        self._changed = False

    def of(self, what: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """The part that ``make`` makes of all that ``made_from`` has, and of nothing else; ``what`` names the kind."""
        key = self._key(what, made_from)
        found = self._found(key)
        if found is None:
            found = make()
            self._put(key, found)
        self._asked.add(key)
        return found

    def _key(self, what: str, made_from: Iterable[bytes]) -> bytes:
        digest = hashlib.blake2b(digest_size=_KEY)
        for content in (self._version, what.encode("utf-8"), *made_from):
            digest.update(len(content).to_bytes(8, "little"))
            digest.update(content)
        return digest.digest()

    def noted(self, what: str) -> bytes | None:
        """What was noted of this kind last; whoever asks makes the same of nothing, only later."""
        return self._found(self._key(what, (b"noted",)))

    def note(self, what: str, content: bytes) -> None:
        """Note it in place of that, and keep it for the next build."""
        key = self._key(what, (b"noted",))
        self._changed = self._changed or content != self._found(key)
        self._put(key, content)
        self._asked.add(key)

    def _found(self, key: bytes) -> bytes | None:
        if key in self._held:
            return self._held[key]
        if self._made and key in self._new:
            return self._made.read(*self._new[key])
        return self._before.get(key)

    def _put(self, key: bytes, part: bytes) -> None:
        """On a shelf, where there is a file to come; what finds no room there is held."""
        if self._path and self._made is None:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._made = Shelf(self._path.parent, prefix=".")
        at = self._made.add(part) if self._made else None
        if at is None:
            self._held[key] = part
        else:
            self._new[key] = at, len(part)

    def keep(self) -> None:
        """Keep what was asked for, for the next build. On a disk that is full nothing is kept, and nothing is lost."""
        same = not self._changed and self._asked == self._before.places.keys()
        if self._path is None or same:
            return
        with contextlib.suppress(OutputError):
            write_whole(self._path, self._write)

    def _write(self, stream: BinaryIO) -> None:
        checksum = hashlib.sha256()
        for key in sorted(self._asked):
            part = self._found(key) or b""
            row = key + len(part).to_bytes(_LENGTH, "little") + part
            checksum.update(row)
            stream.write(row)
        stream.write(checksum.digest())


class _Before:
    """The parts in a file that stays open; none where it is not whole."""

    def __init__(self, path: Path | None) -> None:
        #: Where the part of a key begins, and how long it is.
        self.places: dict[bytes, tuple[int, int]] = {}
        with contextlib.suppress(OSError):
            if path is not None and (size := path.stat().st_size - _CHECKSUM) >= 0:
                self._file = os.open(path, os.O_RDONLY)
                weakref.finalize(self, os.close, self._file)
                if self._is_whole(size):
                    self.places = dict(self._read(size))

    def get(self, key: bytes) -> bytes | None:
        place = self.places.get(key)
        return os.pread(self._file, place[1], place[0]) if place else None

    def _is_whole(self, size: int) -> bool:
        checksum = hashlib.sha256()
        for at in range(0, size, _AT_ONCE):
            checksum.update(os.pread(self._file, min(_AT_ONCE, size - at), at))
        return os.pread(self._file, _CHECKSUM, size) == checksum.digest()

    def _read(self, size: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
        at = 0
        while at < size:
            head = os.pread(self._file, _KEY + _LENGTH, at)
            begin, length = at + len(head), int.from_bytes(head[_KEY:], "little")
            yield head[:_KEY], (begin, length)
            at = begin + length
