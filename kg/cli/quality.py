"""``kg evaluate`` and ``kg check``: how good the extraction is, and whether the data files are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import faults as counted
from kg.cli.messages import line_of, say
from kg.cli.options import Fast, Gazetteer, LanguageName, Models, OntologyPath, ontology_of

__all__ = ["register"]


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Gold annotations (JSON).", show_default=False)],
    articles: Annotated[
        Path, typer.Argument(metavar="ARTICLES", help="The folder of the annotated articles.", show_default=False)
    ],
    gazetteer: Gazetteer = True,
    fast: Fast = False,
    models: Models = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    ontology: OntologyPath = None,
    language: LanguageName = None,
    errors: Annotated[bool, typer.Option("--errors/--no-errors", help="List what was missed and invented.")] = True,
    relation: Annotated[
        str, typer.Option(metavar="NAME", help="Only errors of one relation.", show_default=False)
    ] = "",
    write: Annotated[
        Path | None,
        typer.Option(
            metavar="README.md", help="Write the numbers into the quality table of this file.", show_default=False
        ),
    ] = None,
) -> None:
    """Extract annotated articles and compare: precision, recall, F1 per part and relation, with the errors."""
    from kg.evaluate import evaluate as run
    from kg.evaluate import render, render_errors, write_quality_table

    known = ontology_of(ontology, language)
    found = run(gold, articles, ontology=known, gazetteer=gazetteer, fast=fast, models=models, jobs=jobs)
    typer.echo(render(found))
    if errors:
        typer.echo(render_errors(found.errors, relation=relation))
    if write is not None:
        write_quality_table(write, [found])


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="An ontology's folder; by default the one that kg uses.", show_default=False
        ),
    ] = None,
) -> None:
    """Check ontology, lexicon and gazetteer: every fault with its file, line and remedy. Exit code 1 for any.

    Classes that nothing learned knows are noted: they are found by the gazetteer and by nouns.
    """
    from kg.cli.screen import output, plain
    from kg.ontology.check import check as faults

    folder = folder or ontology_of(None).folder
    found = faults(folder)
    console = output()
    for fault in found:
        console.print(plain(line_of(fault)))
    if found:
        console.print(counted(len(found)))
        raise typer.Exit(1)
    console.print(plain(say("{}: no faults.", folder)))
    for note in untrained(folder):
        console.print(plain(note))


def untrained(folder: Path) -> list[str]:
    """A line for each class of the ontology in ``folder`` that the learned parts do not know."""
    from kg.extract.mentions.trained import trained_classes
    from kg.ontology.ontology import Ontology

    model, known = Ontology(folder).model, trained_classes()
    return [
        say(
            "Note: nothing learned knows the class {}; its names are read as {} until entities.csv or vi/nouns.yaml "
            "tell them.",
            name,
            model.nearest(name, known) or say("others"),
        )
        for name in sorted(model.entity_classes - known)
    ]


def register(app: typer.Typer) -> None:
    app.command()(evaluate)
    app.command()(check)
