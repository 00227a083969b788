"""A query over a file, asked in a process of its own: Oxigraph has no limits of time and memory, and can crash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import TIMEOUT_MAX, Timer

import pyoxigraph as ox

from kg.edtf import stretch
from kg.errors import FailureError, UsageError
from kg.ontology.ontology import Ontology
from kg.store.results import Result

__all__ = ["ask"]


def ask(
    source: Path,
    sparql: str,
    *,
    name: str | None = None,
    parameters: Mapping[str, str] | None = None,
    ontology: Ontology | None = None,
    when: str | None = None,
    timeout: float = 60.0,
    mebibytes: int = 2048,
) -> tuple[Result, list[str]]:
    """The answer of a graph's file or build folder to ``sparql``, or to the shipped query ``name``; and warnings.

    ``when`` (EDTF) asks of what held then. Raises as ``query`` and ``run_named`` do; FailureError when it takes longer
    than ``timeout`` seconds or more than ``mebibytes`` beside the graph, or is nested so deep that the process dies of
    it.
    """
    if when is not None and stretch(when) is None:
        raise UsageError(f"{when!r} is not a time.", remedy="Write it as 2025, 2025-03 or 2025-03-15.")
    if not 0 < timeout < TIMEOUT_MAX:
        raise UsageError(f"A query cannot take {timeout:g} s.", remedy="Give seconds.")
    request = {
        "source": str(source),
        "sparql": sparql,
        "name": name,
        "parameters": dict(parameters or {}),
        "ontology": str(ontology.folder) if ontology else None,
        "language": ontology.language if ontology else None,
        "when": when,
        "mebibytes": mebibytes,
    }
    # With the path of this process, from wherever it found this package.
    code = f"import sys; sys.path[:] = {sys.path!r}; from kg.store.answering import main; main()"
    late: list[bool] = []
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )

    def stop() -> None:
        late.append(True)
        process.kill()

    timer = Timer(timeout, stop)
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode("ascii"))
        process.stdin.close()
        # Its first line says that the graph is loaded: that takes nothing from the query's time.
        head = process.stdout.readline()
        if head == b"\n":
            timer.start()
            head = process.stdout.readline()
        body = process.stdout.read()
        code_ = process.wait()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    if late:
        raise FailureError(f"The query took longer than {timeout:g} s and was stopped.", remedy="Give more --timeout.")
    if code_ or not head:
        raise FailureError(
            "The query needed more memory than it may have, or is nested too deep.",
            remedy="Ask for less at once, or give more --memory.",
        )
    told = json.loads(head)
    if "message" in told:
        kind = UsageError if told["code"] == UsageError.exit_code else FailureError
        raise kind(told["message"], remedy=told["remedy"])
    if told["kind"] == "graph":
        store = ox.Store()
        store.bulk_load(body, ox.RdfFormat.N_TRIPLES)
        triples = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        return Result(triples, told["base"]), told["warnings"]
    return Result(ox.parse_query_results(body, ox.QueryResultsFormat.JSON), told["base"]), told["warnings"]
