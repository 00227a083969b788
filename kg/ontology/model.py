"""The ontology as the program uses it: classes, relations, and which classes a relation joins.

``ontology/kg.ttl`` is the only source. Nothing here knows a relation by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import Fault, OntologyError
from kg.ontology.blocks import ONTOLOGY_NAMESPACE, OWL, RDF, RDFS, SCHEMA, XSD, Blocks
from kg.ontology.definitions import ClassDef, Model, PropertyDef, RelationDef, closure

__all__ = ["ONTOLOGY_NAMESPACE", "ClassDef", "Model", "PropertyDef", "RelationDef", "load_model"]


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


class _Reader(Blocks):
    """Makes the model of the blocks."""

    def model(self) -> Model:
        if self.blank:
            self.faults.append(
                Fault(
                    "kg.ttl",
                    self.line_with(r"\[|\b_:|\("),
                    "has a blank node.",
                    "Give the thing a name, or use schema:domainIncludes instead of a union.",
                )
            )
        classes = {name: self._class(name) for name in self.of_type(OWL + "Class")}
        relations = {name: self._relation(name) for name in self.of_type(ONTOLOGY_NAMESPACE + "Relation")}
        rules = {name: self.texts(name, "label") for name in self.of_type(ONTOLOGY_NAMESPACE + "ConflictRule")}
        self._check_names(classes, relations, rules)
        relations = {name: _with_inherited_sides(entry, relations) for name, entry in relations.items()}
        modalities = {name: self.texts(name, "label") for name in self.of_type(ONTOLOGY_NAMESPACE + "Modality")}
        properties = {
            name: self._property(name)
            for type_ in (OWL + "ObjectProperty", OWL + "DatatypeProperty", RDF + "Property")
            for name in self.of_type(type_)
            if name not in relations
        }
        model = Model(
            classes=classes,
            relations=relations,
            conflict_rules=rules,
            conflict_words={name: self.texts(name, "comment") for name in rules},
            modalities=modalities,
            properties=dict(sorted(properties.items())),
            shown_from=self.share("confidence", "shownFrom"),
        )
        if not self.faults:
            self._check_sides(model)
        return model

    def _class(self, name: str) -> ClassDef:
        return ClassDef(
            name=name,
            parents=self.names(name, RDFS + "subClassOf"),
            labels=self.texts(name, "label"),
            comments=self.texts(name, "comment"),
            abstract=self.flag(name, "abstract"),
            color=self.color(name),
            letter=self.letter(name),
            line=self.line(name),
        )

    def _relation(self, name: str) -> RelationDef:
        types = {value.value for value in self.row(name).get(RDF + "type", ())}
        return RelationDef(
            name=name,
            labels=self.texts(name, "label"),
            comments=self.texts(name, "comment"),
            domain=self._side(name, "domain"),
            range=self._side(name, "range"),
            parents=self.names(name, RDFS + "subPropertyOf"),
            symmetric=OWL + "SymmetricProperty" in types,
            same_kind=self.flag(name, "sameKind"),
            lasting=self.flag(name, "lasting"),
            ending=self.flag(name, "ending"),
            conflict_rules=self.names(name, ONTOLOGY_NAMESPACE + "conflictRule"),
            line=self.line(name),
        )

    def _property(self, name: str) -> PropertyDef:
        sides = {}
        for side in ("domain", "range"):
            values = [
                value.value for iri in (RDFS + side, f"{SCHEMA}{side}Includes") for value in self.row(name).get(iri, ())
            ]
            sides[side] = tuple(
                value.replace(ONTOLOGY_NAMESPACE, "").replace(XSD, "xsd:").replace(RDF, "rdf:") for value in values
            )
        return PropertyDef(
            name=name,
            domain=sides["domain"],
            range=sides["range"],
            labels=self.texts(name, "label"),
            comments=self.texts(name, "comment"),
            line=self.line(name),
        )

    def _side(self, name: str, side: str) -> tuple[str, ...]:
        if len(self.row(name).get(RDFS + side, ())) > 1:
            self.fault(
                name,
                f"has more than one rdfs:{side}, which means all of them at once.",
                f"Write schema:{side}Includes for classes that may each stand there.",
            )
        return self.names(name, RDFS + side, f"{SCHEMA}{side}Includes")

    # checks

    def _check_names(
        self,
        classes: Mapping[str, ClassDef],
        relations: Mapping[str, RelationDef],
        rules: Mapping[str, object],
    ) -> None:
        for name, predicate, value in self.mentions():
            if ONTOLOGY_NAMESPACE + value not in self.triples:
                self.fault(
                    name,
                    f"names kg:{value}, which is defined nowhere ({predicate}).",
                    "Correct the name, or add a block that defines it.",
                )
        for kind, entries in (("class", classes), ("relation", relations)):
            for name in entries:
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
                    self.fault(name, f"is not a good name for a {kind}.", "Use ASCII letters and digits only.")
        cyclic = {
            **{n: c.parents for n, c in classes.items()},
            **{n: r.parents for n, r in relations.items()},
        }
        for name, parents in cyclic.items():
            if any(name in closure(parent, cyclic) for parent in parents):
                self.fault(name, "stands below itself.", "Break the circle of rdfs:subClassOf or subPropertyOf.")
        for relation in relations.values():
            for wrong in [n for n in (*relation.domain, *relation.range) if n not in classes]:
                self.fault(relation.name, f"joins kg:{wrong}, which is not a class.", "Name a class of this file.")
            for wrong in [n for n in relation.conflict_rules if n not in rules]:
                self.fault(
                    relation.name,
                    f"has the conflict rule kg:{wrong}, which is not one.",
                    f"Use one of {', '.join('kg:' + rule for rule in rules)}.",
                )

    def _check_sides(self, model: Model) -> None:
        for relation in model.relations.values():
            for side, names in (("domain", relation.domain), ("range", relation.range)):
                if not names:
                    self.fault(relation.name, f"has no {side}.", f"Add rdfs:{side} or schema:{side}Includes.")
            if (relation.symmetric or relation.same_kind) and set(relation.domain) != set(relation.range):
                self.fault(
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
                            self.fault(
                                relation.name,
                                f"allows {name} as its {side}, which kg:{parent.name} does not.",
                                "A sub-property may not be wider than what it stands below.",
                            )


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
