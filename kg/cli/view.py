"""``kg view``, ``kg entities``, ``kg conflicts`` and ``kg diff``: graphs for people to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.language import spoken
from kg.cli.messages import say, translated
from kg.cli.options import PATH, graph_argument, ontology_of, ontology_option
from kg.errors import InputError, UsageError
from kg.files import built_file

if TYPE_CHECKING:
    from kg.graph import Graph

_SIGNS = {"added": "+", "gone": "-", "changed": "~"}


@click.command()
@graph_argument
@click.option("--out", type=PATH, metavar="FILE.html", help="Write the page anew, to this file.")
@click.option("--top", type=click.IntRange(min=1), help="With --out: only so many of the most connected entities.")
@click.option("--around", metavar="ENTITY", help="With --out: only what is near this entity (id or name).")
@click.option("--depth", type=click.IntRange(min=0), default=2, help="With --around: how many facts away.")
@click.option("--language", default="vi", help="With --out: of the page, vi or en.")
@ontology_option
@click.option("--open/--no-open", "open_", default=True, help="Open it in a browser.")
def view(
    graph: Path,
    out: Path | None,
    top: int | None,
    around: str | None,
    depth: int,
    language: str,
    ontology: Path | None,
    open_: bool,
) -> None:
    """Open the graph's page in a browser, or write it anew."""
    page = out or page_of(graph)
    if out is not None:
        from kg.explore import subgraph_around, write_html
        from kg.export.read import read_graph

        whole = read_graph(graph, ontology_of(ontology))
        write_html(whole if around is None else subgraph_around(whole, around, depth), out, top=top, language=language)
    click.echo(page)
    if open_:
        click.launch(str(page))


def page_of(graph: Path) -> Path:
    """The page beside a graph. Raises InputError when there is none."""
    page = built_file(graph, "graph.html") if graph.is_dir() else graph.parent / "graph.html"
    if not page.is_file():
        raise InputError(f"There is no page beside {graph}.", remedy="Write one with --out FILE.html.")
    return page


@click.command()
@graph_argument
@click.option(
    "--class", "class_", metavar="CLASS", help="Only those of this class or one below it: Company, Person, ..."
)
@click.option(
    "--search", metavar="WORDS", help="Only those with these words in a name, with or without case and diacritics."
)
@click.option(
    "--candidates",
    is_flag=True,
    help="List pairs that may be one entity, the likeliest first; kg same and kg different decide.",
)
@click.option(
    "--doubtful",
    is_flag=True,
    help="List what was made one of unlike names, the riskiest first, with both sides' sentences.",
)
@click.option("--why", metavar="ID", help="Show what made one entity of several names, the weakest first.")
def entities(
    graph: Path,
    class_: str | None,
    search: str | None,
    candidates: bool,
    doubtful: bool,
    why: str | None,
) -> None:
    """List the entities with their class, their other names, and in how many statements and articles they are."""
    from kg.cli.screen import output, table
    from kg.export.read import read_graph

    if doubtful:
        show_doubtful(graph)
        return
    if candidates or why is not None:
        show_linking(graph, why)
        return
    known = read_graph(graph)
    if class_ is not None:
        check_class(known, class_)
    rows = list(entity_rows(known, class_, search))
    console = output()
    console.print(
        table(
            "",
            [say(name) for name in ("id", "name", "class", "other names", "statements", "articles")],
            rows,
            right=[say("statements"), say("articles")],
        )
    )
    console.print(say("{} entities", len(rows)))


def check_class(graph: Graph, class_: str) -> None:
    """Raises UsageError for a class that neither the ontology nor the graph has."""
    from kg.names import nearest

    # A graph may have been built by another ontology than the installed one.
    classes = sorted({*graph.ontology.model.classes, *(entity.type for entity in graph.entities.values())})
    if class_.casefold() not in map(str.casefold, classes):
        near = nearest(class_, classes)
        raise UsageError(
            f"There is no class {class_!r}.",
            remedy=f"Did you mean {' or '.join(near)}?" if near else f"Use one of: {', '.join(classes)}.",
        )


def linking_of(graph: Path, part: str) -> Any:
    """A part of what linking.json beside the graph tells. Raises InputError when it cannot be read."""
    path = built_file(graph, "linking.json") if graph.is_dir() else graph.parent / "linking.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))[part]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Run kg build again.") from error


def show_linking(graph: Path, entity: str | None) -> None:
    """Pairs in doubt, or the reasons behind one entity."""
    from kg.cli.screen import output, plain

    found = linking_of(graph, "candidates") if entity is None else linking_of(graph, "merges").get(entity, [])
    console = output()
    for row in found:
        ids = f"{row['a']} | {row['b']}  " if entity is None else ""
        console.print(plain(f"{row['score']:.2f}  {ids}{reason(row)}"))
    console.print(
        say("{} in doubt", len(found)) if entity is None else say("{} reasons beyond the same name", len(found))
    )


