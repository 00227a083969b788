"""The store that a build keeps beside its Turtle: the same triples and the vocabulary, which no query has to parse.

It lies in ``.kg-store`` under a name made of what it was made from, whole from its first moment there, so that it is
of the graph beside it or not looked at. Whoever deletes it has slower queries and the same answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OutputError
from kg.files import PART, digest_of
from kg.ontology.ontology import Ontology

__all__ = ["KEPT", "drop_others", "keep", "kept", "lend"]

KEPT = ".kg-store"
#: A process of its own: the threads that RocksDB starts would be lost in a process that forks later.
_WRITE = """
import sys
import pyoxigraph as ox
store = ox.Store(sys.argv[1])
store.bulk_load(path=sys.argv[2], format=ox.RdfFormat.TURTLE)
store.bulk_load(sys.stdin.buffer.read(), format=ox.RdfFormat.TURTLE)
store.flush()
"""


def keep(folder: Path, turtle: Path, vocabulary: str, ontology: Ontology) -> Path:
    """Make the store of the graph in ``turtle`` and of ``vocabulary``, that of ``ontology`` as Turtle.

    It is found in the build ``folder`` once the report there tells of that graph. Raises OutputError when it cannot be
    written; nothing half-written has the store's name.
    """
    place = folder / KEPT / _name(digest_of(turtle), ontology)
    if place.is_dir():
        return place
    beside = place.with_name(f"{secrets.token_hex(4)}{PART}")
    try:
        beside.parent.mkdir(exist_ok=True)
        told = subprocess.run(
            [sys.executable, "-c", _WRITE, str(beside), str(turtle)],
            input=vocabulary.encode("utf-8"),
            capture_output=True,
            check=False,
        )
        if told.returncode:
            reason = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise OutputError(
                f"{folder / KEPT} cannot be written: {reason or told.returncode}.",
                remedy="Free the place, or choose another --out.",
            )
        beside.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return place


def drop_others(place: Path) -> None:
    """Remove the stores of other graphs, and what killed builds left, beside the one at ``place``."""
    for other in place.parent.iterdir():
        if other != place:
            shutil.rmtree(other, ignore_errors=True)


def kept(folder: Path, ontology: Ontology) -> Path | None:
    """The store of the graph that the report in ``folder`` tells of, by ``ontology``; None where there is none."""
    try:
        told = json.loads((folder / "report.json").read_bytes())["outputs"]["graph.ttl"]["sha256"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    place = folder / KEPT / _name(str(told), ontology)
    return place if place.is_dir() else None


def lend(store: Path, to: Path) -> None:
    """The store's files in the empty folder ``to`` as well, so that they stay when the next build drops them."""
    for file in store.iterdir():
        try:
            os.link(file, to / file.name)
        except OSError:
            shutil.copyfile(file, to / file.name)


def _name(digest: str, ontology: Ontology) -> str:
    """What a store is called: another graph, vocabulary or version of Oxigraph is another store."""
    vocabulary = hashlib.sha256((ontology.folder / "kg.ttl").read_bytes()).hexdigest()
    return hashlib.sha256(f"{digest} {vocabulary} {ox.__version__}".encode()).hexdigest()[:32]
