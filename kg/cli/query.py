"""``kg query``: what the graph answers."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.messages import say, translated
from kg.cli.options import PATH, FloatRange, ontology_of, ontology_option
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from kg.ontology.ontology import Ontology
    from kg.store import Result


@click.command()
@click.argument(
    "graph",
    required=False,
    metavar="GRAPH",
    help="The folder that kg build wrote, its graph.ttl, or the address of a SPARQL endpoint.",
)
@click.argument(
    "sparql",
    required=False,
    metavar="[SPARQL]",
    help="A query; kg:, kgr: and other usual prefixes need not be declared.",
)
@click.option("--file", type=PATH, metavar="FILE.rq", help="Read the query from a file.")
@click.option("--name", metavar="NAME", help="Ask one of the shipped queries.")
@click.option(
    "--param", multiple=True, metavar="KEY=NAME", help="What a shipped query is about, as in entity=DeepSeek."
)
@click.option("--as-of", metavar="TIME", help="Ask what held at a time: 2025, 2025-03, 2025-03-15.")
@click.option("--list", "list_", is_flag=True, help="List the shipped queries.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "ttl"]),
    help="Default: table on a terminal, else csv; ttl for CONSTRUCT.",
)
@click.option("--timeout", type=FloatRange(min=0.1, max=86400), default=60.0, help="Seconds the query may take.")
@click.option("--memory", type=click.IntRange(min=64), default=2048, help="MiB of memory it may take beside the graph.")
@ontology_option
def query(
    graph: str | None,
    sparql: str | None,
    file: Path | None,
    name: str | None,
    param: tuple[str, ...],
    as_of: str | None,
    list_: bool,
    format_: str | None,
    timeout: float,
    memory: int,
    ontology: Path | None,
) -> None:
    """Ask the graph by SPARQL, or by one of the shipped queries (--list shows them)."""
    from kg.config import read_config
    from kg.export.source import is_endpoint
    from kg.store.apart import ask

    if list_:
        from kg.cli.screen import output

        show_queries(output(), ontology_of(ontology))
        return
    if graph is None:
        raise UsageError("No graph is given.", remedy="Give the folder that kg build wrote.")
    if sum(given is not None for given in (sparql, file, name)) != 1:
        raise UsageError("Give one query.", remedy="As text, or with --file or --name (--list shows the names).")
    given = parameters(param or [])
    if given and name is None:
        raise UsageError("Only a shipped query has parameters.", remedy="Give --name too (--list shows the names).")
    if is_endpoint(graph):
        from kg.store.queries import filled
        from kg.store.remote import query_endpoint

        if as_of is not None:
            raise UsageError("--as-of needs a graph on this machine.", remedy="Give the folder that kg build wrote.")
        base_iri = read_config().base_iri
        shipped = filled(name, given, base_iri=base_iri, ontology=ontology_of(ontology)) if name else None
        text = shipped or (read_query(file) if file else sparql or "")
        result = query_endpoint(graph, text, base_iri=base_iri, timeout=timeout)
    else:
        result, warnings = ask(
            Path(graph),
            read_query(file) if file else sparql or "",
            name=name,
            parameters=given,
            ontology=ontology_of(ontology),
            when=as_of,
            timeout=timeout,
            mebibytes=memory,
        )
        for warning in warnings:
            from kg.cli.screen import errors, plain

            errors().print(plain(f"kg: {translated(str(warning))}"))
    write_result(result, format_)


def parameters(given: Sequence[str]) -> dict[str, str]:
    """``["entity=Qwen"]`` as a dictionary."""
    pairs = [text.partition("=") for text in given]
    wrong = next((key for key, sign, value in pairs if not (key and sign and value)), None)
    if wrong is not None:
        raise UsageError(f"--param {wrong} has no value.", remedy="Write it as KEY=NAME.")
    return {key: value for key, _, value in pairs}


def read_query(path: Path) -> str:
    """The text of a query file. Raises InputError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Give a text file with one query.") from error


def show_queries(console: Console, ontology: Ontology) -> None:
    from kg.cli.screen import table
    from kg.store import named_queries

    rows = [
        (entry.name, ", ".join(entry.parameters), *(entry.descriptions.get(code, "") for code in ("en", "vi")))
        for entry in named_queries(ontology).values()
    ]
    console.print(table("", [say("name"), say("parameters"), say("description (en)"), say("description (vi)")], rows))


def write_result(result: Result, format_: str | None) -> None:
    """The answer on stdout; without a format, as a table for people or as CSV (Turtle) for programs."""
    chosen = format_ or ("table" if sys.stdout.isatty() else "ttl" if result.kind == "graph" else "csv")
    if chosen == "table":
        from kg.cli.screen import output, table

        console = output()
        rows = list(result.table())
        console.print(table("", result.variables, rows))
        console.print(say("1 row") if len(rows) == 1 else say("{} rows", len(rows)))
    elif chosen == "csv":
        from kg.export.csv import table_of

        if result.kind == "select":
            cells = list(csv.reader(io.StringIO(result.serialize("csv").decode("utf-8"), newline="")))
        else:
            cells = [list(result.variables), *map(list, result.table())]
        sys.stdout.buffer.write(table_of(cells))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.buffer.write(result.serialize(chosen))
        sys.stdout.buffer.flush()