def show_doubtful(graph: Path) -> None:
    """Merges of unlike names by the facts that would be wrong with them, the sentences of both sides below each."""
    from kg.cli.screen import output, plain

    rows = [
        (entity, row) for entity, found in linking_of(graph, "merges").items() for row in found if row.get("sentences")
    ]
    console = output()
    for entity, row in sorted(rows, key=lambda item: (-item[1]["risk"], item[0], item[1]["names"])):
        console.print(plain(f"{row['score']:.2f}  {entity}  {reason(row)}"))
        for source, sentence in dict.fromkeys(zip(row["articles"], row["sentences"], strict=True)):
            console.print(plain(f"  “{sentence}” ({source})"))
    console.print(say("{} doubtful", len(rows)))


def reason(row: dict[str, Any]) -> str:
    """Two names and why they are, or may be, one."""
    near = say(", near both: {}", ", ".join(row["shared"])) if row["shared"] else ""
    more = say(" and {} more", row["count"] - 1) if row.get("count", 1) > 1 else ""
    articles = ", ".join(dict.fromkeys(row["articles"]))
    return f"{' ~ '.join(row['names'])}: {translated(row['why'])}{near} ({articles}{more})"


def entity_rows(
    graph: Graph, class_: str | None = None, search: str | None = None
) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Rows for ``entities``, those in most statements first."""
    from collections import Counter

    from kg.names import plain_key

    statements = Counter(end for st in graph.statements.values() for end in (st.subject, st.object))
    articles = Counter(entity for named in graph.mentions.values() for entity in set(named))
    wanted = plain_key(search) if search else ""
    for entity in sorted(graph.entities.values(), key=lambda entity: (-statements[entity.id], entity.id)):
        named = not wanted or any(wanted in plain_key(name) for name in (entity.label, *entity.aliases))
        classes = graph.ontology.model.lineage(entity.type)
        if named and (class_ is None or class_.casefold() in map(str.casefold, classes)):
            yield (
                entity.id,
                entity.label,
                entity.type,
                ", ".join(entity.aliases),
                statements[entity.id],
                articles[entity.id],
            )


@click.command()
@graph_argument
def conflicts(graph: Path) -> None:
    """List facts that cannot all hold, the surest contradictions first, each side with its sentence; then updates."""
    from kg.cli.screen import output, plain
    from kg.explain import Words, side
    from kg.records import UPDATE
    from kg.store.near import read_conflicts

    known = read_conflicts(graph)
    rules, words = known.ontology.model.conflict_rules, Words.of(spoken())
    console = output()
    order = sorted(known.conflicts.values(), key=lambda one: (one.kind == UPDATE, -one.strength, one.id))
    for conflict in order:
        about = ", ".join(known.entities[e].label for e in conflict.entities)
        kind = rules.get(conflict.kind, {}).get(spoken(), conflict.kind)
        strength = "" if conflict.kind == UPDATE else say(" (strength {})", f"{conflict.strength:.2f}")
        console.print(plain(f"{kind}: {about}{strength}"))
        for key in sorted(conflict.statements, key=lambda key: told(known, key)):
            console.print(plain(f"  {side(known, key, words)}"))
        console.print()
    updates = sum(conflict.kind == UPDATE for conflict in order)
    count = len(order) - updates
    told_of = say("1 conflict") if count == 1 else say("{} conflicts", count)
    console.print(f"{told_of}, {say('1 update') if updates == 1 else say('{} updates', updates)}")


def told(graph: Graph, key: str) -> tuple[str, str]:
    """What a side of a conflict is sorted by: the date of its article."""
    article = (graph.statements.get(key) or graph.measurements[key]).article
    return graph.articles[article].date or "", key


@click.command()
@click.argument("old", type=PATH, metavar="OLD", help="The folder that kg build wrote, or its graph.ttl.")
@click.argument("new", type=PATH, metavar="NEW", help="The graph to compare it with.")
def diff(old: Path, new: Path) -> None:
    """What came (+), went (-) and changed (~) from one graph to another; exit code 1 when they differ."""
    from collections import Counter

    from kg.cli.screen import output, plain
    from kg.diff import diff as changes_between
    from kg.export.read import read_graph

    changes = changes_between(read_graph(old), read_graph(new))
    console = output()
    for change in changes:
        details = f" [{'; '.join(change.details)}]" if change.details else ""
        console.print(plain(f"{_SIGNS[change.kind]} {say(change.what)} {change.name}{details}"))
    counts = Counter[str](change.kind for change in changes)
    console.print(", ".join(f"{counts[kind]} {say(kind)}" for kind in _SIGNS))
    if changes:
        raise click.exceptions.Exit(1)
