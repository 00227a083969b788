"""The ontology as the program uses it: classes, relations, and which classes a relation joins.

``ontology/kg.ttl`` is the only source. Nothing here knows a relation by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import Fault, OntologyError

__all__ = ["ONTOLOGY_NAMESPACE", "ClassDef", "Model", "PropertyDef", "RelationDef", "load_model"]

ONTOLOGY_NAMESPACE = "https://example.org/kg/ontology#"
LANGUAGES = ("en", "vi")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDef:
    """A class by local name. ``parents`` are the classes directly above it in this ontology.

    ``abstract`` classes (``Agent``) only gather others; no entity has one as its type.
    ``labels`` and ``comments`` are by language tag; ``line`` is where the block begins in kg.ttl.
    ``color`` is ``#rrggbb``, when the class has one of its own.
    """

    name: str
    parents: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    abstract: bool = False
    color: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDef:
    """A relation by local name. A subject's class is at or below one in ``domain``; likewise ``range``.

    ``same_kind``: both sides must stand at or below one and the same class of ``domain``.
    ``conflict_rules`` are local names of ``kg:ConflictRule`` individuals (``functionalInTime``).
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    parents: tuple[str, ...] = ()
    symmetric: bool = False
    same_kind: bool = False
    conflict_rules: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDef:
    """A property of statements, claims, measurements, conflicts, articles or entities: ``kg:evidence``.

    ``domain`` are classes by local name; ``range`` too, or datatypes as ``xsd:decimal``.
    """

    name: str
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The ontology, ready for questions. Dictionaries are by local name, sorted.

    ``conflict_rules`` are the labels of every conflict rule by name and language. ``properties`` are all others;
    ``modalities`` the labels of each.
    ``entity_classes`` are the names an entity may have as its type.
    """

    classes: Mapping[str, ClassDef]
    relations: Mapping[str, RelationDef]
    conflict_rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    properties: Mapping[str, PropertyDef] = field(default_factory=dict)
    modalities: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entity_classes: frozenset[str] = field(init=False)
    _above: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parents = {name: entry.parents for name, entry in self.classes.items()}
        parents.update({name: entry.parents for name, entry in self.relations.items()})
        object.__setattr__(self, "_above", {name: _closure(name, parents) for name in parents})
        sides = {side for relation in self.relations.values() for side in (*relation.domain, *relation.range)}
        object.__setattr__(
            self,
            "entity_classes",
            frozenset(name for name, entry in self.classes.items() if not entry.abstract and self._above[name] & sides),
        )

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether the class (or relation) ``name`` is ``ancestor`` or below it; False for unknown names."""
        return ancestor in self._above.get(name, ())

    def color(self, name: str) -> str:
        """The colour of a class, its own or the nearest one above it; grey where there is none."""
        level = [name]
        while level:
            for found in (self.classes[entry].color for entry in level if entry in self.classes):
                if found:
                    return found
            level = [above for entry in level if entry in self.classes for above in self.classes[entry].parents]
        return "#6b7280"

    def allows(self, subject_class: str, relation: str, object_class: str) -> bool:
        """Whether an entity of ``subject_class`` may stand in ``relation`` to one of ``object_class``."""
        entry = self.relations.get(relation)
        if entry is None:
            return False
        subject, object_ = (
            self._above.get(subject_class, frozenset()),
            self._above.get(object_class, frozenset()),
        )
        if entry.same_kind:
            return any(kind in subject and kind in object_ for kind in entry.domain)
        return not (subject.isdisjoint(entry.domain) or object_.isdisjoint(entry.range))


def load_model(folder: Path) -> Model:
    """The ontology in ``folder/kg.ttl``. Raises OntologyError with every fault found, each with its line."""
    path = folder / "kg.ttl"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OntologyError([Fault("kg.ttl", 1, f"cannot be read: {error.strerror}.", "Restore the file.")]) from error
    except UnicodeDecodeError as error:
        raise OntologyError([Fault("kg.ttl", 1, f"is not UTF-8 (byte {error.start}).", "Save it as UTF-8.")]) from error
    try:
        reader = _Reader(text)
    except SyntaxError as error:
        raise OntologyError(
            [
                Fault(
                    "kg.ttl",
                    error.lineno or 1,
                    f"is not valid Turtle: {error.msg}.",
                    "Mend the syntax at this line; every block ends with a full stop.",
                )
            ]
        ) from error
    model = reader.model()
    if reader.faults:
        raise OntologyError(reader.faults)
    return model


