"""What was made of the same before: parts of a build's files by a digest of all that they are made from.

What is asked for is kept to the next build, and nothing else. Whoever makes a part from exactly what its key is made
from gets the same bytes with and without what was kept, so that it may be deleted at any time.

Parts lie one behind the other in a file that only grows, and a listing beside it tells which are kept, and where. The
listing is replaced when a build is done: what a killed one has added is nobody's, and the next one writes over it. When
most of the file is nobody's, what is kept moves to a new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import weakref
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.files.whole import write_whole

__all__ = ["LISTING", "Parts"]

LISTING = ".list"
"""How the name of the listing ends."""
_KEY = 20
"""Bytes of a key."""
_PLACE = struct.Struct("<QII")
"""Where a part begins, how long it is, and the CRC-32 of it behind its key."""
_HEAD = struct.Struct("<32sQ")
"""Of a listing: the checksum of all that follows, and where the next part will begin."""
_ROOM = 1 << 20
"""Bytes that are nobody's are not worth moving the rest."""


class Parts:
    """Parts of builds of one ``version`` of the program, in the file ``path``; in memory alone where there is none."""

    def __init__(self, path: Path | None = None, *, version: str = "") -> None:
        self._path = path
        self._version = version.encode("utf-8")
        self._file: int | None = None
        self._end = 0
        #: Places in the file by their keys: of what was kept, and of what was added since.
        self._kept: dict[bytes, bytes] = {}
        self._added: dict[bytes, bytes] = {}
        #: What found no room there.
        self._held: dict[bytes, bytes] = {}
        #: In this order.
        self._asked: dict[bytes, None] = {}
        if path is not None:
            with contextlib.suppress(OSError, struct.error):
                self._read(path)

    def of(self, what: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """The part that ``make`` makes of all that ``made_from`` has, and of nothing else; ``what`` names the kind."""
        key = self.key(what, made_from)
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def key(self, what: str, made_from: Iterable[bytes]) -> bytes:
        """What the part of all that ``made_from`` has is called."""
        digest = hashlib.blake2b(digest_size=_KEY)
        for content in (self._version, what.encode("utf-8"), *made_from):
            digest.update(len(content).to_bytes(8, "little"))
            digest.update(content)
        return digest.digest()

    def get(self, key: bytes) -> bytes | None:
        """The part of this key, which is kept to the next build; None where there is none, or it is damaged."""
        found = self._found(key)
        if found is not None:
            self._asked[key] = None
        return found

    def put(self, key: bytes, part: bytes) -> None:
        """Keep ``part`` to the next build; in memory until then, where the disk is full."""
        self._asked[key] = None
        if self._path is not None:
            with contextlib.suppress(OSError):
                file = self._file if self._file is not None else self._opened(self._path, os.O_CREAT | os.O_TRUNC)
                if os.pwrite(file, part, self._end) == len(part):
                    self._added[key] = _PLACE.pack(self._end, len(part), _check(key, part))
                    self._end += len(part)
                    return
        self._held[key] = part

    def noted(self, what: str) -> bytes | None:
        """What was noted of this kind last, which is kept to the next build unless something else is noted; whoever
        asks makes the same of nothing, only later."""
        return self.get(self.key(what, (b"noted",)))

    def note(self, what: str, content: bytes) -> None:
        """Note it in place of that, and keep it for the next build."""
        key = self.key(what, (b"noted",))
        if content == self._found(key):
            self._asked[key] = None
        else:
            self.put(key, content)

    def _found(self, key: bytes) -> bytes | None:
        if key in self._held:
            return self._held[key]
        place = self._added.get(key) or self._kept.get(key)
        if place is None or self._file is None:
            return None
        at, length, check = _PLACE.unpack(place)
        part = os.pread(self._file, length, at)
        return part if _check(key, part) == check else None

    def _read(self, path: Path) -> None:
        """Read the listing of ``path``, where it is whole."""
        told = _listing(path).read_bytes()
        checksum, end = _HEAD.unpack_from(told)
        if hashlib.sha256(told[len(checksum) :]).digest() == checksum:
            self._opened(path)
            self._end, size = end, _KEY + _PLACE.size
            rows = (told[at : at + size] for at in range(_HEAD.size, len(told), size))
            self._kept = {row[:_KEY]: row[_KEY:] for row in rows}

    def _opened(self, path: Path, flags: int = 0) -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = self._file = os.open(path, os.O_RDWR | flags, 0o666)
        weakref.finalize(self, os.close, file)
        return file

    def keep(self) -> None:
        """Keep what was asked for, for the next build, when nobody asks any more. On a disk that is full nothing is
        kept, and nothing is lost."""
        if self._path is None or not (self._added or self._held or self._asked.keys() != self._kept.keys()):
            return
        places = {key: self._added.get(key) or self._kept.get(key, b"") for key in self._asked}
        size = sum(_PLACE.unpack(place)[1] for place in places.values() if place)
        with contextlib.suppress(OutputError, OSError):
            if self._held or self._end > 2 * size + _ROOM or not self._is_there(self._path):
                # Until the new file is there, and its listing, there is none.
                _listing(self._path).unlink(missing_ok=True)
                write_whole(self._path, lambda stream: self._move(stream, places))
            rest = b"".join([self._end.to_bytes(8, "little"), *(key + place for key, place in places.items())])
            write_whole(_listing(self._path), hashlib.sha256(rest).digest() + rest)

    def _is_there(self, path: Path) -> bool:
        """Whether the file has not been deleted meanwhile."""
        return self._file is not None and path.exists() and os.path.samestat(os.fstat(self._file), path.stat())

    def _move(self, stream: BinaryIO, places: dict[bytes, bytes]) -> None:
        """Write to ``stream`` what was asked for, and tell in ``places`` where it is."""
        self._end = 0
        for key in list(places):
            part = self._found(key)
            if part is None:
                del places[key]
            else:
                places[key] = _PLACE.pack(self._end, len(part), _check(key, part))
                self._end += stream.write(part)


def _listing(path: Path) -> Path:
    return path.with_name(f"{path.name}{LISTING}")


def _check(key: bytes, part: bytes) -> int:
    return zlib.crc32(part, zlib.crc32(key))
