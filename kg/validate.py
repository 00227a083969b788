"""Does a graph keep its own rules? SHACL by pyshifty: ontology/shapes.ttl, and the relations' sides from kg.ttl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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

PORTION = 1 << 20
"""Bytes of Turtle that are checked at once: memory and time grow faster than the graph."""
#: What begins a portion: an article, behind which stands what it says, or an entity.
_BEGINS = re.compile(rb"\n\n(?=\S+ a (?:kg:Article|\S+ ;\n    rdfs:label) )")
_NAMED = re.compile(rb"\n(\S+) a (\S+) ;\n    rdfs:label (.+) [;.]\n")
#: Rules of things that are spoken of elsewhere which more triples never break.
_GROWING = {RDF.type, RDF.first, RDF.rest, SH.targetObjectsOf, SH.property, SH.path, SH.minCount, SH["class"], SH["or"]}
#: Rules that need no more than what is said of a thing, and of those that it names their classes and labels.
_LOCAL = {
    *(SH.targetClass, SH.targetSubjectsOf, SH.nodeKind, SH.datatype, SH["in"], SH.maxCount, SH.minLength, SH.pattern),
    *(SH.disjoint, SH.lessThan, SH.minInclusive, SH.maxInclusive),
}


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
    Takes four to five seconds of CPU per 1,000 articles of a build, five times as long where a rule is broken.
    """
    built = isinstance(source, Path) and (source / "report.json").is_file()
    if isinstance(source, Graph):
        data, base = _serialized(quads(blocks(source))), source.base_iri
    else:
        data, base = _read(graph_file(source))
    ontology = ontology or (source.ontology if isinstance(source, Graph) else Ontology.load())
    classes = b"\n" + _text(ontology.folder / "kg.ttl", base).encode("utf-8")
    shapes = shapes_of(ontology, base)
    portions = _portions(data) if built and _is_local(shapes) else iter([data])
    try:
        # Whether all rules are kept is known in half the time that a report takes, and nearly always they are.
        check = shifty.PreparedValidator(shapes).validate_algebra
        if all(check(portion + classes, infer=False).conforms for portion in portions):
            return []
    except ValueError:
        if not isinstance(source, Graph):
            parse_rdf(graph_file(source))  # tells where it is no RDF
        raise
    _, report, _ = shifty.validate(data + classes, shapes, infer=False)
    return sorted(set(_violations(report, base)))


def _read(path: Path) -> tuple[bytes, str]:
    """A graph of ours as Turtle, parsed no further than to the first article, and what its IRIs begin with."""
    data = path.read_bytes() if path.suffix == ".ttl" else _serialized(parse_rdf(path))
    type_ = str(RDF.type)  # rdflib makes it anew each time
    try:
        for quad in ox.parse(data, ox.RdfFormat.TURTLE):
            if quad.predicate.value == type_ and str(quad.object).endswith("ontology#Article>"):
                return data, base_of([str(quad.object).strip("<>")])
    except SyntaxError:
        parse_rdf(path)
        raise
    raise FailureError(f"{path} holds no graph of kg.", remedy="Give the folder that kg build wrote.")


def _portions(data: bytes) -> Iterator[bytes]:
    """The Turtle that a build wrote, cut into some that keep shapes that are local (``_is_local``) when the whole does:
    all that is said of a thing stands together, and beside it what the things that it names are and are called."""
    head = data[: data.index(b"\n\n")]
    named = {found[1]: b"%b a %b ; rdfs:label %b .\n" % found.groups() for found in _NAMED.finditer(data)}
    at = len(head)
    while at < len(data):
        cut = _BEGINS.search(data, at + PORTION)
        portion = data[at : cut.start() if cut else len(data)]
        words = set(portion.split())
        yield b"\n".join([head, portion, *(told for name, told in named.items() if name in words)])
        at += len(portion)


def _is_local(shapes: rdflib.Graph) -> bool:
    """Whether a graph keeps the shapes when all portions of it do."""

    def uses(node: rdflib.term.Node, met: set[rdflib.term.Node]) -> set[rdflib.term.Node]:
        """The rules of a shape, and of those in it."""
        met.add(node)
        found = {rule for rule in shapes.predicates(node) if rule != SH.message}
        inner = (one for one in shapes.objects(node) if isinstance(one, BNode) and one not in met)
        return found.union(*(uses(one, met) for one in inner))

    return (
        {*shapes.predicates()} <= _LOCAL | _GROWING | {SH.message}
        and all(isinstance(path, URIRef) for path in shapes.objects(None, SH.path))
        and all(uses(shape, set()) <= _GROWING for shape in shapes.subjects(SH.targetObjectsOf))
    )


def _serialized(found: Iterable[ox.Quad]) -> bytes:
    return ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES) or b""


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
