"""``kg evaluate`` and ``kg check``: how good the extraction is, and whether the data files are sound."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.messages import faults as counted
from kg.cli.messages import line_of, say
from kg.cli.options import (
    PATH,
    fast_option,
    gazetteer_option,
    language_option,
    models_option,
    ontology_of,
    ontology_option,
)


@click.command()
@click.argument("gold", type=PATH, metavar="GOLD", help="Gold annotations (JSON).")
@click.argument("articles", type=PATH, metavar="ARTICLES", help="The folder of the annotated articles.")
@gazetteer_option
@fast_option
@models_option
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Processes.")
@ontology_option
@language_option
@click.option("--errors/--no-errors", default=True, help="List what was missed and invented.")
@click.option("--relation", default="", show_default=False, metavar="NAME", help="Only errors of one relation.")
@click.option("--write", type=PATH, metavar="README.md", help="Write the numbers into the quality table of this file.")
def evaluate(
    gold: Path,
    articles: Path,
    gazetteer: bool,
    fast: bool,
    models: Path | None,
    jobs: int,
    ontology: Path | None,
    language: str | None,
    errors: bool,
    relation: str,
    write: Path | None,
) -> None:
    """Extract annotated articles and compare: precision, recall, F1 per part and relation, with the errors."""
    from kg.evaluate import evaluate as run
    from kg.evaluate import render, render_errors, write_quality_table

    known = ontology_of(ontology, language)
    found = run(gold, articles, ontology=known, gazetteer=gazetteer, fast=fast, models=models, jobs=jobs)
    click.echo(render(found))
    if errors:
        click.echo(render_errors(found.errors, relation=relation))
    if write is not None:
        write_quality_table(write, [found])


@click.command()
@click.argument(
    "folder",
    required=False,
    type=PATH,
    metavar="[FOLDER]",
    help="An ontology's folder; by default the one that kg uses.",
)
def check(folder: Path | None) -> None:
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
        raise click.exceptions.Exit(1)
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
