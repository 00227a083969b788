"""What commands there are: where each is, and what it does in a line, so that listing them imports none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

from kg.cli.speaking import SpokenContext, SpokenGroup
from kg.config import VERSION

__all__ = ["COMMANDS", "app"]

COMMANDS = {
    "build": (
        "build",
        "Build the graph of articles: graph.ttl, graph.html, statements.jsonl, linking.json and report.json.",
    ),
    "extract": (
        "shards",
        "Extract a part of the articles into a folder of its own; kg link makes one graph of all parts.",
    ),
    "link": (
        "shards",
        "Make one graph of what kg extract has extracted: the files of kg build with all those articles.",
    ),
    "watch": ("shards", "Build, and build again whenever articles come, go or change, until Ctrl-C."),
    "query": ("query", "Ask the graph by SPARQL, or by one of the shipped queries (--list shows them)."),
    "explain": (
        "explain",
        "Why the graph says so: each fact in a sentence, where it is written, and what people decided about it.",
    ),
    "view": ("view", "Open the graph's page in a browser, or write it anew."),
    "entities": (
        "view",
        "List the entities with their class, their other names, and in how many statements and articles they are.",
    ),
    "conflicts": (
        "view",
        "List facts that cannot all hold, the surest contradictions first, each side with its sentence; then updates.",
    ),
    "diff": (
        "view",
        "What came (+), went (-) and changed (~) from one graph to another; exit code 1 when they differ.",
    ),
    "same": ("decide", "Decide that two entities are one; from the next build on they are."),
    "different": ("decide", "Decide that two entities are never one; from the next build on they are kept apart."),
    "remove": ("decide", "Take articles out of a build, without reading the others again. The files themselves stay."),
    "decide": ("decisions", "Make a build keep to decisions at once, without reading an article again; or check them."),
    "decisions": ("decisions", "List what people decided about a build, in sentences."),
    "export": ("export", "Write the graph in another format."),
    "validate": ("export", "Check a graph against the ontology's SHACL shapes; exit code 1 when it breaks a rule."),
    "serve": (
        "serve",
        "Serve the page, SPARQL, search and a page for each thing, on this machine; read only, but with --edit.",
    ),
    "push": (
        "serve",
        "Upload the graph to another store and compare what is there. KG_PUSH_TOKEN or KG_PUSH_USER and "
        "KG_PUSH_PASSWORD are sent to it.",
    ),
    "evaluate": (
        "quality",
        "Extract annotated articles and compare: precision, recall, F1 per part and relation, with the errors.",
    ),
    "check": (
        "quality",
        "Check ontology, lexicon and gazetteer: every fault with its file, line and remedy. Exit code 1 for any.",
    ),
    "learn": ("learn", "Teach our own reader what another has read: names and facts of --fast, for your field."),
    "reader": ("reader", "A language model as the reader: its prompt, refusals and answers."),
}
"""By name: the module that has the command, and the first paragraph of what it says of itself."""


class _Imported(MutableMapping[str, click.Command]):
    """The commands by name, each imported when it is asked for; what they are, ``COMMANDS`` says alone."""

    def __getitem__(self, name: str) -> click.Command:
        module, _ = COMMANDS[name]
        command = getattr(import_module(f"kg.cli.{module}"), name)
        assert isinstance(command, click.Command)
        for one in (command, *getattr(command, "commands", {}).values()):
            one.context_class = SpokenContext
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)

    def __setitem__(self, name: str, command: click.Command) -> None:
        raise TypeError(name)

    def __delitem__(self, name: str) -> None:
        raise TypeError(name)


class _Commands(SpokenGroup):
    def lines(self) -> Mapping[str, str]:
        return {name: line for name, (_, line) in COMMANDS.items()}


@click.group(
    cls=_Commands,
    name="kg",
    commands=_Imported(),
    help="Vietnamese news into a knowledge graph that people trust: no LLM, no network, every fact with its sentence.",
    epilog="Exit codes: 0 done, 1 the work failed, 2 wrong use. Start with: kg build FOLDER --out build",
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(VERSION, message="%(prog)s %(version)s", help="Print the version and stop.")
@click.option(
    "--lang",
    metavar="en|vi",
    help="The language in which kg speaks, anywhere in a command: that of LANG, else English.",
)
def app(lang: str | None) -> None:
    """``lang`` is read before, by ``kg.cli.main``."""
