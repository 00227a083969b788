"""``kg extract`` and ``kg link``: a build in parts, on many machines. ``kg watch``: a build again and again."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.messages import say, told
from kg.cli.options import (
    DECISIONS,
    MERGES,
    PATH,
    FloatRange,
    decisions_option,
    engine_option,
    fast_option,
    gazetteer_option,
    here,
    language_option,
    models_option,
    ontology_option,
)
from kg.config import DEFAULT_BASE_IRI, read_config

_paths = click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...", help="Files and folders.")
_base_iri = click.option("--base-iri", help="As for kg build.")
_date = click.option("--date", metavar="YYYY-MM-DD", help="As for kg build.")
_merges = click.option("--merges", type=PATH, metavar="FILE.csv", help="Decisions: merges.csv here, when there.")


@click.command()
@_paths
@click.option("--out", required=True, type=PATH, metavar="DIR", help="The folder of this shard.")
@click.option(
    "--below",
    type=PATH,
    metavar="FOLDER",
    help="The folder that the articles of all shards are below: their sources are told from there.",
)
@_base_iri
@_date
@gazetteer_option
@fast_option
@models_option
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Processes.")
@engine_option
@ontology_option
@language_option
def extract(
    paths: tuple[Path, ...],
    out: Path,
    below: Path | None,
    base_iri: str | None,
    date: str | None,
    gazetteer: bool,
    fast: bool,
    models: Path | None,
    jobs: int,
    engine: str | None,
    ontology: Path | None,
    language: str | None,
) -> None:
    """Extract a part of the articles into a folder of its own; kg link makes one graph of all parts."""
    from kg.building.shards import extract_to
    from kg.cli.screen import errors, plain

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
        errors().print(plain(f"kg: {say('skipped')} {error.source}: {told(error)}"))
    click.echo(say("{} articles are in {}. When all parts are there: kg link DIR... --out build", count, out))


@click.command()
@click.argument("shards", nargs=-1, required=True, type=PATH, metavar="DIR...", help="What kg extract wrote.")
@click.option("--out", type=PATH, default=Path("build"), help="The folder to write to.")
@_merges
@decisions_option
@click.option("--html-top", type=click.IntRange(min=1), metavar="N", help="As for kg build.")
@click.option("--texts/--no-texts", default=True, help="As for kg build.")
def link(
    shards: tuple[Path, ...],
    out: Path,
    merges: Path | None,
    decisions: Path | None,
    html_top: int | None,
    texts: bool,
) -> None:
    """Make one graph of what kg extract has extracted: the files of kg build with all those articles."""
    from kg.building.shards import link_to
    from kg.cli.build import show
    from kg.cli.screen import output

    rules = {"merges": merges or here(MERGES), "decisions": decisions or here(DECISIONS)}
    show(link_to(shards, out, **rules, html_top=html_top, texts=texts), output())


@click.command()
@_paths
@click.option("--out", type=PATH, default=Path("build"), help="The folder to write to.")
@_base_iri
@_date
@gazetteer_option
@fast_option
@models_option
@_merges
@decisions_option
@ontology_option
@language_option
@click.option("--interval", type=FloatRange(min=0.1), default=2.0, metavar="SECONDS", help="How often to look.")
def watch(
    paths: tuple[Path, ...],
    out: Path,
    base_iri: str | None,
    date: str | None,
    gazetteer: bool,
    fast: bool,
    models: Path | None,
    merges: Path | None,
    decisions: Path | None,
    ontology: Path | None,
    language: str | None,
    interval: float,
) -> None:
    """Build, and build again whenever articles come, go or change, until Ctrl-C."""
    from kg.building import build_to
    from kg.building.watching import watching
    from kg.cli.screen import errors, plain
    from kg.errors import KgError

    config = read_config()
    click.echo(say("Watching {}. Stop with Ctrl+C.", ", ".join(map(str, paths))))
    rules = merges or MERGES, decisions or DECISIONS
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
                merges=merges or here(MERGES),
                decisions=decisions or here(DECISIONS),
                ontology=ontology or config.ontology,
                language=language,
            )
        except KgError as error:
            errors().print(plain(f"kg: {told(error)}"))
            continue
        articles, skipped = built.report.articles, len(built.report.skipped)
        click.echo(
            say("{} has {} articles, {} skipped.", out, articles, skipped)
            if skipped
            else say("{} has {} articles.", out, articles)
        )
