"""What a query is answered with, as rows, for people or in the formats of SPARQL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Literal

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.terms import prefixes

__all__ = ["Result"]

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
