"""Words of a query that the vocabulary has not: a pattern with one never matches, which looks like an answer."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.names import nearest
from kg.store.store import Store, ontology_turtle

__all__ = ["unknown_words"]

PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
#: Strings and comments, in which no word means anything.
QUIET = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|(?<![\w>])#[^\n]*')


def unknown_words(store: Store, sparql: str) -> list[str]:
    """A warning for each name of the graph's vocabulary in ``sparql`` that neither it nor the graph has."""
    space = f"{store.base_iri}ontology#"
    names = {name for name, iri in PREFIX.findall(sparql) if iri == space} | (
        set() if re.search(r"\bPREFIX\s+kg:", sparql, re.IGNORECASE) else {"kg"}
    )
    text = QUIET.sub(" ", sparql)
    used = set(re.findall(rf"<{re.escape(space)}([^<>\s]*)>", text))
    for name in names:
        used |= set(re.findall(rf"(?<![\w?$:.-]){re.escape(name)}:([A-Za-z]\w*)", text))
    if not used:
        return []
    vocabulary = ontology_turtle(store.base_iri, store.ontology).encode("utf-8")
    subjects = {quad.subject.value for quad in ox.parse(vocabulary, ox.RdfFormat.TURTLE) if _is_named(quad)}
    known = {iri.removeprefix(space) for iri in subjects if iri.startswith(space)}
    warnings = []
    for name in sorted(used - known):
        node = ox.NamedNode(space + name)
        if any(True for place in ((None, node, None), (None, None, node)) for _ in store.rdf.quads_for_pattern(*place)):
            continue
        near = nearest(name, known, limit=1)
        meant = f" Did you mean kg:{near[0]}?" if near else ""
        warnings.append(f"The vocabulary has no kg:{name}.{meant}")
    return warnings


def _is_named(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.NamedNode)
