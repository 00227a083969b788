"""``kg export`` and ``kg validate``: the graph for other programs, and whether it keeps its own rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.messages import faults, say, translated
from kg.cli.options import PATH, graph_argument, ontology_of, ontology_option
from kg.errors import UsageError


@click.command()
@click.argument(
    "graph", required=False, type=PATH, metavar="GRAPH", help="The folder that kg build wrote, or its graph.ttl."
)
@click.option("--format", "format_", help="--list shows them; default: by the suffix of --out.")
@click.option("--out", type=PATH, metavar="FILE", help="Default: stdout.")
@click.option("--list", "list_", is_flag=True, help="List the formats.")
@ontology_option
def export(graph: Path | None, format_: str | None, out: Path | None, list_: bool, ontology: Path | None) -> None:
    """Write the graph in another format."""
    from kg.cli.screen import output, table
    from kg.export import exporter, exporters, write_file
    from kg.export.read import read_graph

    if list_:
        rows = [(entry.name, entry.suffix, translated(entry.description)) for entry in exporters().values()]
        output().print(table("", [say("format"), say("suffix"), say("description")], rows))
        return
    if graph is None:
        raise UsageError("No graph is given.", remedy="Give the folder that kg build wrote.")
    name = format_ or by_suffix(out)
    chosen = exporter(name)
    known = read_graph(graph, ontology_of(ontology))
    if out is None:
        chosen.write(known, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        write_file(known, name, out)


def by_suffix(out: Path | None) -> str:
    """The format whose files are called as ``out`` is. Raises UsageError when there is none."""
    from kg.export import exporters

    matching = [entry for entry in exporters().values() if out is not None and out.name.endswith(entry.suffix)]
    if not matching:
        raise UsageError("The format is not clear.", remedy=f"Give --format: {', '.join(exporters())}.")
    return max(matching, key=lambda entry: len(entry.suffix)).name


@click.command()
@graph_argument
@ontology_option
def validate(graph: Path, ontology: Path | None) -> None:
    """Check a graph against the ontology's SHACL shapes; exit code 1 when it breaks a rule."""
    from kg.cli.screen import output, plain
    from kg.validate import validate as violations

    found = violations(graph, ontology_of(ontology))
    console = output()
    for violation in found:
        console.print(plain(violation))
    console.print(faults(len(found)) if found else say("Valid."))
    if found:
        raise click.exceptions.Exit(1)
