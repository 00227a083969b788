"""Formats a graph can be written in: one small module each, found by name.

A new format is one file in this folder with an ``EXPORTER``: an object with ``name``, ``suffix``,
``description`` and ``write(graph, stream)``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kg.errors import UsageError
from kg.files import write_whole

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["Exporter", "exporter", "exporters", "write_file"]


class Exporter(Protocol):
    """A format. ``write`` gives the same bytes for the same graph, always."""

    @property
    def name(self) -> str:
        """What ``--format`` calls it: ``ttl``."""

    @property
    def suffix(self) -> str:
        """Of a file in it, with the dot: ``.ttl``."""

    @property
    def description(self) -> str:
        """One line for people."""

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        """Write ``graph`` to the binary ``stream``. Raises UsageError when an extra is not installed."""


@cache
def exporters() -> dict[str, Exporter]:
    """All formats by name, sorted."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    loaded: list[Exporter] = [module.EXPORTER for module in modules if hasattr(module, "EXPORTER")]
    return {entry.name: entry for entry in sorted(loaded, key=lambda entry: entry.name)}


def exporter(name: str) -> Exporter:
    """The format ``name``. Raises UsageError for an unknown name."""
    known = exporters()
    if name not in known:
        raise UsageError(f"There is no format {name!r}.", remedy=f"Use one of: {', '.join(known)}.")
    return known[name]


def write_file(graph: Graph, name: str, path: Path) -> None:
    """Write ``graph`` in the format ``name`` to ``path``; a file that was there stays whole until then."""
    chosen = exporter(name)
    write_whole(path, lambda stream: chosen.write(graph, stream))
