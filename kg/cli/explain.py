"""``kg explain``: why the graph says so, in sentences."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import spoken
from kg.cli.options import graph_argument, ontology_of, ontology_option

if TYPE_CHECKING:
    from rich.text import Text

    from kg.explain import Decided, Explanation, Words
    from kg.graph import Graph


@click.command()
@graph_argument
@click.argument("subject", help="A name, with or without case and diacritics.")
@click.argument("relation", required=False, help="A relation: uses, released, ...")
@click.argument("object_", required=False, metavar="[OBJECT]", help="The other name.")
@click.option("--why", is_flag=True, help="Tell as well how each fact was read: words, features, weights, offsets.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="text or json.")
@ontology_option
def explain(
    graph: Path,
    subject: str,
    relation: str | None,
    object_: str | None,
    why: bool,
    format_: str,
    ontology: Path | None,
) -> None:
    """Why the graph says so: each fact in a sentence, where it is written, and what people decided about it."""
    from kg.cli.screen import output, plain
    from kg.explain import Words, decided_in
    from kg.explain import explain as explanations
    from kg.store.near import read_near

    known = read_near(graph, [subject, *([object_] if object_ else [])], ontology_of(ontology))
    found = explanations(known, subject, relation, object_)
    decided = decided_in(graph)
    if format_ == "json":
        print_json(found, decided)
        return
    words, console = Words.of(spoken()), output()
    for one in about(known, decided, subject, relation, object_):
        console.print(plain(one.words(words, known.ontology.model)))
        console.print()
    for entry in found:
        for line in lines(entry, words, known, decided, why):
            console.print(line)
        console.print()
    count = len(found)
    console.print(words.say("count.facts.one" if count == 1 else "count.facts", n=count))


def about(
    graph: Graph, decided: Sequence[Decided], subject: str, relation: str | None, object_: str | None
) -> Iterator[Decided]:
    """The decisions about the entities, and those that left facts of theirs out."""
    subjects = {entity.id for entity in graph.find(subject)}
    objects = {entity.id for entity in graph.find(object_)} if object_ else set()
    for one in decided:
        if one.fact is None:
            if one.concerns(*subjects, *objects):
                yield one
        elif one.action == "wrong" and one.concerns(*subjects) and (not objects or one.concerns(*objects)):
            yield one


def print_json(found: Sequence[Explanation], decided: Sequence[Decided]) -> None:
    from dataclasses import asdict

    rows = [
        asdict(entry) | {"decisions": [asdict(one) for one in decided if entry.statement in one.about]}
        for entry in found
    ]
    sys.stdout.buffer.write(json.dumps(rows, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def lines(entry: Explanation, words: Words, graph: Graph, decided: Sequence[Decided], why: bool) -> Iterator[Text]:
    """One fact for people: what, where it is written, the sentence with the words that matter marked, decisions."""
    from rich.text import Text

    from kg.cli.screen import plain
    from kg.explain import how_read, how_sure, told

    first, *rest = told(entry, words, graph.ontology.model)
    head = plain(first)
    head.stylize("bold")
    yield head
    for line in rest:
        yield plain(f"  {line}")
    sentence = plain(entry.sentence.replace("\n", " "))
    for span, style in ((entry.subject_span, "bold"), (entry.object_span, "bold"), (entry.trigger_span, "reverse")):
        if span:
            sentence.stylize(style, *span)
    yield Text("    “") + sentence + Text("”")
    yield plain(f"  {how_sure(entry, words)}")
    for one in decided:
        if entry.statement in one.about:
            yield plain(f"  {one.words(words, graph.ontology.model)}")
    for line in how_read(entry, words) if why else ():
        yield plain(f"  {line}")
