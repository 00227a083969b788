"""JSON-LD 1.1 with its context inside: readable as plain JSON, and the same triples for who reads RDF."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from kg.export.rdf import blocks
from kg.export.terms import RDF, XSD, parts, prefixes
from kg.export.ttl import Shortener
from kg.graph import Graph

__all__ = ["EXPORTER", "context"]


def context(base_iri: str) -> str:
    """The context of graphs whose IRIs begin with ``base_iri``, as JSON: what each prefix stands for."""
    return json.dumps(dict(sorted(prefixes(base_iri).items())), ensure_ascii=False, indent=1)


class JsonLd:
    name = "jsonld"
    suffix = ".jsonld"
    description = "JSON-LD with its context inside (web developers, search engines)"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        short = Shortener(prefixes(graph.base_iri))
        nodes = []
        for block in blocks(graph):
            node: dict[str, Any] = {"@id": _iri(block.subject, short)}
            for predicate, objects in block.rows:
                if predicate == f"<{RDF}type>":
                    node["@type"] = _one([_iri(term, short) for term in objects])
                else:
                    node[_iri(predicate, short)] = _one([_value(term, short) for term in objects])
            nodes.append(node)
        lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        stream.write(f'{{"@context": {context(graph.base_iri)},\n"@graph": [\n{lines}\n]}}\n'.encode())


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _iri(term: str, short: Shortener) -> str:
    if term == f"<{RDF}type>":
        return "@type"
    name = short(term)
    return name[1:-1] if name.startswith("<") else name


def _value(term: str, short: Shortener) -> Any:
    if term.startswith("<"):
        return {"@id": _iri(term, short)}
    value, language, datatype = parts(term)
    if language:
        return {"@value": value, "@language": language}
    if datatype == f"{XSD}integer":
        return int(value)
    return {"@value": value, "@type": _iri(f"<{datatype}>", short)} if datatype else value


EXPORTER = JsonLd()
