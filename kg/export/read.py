"""A graph read back from RDF that kg wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import cast, get_args

import pyoxigraph as ox

from kg.config import DEFAULT_LANGUAGE, base_of
from kg.errors import InputError
from kg.export.ends import check_ends
from kg.export.source import graph_file, parse_rdf
from kg.export.terms import DCTERMS, PROV, RDF, RDFS, SCHEMA, SKOS, Names
from kg.graph import Graph
from kg.ontology.ontology import Ontology
from kg.records import (
    OWN_READER,
    Article,
    Claim,
    Conflict,
    Entity,
    Evidence,
    Measurement,
    Modality,
    Span,
    Statement,
)

__all__ = ["graph_file", "parse_rdf", "properties_of", "read_graph", "read_some"]

_RECORDS = ("Article", "Statement", "Claim", "Measurement", "Conflict")
Properties = dict[str, list[ox.NamedNode | ox.Literal]]


def read_graph(source: Path, ontology: Ontology | None = None) -> Graph:
    """The graph in an RDF file of ours, or in a build folder.

    Equal to what was written, except that an article's ``text`` is empty: RDF carries sentences, not articles.
    ``ontology`` is the one that it was built by, the installed one when not given.
    """
    things: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    path = graph_file(source)
    for quad in parse_rdf(path):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            things[quad.subject.value][quad.predicate.value].append(quad.object)
    base = base_of(type_.value for row in things.values() for type_ in row.get(RDF + "type", ()))
    reader = _Reader(things, base)
    try:
        return reader.graph(ontology or Ontology.load())
    except (ArithmeticError, IndexError, ValueError) as error:
        raise InputError(f"{path} is not a graph of kg: {error}.", remedy="Build it again with kg build.") from error


def read_some(store: ox.Store, ids: Iterable[str], base: str, ontology: Ontology) -> Graph:
    """Of a graph of ours in a store, the things of these ids and all that these name, down to entities and articles.

    What else its articles mention is left out. Raises InputError when the store holds no graph of kg.
    """
    names = Names(base)
    things: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    waiting = [names.resource(id_)[1:-1] for id_ in ids]
    records = {f"{base}ontology#{name}" for name in _RECORDS if name != "Article"}
    while waiting:
        iri = waiting.pop()
        found = properties_of(store, iri) if iri not in things else {}
        if not found:
            continue
        things[iri].update(found)
        if any(type_.value in records for type_ in found[RDF + "type"]):
            waiting += (
                value.value
                for values in found.values()
                for value in values
                if isinstance(value, ox.NamedNode) and value.value.startswith(f"{base}resource/")
            )
        else:
            things[iri].pop(f"{base}ontology#mentions", None)
    try:
        return _Reader(things, base).graph(ontology)
    except (ArithmeticError, IndexError, ValueError) as error:
        raise InputError(f"This is not a graph of kg: {error}.", remedy="Build it again with kg build.") from error


def properties_of(store: ox.Store, iri: str) -> Properties:
    """What a store says of a thing, by property; nothing when it does not know it."""
    found: Properties = defaultdict(list)
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            found[quad.predicate.value].append(quad.object)
    return found


class _Reader:
    def __init__(self, things: dict[str, Properties], base: str) -> None:
        self.things = things
        self.names = Names(base)
        self.kg = f"{base}ontology#"
        self.by_type: dict[str, list[str]] = defaultdict(list)
        for iri, properties in things.items():
            for type_ in properties.get(RDF + "type", ()):
                if type_.value.startswith(self.kg) and iri.startswith(f"{base}resource/"):
                    self.by_type[type_.value.removeprefix(self.kg)].append(iri)

    def graph(self, ontology: Ontology) -> Graph:
        records = {name: [(self.names.id_of(iri), iri) for iri in self.by_type.pop(name, ())] for name in _RECORDS}
        entities = [
            (self.names.id_of(iri), self._entity(iri, type_)) for type_, iris in self.by_type.items() for iri in iris
        ]
        if not any(iri.startswith(self.names.base) for iri in self.things):
            raise ValueError("nothing in it is of kg")
        graph = Graph(
            base_iri=self.names.base,
            ontology=ontology,
            articles={id_: self._article(id_, iri) for id_, iri in records["Article"]},
            entities=dict(entities),
            statements={id_: self._statement(id_, iri) for id_, iri in records["Statement"]},
            claims={id_: self._claim(id_, iri) for id_, iri in records["Claim"]},
            measurements={id_: self._measurement(id_, iri) for id_, iri in records["Measurement"]},
            mentions={id_: self._ids(iri, "mentions") for id_, iri in records["Article"]},
            copies={
                id_: self.names.id_of(origin)
                for id_, iri in records["Article"]
                if (origin := self._value(iri, PROV + "wasDerivedFrom")) is not None
            },
            conflicts={
                id_: Conflict(
                    id=id_,
                    kind=self._term(iri, "conflictKind"),
                    statements=self._ids(iri, "between"),
                    entities=self._ids(iri, "about"),
                    strength=float(self._kg(iri, "strength") or 1),
                )
                for id_, iri in records["Conflict"]
            },
        )
        check_ends(graph)
        return graph

    def _value(self, iri: str, property_: str) -> str | None:
        values = self.things[iri].get(property_)
        return values[0].value if values else None

    def _needed(self, iri: str, property_: str) -> str:
        value = self._value(iri, property_)
        if value is None:
            raise ValueError(f"{iri} has no {property_}")
        return value

    def _kg(self, iri: str, name: str) -> str | None:
        return self._value(iri, self.kg + name)

    def _text(self, iri: str, name: str) -> str:
        return self._needed(iri, self.kg + name)

    def _term(self, iri: str, name: str) -> str:
        return self._text(iri, name).removeprefix(self.kg)

    def _ids(self, iri: str, name: str) -> tuple[str, ...]:
        return tuple(sorted(self.names.id_of(value.value) for value in self.things[iri].get(self.kg + name, ())))

    def _id(self, iri: str, name: str) -> str | None:
        found = self._ids(iri, name)
        return found[0] if found else None

    def _needed_id(self, iri: str, name: str) -> str:
        return self.names.id_of(self._needed(iri, self.kg + name))

    def _span(self, iri: str, name: str) -> Span | None:
        found = re.fullmatch(r"char=(\d+),(\d+)", self._kg(iri, name) or "")
        return (int(found[1]), int(found[2])) if found else None

    def _share(self, iri: str, name: str) -> float:
        value = float(self._text(iri, name))
        if not 0 <= value <= 1:
            raise ValueError(f"{iri} has the {name} {value}")
        return value

    def _decimal(self, iri: str, name: str) -> str:
        value = self._text(iri, name)
        if not Decimal(value).is_finite():
            raise ValueError(f"{iri} has the {name} {value}")
        return value

    def _article(self, id_: str, iri: str) -> Article:
        return Article(
            id=id_,
            source=self._needed(iri, DCTERMS + "source"),
            text="",
            title=self._value(iri, DCTERMS + "title"),
            date=self._value(iri, DCTERMS + "date"),
            outlet=self._kg(iri, "outlet"),
            url=self._value(iri, SCHEMA + "url"),
            language=self._value(iri, DCTERMS + "language") or DEFAULT_LANGUAGE,
        )

    def _entity(self, iri: str, type_: str) -> Entity:
        aliases = sorted(value.value for value in self.things[iri].get(SKOS + "altLabel", ()))
        return Entity(
            id=self.names.id_of(iri),
            type=type_,
            label=self._needed(iri, RDFS + "label"),
            aliases=tuple(aliases),
            known=self._kg(iri, "known"),
        )

    def _evidence(self, iri: str) -> Evidence:
        return Evidence(
            start=int(self._text(iri, "start")),
            end=int(self._text(iri, "end")),
            text=self._text(iri, "evidence"),
            subject=self._span(iri, "subjectSpan"),
            object=self._span(iri, "objectSpan"),
            trigger=self._span(iri, "triggerSpan"),
        )

    def _statement(self, id_: str, iri: str) -> Statement:
        modality = self._term(iri, "modality")
        if modality not in get_args(Modality):
            raise ValueError(f"{iri} has the unknown modality {modality}")
        return Statement(
            id=id_,
            subject=self.names.id_of(self._needed(iri, RDF + "subject")),
            relation=self._needed(iri, RDF + "predicate").removeprefix(self.kg),
            object=self.names.id_of(self._needed(iri, RDF + "object")),
            article=self._needed_id(iri, "inArticle"),
            evidence=self._evidence(iri),
            modality=cast(Modality, modality),
            time=self._kg(iri, "time"),
            attributed_to=self._id(iri, "attributedTo"),
            position=self._kg(iri, "position"),
            purpose=self._kg(iri, "purpose"),
            amount=self._id(iri, "amount"),
            confidence=self._share(iri, "confidence"),
            rule=self._kg(iri, "rule") or "",
            readers=self._readers(iri),
        )

    def _readers(self, iri: str) -> tuple[str, ...]:
        named = self.things[iri].get(self.kg + "reader", ())
        return tuple(sorted(value.value for value in named)) or (OWN_READER,)

    def _claim(self, id_: str, iri: str) -> Claim:
        venue = self.things[iri].get(self.kg + "venue")
        where = (
            None
            if not venue
            else (self.names.id_of(venue[0].value) if isinstance(venue[0], ox.NamedNode) else venue[0].value)
        )
        return Claim(
            id=id_,
            speaker=self._needed_id(iri, "speaker"),
            text=self._text(iri, "text"),
            article=self._needed_id(iri, "inArticle"),
            start=int(self._text(iri, "start")),
            end=int(self._text(iri, "end")),
            time=self._kg(iri, "time"),
            venue=where,
        )

    def _measurement(self, id_: str, iri: str) -> Measurement:
        return Measurement(
            id=id_,
            subject=self._needed_id(iri, "subject"),
            metric=self._text(iri, "metric"),
            value=self._decimal(iri, "value"),
            other_end=self._decimal(iri, "otherEnd") if self._kg(iri, "otherEnd") else None,
            unit=self._text(iri, "unit"),
            article=self._needed_id(iri, "inArticle"),
            evidence=self._evidence(iri),
            time=self._kg(iri, "time"),
        )
