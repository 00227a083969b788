"""Does a graph keep its own rules? SHACL by pyshifty: ontology/shapes.ttl, and the relations' sides from kg.ttl."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib
import shifty
from rdflib import RDF, SH, BNode, URIRef
from rdflib.collection import Collection

from kg.config import DEFAULT_BASE_IRI, base_of
from kg.errors import FailureError
from kg.export.quads import quads
from kg.export.rdf import blocks
from kg.export.source import graph_file, parse_rdf
from kg.export.terms import prefixes, vocabulary
from kg.graph import Graph
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology

__all__ = ["Violation", "shapes_of", "validate"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule that one thing breaks. ``thing``, ``property`` and ``value`` are short names (``kgr:Airbnb``)."""

    thing: str
    property: str
    value: str
    message: str

    def __str__(self) -> str:
        value = f" = {self.value}" if self.value else ""
        return f"{self.thing}: {self.property}{value}: {self.message}"


def validate(source: Path | Graph, ontology: Ontology | None = None) -> list[Violation]:
    """What is wrong with a graph, an RDF file of ours or a build folder; an empty list when nothing is.

    The rules are those of ``ontology``: by default the graph's, for a file the installed one. Sorted, without
    duplicates. Raises InputError when the file cannot be read, FailureError when it holds no graph of ours.
    Takes about a second of CPU per 1,000 articles.
    """
    if isinstance(source, Graph):
        triples = [quad.triple for quad in quads(blocks(source))]
    else:
        triples = [quad.triple for quad in parse_rdf(graph_file(source))]
    type_ = str(RDF.type)  # rdflib makes it anew each time
    types = {
        triple.object.value
        for triple in triples
        if triple.predicate.value == type_ and isinstance(triple.object, ox.NamedNode)
    }
    base = base_of(sorted(types))
    if not isinstance(source, Graph) and f"{base}ontology#Article" not in types:
        raise FailureError(f"{source} holds no graph of kg.", remedy="Give the folder that kg build wrote.")
    ontology = ontology or (source.ontology if isinstance(source, Graph) else Ontology.load())
    known = _text(ontology.folder / "kg.ttl", base).encode("utf-8")
    triples += (quad.triple for quad in ox.parse(known, ox.RdfFormat.TURTLE))
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    conforms, report, _ = shifty.validate(data, shapes_of(ontology, base), infer=False)
    return [] if conforms else sorted(set(_violations(report, base)))


def shapes_of(ontology: Ontology, base: str = DEFAULT_BASE_IRI) -> rdflib.Graph:
    """The shapes that a graph with this base keeps: those in the ontology's folder, and the relations' sides."""
    shapes = rdflib.Graph().parse(data=_text(ontology.folder / "shapes.ttl", base), format="turtle")
    _add_sides(shapes, ontology.model, base)
    return shapes


def _text(path: Path, base: str) -> str:
    return vocabulary(path.read_text(encoding="utf-8"), base, DEFAULT_BASE_IRI)


def _add_sides(shapes: rdflib.Graph, model: Model, base: str) -> None:
    """Shapes for the domain and range of every relation, so that a new relation needs no second block."""
    kg = rdflib.Namespace(f"{base}ontology#")
    for relation in model.relations.values():
        for side, target, classes in (
            ("subject", SH.targetSubjectsOf, relation.domain),
            ("object", SH.targetObjectsOf, relation.range),
        ):
            shape = kg[f"{relation.name}-{side}"]
            shapes.add((shape, RDF.type, SH.NodeShape))
            shapes.add((shape, target, kg[relation.name]))
            message = f"The {side} of kg:{relation.name} is {' or '.join(classes)}."
            shapes.add((shape, SH.message, rdflib.Literal(message)))
            choices = []
            for name in classes:
                choice = BNode()
                shapes.add((choice, SH["class"], kg[name]))
                choices.append(choice)
            head = BNode()
            Collection(shapes, head, list(choices))
            shapes.add((shape, SH["or"], head))


def _violations(report: rdflib.Graph, base: str) -> Iterable[Violation]:
    namespaces = prefixes(base)

    def short(node: object) -> str:
        text = "" if node is None else str(node)
        if isinstance(node, URIRef):
            for prefix, namespace in namespaces.items():
                if text.startswith(namespace):
                    return f"{prefix}:{text[len(namespace) :]}"
        return text if len(text) <= 100 else f"{text[:99]}…"

    for result in report.subjects(RDF.type, SH.ValidationResult):
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        yield Violation(
            short(report.value(result, SH.focusNode)),
            short(report.value(result, SH.resultPath)),
            short(report.value(result, SH.value)),
            " ".join(messages),
        )
