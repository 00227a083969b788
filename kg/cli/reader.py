"""``kg reader``: what a language model is asked, what was not believed, where two readers differ, answers in packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import say, translated
from kg.cli.options import GraphPath, LanguageName, OntologyPath, ontology_of
from kg.cli.reading import ANSWERS, Answers
from kg.errors import InputError

__all__ = ["register"]

REFUSED = "refused.jsonl"

group = typer.Typer(no_args_is_help=True, help="A language model as the reader: its prompt, refusals and answers.")


@group.command()
def prompt(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A file with an article.", show_default=False)],
    ontology: OntologyPath = None,
    language: LanguageName = None,
) -> None:
    """Print what a model is asked about an article, with the prompt's version."""
    from kg.articles import read_paths
    from kg.cli.screen import output, plain
    from kg.readers import Own
    from kg.readers.llm import Llm
    from kg.records import Article

    known = ontology_of(ontology, language)
    llm = Llm(own=Own(folder=known.folder, language=known.language), model="")
    console = output()
    for found in read_paths([article], ontology=known):
        if not isinstance(found, Article):
            raise InputError(f"{found.source}: {found}")
        console.print(plain(f"prompt {llm.prompt.version}"))
        for _, messages in llm.question(found).parts:
            for message in messages:
                console.print(plain(f"\n[{message['role']}]\n{message['content']}"))


@group.command()
def refused(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="The folder that kg build wrote.", show_default=False)],
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List what the reader was told and did not believe, with the reasons."""
    from kg.cli.screen import output, plain
    from kg.files import built_file

    try:
        report = json.loads((graph / "report.json").read_text(encoding="utf-8"))
        if REFUSED not in report["outputs"]:
            raise ValueError("its reader was not asked")
        path = built_file(graph, REFUSED)
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, LookupError) as error:
        raise InputError(
            f"{graph} holds no refusals.", remedy="Build it with kg build --reader llm, or --reader both."
        ) from error
    console = output()
    for row in rows:
        if format_ == "json":
            console.print(plain(json.dumps(row, ensure_ascii=False)))
            continue
        what, reason = say(row["what"]), translated(row["reason"])
        console.print(plain(f"{row['source']}: {what}: {reason}: {row['words']}"))
    if format_ != "json":
        console.print(say("{} refused", len(rows)))


@group.command()
def diff(graph: GraphPath, ontology: OntologyPath = None) -> None:
    """Show the facts that only one of two readers found, with their sentences; of a build with --reader both."""
    from kg.cli.screen import output, plain
    from kg.export.read import read_graph
    from kg.readers.differences import differences

    found = differences(read_graph(graph, ontology_of(ontology)))
    console = output()
    for reader, facts in found.alone.items():
        console.print(plain(say("only {}: {}", reader, len(facts))))
        for fact in facts:
            console.print(plain(f"  {fact}"))
    console.print(plain(say("both: {}", found.shared)))


@group.command()
def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The file to write.", show_default=False)],
    answers: Answers = ANSWERS,
) -> None:
    """Put all answers into one file: whoever unpacks it builds the same graph, without model, key or network."""
    from kg.readers.llm.packs import pack as packed

    number = packed(answers, file)
    typer.echo(say("{}: the answers about {} articles.", file, number))


@group.command()
def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What kg reader pack wrote.", show_default=False)],
    answers: Answers = ANSWERS,
) -> None:
    """Put the answers in a pack into the folder of answers; those that are there already stay."""
    from kg.readers.llm.packs import unpack as unpacked

    new, there = unpacked(file, answers)
    typer.echo(say("{}: {} new, {} there already.", answers, new, there))


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="reader")
