"""Every message of the program as it stands in the code: templates whose places are ``{}``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KG = Path(__file__).parents[1] / "kg"
ERRORS = {"KgError", "UsageError", "InputError", "OutputError", "FailureError", "ArticleError", "Fault"}
#: What only developers run: training by hand.
DEVELOPERS = ("training",)


def messages() -> dict[str, str]:
    """Each template with the file that it stands in, in the order of the files."""
    found: dict[str, str] = {}
    for path in sorted(KG.rglob("*.py")):
        if not set(path.relative_to(KG).parts) & set(DEVELOPERS):
            for text in _in(ast.parse(path.read_text(encoding="utf-8")), path.parent.name == "cli"):
                if _has_words(text):
                    found.setdefault(text, path.relative_to(KG).as_posix())
    return found


def _in(tree: ast.AST, cli: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            if name in ERRORS:
                for given in (*node.args, *(key.value for key in node.keywords if key.arg == "remedy")):
                    yield from _templates(given)
            elif name == "say" and cli and node.args:
                yield from _templates(node.args[0])


#: Phrases that are no messages: how a module or a column is called, and what other programs read.
UNSAID = {
    "module {} has no attribute {}",
    "language model: evidence {}, sides {}, {}",
    "kg build ARTICLES --fast --models {}",
    "kg evaluate {} {} --fast --models {}",
}
#: Where phrases are said to others: to the page and its server's clients (which have words of their own), to a model,
#: in the graph itself; names of features and of measures.
ELSEWHERE = (
    "evaluate/",
    "explain/",
    "explore/",
    "extract/",
    "serve/",
    "training/",
    "readers/llm/prompt.py",
    "export/dataset.py",
)
PHRASE = re.compile(r"[a-z]{2,} [a-z]{2,}(?![a-z])|[a-z]{2,}( x)?[.:]$")


def phrases() -> dict[str, str]:
    """Each phrase in the code with its file, whatever it is for: reasons stand inside sentences, and are said too."""
    found: dict[str, str] = {}
    for path in sorted(KG.rglob("*.py")):
        name = path.relative_to(KG).as_posix()
        if not name.startswith(ELSEWHERE):
            for text in _phrases_in(ast.parse(path.read_text(encoding="utf-8"))):
                bare = text.replace("{}", "x")
                if (
                    PHRASE.search(bare)
                    and " " in text.strip()
                    and not re.search(r"[<>|\n\\=]|\bby id\b|id edge", bare)
                    and text not in UNSAID
                ):
                    found.setdefault(text, name)
    return found


def _phrases_in(tree: ast.AST) -> Iterator[str]:
    """Literals that are neither documentation nor pieces of others."""
    pieces: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            pieces.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            pieces.update(id(part) for part in node.values)
        elif isinstance(node, ast.Call):
            pieces.update(id(key.value) for key in node.keywords if key.arg in ("help", "metavar"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in pieces:
            yield from _templates(node)


def commands(command: Any) -> Iterator[str]:
    """What a command of click and all below it say of themselves."""
    for text in (command.help, command.epilog, *(getattr(parameter, "help", None) for parameter in command.params)):
        if text:
            yield " ".join(text.split())
    for below in getattr(command, "commands", {}).values():
        yield from commands(below)


def _templates(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _templates(node.body)
        yield from _templates(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _has_words(text: str) -> bool:
    """Whether there is something to translate, and not only paths and values."""
    bare = text.replace("{}", "").strip()
    return bool(re.search(r"[A-Za-z]{2,}", bare)) and (
        " " in text.strip() or bare.endswith((".", "?")) or bare.isalpha()
    )


#: What click says, and the words of tables.
FOREIGN = (
    "Commands",
    "Got unexpected extra argument ({})",
    "Got unexpected extra arguments ({})",
    "Invalid value for {}: {}",
    "Invalid value: {}",
    "Missing argument {}.",
    "Missing option {}.",
    "Missing parameter: {}",
    "No such command {}.",
    "No such command {}. Did you mean {}?",
    "No such command {}. (Did you mean one of: {}?)",
    "No such option {}.",
    "No such option {}. Did you mean {}?",
    "No such option {}. (Did you mean one of: {}?)",
    "Option {} requires an argument.",
    "Options",
    "Positional arguments",
    "Show this message and exit.",
    "Usage:",
    "default: {}",
    "required",
    "{} is not in the range {}.",
)
#: Said by ``say`` of a value: what a report counts, and what two graphs differ in.
NAMES = (
    *("entities", "facts", "statements", "claims", "measurements", "mentions", "conflicts", "articles", "skipped"),
    *("article", "entity", "statement", "claim", "measurement", "conflict", "added", "gone", "changed"),
    *("id", "name", "class", "other names"),
    "linking",
    "line {}",
    "line {} of {}",
)
