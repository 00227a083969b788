"""What is put down in a file without a name, and read from there when somebody asks for it."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from kg.files.whole import PART

__all__ = ["Shelf"]


class Shelf:
    """Of one process. Its file is in ``folder``; where the system has to give it a name for a moment, that begins with
    ``prefix`` and ends with ``PART``. It goes when nobody has any of its texts left, however the process ends."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        with TemporaryFile(dir=folder, prefix=prefix, suffix=PART) as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._end = 0

    def add(self, content: bytes) -> int | None:
        """Where it stands from now on; None on a disk that is full."""
        at = self._end
        try:
            if os.pwrite(self._file, content, at) < len(content):
                return None
        except OSError:
            return None
        self._end += len(content)
        return at

    def read(self, at: int, size: int) -> bytes:
        return os.pread(self._file, size, at)

    def put(self, text: str) -> Callable[[], str] | str:
        """What gives ``text`` again; on a disk that is full, the text itself."""
        content = text.encode("utf-8", "surrogatepass")
        at = self.add(content)
        return text if at is None else _Text(self, at, len(content))


@dataclass(frozen=True, slots=True)
class _Text:
    """Where a text stands, in bytes."""

    shelf: Shelf
    at: int
    size: int

    def __call__(self) -> str:
        return self.shelf.read(self.at, self.size).decode("utf-8", "surrogatepass")
