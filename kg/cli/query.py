"""``kg query`` and ``kg explain``: what the graph answers, and why it says so."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphPath, OntologyPath, ontology_of
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kg.explain import Explanation
    from kg.ontology.ontology import Ontology
    from kg.store import Result

__all__ = ["register"]


class QueryFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    ttl = "ttl"


class ExplainFormat(StrEnum):
    text = "text"
    json = "json"


def query(
    graph: Annotated[
        str | None,
        typer.Argument(
            metavar="GRAPH",
            help="The folder that kg build wrote, its graph.ttl, or the address of a SPARQL endpoint.",
            show_default=False,
        ),
    ] = None,
    sparql: Annotated[
        str | None,
        typer.Argument(
            metavar="[SPARQL]",
            help="A query; kg:, kgr: and other usual prefixes need not be declared.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE.rq", help="Read the query from a file.", show_default=False)
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Ask one of the shipped queries.", show_default=False)
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=NAME", help="What a shipped query is about, as in entity=DeepSeek.", show_default=False
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="TIME", help="Ask what held at a time: 2025, 2025-03, 2025-03-15.", show_default=False
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the shipped queries.")] = False,
    format_: Annotated[
        QueryFormat | None,
        typer.Option("--format", help="Default: table on a terminal, else csv; ttl for CONSTRUCT.", show_default=False),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=86_400, help="Seconds the query may take.")] = 60.0,
    memory: Annotated[int, typer.Option(min=64, help="MiB of memory it may take beside the graph.")] = 2048,
    ontology: OntologyPath = None,
) -> None:
    """Ask the graph by SPARQL, or by one of the shipped queries (--list shows them)."""
    from kg.cli.screen import errors, output, plain
    from kg.config import read_config
    from kg.store import ask, filled
    from kg.store.store import is_endpoint

    if list_:
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
            errors().print(plain(f"kg: {warning}"))
    write_result(result, format_.value if format_ else None)


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
    console.print(table("", ["name", "parameters", "description (en)", "description (vi)"], rows))


def write_result(result: Result, format_: str | None) -> None:
    """The answer on stdout; without a format, as a table for people or as CSV (Turtle) for programs."""
    from kg.cli.screen import output, table
    from kg.export.csv import table_of

    console = output()
    chosen = format_ or ("table" if console.is_terminal else "ttl" if result.kind == "graph" else "csv")
    if chosen == "table":
        rows = list(result.table())
        console.print(table("", result.variables, rows))
        console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    elif chosen == "csv":
        if result.kind == "select":
            cells = list(csv.reader(io.StringIO(result.serialize("csv").decode("utf-8"), newline="")))
        else:
            cells = [list(result.variables), *map(list, result.table())]
        sys.stdout.buffer.write(table_of(cells))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.buffer.write(result.serialize(chosen))
        sys.stdout.buffer.flush()


def explain(
    graph: GraphPath,
    subject: Annotated[str, typer.Argument(help="A name, with or without case and diacritics.", show_default=False)],
    relation: Annotated[str | None, typer.Argument(help="A relation: uses, released, ...", show_default=False)] = None,
    object_: Annotated[
        str | None, typer.Argument(metavar="[OBJECT]", help="The other name.", show_default=False)
    ] = None,
    format_: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.text,
    ontology: OntologyPath = None,
) -> None:
    """Why the graph says so: each fact with its sentence, trigger, article, time, modality and speaker."""
    from kg.cli.screen import output
    from kg.explain import explain as explanations
    from kg.store.near import read_near

    known = read_near(graph, [subject, *([object_] if object_ else [])], ontology_of(ontology))
    found = explanations(known, subject, relation, object_)
    if format_ is ExplainFormat.json:
        print_json(found)
        return
    console = output()
    for entry in found:
        for line in lines(entry):
            console.print(line)
        console.print()
    console.print(f"{len(found)} fact{'' if len(found) == 1 else 's'}")


def print_json(found: Sequence[Explanation]) -> None:
    from dataclasses import asdict

    text = json.dumps([asdict(entry) for entry in found], ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def lines(entry: Explanation) -> list[Text]:
    """One fact for people: what, its sentence with the words that matter marked, and where from."""
    from rich.text import Text

    from kg.cli.screen import plain

    fact = Text.assemble(
        (plain(entry.subject).plain, "bold"), "  ", (entry.relation, "cyan"), "  ", (plain(entry.object).plain, "bold")
    )
    sentence = plain(entry.sentence.replace("\n", " "))
    for span, style in ((entry.subject_span, "bold"), (entry.object_span, "bold"), (entry.trigger_span, "reverse")):
        if span:
            sentence.stylize(style, *span)
    details = (
        entry.modality,
        entry.time and f"time {entry.time}",
        entry.attributed_to and f"says {entry.attributed_to}",
        entry.position,
        entry.purpose,
        entry.amount,
        entry.trigger and f"by “{entry.trigger}”",
        f"confidence {entry.confidence:g}",
    )
    place = f"{entry.article} ({entry.date})" if entry.date else entry.article
    source = f", {entry.source}" if entry.source != entry.article else ""
    return [
        fact,
        Text("  “") + sentence + Text("”"),
        plain("  " + " · ".join(detail for detail in details if detail)),
        plain(f"  found by {entry.rule} ({', '.join(entry.readers)})"),
        plain(f"  {place}{source}, characters {entry.start}–{entry.end}"),
    ]


def register(app: typer.Typer) -> None:
    app.command()(query)
    app.command()(explain)
