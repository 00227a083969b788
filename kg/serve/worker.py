"""A process that answers queries over a store on disk, one after another, until it is killed.

It reads requests from standard input and writes answers to standard output, each a line of JSON that ends with
the number of body bytes that follow. Started by kg.serve.pool as ``python -m kg.serve.worker FOLDER MEBIBYTES``.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO

import pyoxigraph as ox

__all__ = ["answer", "main"]


class TooLargeError(Exception):
    """More bytes than the request allows."""


class _Limited:
    """A binary stream in memory that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        self.data = bytearray()
        self.limit = limit

    def write(self, data: bytes) -> int:
        if len(self.data) + len(data) > self.limit:
            raise TooLargeError
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: the data is in memory."""


def answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer to one request: ``query``, ``prefixes``, ``results``, ``graphs``, ``limit``.

    ``results`` and ``graphs`` are the media types for SELECT or ASK and for CONSTRUCT or DESCRIBE; "" where the
    client takes none. The head has ``status`` (200, 400, 406, 413) and ``type``, or ``message``.
    """
    out = _Limited(request["limit"])
    try:
        found = store.query(request["query"], prefixes=request["prefixes"])
        if isinstance(found, ox.QueryTriples):
            media = request["graphs"]
            format_ = ox.RdfFormat.from_media_type(media) if media else None
            if format_ is None:
                return {"status": 406, "message": "The answer is a graph; accept text/turtle or another RDF type."}, b""
            prefixes = request["prefixes"] if format_ == ox.RdfFormat.TURTLE else None
            ox.serialize(found, out, format=format_, prefixes=prefixes)  # type: ignore[arg-type]
        else:
            media = request["results"]
            results = ox.QueryResultsFormat.from_media_type(media) if media else None
            if results is None:
                return {"status": 406, "message": "The answer is a table; accept a SPARQL results type."}, b""
            found.serialize(out, format=results)  # type: ignore[arg-type]
    except TooLargeError:
        return {"status": 413, "message": f"The answer is larger than {request['limit']} bytes; add a LIMIT."}, b""
    except (SyntaxError, ValueError) as error:
        return {"status": 400, "message": f"This query cannot be answered: {error}"}, b""
    return {"status": 200, "type": media}, bytes(out.data)


def main(stdin: BinaryIO, stdout: BinaryIO, folder: str, mebibytes: int) -> None:
    """Answer until standard input ends. More memory than ``mebibytes`` ends the process."""
    store = ox.Store.read_only(folder)
    limit = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stdout.write(b"\n")
    stdout.flush()
    for line in stdin:
        head, body = answer(store, json.loads(line))
        stdout.write(json.dumps({**head, "length": len(body)}).encode("ascii") + b"\n" + body)
        stdout.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1], int(sys.argv[2]))
