"""``kg same``, ``kg different`` and ``kg remove``: what people change about a graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import say
from kg.cli.options import DECISIONS, MERGES, PATH, decisions_option, here, merges_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.linking.merges import Action

_one = click.argument(
    "a",
    metavar="A",
    help="An entity: its id, or a name, if need be with its class or the source of an article: "
    "'Llama [AIModel]', 'Zhang Wei @ news/3.txt'.",
)
_other = click.argument("b", metavar="B", help="Another, likewise.")
_file = click.option(
    "--merges", type=PATH, default=MERGES, metavar="FILE.csv", help="The file of decisions; made if need be."
)
_who = click.option("--who", default="", show_default=False, help="Who says so.")
_why = click.option("--why", default="", show_default=False, help="For which reason.")
_graph = click.option("--graph", type=PATH, metavar="GRAPH", help="Make sure that both are in this graph.")


def _of_two(decide: Callable[..., None]) -> click.Command:
    """A command that decides about two entities."""
    for parameter in (_graph, _why, _who, _file, _other, _one):
        decide = parameter(decide)
    return click.command()(decide)


@_of_two
def same(a: str, b: str, merges: Path, who: str, why: str, graph: Path | None) -> None:
    """Decide that two entities are one; from the next build on they are."""
    _decide("same", a, b, merges, who, why, graph)


@_of_two
def different(a: str, b: str, merges: Path, who: str, why: str, graph: Path | None) -> None:
    """Decide that two entities are never one; from the next build on they are kept apart."""
    _decide("different", a, b, merges, who, why, graph)


def _decide(action: Action, a: str, b: str, path: Path, who: str, why: str, graph: Path | None) -> None:
    from kg.linking.merges import Rule, append_rule

    if graph is not None:
        _check(graph, (a, b))
    append_rule(path, Rule(action=action, a=a, b=b, who=who, why=why))
    click.echo(say("{}: {}: {}, {}. It holds from the next kg build on.", path, action, a, b))


def _check(source: Path, terms: tuple[str, str]) -> None:
    """Whether each term means one entity of the graph."""
    from kg.export.read import read_graph
    from kg.linking.merges import Term
    from kg.names import exact_key, find

    known = read_graph(source)
    for text in terms:
        term = Term.read(text)
        names = {
            entity.id: (entity.label, *entity.aliases)
            for entity in known.entities.values()
            if term.type in (None, entity.type)
        }
        # As strictly as the build will read it.
        found = find(term.name, names, keys=(exact_key,))
        if text not in known.entities and not found:
            raise UsageError(f"{source} has no entity {text!r}.", remedy="kg entities lists them.")
        if text not in known.entities and len(found) > 1 and not term.source:
            raise UsageError(f"{text!r} may be {', '.join(found)}.", remedy="Give the id.")


@click.command()
@click.argument(
    "sources", nargs=-1, required=True, metavar="ARTICLE...", help="The articles, as the graph names their sources."
)
@click.option("--out", type=PATH, default=Path("build"), help="The folder that kg build wrote.")
@merges_option
@decisions_option
def remove(sources: tuple[str, ...], out: Path, merges: Path | None, decisions: Path | None) -> None:
    """Take articles out of a build, without reading the others again. The files themselves stay."""
    from kg.building import remove as without

    built = without(sources, out, merges=merges or here(MERGES), decisions=decisions or here(DECISIONS))
    click.echo(say("{} articles are left in {}.", built.report.articles, out))
