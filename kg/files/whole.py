"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError, OutputError

__all__ = [
    "BUILD_FILES",
    "LOCK",
    "PAGE_MARK",
    "PART",
    "built_file",
    "digest_of",
    "has_digest",
    "lend",
    "put",
    "stamp",
    "sync_folder",
    "write_whole",
]

PART = ".part"
"""How the name of a file ends that is not whole yet."""
BUILD_FILES = ("graph.ttl", "graph.html", "statements.jsonl", "linking.json", "refused.jsonl", "report.json")
"""What a build writes into its folder, in this order: the report last, which has the others' digests."""
#: Seconds between looks: a build that is just done replaces its files one after another.
_WAITS = (0.1, 0.4)
_AGAIN = "Build again, or name the file itself to have it as it is."
LOCK = ".kg-build.lock"
"""A file in every folder that was built into."""
_STAMPS = ".kg-stamps.json"
"""Beside a build's files: the size, the time and the digest that each had, so that one that nobody has touched since
need not be read to know its digest. Without it that is only slower."""
PAGE_MARK = b'<meta name="generator" content="kg">'
"""Stands at the top of every page that shows a graph."""


def write_whole(
    path: Path, content: bytes | str | Callable[[BinaryIO], object], *, remedy: str = "", sync: bool = False
) -> None:
    """Write ``content``, or what it writes to the stream it is called with, to ``path``; folders are made.

    It is written beside ``path`` and moved into place, so that what stood there stays whole until then; with ``sync``
    the disk has it when that is done. Raises OutputError, with ``remedy``, when that cannot be; nothing half-written is
    left.
    """
    beside = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(beside, content, sync=sync)
        beside.replace(path)
        if sync:
            sync_folder(path.parent)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}.",
            remedy=remedy or "Give a file in a folder you may write to, with room on the disk.",
        ) from error
    finally:
        # A folder that cannot be entered holds nothing to remove.
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """The disk has the names in ``folder``, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """The SHA-256 of the file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stamp(folder: Path, digests: Mapping[str, str]) -> None:
    """Remember that the files of these names in ``folder`` have these digests, until somebody touches them."""
    stamps = {name: [*_touched(folder / name), digest] for name, digest in digests.items()}
    with contextlib.suppress(OutputError):
        write_whole(folder / _STAMPS, json.dumps(stamps))


def has_digest(path: Path, digest: str) -> bool:
    """Whether this is the SHA-256 of the file, which is not read where it was stamped and nobody has touched it."""
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        if json.loads(path.with_name(_STAMPS).read_bytes())[path.name] == [*_touched(path), digest]:
            return True
    return digest_of(path) == digest


def _touched(path: Path) -> tuple[int, int]:
    """Size and time of a file; nobody changes it without changing these."""
    now = path.stat()
    return now.st_size, now.st_mtime_ns


def built_file(folder: Path, name: str) -> Path:
    """The file ``name`` of a build, which is that of the report beside it.

    A build that was killed between two of its files leaves some of the last build and some of its own. Raises
    InputError for such a folder, and for a file that was changed; one that has no report is taken as it is.
    """
    path = folder / name
    for wait in (*_WAITS, None):
        if _is_told_of(folder, path):
            break
        if wait is None:
            raise InputError(
                f"{path} is not of the last whole build: one was broken off, or it was changed.", remedy=_AGAIN
            )
        time.sleep(wait)
    return path


def _is_told_of(folder: Path, path: Path) -> bool:
    if not path.is_file():
        return True
    try:
        told = json.loads((folder / "report.json").read_bytes())["outputs"][path.name]["sha256"]
        return has_digest(path, str(told))
    except FileNotFoundError:
        # A file that was put there by hand, or a first build that was broken off.
        return not (folder / LOCK).exists()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(f"{folder / 'report.json'} cannot be read: {error}.", remedy=_AGAIN) from error


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


def lend(file: Path, to: Path) -> None:
    """The same file under another name, or a copy where the disk cannot; it stays when the first name gets another."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)
