"""Query processes that can be stopped: Oxigraph has no time limit of its own, and a thread cannot be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Answer", "Pool"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query came to: an HTTP ``status``, and a body of media type ``type`` or a message as text."""

    status: int
    type: str
    body: bytes

    @classmethod
    def refusal(cls, status: int, message: str) -> Answer:
        return cls(status, "text/plain; charset=utf-8", message.encode("utf-8") + b"\n")


class Pool:
    """``size`` processes over the store in ``folder``; at most ``waiting`` queries wait for a free one.

    A query that takes longer than ``timeout`` seconds, or more memory than ``mebibytes``, loses its process; a new
    one takes its place.
    """

    def __init__(self, folder: Path, *, size: int, timeout: float, mebibytes: int, waiting: int) -> None:
        self._command = [sys.executable, "-m", "kg.serve.worker", str(folder), str(mebibytes)]
        self._timeout = timeout
        self._size = size
        self._limit = size + waiting
        self._inside = 0
        self._free: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.Queue()
        self._all: set[asyncio.subprocess.Process] = set()

    async def start(self) -> None:
        for process in await asyncio.gather(*(self._new() for _ in range(self._size))):
            self._free.put_nowait(process)

    async def stop(self) -> None:
        for process in list(self._all):
            await self._kill(process)

    async def ask(self, request: dict[str, Any]) -> Answer:
        """The answer, or a refusal: 503 when all are busy, when time runs out or when a process dies."""
        if self._inside >= self._limit:
            return Answer.refusal(503, "Too many queries are waiting; try again in a few seconds.")
        self._inside += 1
        try:
            return await self._ask(request)
        finally:
            self._inside -= 1

    async def _ask(self, request: dict[str, Any]) -> Answer:
        process = await self._free.get()
        try:
            if process is None or process.returncode is not None:
                process = await self._new()
            return await asyncio.wait_for(self._exchange(process, request), self._timeout)
        except TimeoutError:
            await self._dispose(process)
            process = None
            return Answer.refusal(503, f"The query took longer than {self._timeout:g} s and was stopped.")
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._dispose(process)
            process = None
            return Answer.refusal(503, "The query needed more memory than it may have and was stopped.")
        except asyncio.CancelledError:
            # the client went away while its query ran
            await self._dispose(process)
            process = None
            raise
        finally:
            self._free.put_nowait(process)

    async def _exchange(self, process: asyncio.subprocess.Process, request: dict[str, Any]) -> Answer:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        await process.stdin.drain()
        head = json.loads(await process.stdout.readuntil(b"\n"))
        body = await process.stdout.readexactly(head["length"])
        if head["status"] != 200:
            return Answer.refusal(head["status"], head["message"])
        return Answer(200, head["type"], body)

    async def _new(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self._all.add(process)
        assert process.stdout is not None
        # its first line says that the store is open
        await process.stdout.readuntil(b"\n")
        return process

    async def _dispose(self, process: asyncio.subprocess.Process | None) -> None:
        if process is not None:
            await self._kill(process)

    async def _kill(self, process: asyncio.subprocess.Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
