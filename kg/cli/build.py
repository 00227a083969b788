"""``kg build``: articles into a folder with the graph in it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import say, translated
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
    merges_option,
    models_option,
    ontology_of,
    ontology_option,
)
from kg.cli.reading import Asked, answers_option, asking_reader
from kg.config import ARTICLE_TIMEOUT, DEFAULT_BASE_IRI, read_config

if TYPE_CHECKING:
    from rich.console import Console

    from kg.building import Built
    from kg.ontology.ontology import Ontology
    from kg.readers import Reader

#: Below this many articles for each process, starting the process costs more than it saves.
_WORTH = 30


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=PATH,
    metavar="PATH...",
    help="Files and folders of articles: .txt .md .html .jsonl[.gz] .docx .pdf .epub",
)
@click.option("--out", type=PATH, default=Path("build"), help="The folder to write to.")
@click.option("--base-iri", help=f"What all IRIs of the graph begin with: that of kg.toml, else {DEFAULT_BASE_IRI}.")
@click.option("--date", metavar="YYYY-MM-DD", help="The date of articles that have none.")
@gazetteer_option
@fast_option
@models_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0: as many as are worth it.")
@engine_option
@click.option("--keep-going/--fail-fast", default=True, help="Leave out an article that cannot be read, or stop.")
@click.option(
    "--article-timeout",
    type=FloatRange(min=0),
    default=ARTICLE_TIMEOUT,
    metavar="SECONDS",
    help="Give up an article that is computed on for longer; 0: never.",
)
@merges_option
@decisions_option
@click.option(
    "--html-top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Show only the N most connected entities in graph.html; default: as many as a browser opens.",
)
@click.option(
    "--texts/--no-texts", default=True, help="Put the articles' texts into graph.html, or their sentences alone."
)
@ontology_option
@language_option
@click.option("--cache/--no-cache", default=True, help="Read again only what has changed since the last build.")
@click.option(
    "--reader", default="own", metavar="NAME", help="Who reads: own, llm (a language model), both, or one of a package."
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="Where the model answers (chat completions): http://localhost:11434/v1. The key: KG_API_KEY.",
)
@click.option("--model", metavar="NAME", help="The model, as the endpoint calls it.")
@click.option("--key-file", type=PATH, metavar="FILE", help="A file with nothing but the key, instead of KG_API_KEY.")
@answers_option
@click.option("--parallel", type=click.IntRange(min=1, max=64), default=2, help="Questions on their way at a time.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be asked, and what it costs.")
@click.option("--max-cost", type=FloatRange(min=0), metavar="USD", help="Stop before more is spent.")
@click.option("--max-tokens", type=click.IntRange(min=0), metavar="N", help="Stop before more are read and written.")
@click.option("--prices", type=PATH, metavar="FILE.csv", help="Prices: model,read,written (USD for a million tokens).")
@click.option("--ask-again", is_flag=True, help="Ask anew about articles when prompt or model have changed.")
@click.option("--retry-failed", is_flag=True, help="Ask anew about articles that got no usable answer.")
@click.option("--verbose", "-v", is_flag=True, help="Tell the seconds and the memory of each phase.")
@click.option("--strict", is_flag=True, help="Exit code 1 when our own reader had to read in the model's place.")
def build(
    paths: tuple[Path, ...],
    out: Path,
    base_iri: str | None,
    date: str | None,
    gazetteer: bool,
    fast: bool,
    models: Path | None,
    jobs: int,
    engine: str | None,
    keep_going: bool,
    article_timeout: float,
    merges: Path | None,
    decisions: Path | None,
    html_top: int | None,
    texts: bool,
    ontology: Path | None,
    language: str | None,
    cache: bool,
    reader: str,
    endpoint: str | None,
    model: str | None,
    key_file: Path | None,
    answers: Path,
    parallel: int,
    dry_run: bool,
    max_cost: float | None,
    max_tokens: int | None,
    prices: Path | None,
    ask_again: bool,
    retry_failed: bool,
    verbose: bool,
    strict: bool,
) -> None:
    """Build the graph of articles: graph.ttl, graph.html, statements.jsonl, linking.json and report.json."""
    from kg.articles import count_paths
    from kg.building import build_to
    from kg.building.extracting import cores
    from kg.cli.screen import errors, output, plain, progress_bar
    from kg.readers import Own

    count, config = count_paths(paths), read_config()
    known = ontology_of(ontology, language)
    own = Own(folder=known.folder, language=known.language, gazetteer=gazetteer, fast=fast, models=models)
    asked = Asked(
        endpoint=endpoint,
        model=model,
        key_file=key_file,
        answers=answers,
        parallel=parallel,
        max_cost=max_cost,
        max_tokens=max_tokens,
        prices=prices,
        ask_again=ask_again,
        retry_failed=retry_failed,
    )
    who = asking_reader(reader, own, asked, lambda line: errors().print(plain(f"kg: {line}")))
    if dry_run:
        output().print(plain(translated(planned(who, paths, date, known))))
        return
    # Who asks tells of each article in a line of its own.
    with progress_bar(lambda: count, say("Reading and extracting")) if who is None else nullcontext() as progress:
        built = build_to(
            paths,
            out,
            base_iri=base_iri or config.base_iri,
            date=date,
            gazetteer=gazetteer,
            fast=fast,
            models=models,
            jobs=jobs or max(1, min(cores(), count // _WORTH)),
            keep_going=keep_going,
            merges=merges or here(MERGES),
            decisions=decisions or here(DECISIONS),
            cache=cache,
            html_top=html_top,
            texts=texts,
            ontology=ontology or config.ontology,
            language=language,
            article_timeout=article_timeout,
            reader=who,
            engine=engine,
            progress=progress,
            told=lambda phase: errors().print(f"kg: {translated(str(phase))}") if verbose else None,
        )
    for skipped in built.report.skipped:
        why = f"{translated(skipped.reason)} {translated(skipped.remedy)}".rstrip()
        errors().print(plain(f"kg: {say('skipped')} {skipped.source}: {why}"))
    for noted in built.report.notes:
        errors().print(plain(f"kg: {noted.source}: {translated(noted.note)}"))
    for source, reason in built.report.instead.items():
        errors().print(plain(f"kg: {say('{} was read by our own reader: {}.', source, translated(reason))}"))
    show(built, output())
    hint_at_rest(built, out, html_top, output())
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.exceptions.Exit(2)
    if strict and built.report.instead:
        raise click.exceptions.Exit(1)


def planned(reader: Reader | None, paths: Sequence[Path], date: str | None, ontology: Ontology) -> str:
    """What a build would ask, in one line."""
    from kg.articles import read_paths
    from kg.records import Article

    if reader is None or not hasattr(reader, "plan"):
        return say("Nothing would be asked: no language model reads.")
    listed = read_paths(paths, default_date=date, ontology=ontology)
    return str(reader.plan([found for found in listed if isinstance(found, Article)]))


def show(built: Built, console: Console) -> None:
    """The summary table, and what is where."""
    from kg.cli.screen import table

    report = built.report
    rows = [(say(name), count) for name, count in (*report.counts.items(), ("skipped", len(report.skipped)))]
    console.print(table("", [say("in the graph"), say("number")], rows, right=[say("number")]))
    notes = {
        "graph.ttl": say("for any triple store"),
        "graph.html": say("open it in a browser"),
        "statements.jsonl": say("one statement a line"),
        "linking.json": say("why entities are one, and pairs in doubt"),
        "report.json": say("counts, what was skipped, versions"),
        "refused.jsonl": say("what the reader was told and did not believe"),
    }
    for path in built.files:
        console.print(f"{path}  {notes.get(path.name, '')}".rstrip())


def hint_at_rest(built: Built, out: Path, html_top: int | None, console: Console) -> None:
    """How to see the entities that graph.html leaves out, when it does."""
    from kg.cli.screen import plain
    from kg.explore import MAX_NODES

    whole, shown = len(built.graph.entities), html_top or MAX_NODES
    if whole <= shown:
        return
    console.print(
        plain(
            say("graph.html shows the {} most connected of {} entities. For the rest:", f"{shown:,}", f"{whole:,}")
            + f"\n  kg serve {shlex.quote(str(out))}\n"
            f"  kg view {shlex.quote(str(out))} --around ENTITY --depth 2 --out page.html"
        )
    )
