"""``kg decide`` and ``kg decisions``: a build made to keep to what people decided, and what that is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from kg.cli.language import spoken
from kg.cli.messages import say
from kg.cli.options import DECISIONS, MERGES, PATH, here, merges_option, ontology_of
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.explain import Decided
    from kg.ontology.definitions import Model

_build = click.argument("build", type=PATH, metavar="BUILD", help="The folder that kg build wrote.")


@click.command()
@_build
@click.argument(
    "file",
    required=False,
    type=PATH,
    metavar="[FILE.csv]",
    help="Decisions as the page exports them: decisions.csv here.",
)
@merges_option
@click.option(
    "--check", is_flag=True, help="Only tell what each decision does; exit code 1 when one means nothing here."
)
def decide(build: Path, file: Path | None, merges: Path | None, check: bool) -> None:
    """Make a build keep to decisions at once, without reading an article again; or check them.

    Both files count: merges.csv and FILE.csv. kg build keeps to the same two from then on.
    """
    from kg.cli.screen import output, plain

    chosen, rules = file or here(DECISIONS), merges or here(MERGES)
    if chosen is None and rules is None:
        raise InputError(
            f"There is no {DECISIONS} and no {MERGES} here.", remedy="Give the file that the page exported."
        )
    if check:
        from kg.building.deciding import under
        from kg.explain.decided import read_decided
        from kg.linking.effects import told_effects

        linked = under(build, merges=rules, decisions=chosen)
        model, made = linked.graph.ontology.model, read_decided(told_effects(linked.effects, linked.graph))
    else:
        from kg.building import remove
        from kg.explain import decided_in

        model = remove((), build, merges=rules, decisions=chosen).graph.ontology.model
        made = decided_in(build)
    console = output()
    for line in told(made, model):
        console.print(plain(line))
    idle = sum(not one.about for one in made)
    console.print(say("{} decisions; {} mean nothing here.", len(made), idle))
    if check:
        raise click.exceptions.Exit(1 if idle else 0)
    if file is not None and file.resolve() != (Path.cwd() / DECISIONS):
        told_to = say("kg build keeps to it with --decisions {}, or when it is called {} here.", file, DECISIONS)
        console.print(plain(told_to))


@click.command()
@_build
@click.option("--as-gold", type=PATH, metavar="FILE.json", help="Write them as gold annotations, for kg evaluate.")
def decisions(build: Path, as_gold: Path | None) -> None:
    """List what people decided about a build, in sentences."""
    from kg.cli.screen import output, plain
    from kg.explain import decided_in

    made, console = decided_in(build), output()
    if as_gold is None:
        for line in told(made, ontology_of(None).model):
            console.print(plain(line))
        console.print(say("{} decisions", len(made)))
        return
    from kg.building.deciding import linked_anew
    from kg.evaluate.decided import decided_gold
    from kg.files import write_whole
    from kg.linking import Merges, Rule
    from kg.linking.merges import Action

    # ``line`` keeps equal ones apart.
    kinds = {kind: kind for kind in get_args(Action)}
    rules = [
        Rule(action=kinds[one.action], a=one.a, b=one.b, who=one.who, why=one.why, file=one.file, line=number)
        for number, one in enumerate(made)
    ]
    gold = decided_gold(*linked_anew(build, Merges(tuple(rules))))
    if not gold:
        raise InputError(f"Nothing is decided about {build}.", remedy="Decide in the page, then: kg decide.")
    write_whole(as_gold, json.dumps({"articles": gold}, ensure_ascii=False, indent=1) + "\n")
    console.print(plain(say("{}: {} articles", as_gold, len(gold))))


def told(made: Sequence[Decided], model: Model) -> list[str]:
    """Each decision in one sentence."""
    from kg.explain import Words

    words = Words.of(spoken())
    return [one.words(words, model) for one in made]
