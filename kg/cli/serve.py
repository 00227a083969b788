"""``kg serve`` and ``kg push``: the graph for programs that ask over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.messages import say
from kg.cli.options import DECISIONS, MERGES, PATH, FloatRange, graph_argument, here, ontology_of, ontology_option


@click.command()
@graph_argument
@click.option("--port", default=8000, help="Where to listen.")
@click.option("--host", default="127.0.0.1", help="Other than loopback needs a token in KG_SERVE_TOKEN.")
@click.option("--timeout", type=FloatRange(min=0.1), default=10.0, help="Seconds a query may take.")
@click.option("--workers", type=click.IntRange(min=1), default=2, help="Queries at the same time.")
@click.option(
    "--memory", type=click.IntRange(min=256), default=2048, help="MiB of address space a query process may have."
)
@ontology_option
@click.option("--cors", is_flag=True, help="Let pages of other sites ask.")
@click.option("--edit", is_flag=True, help="Let the page write decisions; by the address that is printed alone.")
@click.option(
    "--decisions",
    type=PATH,
    default=DECISIONS,
    metavar="FILE.csv",
    help="With --edit: the file that it writes; made if need be.",
)
def serve(
    graph: Path,
    port: int,
    host: str,
    timeout: float,
    workers: int,
    memory: int,
    ontology: Path | None,
    cors: bool,
    edit: bool,
    decisions: Path,
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
        click.echo(f"{address}?edit={token}  " + say("the graph, to correct; keep this address to yourself"))
    click.echo(f"{address}           " + say("the graph, to explore"))
    click.echo(f"{address}query      " + say("ask in SPARQL"))
    click.echo(f"{address}sparql     " + say("the endpoint, for programs"))
    click.echo(say("Stop with Ctrl+C."))


@click.command()
@graph_argument
@click.argument("url", metavar="URL", help="Address of a SPARQL 1.1 Graph Store.")
@click.option("--graph", "name", metavar="IRI", help="Named graph; default: the default graph.")
@click.option("--add", is_flag=True, help="Keep what is there; else it is replaced.")
def push(graph: Path, url: str, name: str | None, add: bool) -> None:
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
    click.echo(say("{} triples sent; the graph there has {}.", f"{done.sent:,}", f"{done.there:,}"))
