"""When to build again: files are looked at now and then, and settled before they are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.articles.reading import list_paths

__all__ = ["watching"]

State = dict[str, tuple[int, int]]


def watching(
    paths: Iterable[Path],
    *,
    beside: Iterable[Path] = (),
    interval: float = 2.0,
    wait: Callable[[float], object] = time.sleep,
) -> Iterator[None]:
    """Gives once at first, then whenever the articles in ``paths``, or the files ``beside``, are others than at the
    last time and have stayed what they are for ``interval`` seconds. Whoever iterates builds in between."""
    given, files = list(paths), list(beside)
    last: State | None = None
    seen: State | None = None
    while True:
        now = _state([*list_paths(given), *files])
        if now != last and (last is None or now == seen):
            last = now
            yield
        else:
            wait(interval)
        seen = now


def _state(files: Iterable[Path]) -> State:
    """Time and size of each file that is there."""
    found: State = {}
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            continue
        found[str(path)] = stat.st_mtime_ns, stat.st_size
    return found
