"""Files that a library takes apart (pages, documents) are read in a process of their own, which can be stopped.

Their parsers are C code: one that hangs or dies takes nothing with it but its file.
"""

from __future__ import annotations

import json
import math
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from kg.articles.formats import READERS, Raw, suffix_of
from kg.errors import ArticleError

__all__ = ["APART", "Apart", "answer", "main", "restored"]

APART = frozenset({".html", ".htm", ".xhtml", ".docx", ".pdf", ".epub"})


class Apart:
    """Reads files in another process, which starts with the first of them. A file may take ``timeout`` seconds of its
    computing; 0: as many as it takes."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self._stop(self._process)

    def read(self, path: Path, source: str) -> list[Raw | ArticleError]:
        """What is in the file; an error when that takes too long, or ends the process."""
        process = self._process = self._process or _started()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps([str(path), source, self._timeout]).encode("ascii") + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if line.endswith(b"\n"):
            return [restored(item) for item in json.loads(line)]
        late = process.wait() == -signal.SIGXCPU
        self._stop(process)
        self._process = None
        reason = f"took longer than {self._timeout:g} s to read." if late else "ended the process that read it."
        return [ArticleError(source, reason, remedy="Save its text as .txt, or give more time (--article-timeout).")]

    @staticmethod
    def _stop(process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.communicate()


def _started() -> subprocess.Popen[bytes]:
    # With the path of this process, from wherever it found this package.
    code = f"import sys; sys.path[:] = {sys.path!r}; from kg.articles.apart import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    # Its first line says that it is ready: to start takes nothing from a file's time.
    process.stdout.readline()
    return process


def restored(item: dict[str, Any]) -> Raw | ArticleError:
    """What ``answer`` gave, as it was."""
    if "message" in item:
        return ArticleError(item["source"], item["message"], remedy=item["remedy"])
    told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
    return Raw(**told)


def answer(path: Path, source: str) -> Iterator[dict[str, object]]:
    """What the reader of the file's format gives, as plain values; whatever it raises is an error of the file."""
    try:
        for found in READERS[suffix_of(path)](path, source):
            yield asdict(found) if isinstance(found, Raw) else _told(found)
    except ArticleError as error:
        yield _told(error)
    except OSError as error:
        remedy = "Check the file and its permissions."
        yield _told(ArticleError(source, f"cannot be read: {error.strerror or error}.", remedy=remedy))
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:200]
        yield _told(ArticleError(source, f"is damaged, or no {suffix_of(path)} ({what}).", remedy="Save it anew."))


def _limit(timeout: float) -> None:
    """From now on so many seconds of computing, after which the system ends this process wherever it is."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    end = math.ceil(used.ru_utime + used.ru_stime + timeout)
    if not timeout or 0 <= most < end:
        end = most
    resource.setrlimit(resource.RLIMIT_CPU, (end, most))


def _told(error: ArticleError) -> dict[str, object]:
    return {"source": error.source, "message": error.message, "remedy": error.remedy}


def main(stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
    """Read the files that are named on standard input, one a line, until it ends."""
    import kg.articles.documents  # noqa: F401

    stdin, stdout = stdin or sys.stdin.buffer, stdout or sys.stdout.buffer
    # What a library prints is no answer.
    sys.stdout = sys.stderr
    stdout.write(b"\n")
    stdout.flush()
    for line in stdin:
        path, source, timeout = json.loads(line)
        _limit(timeout)
        stdout.write(json.dumps(list(answer(Path(path), source)), default=str).encode("ascii") + b"\n")
        stdout.flush()
