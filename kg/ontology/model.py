"""The ontology as the program uses it: classes, relations, and which classes a relation joins.

``ontology/kg.ttl`` is the only source. Nothing here knows a relation by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import Fault, OntologyError
from kg.ontology.definitions import ClassDef, Model, PropertyDef, RelationDef, closure

__all__ = ["ONTOLOGY_NAMESPACE", "ClassDef", "Model", "PropertyDef", "RelationDef", "load_model"]

ONTOLOGY_NAMESPACE = "https://example.org/kg/ontology#"
LANGUAGES = ("en", "vi")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


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

    def _letter(self, name: str) -> str | None:
        values = [value.value for value in self._row(name).get(ONTOLOGY_NAMESPACE + "letter", ())]
        if values and not re.fullmatch(r"[A-Z]", values[0]):
            self._fault(name, f"has the letter {values[0]!r}.", "Write one capital letter.")
        return values[0] if values else None

    def _class(self, name: str) -> ClassDef:
        return ClassDef(
            name=name,
            parents=self._names(name, RDFS + "subClassOf"),
            labels=self._texts(name, "label"),
            comments=self._texts(name, "comment"),
            abstract=self._flag(name, "abstract"),
            color=self._color(name),
            letter=self._letter(name),
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
            if any(name in closure(parent, cyclic) for parent in parents):
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
        for name in sorted(closure(entry.name, {n: r.parents for n, r in relations.items()}))
        if name in relations and name != entry.name
    ]
    domain = entry.domain or next((relation.domain for relation in above if relation.domain), ())
    range_ = entry.range or next((relation.range for relation in above if relation.range), ())
    return replace(entry, domain=domain, range=range_)
