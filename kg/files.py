"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError

__all__ = ["BUILD_FILES", "LOCK", "PART", "put", "write_whole"]

PART = ".part"
"""How the name of a file ends that is not whole yet."""
BUILD_FILES = ("graph.ttl", "graph.html", "statements.jsonl", "linking.json", "report.json")
"""What a build writes into its folder, in this order: the report last, which has the others' digests."""
LOCK = ".kg-build.lock"
"""A file in every folder that was built into."""


def write_whole(path: Path, content: bytes | str | Callable[[BinaryIO], object], *, remedy: str = "") -> None:
    """Write ``content``, or what it writes to the stream it is called with, to ``path``; folders are made.

    It is written beside ``path`` and moved into place, so that what stood there stays whole until then. Raises
    OutputError, with ``remedy``, when that cannot be; nothing half-written is left.
    """
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(beside, content)
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}.",
            remedy=remedy or "Give a file in a folder you may write to, with room on the disk.",
        ) from error
    finally:
        # A folder that cannot be entered holds nothing to remove.
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def put(path: Path, content: bytes | str | Callable[[BinaryIO], object], *, sync: bool = False) -> str:
    """Write ``path`` in place; the SHA-256 of what it holds then. With ``sync`` the disk has it, too."""
    with path.open("wb+") as stream:
        if callable(content):
            content(stream)
        else:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        stream.flush()
        if sync:
            os.fsync(stream.fileno())
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()
