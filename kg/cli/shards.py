"""``kg extract`` and ``kg link``: a build in parts, on many machines. ``kg watch``: a build again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import say, told
from kg.cli.options import MERGES, Decisions, Engine, Fast, Gazetteer, LanguageName, Models, OntologyPath
from kg.config import DEFAULT_BASE_IRI, read_config

__all__ = ["register"]

_Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.", show_default=False)]
_BaseIri = Annotated[str | None, typer.Option(help="As for kg build.", show_default=False)]
_Date = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="As for kg build.", show_default=False)]
_Merges = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Decisions: merges.csv here, when there.", show_default=False)
]


def extract(
    paths: _Paths,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder of this shard.", show_default=False)],
    below: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="The folder that the articles of all shards are below: their sources are told from there.",
            show_default=False,
        ),
    ] = None,
    base_iri: _BaseIri = None,
    date: _Date = None,
    gazetteer: Gazetteer = True,
    fast: Fast = False,
    models: Models = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    engine: Engine = None,
    ontology: OntologyPath = None,
    language: LanguageName = None,
) -> None:
    """Extract a part of the articles into a folder of its own; kg link makes one graph of all parts."""
    from kg.building.shards import extract_to
    from kg.cli.screen import errors

    config = read_config()
    count, skipped = extract_to(
        paths,
        out,
        below=below,
        base_iri=base_iri or config.base_iri or DEFAULT_BASE_IRI,
        date=date,
        gazetteer=gazetteer,
        fast=fast,
        models=models,
        jobs=jobs,
        engine=engine,
        ontology=ontology or config.ontology,
        language=language,
    )
    for error in skipped:
        errors().print(f"kg: {say('skipped')} {error.source}: {told(error)}", markup=False)
    typer.echo(say("{} articles are in {}. When all parts are there: kg link DIR... --out build", count, out))


def link(
    shards: Annotated[list[Path], typer.Argument(metavar="DIR...", help="What kg extract wrote.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("build"),
    merges: _Merges = None,
    decisions: Decisions = None,
    html_top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="As for kg build.", show_default=False)
    ] = None,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="As for kg build.")] = True,
) -> None:
    """Make one graph of what kg extract has extracted: the files of kg build with all those articles."""
    from kg.building.shards import link_to
    from kg.cli.build import show
    from kg.cli.screen import output

    merges = merges or (MERGES if MERGES.exists() else None)
    show(link_to(shards, out, merges=merges, decisions=decisions, html_top=html_top, texts=texts), output())


def watch(
    paths: _Paths,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("build"),
    base_iri: _BaseIri = None,
    date: _Date = None,
    gazetteer: Gazetteer = True,
    fast: Fast = False,
    models: Models = None,
    merges: _Merges = None,
    decisions: Decisions = None,
    ontology: OntologyPath = None,
    language: LanguageName = None,
    interval: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How often to look.")] = 2.0,
) -> None:
    """Build, and build again whenever articles come, go or change, until Ctrl-C."""
    from kg.building import build_to
    from kg.building.watching import watching
    from kg.cli.screen import errors
    from kg.errors import KgError

    config = read_config()
    typer.echo(say("Watching {}. Stop with Ctrl+C.", ", ".join(map(str, paths))))
    rules = [path for path in (merges or MERGES, decisions) if path is not None]
    for _ in watching(paths, beside=rules, interval=interval):
        try:
            built = build_to(
                paths,
                out,
                base_iri=base_iri or config.base_iri or DEFAULT_BASE_IRI,
                date=date,
                gazetteer=gazetteer,
                fast=fast,
                models=models,
                merges=merges or (MERGES if MERGES.exists() else None),
                decisions=decisions,
                ontology=ontology or config.ontology,
                language=language,
            )
        except KgError as error:
            errors().print(f"kg: {told(error)}", markup=False)
            continue
        articles, skipped = built.report.articles, len(built.report.skipped)
        typer.echo(
            say("{} has {} articles, {} skipped.", out, articles, skipped)
            if skipped
            else say("{} has {} articles.", out, articles)
        )


def register(app: typer.Typer) -> None:
    for command in (extract, link, watch):
        app.command()(command)
