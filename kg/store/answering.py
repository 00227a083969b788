"""What answers a query in a process of its own (``kg.store.apart``): one request in, one answer out."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import KgError
from kg.ontology.ontology import Ontology
from kg.store.queries import run_named
from kg.store.store import open_store, query
from kg.store.words import unknown_words

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["main"]


def main(stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
    """Answer the one request on standard input: a line of JSON, then the answer in JSON or N-Triples."""
    stdin, stdout = stdin or sys.stdin.buffer, stdout or sys.stdout.buffer
    request = json.loads(stdin.read())
    body = b""
    try:
        folder = Path(request["ontology"]) if request["ontology"] else None
        ontology = Ontology.load(folder, language=request["language"])
        source: Path | Graph = Path(request["source"])
        if request["when"]:
            from kg.export.read import read_graph
            from kg.holding import as_of

            source = as_of(read_graph(Path(request["source"]), ontology), request["when"])
        store = open_store(source, ontology=ontology)
        stdout.write(b"\n")
        stdout.flush()
        _limit(request["mebibytes"])
        if request["name"]:
            warnings: list[str] = []
            result = run_named(store, request["name"], request["parameters"])
        else:
            warnings = unknown_words(store, request["sparql"])
            result = query(store, request["sparql"])
        kind = result.kind
        body = result.serialize("nt" if kind == "graph" else "json")
        head: dict[str, object] = {"kind": kind, "base": store.base_iri, "warnings": warnings}
    except KgError as error:
        head = {"message": error.message, "remedy": error.remedy, "code": error.exit_code}
    except (SyntaxError, ValueError, OSError) as error:
        head = {"message": f"This query cannot be answered: {error}.", "remedy": "", "code": 1}
    stdout.write(json.dumps(head).encode("ascii") + b"\n" + body)
    stdout.flush()


def _limit(mebibytes: int) -> None:
    """From here on so much more memory, and no file of what it held when it dies."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
