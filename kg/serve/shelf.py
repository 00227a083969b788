"""The graph that is served, asked of its store thing by thing: as much of it is in memory as one page shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property

import pyoxigraph as ox

from kg.export.rdf import Block
from kg.export.read import read_some
from kg.export.terms import RDF, Names
from kg.graph import Graph
from kg.store.near import about
from kg.store.store import Store

__all__ = ["Shelf"]

_TYPE = f"<{RDF}type>"


class Shelf:
    """The things of the graph in ``store``."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.names = Names(store.base_iri)

    def knows(self, id_: str) -> bool:
        return any(True for _ in self.store.rdf.quads_for_pattern(self._node(id_), None, None))

    def own(self, id_: str) -> Block:
        """The triples of a thing, its class first."""
        rows: dict[str, list[str]] = {}
        for quad in self.store.rdf.quads_for_pattern(self._node(id_), None, None):
            rows.setdefault(str(quad.predicate), []).append(str(quad.object))
        ordered = sorted(rows.items(), key=lambda row: (row[0] != _TYPE, row[0]))
        return Block(self.names.resource(id_), tuple((predicate, tuple(sorted(found))) for predicate, found in ordered))

    def about(self, id_: str) -> list[str]:
        """The ids of the statements, claims, measurements and conflicts about a thing, sorted."""
        return [other for other in about(self.store, id_) if other != id_]

    def mentioning(self, id_: str) -> list[str]:
        """The ids of the articles that name an entity, sorted."""
        return self._subjects("mentions", self._node(id_))

    def some(self, ids: list[str]) -> Graph:
        """These things and all that they name."""
        if not ids:
            base, ontology = self.store.base_iri, self.store.ontology
            return Graph(articles={}, entities={}, statements={}, base_iri=base, ontology=ontology)
        return read_some(self.store.rdf, ids, self.store.base_iri, self.store.ontology)

    def near(self, id_: str) -> Graph:
        """What the page of a thing shows: what is about it or stands in it, and what these name."""
        within, named = self._subjects("inArticle", self._node(id_)), self._named(id_)
        found = self.some([id_, *named, *self.about(id_), *within, *self.mentioning(id_)])
        if id_ not in found.articles:
            return found
        return replace(found, mentions={id_: tuple(entity for entity in named if entity in found.entities)})

    @cached_property
    def articles(self) -> Graph:
        """All articles, and nothing else."""
        kind = ox.NamedNode(f"{self.store.base_iri}ontology#Article")
        found = self.store.rdf.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind)
        ids = [self.names.id_of(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode)]
        return self.some(ids)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many statements each article has."""
        space = f"{self.store.base_iri}ontology#"
        rows = self.store.rdf.query(
            f"SELECT ?article (COUNT(?one) AS ?count) {{ ?one a <{space}Statement> ; <{space}inArticle> ?article }} "
            "GROUP BY ?article"
        )
        assert isinstance(rows, ox.QuerySolutions)
        return Counter({self.names.id_of(row[0].value): int(row[1].value) for row in rows})

    def _node(self, id_: str) -> ox.NamedNode:
        return ox.NamedNode(self.names.resource(id_)[1:-1])

    def _subjects(self, name: str, object_: ox.NamedNode) -> list[str]:
        property_ = ox.NamedNode(f"{self.store.base_iri}ontology#{name}")
        found = self.store.rdf.quads_for_pattern(None, property_, object_)
        return sorted(self.names.id_of(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode))

    def _named(self, id_: str) -> list[str]:
        """The things that its own triples name, sorted."""
        space = f"{self.store.base_iri}resource/"
        objects = (quad.object for quad in self.store.rdf.quads_for_pattern(self._node(id_), None, None))
        iris = {one.value for one in objects if isinstance(one, ox.NamedNode) and one.value.startswith(space)}
        return sorted(map(self.names.id_of, iris))
