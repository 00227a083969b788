"""The files of a build: written beside the last ones, which stay whole until all new ones are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from kg.building.memory import Memory
from kg.building.phases import Phases
from kg.errors import OutputError
from kg.files import LOCK, put, stamp, sync_folder
from kg.files.parts import Parts
from kg.files.pieces import Pieces
from kg.graph import Graph
from kg.records import Refusal
from kg.store.kept import drop_others, keep
from kg.store.store import ontology_turtle

__all__ = ["OUTPUTS", "Output", "locked", "page", "ready", "refused", "shelving", "statements", "turtle", "write_all"]

Output = Callable[[Graph, BinaryIO], object]

_TEMPORARY = ".kg-new-"


def shelving(folder: Path) -> Memory:
    """What holds extractions for a build into ``folder``, to be called inside ``locked``."""
    return Memory(folder, prefix=_TEMPORARY)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """``folder``, made if need be, for one build alone; what a killed build left behind is removed.

    Raises OutputError when it cannot be written to, or another build is at work there.
    """
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise OutputError(
            f"Another build is writing to {folder}.", remedy="Wait for it, or choose another --out."
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        for left in sorted(folder.glob(f"{_TEMPORARY}*")):
            left.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def write_all(
    graph: Graph,
    folder: Path,
    report: Callable[[Mapping[str, str]], bytes],
    *,
    outputs: Mapping[str, Output] | None = None,
    before: Callable[[], object] = lambda: None,
    phases: Phases | None = None,
    pieces: Mapping[str, Pieces] | None = None,
) -> list[Path]:
    """Write every output, then ``report.json`` from the SHA-256 of each by name; all or none are replaced.

    ``before`` is called when all is written and nothing is replaced yet. What a kill between two of the files leaves
    is known by the digests (``kg.files.built_file``), and no store is looked for but that of the report's graph
    (``kg.store.kept``); ``pieces`` are those of some files, by their names. To be called inside ``locked``.
    """
    phases, pieces = phases or Phases(), pieces or {}
    digests: dict[str, str] = {}
    written: dict[str, Path] = {}
    try:
        for name, write in (OUTPUTS if outputs is None else outputs).items():
            written[name] = folder / f"{_TEMPORARY}{name}"
            with phases.of(name):
                digests[name] = put(written[name], partial(write, graph), sync=True)
        written["report.json"] = folder / f"{_TEMPORARY}report.json"
        put(written["report.json"], report(digests), sync=True)
        store = None
        if "graph.ttl" in written:
            vocabulary = ontology_turtle(graph.base_iri, graph.ontology)
            with phases.of("store"):
                store = keep(
                    folder, written["graph.ttl"], graph, vocabulary, pieces.get("graph.ttl"), digests["graph.ttl"]
                )
        before()
        # report.json last: with its digests it tells whether the others are of one build.
        for name, path in written.items():
            path.replace(folder / name)
        sync_folder(folder)
        stamp(folder, digests)
        if store is not None:
            drop_others(store)
        for name, some in pieces.items():
            some.keep(digests[name])
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        for path in written.values():
            path.unlink(missing_ok=True)
    return [folder / name for name in written]


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{error.filename or folder} cannot be written: {error.strerror or error}.",
        remedy="Free the place, or choose another --out.",
    )


def turtle(pieces: Pieces | None = None) -> Output:
    """The Turtle, of which ``pieces`` that have not changed are copied."""

    def write(graph: Graph, stream: BinaryIO) -> None:
        from kg.export.ttl import EXPORTER

        EXPORTER.write(graph, stream, pieces)

    return write


def page(top: int | None = None, *, texts: bool = True, parts: Parts | None = None) -> Output:
    """The page of the ``top`` most connected entities; by default of as many as a browser opens. It says so.

    Without ``texts`` it holds the sentences that say something, and no article whole; ``parts`` has what was made
    for it before.
    """

    def write(graph: Graph, stream: BinaryIO) -> None:
        from kg.explore.page import MAX_NODES, html_of

        for part in html_of(graph, top=top or MAX_NODES, texts=texts, parts=parts).page():
            stream.write(part.encode("utf-8"))

    return write


def statements(pieces: Pieces | None = None) -> Output:
    """One statement a line as JSON, of which ``pieces`` that have not changed are copied."""

    def write(graph: Graph, stream: BinaryIO) -> None:
        from kg.export.jsonl import EXPORTER

        EXPORTER.write(graph, stream, pieces)

    return write


def ready(content: bytes) -> Output:
    """What was made already."""
    return lambda _, stream: stream.write(content)


def refused(refusals: Iterable[tuple[str, Refusal]]) -> bytes:
    """What the reader was told and did not believe of articles, by their sources, one thing a line."""
    rows = ({"source": source, **asdict(refusal)} for source, refusal in refusals)
    return b"".join(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for row in rows)


OUTPUTS: Mapping[str, Output] = {
    "graph.ttl": turtle(),
    "graph.html": page(),
    "statements.jsonl": statements(),
}
