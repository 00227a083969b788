"""Start the endpoint for a graph."""

from __future__ import annotations

import ipaddress
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.export.read import graph_file, parse_rdf, read_graph
from kg.ontology.ontology import Ontology
from kg.serve.settings import Settings
from kg.store import ontology_turtle

if TYPE_CHECKING:
    from starlette.applications import Starlette


__all__ = ["application", "limits", "serve"]


def limits(**values: Any) -> Settings:
    """Settings with the given values. Raises UsageError when the extra is not installed."""
    try:
        import kg.serve.app  # noqa: F401
    except ImportError as error:
        raise UsageError("Serving needs starlette and uvicorn.", remedy="Install: pip install 'kg[serve]'") from error
    return Settings(**values)


@contextmanager
def application(
    source: Path, settings: Settings | None = None, ontology: Ontology | None = None
) -> Iterator[Starlette]:
    """The web application for an RDF file or build folder, while the block runs. ``ontology`` as in ``read_graph``.

    Raises InputError for what is not a graph, UsageError when the extra is not installed.
    """
    try:
        from kg.serve.app import create_app
    except ImportError as error:
        raise UsageError("Serving needs starlette and uvicorn.", remedy="Install: pip install 'kg[serve]'") from error
    path = graph_file(source)
    graph = read_graph(path, ontology)
    page = path.with_name("graph.html")
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        store = ox.Store(folder)
        store.bulk_extend(parse_rdf(path))
        store.bulk_load(ontology_turtle(graph.base_iri, graph.ontology).encode("utf-8"), ox.RdfFormat.TURTLE)
        store.flush()
        del store
        yield create_app(graph, Path(folder), settings, explorer=page if page.is_file() else None)


def serve(
    source: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    settings: Settings | None = None,
    ontology: Ontology | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted. ``started`` is called with the address once, before the first request.

    Raises UsageError for a host other than loopback without a token.
    """
    settings = settings or limits()
    import uvicorn

    if not _is_loopback(host):
        if not settings.token:
            raise UsageError(
                f"{host} is reachable from other machines.",
                remedy="Give a token that clients must send, or serve on 127.0.0.1.",
            )
        settings = replace(settings, hosts=())
    if not 0 < port < 65536:
        raise InputError(f"{port} is not a port.", remedy="Use one from 1 to 65535.")
    with application(source, settings, ontology) as app:
        if started:
            shown = f"[{host}]" if ":" in host else host
            started(f"http://{shown}:{port}/")
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            limit_concurrency=500,
            timeout_keep_alive=5,
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
