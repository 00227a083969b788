"""``kg build``: articles into a folder with the graph in it."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import say, translated
from kg.cli.options import (
    DECISIONS,
    MERGES,
    Decisions,
    Engine,
    Fast,
    Gazetteer,
    LanguageName,
    MergesFile,
    Models,
    OntologyPath,
    here,
    ontology_of,
)
from kg.cli.reading import ANSWERS, Answers, Asked, asking_reader
from kg.config import ARTICLE_TIMEOUT, DEFAULT_BASE_IRI, read_config

if TYPE_CHECKING:
    from rich.console import Console

    from kg.building import Built
    from kg.ontology.ontology import Ontology
    from kg.readers import Reader

__all__ = ["register"]

#: Below this many articles for each process, starting the process costs more than it saves.
_WORTH = 30


def build(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Files and folders of articles: .txt .md .html .jsonl[.gz] .docx .pdf .epub",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("build"),
    base_iri: Annotated[
        str | None,
        typer.Option(
            help=f"What all IRIs of the graph begin with: that of kg.toml, else {DEFAULT_BASE_IRI}.", show_default=False
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The date of articles that have none.", show_default=False)
    ] = None,
    gazetteer: Gazetteer = True,
    fast: Fast = False,
    models: Models = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0: as many as are worth it.")] = 0,
    engine: Engine = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going/--fail-fast", help="Leave out an article that cannot be read, or stop.")
    ] = True,
    article_timeout: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help="Give up an article that is computed on for longer; 0: never."),
    ] = ARTICLE_TIMEOUT,
    merges: MergesFile = None,
    decisions: Decisions = None,
    html_top: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            show_default=False,
            help=("Show only the N most connected entities in graph.html; default: as many as a browser opens."),
        ),
    ] = None,
    texts: Annotated[
        bool,
        typer.Option("--texts/--no-texts", help="Put the articles' texts into graph.html, or their sentences alone."),
    ] = True,
    ontology: OntologyPath = None,
    language: LanguageName = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Read again only what has changed since the last build.")
    ] = True,
    reader: Annotated[
        str, typer.Option(metavar="NAME", help="Who reads: own, llm (a language model), both, or one of a package.")
    ] = "own",
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            show_default=False,
            help="Where the model answers (chat completions): http://localhost:11434/v1. The key: KG_API_KEY.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model, as the endpoint calls it.", show_default=False)
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A file with nothing but the key, instead of KG_API_KEY.", show_default=False
        ),
    ] = None,
    answers: Answers = ANSWERS,
    parallel: Annotated[int, typer.Option(min=1, max=64, help="Questions on their way at a time.")] = 2,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be asked, and what it costs.")
    ] = False,
    max_cost: Annotated[
        float | None, typer.Option(min=0, metavar="USD", help="Stop before more is spent.", show_default=False)
    ] = None,
    max_tokens: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Stop before more are read and written.", show_default=False),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Prices: model,read,written (USD for a million tokens).", show_default=False
        ),
    ] = None,
    ask_again: Annotated[
        bool, typer.Option("--ask-again", help="Ask anew about articles when prompt or model have changed.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask anew about articles that got no usable answer.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell the seconds and the memory of each phase.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 when our own reader had to read in the model's place.")
    ] = False,
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
        errors().print(f"kg: {say('skipped')} {skipped.source}: {why}")
    for noted in built.report.notes:
        errors().print(f"kg: {noted.source}: {translated(noted.note)}")
    for source, reason in built.report.instead.items():
        errors().print(plain(f"kg: {say('{} was read by our own reader: {}.', source, translated(reason))}"))
    show(built, output())
    hint_at_rest(built, out, html_top, output())
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise typer.Exit(2)
    if strict and built.report.instead:
        raise typer.Exit(1)


def planned(reader: Reader | None, paths: list[Path], date: str | None, ontology: Ontology) -> str:
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


def register(app: typer.Typer) -> None:
    app.command()(build)
