"""The store that a build keeps beside its Turtle: the same triples and the vocabulary, which no query has to parse,
and an index of names and sentences.

It lies in ``.kg-store`` under a name made of what it was made from, whole from its first moment there, so that it is
of the graph beside it or not looked at. Whoever deletes it has slower queries and the same answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import OutputError
from kg.files import PART, digest_of, lend
from kg.files.pieces import Pieces
from kg.ontology.ontology import Ontology
from kg.store.search import Index

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["KEPT", "Kept", "drop_others", "keep", "kept"]

KEPT = ".kg-store"
#: Part of its name, so that what another version has kept is not looked at.
_FORM = "4"
#: In a build's Turtle each subject is a block, and there is no empty line in one; the first block has the prefixes.
#: Read piece by piece, it takes as much memory as a piece, however large the graph is.
_READ = """
import sys
import pyoxigraph as ox
SIZE = 1 << 22
def pieces(path):
    rest = b""
    with open(path, "rb") as stream:
        while piece := stream.read(SIZE):
            rest += piece
            if len(piece) == SIZE:
                *blocks, rest = rest.split(b"\\n\\n")
                yield blocks
    yield rest.split(b"\\n\\n")
"""
#: A process of its own: the threads that RocksDB starts would be lost in a process that forks later.
_WRITE = (
    _READ
    + """
store = ox.Store(sys.argv[1])
prefixes = []
for blocks in pieces(sys.argv[2]):
    prefixes = prefixes or blocks[:1]
    store.bulk_load(b"\\n".join([*prefixes, *blocks]), format=ox.RdfFormat.TURTLE)
store.bulk_load(sys.stdin.buffer.read(), format=ox.RdfFormat.TURTLE)
store.flush()
"""
)
#: The same from the store of another graph: what only one of the two files says goes, or comes.
_CHANGE = (
    _READ
    + """
import hashlib
def known(block):
    return hashlib.blake2b(block.rstrip(), digest_size=16).digest()
def blocks(path):
    return (block for piece in pieces(path) for block in piece)
def told(blocks):
    return list(ox.parse(b"\\n".join([prefixes, *blocks]), format=ox.RdfFormat.TURTLE))
last, this = sys.argv[2:]
prefixes = next(blocks(this))
if next(blocks(last)) != prefixes:
    sys.exit("The prefixes are others.")
store = ox.Store(sys.argv[1])
gone = {known(block): number for number, block in enumerate(blocks(last))}
come = told(block for block in blocks(this) if gone.pop(known(block), None) is None)
gone = set(gone.values())
gone = told(block for number, block in enumerate(blocks(last)) if number in gone)
both = {*gone}.intersection(come)
gone, come = ([quad for quad in some if quad not in both] for some in (gone, come))
# How many triples there are, nobody knows but who goes through them.
if not all(quad in store for quad in gone) or any(quad in store for quad in come):
    sys.exit("The store is not that of the last graph.")
for quad in gone:
    store.remove(quad)
store.extend(come)
store.flush()
"""
)
_FEW, _SHARE = 1 << 20, 0.25
"""Of more bytes that have changed, and a larger share of the Turtle, a store is made anew: a triple by itself takes
four times as long as one among all."""
_FILES = 120
"""Of more files a store is made anew: each change leaves some."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A store in its ``folder``."""

    folder: Path

    @property
    def rdf(self) -> Path:
        """What Oxigraph opens."""
        return self.folder / "rdf"

    @property
    def index(self) -> Path:
        """What ``Index.read`` opens."""
        return self.folder / "index.sqlite"

    def lend(self, to: Path) -> Kept:
        """The same in the folder ``to``, so that it stays when the next build drops it."""
        for file in (*self.rdf.iterdir(), self.index):
            other = to / file.relative_to(self.folder)
            other.parent.mkdir(parents=True, exist_ok=True)
            lend(file, other)
        return Kept(to)


