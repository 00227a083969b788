"""Other servers, only when the user names one: ask a SPARQL endpoint, upload a graph by the Graph Store Protocol."""

from __future__ import annotations

import base64
import io
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph as ox

from kg.config import DEFAULT_BASE_IRI
from kg.errors import FailureError, InputError, UsageError
from kg.export.source import graph_file, is_endpoint, parse_rdf
from kg.export.terms import prefixes
from kg.store.readonly import check_read_only
from kg.store.results import Result

__all__ = ["Pushed", "push", "query_endpoint"]

#: Answers after which another try may succeed.
TRANSIENT = frozenset({429, 502, 503, 504})
MAX_ANSWER = 200_000_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """What an upload came to: triples sent, and triples that the server has in that graph afterwards."""

    sent: int
    there: int


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could carry the password to another server."""

    def redirect_request(self, *_: object) -> None:
        return None


def query_endpoint(url: str, sparql: str, *, base_iri: str = DEFAULT_BASE_IRI, timeout: float = 60) -> Result:
    """The answer of the SPARQL endpoint at ``url``; prefixes of the vocabulary need not be declared.

    Raises UsageError for updates and ``SERVICE`` and for what the server calls a bad query, FailureError when it
    cannot be reached or its answer cannot be read.
    """
    check_read_only(sparql)
    known = prefixes(base_iri)
    missing = [f"PREFIX {name}: <{iri}>\n" for name, iri in known.items() if f"PREFIX {name}:" not in sparql]
    body = ("".join(missing) + sparql).encode("utf-8")
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json, text/turtle;q=0.9, application/n-triples;q=0.8",
    }
    data, type_ = _send(Request(url, data=body, headers=headers | _authorization(os.environ)), timeout)
    try:
        if type_.endswith("json"):
            return Result(ox.parse_query_results(data, ox.QueryResultsFormat.JSON), base_iri)
        store = ox.Store()
        store.load(io.BytesIO(data), ox.RdfFormat.from_media_type(type_) or ox.RdfFormat.TURTLE)
        triples = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        return Result(triples, base_iri)
    except (SyntaxError, ValueError) as error:
        raise FailureError(
            f"{url} sent what is not a SPARQL answer: {error}.", remedy="Is it a SPARQL endpoint?"
        ) from error


def push(
    source: Path,
    url: str,
    *,
    graph: str | None = None,
    replace: bool = True,
    tries: int = 5,
    environment: Mapping[str, str] | None = None,
    wait: Callable[[float], object] = time.sleep,
    progress: Callable[[int, int], None] | None = None,
) -> Pushed:
    """Upload an RDF file of ours or a build folder to the Graph Store at ``url``, then count what is there.

    ``graph`` is the IRI of the named graph, the default graph without one; ``replace`` puts (what was there goes),
    else posts (it stays). The environment's ``KG_PUSH_TOKEN``, or ``KG_PUSH_USER`` and ``KG_PUSH_PASSWORD``, are
    sent to that server alone. ``progress`` gets the bytes sent and all bytes. Raises UsageError for a refusal,
    FailureError when the server stays unreachable or does not hold what was sent.
    """
    if not is_endpoint(url):
        raise InputError(f"{url} is not an address.", remedy="Give the Graph Store's http(s) address.")
    path = graph_file(source)
    sent = {str(quad.triple) for quad in parse_rdf(path)}
    stream = io.BytesIO()
    ox.serialize((quad.triple for quad in parse_rdf(path)), stream, format=ox.RdfFormat.N_TRIPLES)
    data = stream.getvalue()
    mark = "&" if urlsplit(url).query else "?"
    address = f"{url}{mark}" + (f"graph={quote(graph, safe='')}" if graph else "default")
    headers = _authorization(os.environ if environment is None else environment)
    for attempt in range(1, tries + 1):
        body = _Reporting(data, progress)
        request = Request(
            address,
            data=body,
            method="PUT" if replace else "POST",
            headers={**headers, "Content-Type": "application/n-triples", "Content-Length": str(len(data))},
        )
        try:
            _send(request, 600)
            break
        except FailureError:
            if attempt == tries:
                raise
            wait(min(2.0**attempt, 30))
    found, _ = _send(Request(address, headers={**headers, "Accept": "application/n-triples"}), 600)
    there = {str(quad.triple) for quad in ox.parse(found, ox.RdfFormat.N_TRIPLES)}
    if not sent <= there:
        raise FailureError(
            f"{url} holds {len(sent & there)} of the {len(sent)} triples sent.",
            remedy="Look at the server's log; it may have changed or dropped terms.",
        )
    return Pushed(len(sent), len(there))


class _Reporting(io.BytesIO):
    """Bytes that say how many of them were read."""

    def __init__(self, data: bytes, progress: Callable[[int, int], None] | None) -> None:
        super().__init__(data)
        self._progress = progress
        self._size = len(data)

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if self._progress:
            self._progress(self.tell(), self._size)
        return data


def _authorization(environment: Mapping[str, str]) -> dict[str, str]:
    if token := environment.get("KG_PUSH_TOKEN"):
        return {"Authorization": f"Bearer {token}"}
    if user := environment.get("KG_PUSH_USER"):
        pair = f"{user}:{environment.get('KG_PUSH_PASSWORD', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
    return {}


def _send(request: Request, timeout: float) -> tuple[bytes, str]:
    """Body and media type of the answer."""
    shown = request.full_url.split("?")[0]
    try:
        with build_opener(_NoRedirect).open(request, timeout=timeout) as response:
            data = response.read(MAX_ANSWER + 1)
            if len(data) > MAX_ANSWER:
                raise UsageError(f"{shown} sent more than {MAX_ANSWER} bytes.", remedy="Add a LIMIT.")
            return data, response.headers.get_content_type()
    except HTTPError as error:
        with error:
            said = error.read(500).decode("utf-8", "replace").strip()
        message = f"{shown} answered {error.code} {error.reason}: {said}"
        if error.code in TRANSIENT:
            raise FailureError(message, remedy="Try again later.") from error
        if error.code in (401, 403):
            raise UsageError(message, remedy="Set KG_PUSH_TOKEN, or KG_PUSH_USER and KG_PUSH_PASSWORD.") from error
        raise UsageError(message, remedy="Check the address, the graph and the query.") from error
    except (URLError, OSError) as error:
        raise FailureError(
            f"{shown} cannot be reached: {getattr(error, 'reason', error)}.", remedy="Is the server running?"
        ) from error