def _closure(name: str, parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo.extend(parents.get(current, ()))
    return frozenset(seen)


class _Reader:
    """The triples of kg.ttl, asked for by local name; collects faults."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.bare = re.sub(r'(?m)^#.*|"[^"\n]*"', "", text)
        self.triples: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        self.blank = False
        for quad in ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                row = self.triples.setdefault(quad.subject.value, {})
                row.setdefault(quad.predicate.value, []).append(quad.object)
            else:
                self.blank = True

    def model(self) -> Model:
        if self.blank:
            self.faults.append(
                Fault(
                    "kg.ttl",
                    self._line_with(r"\[|\b_:|\("),
                    "has a blank node.",
                    "Give the thing a name, or use schema:domainIncludes instead of a union.",
                )
            )
        classes = {name: self._class(name) for name in self._of_type(OWL + "Class")}
        relations = {name: self._relation(name) for name in self._of_type(ONTOLOGY_NAMESPACE + "Relation")}
        rules = {name: self._texts(name, "label") for name in self._of_type(ONTOLOGY_NAMESPACE + "ConflictRule")}
        self._check_names(classes, relations, rules)
        relations = {name: _with_inherited_sides(entry, relations) for name, entry in relations.items()}
        modalities = {name: self._texts(name, "label") for name in self._of_type(ONTOLOGY_NAMESPACE + "Modality")}
        properties = {
            name: self._property(name)
            for type_ in (OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property")
            for name in self._of_type(type_)
            if name not in relations
        }
        model = Model(
            classes=classes,
            relations=relations,
            conflict_rules=rules,
            modalities=modalities,
            properties=dict(sorted(properties.items())),
        )
        if not self.faults:
            self._check_sides(model)
        return model

    # reading

    def _of_type(self, type_: str) -> list[str]:
        return sorted(
            iri.removeprefix(ONTOLOGY_NAMESPACE)
            for iri, row in self.triples.items()
            if iri.startswith(ONTOLOGY_NAMESPACE) and any(value.value == type_ for value in row.get(RDF + "type", ()))
        )

    def _row(self, name: str) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        return self.triples.get(ONTOLOGY_NAMESPACE + name, {})

    def _names(self, name: str, *properties: str) -> tuple[str, ...]:
        """Local names in this ontology that ``properties`` of ``name`` point to, in the order of the file."""
        found = [
            value.value.removeprefix(ONTOLOGY_NAMESPACE)
            for iri in properties
            for value in self._row(name).get(iri, ())
            if value.value.startswith(ONTOLOGY_NAMESPACE)
        ]
        return tuple(dict.fromkeys(found))

    def _texts(self, name: str, property_: str) -> dict[str, str]:
        texts = {
            value.language or "": value.value
            for value in self._row(name).get(RDFS + property_, ())
            if isinstance(value, ox.Literal)
        }
        for language in LANGUAGES:
            if not texts.get(language, "").strip():
                self._fault(
                    name,
                    f"has no rdfs:{property_} in language {language!r}.",
                    f'Add rdfs:{property_} "…"@{language}.',
                )
        return dict(sorted(texts.items()))

    def _flag(self, name: str, property_: str) -> bool:
        values = [value.value for value in self._row(name).get(ONTOLOGY_NAMESPACE + property_, ())]
        if not set(values) <= {"true", "false"}:
            self._fault(name, f"kg:{property_} is {', '.join(values)}.", "Write true, or leave it out.")
        return values == ["true"]

    def _color(self, name: str) -> str | None:
        values = [value.value for value in self._row(name).get(ONTOLOGY_NAMESPACE + "color", ())]
        if values and not re.fullmatch(r"#[0-9a-f]{6}", values[0]):
            self._fault(name, f"has the colour {values[0]!r}.", 'Write it as "#rrggbb", in lower case.')
        return values[0] if values else None

    def _class(self, name: str) -> ClassDef:
        return ClassDef(
            name=name,
            parents=self._names(name, RDFS + "subClassOf"),
            labels=self._texts(name, "label"),
            comments=self._texts(name, "comment"),
            abstract=self._flag(name, "abstract"),
            color=self._color(name),
            line=self._line(name),
        )

    def _relation(self, name: str) -> RelationDef:
        types = {value.value for value in self._row(name).get(RDF + "type", ())}
        return RelationDef(
            name=name,
            labels=self._texts(name, "label"),
            comments=self._texts(name, "comment"),
            domain=self._side(name, "domain"),
            range=self._side(name, "range"),
            parents=self._names(name, RDFS + "subPropertyOf"),
            symmetric=OWL + "SymmetricProperty" in types,
            same_kind=self._flag(name, "sameKind"),
            conflict_rules=self._names(name, ONTOLOGY_NAMESPACE + "conflictRule"),
            line=self._line(name),
        )

    def _property(self, name: str) -> PropertyDef:
        sides = {}
        for side in ("domain", "range"):
            values = [
                value.value
                for iri in (RDFS + side, f"{SCHEMA}{side}Includes")
                for value in self._row(name).get(iri, ())
            ]
            sides[side] = tuple(
                value.replace(ONTOLOGY_NAMESPACE, "").replace(XSD, "xsd:").replace(RDF, "rdf:") for value in values
            )
        return PropertyDef(
            name=name,
            domain=sides["domain"],
            range=sides["range"],
            labels=self._texts(name, "label"),
            comments=self._texts(name, "comment"),
            line=self._line(name),
        )

    def _side(self, name: str, side: str) -> tuple[str, ...]:
        if len(self._row(name).get(RDFS + side, ())) > 1:
            self._fault(
                name,
                f"has more than one rdfs:{side}, which means all of them at once.",
                f"Write schema:{side}Includes for classes that may each stand there.",
            )
        return self._names(name, RDFS + side, f"{SCHEMA}{side}Includes")

    # checks

    def _check_names(
        self,
        classes: Mapping[str, ClassDef],
        relations: Mapping[str, RelationDef],
        rules: Mapping[str, object],
    ) -> None:
        for name, predicate, value in self._mentions():
            if ONTOLOGY_NAMESPACE + value not in self.triples:
                self._fault(
                    name,
                    f"names kg:{value}, which is defined nowhere ({predicate}).",
                    "Correct the name, or add a block that defines it.",
                )
        for kind, entries in (("class", classes), ("relation", relations)):
            for name in entries:
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
                    self._fault(name, f"is no good name for a {kind}.", "Use ASCII letters and digits only.")
        cyclic = {
            **{n: c.parents for n, c in classes.items()},
            **{n: r.parents for n, r in relations.items()},
        }
        for name, parents in cyclic.items():
            if any(name in _closure(parent, cyclic) for parent in parents):
                self._fault(name, "stands below itself.", "Break the circle of rdfs:subClassOf or subPropertyOf.")
        for relation in relations.values():
            for wrong in [n for n in (*relation.domain, *relation.range) if n not in classes]:
                self._fault(relation.name, f"joins kg:{wrong}, which is no class.", "Name a class of this file.")
            for wrong in [n for n in relation.conflict_rules if n not in rules]:
                self._fault(
                    relation.name,
                    f"has the conflict rule kg:{wrong}, which is none.",
                    f"Use one of {', '.join('kg:' + rule for rule in rules)}.",
                )

    def _check_sides(self, model: Model) -> None:
        for relation in model.relations.values():
            for side, names in (("domain", relation.domain), ("range", relation.range)):
                if not names:
                    self._fault(relation.name, f"has no {side}.", f"Add rdfs:{side} or schema:{side}Includes.")
            if (relation.symmetric or relation.same_kind) and set(relation.domain) != set(relation.range):
                self._fault(
                    relation.name,
                    "joins like with like but its domain is not its range.",
                    "Give both sides the same classes.",
                )
            for parent in (model.relations[name] for name in relation.parents if name in model.relations):
                for side, own, above in (
                    ("domain", relation.domain, parent.domain),
                    ("range", relation.range, parent.range),
                ):
                    for name in own:
                        if not any(model.is_a(name, ancestor) for ancestor in above):
                            self._fault(
                                relation.name,
                                f"allows {name} as its {side}, which kg:{parent.name} does not.",
                                "A sub-property may not be wider than what it stands below.",
                            )

    def _mentions(self) -> Iterator[tuple[str, str, str]]:
        for subject, row in self.triples.items():
            name = subject.removeprefix(ONTOLOGY_NAMESPACE)
            for predicate, values in row.items():
                short = re.split(r"[#/]", predicate)[-1]
                for iri in (predicate, *(v.value for v in values if isinstance(v, ox.NamedNode))):
                    if iri.startswith(ONTOLOGY_NAMESPACE):
                        yield name, short, iri.removeprefix(ONTOLOGY_NAMESPACE)

    def _fault(self, name: str, message: str, remedy: str) -> None:
        self.faults.append(Fault("kg.ttl", self._line(name), f"kg:{name} {message}", remedy))

    def _line(self, name: str) -> int:
        return self._line_with(rf"^(kg:{re.escape(name)}|<{re.escape(ONTOLOGY_NAMESPACE + name)}>)(?=[\s<])")

    def _line_with(self, pattern: str) -> int:
        found = re.search(pattern, self.bare, re.MULTILINE)
        return self.bare.count("\n", 0, found.start()) + 1 if found else 1


def _with_inherited_sides(entry: RelationDef, relations: Mapping[str, RelationDef]) -> RelationDef:
    """A sub-property without a domain or range of its own has its parent's."""
    if entry.domain and entry.range:
        return entry
    above = [
        relations[name]
        for name in sorted(_closure(entry.name, {n: r.parents for n, r in relations.items()}))
        if name in relations and name != entry.name
    ]
    domain = entry.domain or next((relation.domain for relation in above if relation.domain), ())
    range_ = entry.range or next((relation.range for relation in above if relation.range), ())
    return RelationDef(
        name=entry.name,
        domain=domain,
        range=range_,
        parents=entry.parents,
        symmetric=entry.symmetric,
        same_kind=entry.same_kind,
        conflict_rules=entry.conflict_rules,
        labels=entry.labels,
        comments=entry.comments,
        line=entry.line,
    )
