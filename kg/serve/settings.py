"""The limits of a server, and what its page may write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Editing", "Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of a server. ``timeout`` in seconds; ``mebibytes`` of address space a query process may have;
    ``max_request`` and ``max_answer`` in bytes; ``hosts`` are the Host names that are answered (all when empty)."""

    timeout: float = 10.0
    workers: int = 2
    mebibytes: int = 2048
    waiting: int = 256
    max_request: int = 1_000_000
    max_answer: int = 50_000_000
    cors: bool = False
    token: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """The page's decisions go to ``file``, from whoever has the ``token``; ``merges`` counts before it."""

    file: Path
    token: str
    merges: Path | None = None
