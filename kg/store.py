"""SPARQL over a graph, by Oxigraph. It only reads: updates, ``LOAD`` and ``SERVICE`` are refused.

The vocabulary (``ontology/kg.ttl``) is loaded beside the data, so that ``a/rdfs:subClassOf* kg:Organization``
and ``rdfs:subPropertyOf* kg:holdsPositionAt`` work.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.export import exporter
from kg.export.rdf import Names, prefixes, vocabulary
from kg.export.read import graph_file, parse_rdf
from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking.names import exact_key, plain_key
from kg.ontology.files import data_dir

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "NamedQuery",
    "Result",
    "Store",
    "check_read_only",
    "filled",
    "named_queries",
    "ontology_turtle",
    "open_store",
    "query",
    "resolve_entity",
    "run_named",
    "to_rdflib",
]

Kind = Literal["select", "ask", "graph"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
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
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


@dataclass(frozen=True, slots=True)
class Store:
    """A graph loaded for queries. ``base_iri`` is the graph's own."""

    rdf: ox.Store
    base_iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A shipped query. ``descriptions`` by language; ``parameters`` are names of things the caller may give."""

    name: str
    text: str
    descriptions: Mapping[str, str]
    parameters: tuple[str, ...] = ()

    def fill(self, values: Mapping[str, str]) -> str:
        """The query for the given IRIs. Raises UsageError for a parameter it does not have."""
        text = self.text
        for name, iri in values.items():
            if name not in self.parameters:
                raise UsageError(
                    f"The query {self.name} has no parameter {name!r}.",
                    remedy=f"It has: {', '.join(self.parameters) or 'none'}.",
                )
            clause = re.compile(rf"(VALUES \?{name} )\{{[^}}]*\}}")
            text = clause.sub(rf"\g<1>{{ <{_checked_iri(iri)}> }}", text)
        return text


class Result:
    """The answer to one query; it is read once, by ``rows``, ``table`` or ``serialize``.

    ``kind`` is "select", "ask" or "graph" (CONSTRUCT, DESCRIBE); ``variables`` are the columns.
    """

    def __init__(self, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, base_iri: str) -> None:
        self._answer = answer
        self._namespaces = prefixes(base_iri)
        self.kind: Kind = "graph"
        self.variables: tuple[str, ...] = ("subject", "predicate", "object")
        if isinstance(answer, ox.QuerySolutions):
            self.kind, self.variables = "select", tuple(variable.value for variable in answer.variables)
        elif isinstance(answer, ox.QueryBoolean):
            self.kind, self.variables = "ask", ("answer",)

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows as RDF terms, None where a variable is unbound. An ASK has one row with a boolean literal."""
        if isinstance(self._answer, ox.QueryBoolean):
            yield (ox.Literal(bool(self._answer)),)
        elif isinstance(self._answer, ox.QuerySolutions):
            for solution in self._answer:
                yield tuple(solution)
        else:
            for triple in self._answer:
                yield (triple.subject, triple.predicate, triple.object)

    def table(self) -> Iterator[tuple[str, ...]]:
        """The rows as short text for people: literals bare, IRIs as prefixed names, "" where unbound."""
        for row in self.rows():
            yield tuple(self._short(term) for term in row)

    def serialize(self, format_: str) -> bytes:
        """The whole answer as json, csv, tsv or xml; as ttl, nt, jsonld or rdfxml when ``kind`` is "graph".

        Raises UsageError when the format does not fit the kind.
        """
        if isinstance(self._answer, ox.QueryTriples) and format_ in _TRIPLES:
            namespaces = self._namespaces if format_ in ("ttl", "jsonld", "rdfxml") else None
            return bytes(ox.serialize(self._answer, format=_TRIPLES[format_], prefixes=namespaces) or b"")
        if isinstance(self._answer, ox.QuerySolutions | ox.QueryBoolean) and format_ in _RESULTS:
            out = io.BytesIO()
            self._answer.serialize(out, format=_RESULTS[format_])
            return out.getvalue()
        fitting = _TRIPLES if self.kind == "graph" else _RESULTS
        raise UsageError(
            f"A {self.kind} answer cannot be written as {format_}.", remedy=f"Use one of: {', '.join(fitting)}."
        )

    def _short(self, term: Term | None) -> str:
        if term is None:
            return ""
        if isinstance(term, ox.NamedNode):
            for prefix, namespace in self._namespaces.items():
                if term.value.startswith(namespace):
                    return f"{prefix}:{term.value[len(namespace) :]}"
            return term.value
        return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)


def open_store(source: Path | Graph, *, with_ontology: bool = True) -> Store:
    """A graph, an RDF file of ours or a build folder, ready for queries. Raises InputError when unreadable."""
    store = ox.Store()
    if isinstance(source, Graph):
        buffer = io.BytesIO()
        exporter("ttl").write(source, buffer)
        store.bulk_load(buffer.getvalue(), ox.RdfFormat.TURTLE)
        base = source.base_iri
    else:
        store.bulk_extend(parse_rdf(graph_file(source)))
        base = _base_of(store)
    if with_ontology:
        store.bulk_load(ontology_turtle(base).encode("utf-8"), ox.RdfFormat.TURTLE)
    return Store(store, base)


