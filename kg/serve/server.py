"""Start the endpoint for a graph."""

from __future__ import annotations

import contextlib
import ipaddress
import math
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import FailureError, UsageError
from kg.explain import decided_in
from kg.export.read import read_graph
from kg.export.source import graph_file, parse_rdf
from kg.files import built_file, lend
from kg.ontology.ontology import Ontology
from kg.serve.settings import Editing, Settings
from kg.store.kept import Kept, kept
from kg.store.search import Index
from kg.store.store import Store, base_iri_of, ontology_turtle

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

    from kg.explain import Decided
    from kg.graph import Graph
    from kg.serve.desk import Desk

__all__ = ["application", "configured", "limits", "serve"]

#: Addresses that the guard answers under.
LOCAL = ("127.0.0.1", "localhost", "::1")


def limits(**values: Any) -> Settings:
    """Settings with the given values. Raises UsageError for impossible ones, and when the extra is not installed."""
    try:
        import kg.serve.app  # noqa: F401
    except ImportError as error:
        raise UsageError("Serving needs starlette and uvicorn.", remedy="Install: pip install 'kg[serve]'") from error
    settings = Settings(**values)
    if not 0 < settings.timeout < math.inf:
        raise UsageError(f"A query cannot take {settings.timeout:g} s.", remedy="Give seconds.")
    return settings


@contextmanager
def application(
    source: Path,
    settings: Settings | None = None,
    ontology: Ontology | None = None,
    *,
    editing: Editing | None = None,
) -> Iterator[Starlette]:
    """The web application for an RDF file or build folder, while the block runs. ``ontology`` as in ``read_graph``.

    With ``editing`` its page writes decisions.

    Raises InputError for what is not a graph, UsageError when the extra is not installed.
    """
    try:
        from kg.serve.app import create_app
        from kg.serve.articles import Texts
        from kg.serve.shelf import Shelf
    except ImportError as error:
        raise UsageError("Serving needs starlette and uvicorn.", remedy="Install: pip install 'kg[serve]'") from error
    path = graph_file(source)
    ontology = ontology or Ontology.load()
    page = built_file(source, "graph.html") if source.is_dir() else path.with_name("graph.html")
    decided = decided_in(source)
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        shown = Path(folder) / page.name
        if page.is_file():
            lend(page, shown)
        lent, rdf = _opened(source, path, ontology, Path(folder))
        shelf = Shelf(Store(rdf, base_iri_of(rdf), ontology))
        desk = _desk(editing, read_graph(path, ontology), decided) if editing is not None else None
        with closing(Index.read(lent.index)) as index:
            yield create_app(
                shelf,
                index,
                lent.rdf,
                settings,
                explorer=lambda: _explorer(shown, path, ontology, edited=editing is not None),
                texts=Texts(shown, lambda: shelf.articles),
                desk=desk,
                decided=decided,
            )


def _opened(source: Path, path: Path, ontology: Ontology, folder: Path) -> tuple[Kept, ox.Store]:
    """The store that the last build kept, as it stays when another build drops it, or one made of the graph's file."""
    place = kept(source, ontology) if source.is_dir() else None
    if place is not None:
        with suppress(OSError, RuntimeError):  # Oxigraph says the latter of damage
            lent = place.lend(folder / "kept")
            return lent, ox.Store.read_only(str(lent.rdf))
    made = _made(path, ontology, folder / "made")
    return made, ox.Store.read_only(str(made.rdf))


def _made(path: Path, ontology: Ontology, folder: Path) -> Kept:
    """A store of the graph in a file, as a build keeps it."""
    folder.mkdir()
    made, graph = Kept(folder), read_graph(path, ontology)
    store = ox.Store(str(made.rdf))
    store.bulk_extend(parse_rdf(path))
    store.bulk_load(ontology_turtle(graph.base_iri, ontology).encode("utf-8"), ox.RdfFormat.TURTLE)
    store.flush()
    Index.of(graph, made.index).close()
    return made


def _explorer(page: Path, path: Path, ontology: Ontology, *, edited: bool) -> str:
    """The page beside the graph; made anew where there is none."""
    if page.is_file():
        shown = page.read_text("utf-8")
    else:
        from kg.explore import render

        shown = render(read_graph(path, ontology))
    if edited:
        from kg.serve.desk import editable

        return editable(shown)
    return shown


def _desk(editing: Editing, graph: Graph, decided: Sequence[Decided]) -> Desk:
    from kg.linking import read_merges
    from kg.serve.desk import Desk

    before = read_merges(editing.merges) if editing.merges else None
    # Faults in the file are told now, not when somebody has decided something.
    read_merges(editing.file, before=before)
    return Desk(editing.file, editing.token, graph, before=before, decided=decided)


def serve(
    source: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    settings: Settings | None = None,
    ontology: Ontology | None = None,
    started: Callable[[str], None] | None = None,
    editing: Editing | None = None,
) -> None:
    """Serve until interrupted. ``started`` is called with the address once, before the first request.

    With ``editing`` the page writes decisions, on loopback alone and for no page of another site.

    Raises UsageError for a host other than loopback without a token, and for another name of loopback than those that
    are answered; FailureError when nothing can listen there.
    """
    settings = settings or limits()
    import uvicorn

    if _is_loopback(host) and host not in LOCAL:
        raise UsageError(f"{host} is not answered at.", remedy=f"Use one of: {', '.join(LOCAL)}.")
    if editing is not None and (host not in LOCAL or settings.cors):
        raise UsageError(
            "Who edits does so on this machine, in this server's own page.",
            remedy="Leave out --cors, and serve on 127.0.0.1.",
        )
    if host not in LOCAL:
        if not settings.token:
            raise UsageError(
                f"{host} is reachable from other machines.",
                remedy="Give a token that clients must send, or serve on 127.0.0.1.",
            )
        settings = replace(settings, hosts=())
    if not 0 < port < 65536:
        raise UsageError(f"{port} is not a port.", remedy="Use one from 1 to 65535.")
    shown = f"[{host}]" if ":" in host else host
    with application(source, settings, ontology, editing=editing) as app:
        server = uvicorn.Server(configured(app, host=host, port=port))
        listen = server.startup

        async def startup(*arguments: Any, **named: Any) -> None:
            try:
                await listen(*arguments, **named)
            except SystemExit as error:
                raise FailureError(
                    f"Nothing can listen at {shown}:{port}.", remedy="Is another server there? Give another --port."
                ) from error
            # Only now: an address that nobody answers at would be a lie.
            if started and server.started:
                started(f"http://{shown}:{port}/")

        server.startup = startup  # type: ignore[method-assign]
        with contextlib.suppress(KeyboardInterrupt):
            server.run()


def configured(app: Starlette, *, host: str = "127.0.0.1", port: int, keep_alive: int = 5) -> uvicorn.Config:
    """How uvicorn serves ``app``: with patience for half-sent requests, and without a word of its own."""
    import uvicorn

    from kg.serve.patience import Patient, Waiting

    class Protocol(Patient):
        waiting = Waiting()

    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Protocol,
        log_level="warning" if os.environ.get("KG_DEBUG") == "1" else "critical",
        access_log=False,
        limit_concurrency=500,
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=5,
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
