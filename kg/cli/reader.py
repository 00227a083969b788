"""``kg reader``: what a language model is asked, what was not believed, where two readers differ, answers in packs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.messages import say, translated
from kg.cli.options import PATH, graph_argument, language_option, ontology_of, ontology_option
from kg.cli.reading import answers_option
from kg.cli.speaking import SpokenGroup
from kg.errors import InputError

REFUSED = "refused.jsonl"


@click.group(cls=SpokenGroup)
def reader() -> None:
    """A language model as the reader: its prompt, refusals and answers."""


@reader.command()
@click.argument("article", type=PATH, metavar="ARTICLE", help="A file with an article.")
@ontology_option
@language_option
def prompt(article: Path, ontology: Path | None, language: str | None) -> None:
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


@reader.command()
@click.argument("graph", type=PATH, metavar="GRAPH", help="The folder that kg build wrote.")
@click.option("--format", "format_", default="text", help="text or json.")
def refused(graph: Path, format_: str) -> None:
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


@reader.command()
@graph_argument
@ontology_option
def diff(graph: Path, ontology: Path | None) -> None:
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


@reader.command()
@click.argument("file", type=PATH, metavar="FILE.zip", help="The file to write.")
@answers_option
def pack(file: Path, answers: Path) -> None:
    """Put all answers into one file: whoever unpacks it builds the same graph, without model, key or network."""
    from kg.readers.llm.packs import pack as packed

    number = packed(answers, file)
    click.echo(say("{}: the answers about {} articles.", file, number))


@reader.command()
@click.argument("file", type=PATH, metavar="FILE.zip", help="What kg reader pack wrote.")
@answers_option
def unpack(file: Path, answers: Path) -> None:
    """Put the answers in a pack into the folder of answers; those that are there already stay."""
    from kg.readers.llm.packs import unpack as unpacked

    new, there = unpacked(file, answers)
    click.echo(say("{}: {} new, {} there already.", answers, new, there))
