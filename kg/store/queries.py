"""The queries that an ontology brings, and the things they are asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.config import DEFAULT_BASE_IRI
from kg.errors import InputError, UsageError
from kg.export.terms import Names, vocabulary
from kg.names import find
from kg.ontology.ontology import Ontology
from kg.store.results import Result
from kg.store.store import Store, query

__all__ = ["NamedQuery", "filled", "named_queries", "resolve_entity", "run_named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A shipped query. ``descriptions`` by language; ``parameters`` are names of things the caller may give."""

    name: str
    text: str
    descriptions: Mapping[str, str]
    parameters: tuple[str, ...] = ()

    def check(self, given: Collection[str]) -> None:
        """Raises UsageError for a parameter that it does not have, and for one that is not given."""
        for name in given:
            if name not in self.parameters:
                raise UsageError(
                    f"The query {self.name} has no parameter {name!r}.",
                    remedy=f"It has: {', '.join(self.parameters) or 'none'}.",
                )
        for name in self.parameters:
            if name not in given:
                raise UsageError(f"The query {self.name} needs {name!r}.", remedy=f"Give --param {name}=NAME.")

    def fill(self, values: Mapping[str, str]) -> str:
        """The query for the given IRIs."""
        text = self.text
        for name, iri in values.items():
            clause = re.compile(rf"(VALUES \?{name} )\{{[^}}]*\}}")
            text = clause.sub(rf"\g<1>{{ <{_checked_iri(iri)}> }}", text)
        return text


def named_queries(ontology: Ontology | None = None) -> dict[str, NamedQuery]:
    """The queries of ``ontology`` (the installed one when not given) by name, from its ``queries/*.rq``, sorted."""
    folder = (ontology or Ontology.load()).folder / "queries"
    found = {}
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        descriptions = dict(re.findall(r"(?m)^# (vi|en): (.+)$", text))
        parameters = tuple(re.findall(r"VALUES \?(\w+) \{[^}]*\}\s*# parameter: \1", text))
        found[path.stem] = NamedQuery(name=path.stem, text=text, descriptions=descriptions, parameters=parameters)
    return found


def run_named(store: Store, name: str, parameters: Mapping[str, str] | None = None) -> Result:
    """The answer to a shipped query; a parameter's value is a name, an alias or an IRI of an entity.

    Raises UsageError for a query or parameter that there is not, InputError for an unknown entity.
    """
    entry = _named(name, store.ontology)
    entry.check(parameters or {})
    values = {key: resolve_entity(store, value) for key, value in (parameters or {}).items()}
    return query(store, vocabulary(entry.fill(values), store.base_iri, DEFAULT_BASE_IRI))


def filled(
    name: str,
    parameters: Mapping[str, str],
    *,
    base_iri: str = DEFAULT_BASE_IRI,
    ontology: Ontology | None = None,
) -> str:
    """The text of a shipped query for another store; a parameter's value is an entity's id or IRI."""
    entry = _named(name, ontology)
    entry.check(parameters)
    names = Names(base_iri)
    values = {
        key: value if value.startswith(("http://", "https://")) else names.resource(value)[1:-1]
        for key, value in parameters.items()
    }
    return vocabulary(entry.fill(values), base_iri, DEFAULT_BASE_IRI)


def _named(name: str, ontology: Ontology | None) -> NamedQuery:
    known = named_queries(ontology)
    if name not in known:
        raise UsageError(f"There is no query {name!r}.", remedy=f"Use one of: {', '.join(known)}.")
    return known[name]


def resolve_entity(store: Store, name: str) -> str:
    """The IRI of the entity called ``name``: an id, label or alias, written with or without diacritics.

    Raises InputError when no entity, or more than one, is called so.
    """
    names = Names(store.base_iri)
    iri = names.resource(name)[1:-1]
    if any(store.rdf.quads_for_pattern(ox.NamedNode(iri), None, None)):
        return iri
    if name.startswith(f"{store.base_iri}resource/"):
        return name
    rows = query(
        store,
        """
        SELECT DISTINCT ?entity ?name WHERE {
          ?entity rdfs:label|skos:altLabel ?name .
          FILTER (STRSTARTS(STR(?entity), STR(kgr:)))
        } ORDER BY ?entity ?name""",
    ).rows()
    called: dict[str, list[str]] = defaultdict(list)
    for entity, other in rows:
        if isinstance(entity, ox.NamedNode) and isinstance(other, ox.Literal):
            called[entity.value].append(other.value)
    found = find(name, called)
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(names.id_of(entity) for entity in sorted(found))
        raise InputError(f"{name!r} may be any of: {ids}.", remedy="Give one of these ids.")
    raise InputError(f"The graph has no entity called {name!r}.", remedy="Look for it with: kg query GRAPH …")


def _checked_iri(iri: str) -> str:
    """An IRI that may stand between angle brackets. Raises UsageError for any other text."""
    if re.search(r'[<>"{}|^`\\\x00-\x20]', iri):
        raise UsageError(f"{iri!r} is not an IRI.", remedy="Give the name of an entity.")
    return iri
