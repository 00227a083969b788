"""Queries only read: updates, ``LOAD`` and ``SERVICE`` are refused before a store sees them."""

from __future__ import annotations

import re

from kg.errors import UsageError

__all__ = ["check_read_only"]

# What a name, a string, an IRI or a comment is made of, so that a keyword inside one is none.
_TOKEN = re.compile(
    r'''
      <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | """(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z) | \'\'\'(?:[^'\\]|\\.|'(?!''))*+(?:\'\'\'|\Z)
    | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?
    | [?$]\w+
    | (?P<word>[\w.%\-]*)(?P<local>:[\w.:%\-\\]*)?
    | .
    ''',
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
OPENING, CLOSING = frozenset("{[("), frozenset("}])")
#: Open brackets of a query that Oxigraph surely survives: it reads them by recursion.
DEEPEST = 200
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def check_read_only(sparql: str) -> None:
    """Raise UsageError when the text is an update, asks another server (``SERVICE``), or is nested too deep."""
    # once as written and twice decoded: SPARQL decodes \uXXXX anywhere before it reads words
    if _depth(sparql) > DEEPEST:
        raise UsageError(f"The query is nested deeper than {DEEPEST} brackets.", remedy="Ask in several queries.")
    for _ in range(3):
        words = [(found["word"].upper(), bool(found["local"])) for found in _TOKEN.finditer(sparql) if found["word"]]
        # parsers need no space around a keyword: "1SERVICE<http://…>" and "SERVICE:x" are ones too
        if any("SERVICE" in word for word, _ in words):
            raise UsageError(
                "SERVICE is refused: a query here reaches no other server.", remedy="Ask each server by itself."
            )
        first = next((word for word, local in words if not local and word in _UPDATES | _FORMS), None)
        if first in _UPDATES:
            raise UsageError(
                f"{first} is refused: the graph is only read here.",
                remedy="Change the articles and build the graph again.",
            )
        sparql = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _decoded, sparql)


def _depth(sparql: str) -> int:
    """How many brackets are open at once; those in strings and IRIs are none."""
    depth = deepest = 0
    for found in _TOKEN.finditer(sparql):
        if found[0] in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in CLOSING:
            depth -= 1
    return deepest


def _decoded(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else ""