def keep(
    folder: Path, turtle: Path, graph: Graph, vocabulary: str, pieces: Pieces | None = None, digest: str | None = None
) -> Kept:
    """Make the store of ``graph``, which ``turtle`` holds in ``pieces``, and of ``vocabulary``, that of its ontology as
    Turtle; ``digest`` is the Turtle's, where it is known.

    It is found in the build ``folder`` once the report there tells of that graph. Raises OutputError when it cannot be
    written; nothing half-written has the store's name.
    """
    pieces = pieces or Pieces()
    place = folder / KEPT / _name(digest or digest_of(turtle), graph.ontology)
    if place.is_dir():
        return Kept(place)
    beside = Kept(place.with_name(f"{os.urandom(4).hex()}{PART}"))
    try:
        beside.folder.mkdir(parents=True)
        base = _last(folder, turtle, graph.ontology, pieces)
        told = _changed(base, beside, folder / "graph.ttl", turtle, pieces) if base else None
        if told is None or told.returncode:
            base = None
            shutil.rmtree(beside.rdf, ignore_errors=True)
            told = _run(_WRITE, beside.rdf, turtle, given=vocabulary.encode("utf-8"))
        if told.returncode:
            reason = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise OutputError(
                f"{folder / KEPT} cannot be written: {reason or told.returncode}.",
                remedy="Free the place, or choose another --out.",
            )
        # The first piece and the last are no group's: prefixes, and what is said of the data set.
        keys = pieces.keys[1:-1]
        Index.of(graph, beside.index, last=base.index if base and base.index.is_file() else None, keys=keys).close()
        beside.folder.rename(place)
    finally:
        shutil.rmtree(beside.folder, ignore_errors=True)
    return Kept(place)


def _last(folder: Path, turtle: Path, ontology: Ontology, pieces: Pieces) -> Kept | None:
    """The store of the last build, from which that of ``turtle`` can be made; None where there is none."""
    last = folder / "graph.ttl"
    if last == turtle or not last.is_file():
        return None
    base = Kept(folder / KEPT / _name(pieces.last or digest_of(last), ontology))
    files = list(base.rdf.iterdir()) if base.rdf.is_dir() else []
    return base if 0 < len(files) <= _FILES else None


def _changed(
    base: Kept, to: Kept, last: Path, turtle: Path, pieces: Pieces
) -> subprocess.CompletedProcess[bytes] | None:
    """Make the triples of ``turtle`` from the store ``base``, which is that of ``last``; None where it cannot be."""
    to.rdf.mkdir()
    try:
        if pieces.last is not None:
            # What stands in both need not be looked at.
            this, turtle, last = turtle, to.folder / f"come{PART}", to.folder / f"gone{PART}"
            with last.open("wb") as gone, turtle.open("wb") as come:
                pieces.write_changed(this, gone, come)
            if last.stat().st_size + turtle.stat().st_size > max(_FEW, this.stat().st_size * _SHARE):
                return None
        for file in base.rdf.iterdir():
            # Tables never change; all else is written to.
            (lend if file.suffix == ".sst" else shutil.copyfile)(file, to.rdf / file.name)
        return _run(_CHANGE, to.rdf, last, turtle)
    except OSError:
        return None
    finally:
        for part in to.folder.glob(f"*{PART}"):
            part.unlink()


def _run(script: str, *paths: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", script, *map(str, paths)]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def drop_others(one: Kept) -> None:
    """Remove the stores of other graphs, and what killed builds left, beside this one."""
    for other in one.folder.parent.iterdir():
        if other != one.folder:
            shutil.rmtree(other, ignore_errors=True)


def kept(folder: Path, ontology: Ontology) -> Kept | None:
    """The store of the graph that the report in ``folder`` tells of, by ``ontology``; None where there is none."""
    try:
        told = json.loads((folder / "report.json").read_bytes())["outputs"]["graph.ttl"]["sha256"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    place = folder / KEPT / _name(str(told), ontology)
    return Kept(place) if place.is_dir() else None


def _name(digest: str, ontology: Ontology) -> str:
    """What a store is called: another graph, vocabulary or version of Oxigraph is another store."""
    vocabulary = hashlib.sha256((ontology.folder / "kg.ttl").read_bytes()).hexdigest()
    return hashlib.sha256(f"{_FORM} {digest} {vocabulary} {ox.__version__}".encode()).hexdigest()[:32]
