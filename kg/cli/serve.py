"""``kg serve`` and ``kg push``: the graph for programs that ask over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import say
from kg.cli.options import DECISIONS, MERGES, GraphPath, OntologyPath, here, ontology_of

__all__ = ["register"]


def serve(
    graph: GraphPath,
    port: Annotated[int, typer.Option(help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option(help="Other than loopback needs a token in KG_SERVE_TOKEN.")] = "127.0.0.1",
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a query may take.")] = 10.0,
    workers: Annotated[int, typer.Option(min=1, help="Queries at the same time.")] = 2,
    memory: Annotated[int, typer.Option(min=256, help="MiB of address space a query process may have.")] = 2048,
    ontology: OntologyPath = None,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites ask.")] = False,
    edit: Annotated[
        bool, typer.Option("--edit", help="Let the page write decisions; by the address that is printed alone.")
    ] = False,
    decisions: Annotated[
        Path, typer.Option(metavar="FILE.csv", help="With --edit: the file that it writes; made if need be.")
    ] = DECISIONS,
) -> None:
    """Serve the page, SPARQL, search and a page for each thing, on this machine; read only, but with --edit."""
    import secrets

    from kg.serve import server
    from kg.serve.settings import Editing

    settings = server.limits(
        timeout=timeout, workers=workers, mebibytes=memory, cors=cors, token=os.environ.get("KG_SERVE_TOKEN")
    )
    token = secrets.token_urlsafe(32)
    server.serve(
        graph,
        host=host,
        port=port,
        settings=settings,
        ontology=ontology_of(ontology),
        started=lambda address: _announce(address, token if edit else ""),
        editing=Editing(file=decisions, token=token, merges=here(MERGES)) if edit else None,
    )


def _announce(address: str, token: str) -> None:
    if token:
        typer.echo(f"{address}?edit={token}  " + say("the graph, to correct; keep this address to yourself"))
    typer.echo(f"{address}           " + say("the graph, to explore"))
    typer.echo(f"{address}query      " + say("ask in SPARQL"))
    typer.echo(f"{address}sparql     " + say("the endpoint, for programs"))
    typer.echo(say("Stop with Ctrl+C."))


def push(
    graph: GraphPath,
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of a SPARQL 1.1 Graph Store.", show_default=False)],
    name: Annotated[
        str | None,
        typer.Option("--graph", metavar="IRI", help="Named graph; default: the default graph.", show_default=False),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Keep what is there; else it is replaced.")] = False,
) -> None:
    """Upload the graph to another store and compare what is there. KG_PUSH_TOKEN or KG_PUSH_USER and KG_PUSH_PASSWORD
    are sent to it."""
    from kg.cli.screen import errors
    from kg.store.remote import push as upload

    with errors().status(say("Uploading to {}", url)) as status:
        done = upload(
            graph,
            url,
            graph=name,
            replace=not add,
            progress=lambda sent, size: status.update(
                say("Uploading to {}: {} of {} bytes", url, f"{sent:,}", f"{size:,}")
            ),
        )
    typer.echo(say("{} triples sent; the graph there has {}.", f"{done.sent:,}", f"{done.there:,}"))


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(push)
