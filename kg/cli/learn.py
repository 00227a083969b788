"""``kg learn``: our own reader learns what another has read."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import say, translated
from kg.cli.options import DECISIONS, MERGES, PATH, decisions_option, here, merges_option

if TYPE_CHECKING:
    from kg.training.learning import Learned


@click.command()
@click.argument(
    "builds", nargs=-1, required=True, type=PATH, metavar="OUT...", help="Folders of kg build --reader llm, or both."
)
@click.option(
    "--models", type=PATH, default=Path("kg-models"), metavar="FOLDER", help="The folder of the models to make."
)
@merges_option
@decisions_option
@click.option(
    "--held-out",
    type=click.IntRange(min=0),
    default=5,
    metavar="N",
    help="Hold out every Nth article, to measure by; 0: none.",
)
def learn(builds: tuple[Path, ...], models: Path, merges: Path | None, decisions: Path | None, held_out: int) -> None:
    """Teach our own reader what another has read: names and facts of --fast, for your field.

    kg build --fast --models FOLDER reads with what was learned.
    """
    from kg.building.decisions import decided
    from kg.cli.screen import errors, output, plain
    from kg.ontology.ontology import Ontology
    from kg.training.learning import learn as teach

    rules = decided(merges or here(MERGES), decisions or here(DECISIONS), Ontology.load())
    learned = teach(
        builds, models, merges=rules, held_out=held_out, tell=lambda line: errors().print(plain(f"kg: {line}"))
    )
    for line in told(learned, models):
        output().print(plain(line))


def told(learned: Learned, models: Path) -> list[str]:
    """What came of it, in lines."""
    from kg.training.learning import LESSONS
    from kg.training.lessons import HELD_GOLD, HELD_TEXTS

    folder = shlex.quote(str(models))
    use = f"kg build ARTICLES --fast --models {folder}"
    if learned.before is None or learned.after is None:
        return [say("Learned from {} articles: {}", learned.articles, use)]
    before, after = learned.before.scores, learned.after.scores
    rows = [
        ("entities F1", before.entities.f1, after.entities.f1),
        ("typed F1", before.typed.f1, after.typed.f1),
        ("facts precision", before.facts.precision, after.facts.precision),
        ("facts recall", before.facts.recall, after.facts.recall),
        ("facts F1", before.facts.f1, after.facts.f1),
    ]
    better = after.facts.f1 > before.facts.f1
    gold, texts = models / LESSONS / HELD_GOLD, models / LESSONS / HELD_TEXTS.parent
    return [
        say("Learned from {} articles. Of {} held out, without and with it:", learned.articles, learned.held_out),
        *(f"  {translated(name):22} {old:.3f}  {new:.3f}" for name, old, new in rows),
        use if better else say("It reads them no better than what kg brings: more articles are needed."),
        say("Again: {}", f"kg evaluate {shlex.quote(str(gold))} {shlex.quote(str(texts))} --fast --models {folder}"),
    ]