def ontology_turtle(base_iri: str = DEFAULT_BASE_IRI) -> str:
    """The vocabulary as Turtle, under ``base_iri``."""
    return vocabulary((data_dir() / "kg.ttl").read_text(encoding="utf-8"), base_iri, DEFAULT_BASE_IRI)


def to_rdflib(graph: Graph, *, with_ontology: bool = True) -> rdflib.Graph:
    """The graph as an rdflib.Graph for Python, kept in Oxigraph (oxrdflib), with the usual prefixes bound."""
    import rdflib

    found = rdflib.Graph(store="Oxigraph")
    texts = [ontology_turtle(graph.base_iri).encode("utf-8")] if with_ontology else []
    buffer = io.BytesIO()
    exporter("ttl").write(graph, buffer)
    for text in (buffer.getvalue(), *texts):
        found.parse(data=text, format="ox-turtle")
    for prefix, namespace in prefixes(graph.base_iri).items():
        found.bind(prefix, namespace)
    return found


def query(store: Store, sparql: str) -> Result:
    """The answer to a SPARQL 1.1 query. Prefixes of the vocabulary need not be declared.

    Raises UsageError for what is no query, and for updates, ``LOAD`` and ``SERVICE``.
    """
    check_read_only(sparql)
    try:
        answer = store.rdf.query(sparql, prefixes=prefixes(store.base_iri) | _MORE_PREFIXES)
    except SyntaxError as error:
        raise UsageError(f"This is no SPARQL query: {error}.", remedy="Mend it where the message points.") from error
    return Result(answer, store.base_iri)


def check_read_only(sparql: str) -> None:
    """Raise UsageError when the text is an update or asks another server (``SERVICE``)."""
    # once as written and twice decoded: SPARQL decodes \uXXXX anywhere before it reads words
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


def named_queries() -> dict[str, NamedQuery]:
    """The shipped queries by name, from ``ontology/queries/*.rq``, sorted."""
    found = {}
    for path in sorted((data_dir() / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        descriptions = dict(re.findall(r"(?m)^# (vi|en): (.+)$", text))
        parameters = tuple(re.findall(r"VALUES \?(\w+) \{[^}]*\}\s*# parameter: \1", text))
        found[path.stem] = NamedQuery(name=path.stem, text=text, descriptions=descriptions, parameters=parameters)
    return found


def run_named(store: Store, name: str, parameters: Mapping[str, str] | None = None) -> Result:
    """The answer to a shipped query; a parameter's value is a name, an alias or an IRI of an entity.

    Raises UsageError for a query or parameter that there is not, InputError for an unknown entity.
    """
    entry = _named(name)
    values = {key: resolve_entity(store, value) for key, value in (parameters or {}).items()}
    return query(store, vocabulary(entry.fill(values), store.base_iri, DEFAULT_BASE_IRI))


def filled(name: str, parameters: Mapping[str, str], *, base_iri: str = DEFAULT_BASE_IRI) -> str:
    """The text of a shipped query for another store; a parameter's value is an entity's id or IRI."""
    names = Names(base_iri)
    values = {
        key: value if value.startswith(("http://", "https://")) else names.resource(value)[1:-1]
        for key, value in parameters.items()
    }
    return vocabulary(_named(name).fill(values), base_iri, DEFAULT_BASE_IRI)


def _named(name: str) -> NamedQuery:
    known = named_queries()
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
    called = [
        (entity.value, other.value)
        for entity, other in rows
        if isinstance(entity, ox.NamedNode) and isinstance(other, ox.Literal)
    ]
    for key in (exact_key, plain_key):
        found = sorted({entity for entity, other in called if key(other) == key(name)})
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(names.id_of(entity) for entity in found)
            raise InputError(f"{name!r} may be any of: {ids}.", remedy="Give one of these ids.")
    raise InputError(f"The graph has no entity called {name!r}.", remedy="Look for it with: kg query GRAPH …")


_MORE_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
}


def _base_of(store: ox.Store) -> str:
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for quad in store.quads_for_pattern(None, rdf_type, None):
        value = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
        base, mark, name = value.rpartition("ontology#")
        if mark and name in ("Article", "Statement"):
            return base
    return DEFAULT_BASE_IRI


def _checked_iri(iri: str) -> str:
    """An IRI that may stand between angle brackets. Raises UsageError for any other text."""
    if re.search(r'[<>"{}|^`\\\x00-\x20]', iri):
        raise UsageError(f"{iri!r} is no IRI.", remedy="Give the name of an entity.")
    return iri


def _decoded(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else ""
