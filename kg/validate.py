"""Does a graph keep its own rules? SHACL by pyshacl: ontology/shapes.ttl, and the relations' sides from kg.ttl."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH, BNode, URIRef
from rdflib.collection import Collection

from kg.config import DEFAULT_BASE_IRI, base_of
from kg.errors import FailureError, InputError
from kg.export.quads import quads
from kg.export.rdf import blocks
from kg.export.read import graph_file
from kg.export.terms import XSD, prefixes, vocabulary
from kg.graph import Graph
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology

__all__ = ["Violation", "validate"]


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
    Takes about 5 s of CPU per 1,000 facts.
    """
    data = rdflib.Graph()
    try:
        if isinstance(source, Graph):
            for quad in quads(blocks(source)):
                data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
        else:
            path = graph_file(source)
            data.parse(path, format=rdflib.util.guess_format(path.name) or "turtle")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{source} cannot be read: {error}.", remedy="Build the graph again.") from error
    except SyntaxError as error:
        raise InputError(f"{source} is not valid RDF: {error.msg}.", remedy="Build the graph again.") from error
    base = base_of(map(str, data.objects(None, RDF.type)))
    if not isinstance(source, Graph) and (None, RDF.type, URIRef(f"{base}ontology#Article")) not in data:
        raise FailureError(f"{source} holds no graph of kg.", remedy="Give the folder that kg build wrote.")
    ontology = ontology or (source.ontology if isinstance(source, Graph) else Ontology.load())
    data += _turtle(ontology.folder / "kg.ttl", base)
    shapes = _turtle(ontology.folder / "shapes.ttl", base)
    _add_sides(shapes, ontology.model, base)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, rdflib.Graph)
    return [] if conforms else sorted(set(_violations(report, base)))


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == f"{XSD}string"
    return rdflib.Literal(term.value, datatype=None if plain else URIRef(term.datatype.value))


def _turtle(path: Path, base: str) -> rdflib.Graph:
    text = vocabulary(path.read_text(encoding="utf-8"), base, DEFAULT_BASE_IRI)
    return rdflib.Graph().parse(data=text, format="turtle")


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
