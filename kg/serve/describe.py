"""One thing of the graph for its own page: what is said of it, as RDF and for people."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.explain import Explanation, explain_statements
from kg.export.quads import quads
from kg.export.rdf import Block
from kg.export.read import properties_of, read_some
from kg.export.terms import DCTERMS, RDF, RDFS, Names, parts, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.store import Store
from kg.store.near import about

__all__ = ["Describer", "Page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the HTML page of a thing shows. ``links`` are (property, text, address or "") in order."""

    id: str
    iri: str
    title: str
    type: str
    facts: tuple[Explanation, ...]
    links: tuple[tuple[str, str, str], ...]


class Describer:
    """Finds in a store what is said of a thing: its own triples, and the statements, claims and measurements about it.

    The triples of a thing are told in order of their properties, its class first.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.model = store.ontology.model
        self.names = Names(store.base_iri)
        self._short = Shortener(prefixes(store.base_iri))

    def knows(self, id_: str) -> bool:
        return bool(self._rows(self.names.resource(id_)[1:-1]))

    def rdf(self, id_: str, media_type: str) -> bytes:
        """The thing's own triples and those of what speaks of it, in an RDF media type; Turtle for any other."""
        ids = [id_, *(other for other in about(self.store, id_) if other != id_)]
        spoken = [Block(iri, self._rows(iri[1:-1])) for iri in map(self.names.resource, ids)]
        format_ = ox.RdfFormat.from_media_type(media_type)
        if media_type == "text/turtle" or format_ is None:
            texts = (turtle_block(block, self._short) for block in spoken)
            return header(self.store.base_iri) + ("\n" + "\n".join(texts)).encode("utf-8")
        return bytes(ox.serialize((quad.triple for quad in quads(spoken)), format=format_) or b"")

    def page(self, id_: str, language: str = "vi") -> Page:
        """What people see of it."""
        iri = self.names.resource(id_)
        links = []
        for predicate, objects in self._rows(iri[1:-1]):
            for object_ in objects:
                name = self._short(predicate)
                if object_.startswith("<"):
                    local = self.names.id_of(object_[1:-1])
                    known = object_ == self.names.resource(local) and self.knows(local)
                    links.append((name, self._label(local) if known else self._short(object_), local if known else ""))
                else:
                    links.append((name, parts(object_)[0], ""))
        graph = read_some(self.store.rdf, [id_, *about(self.store, id_)], self.store.base_iri, self.store.ontology)
        entity = graph.entities.get(id_)
        kind = entity.type if entity else "record"
        known_class = self.model.classes.get(kind)
        stated = (st for st in graph.statements.values() if id_ in (st.subject, st.object))
        return Page(
            id=id_,
            iri=iri[1:-1],
            title=entity.label if entity else id_,
            facts=tuple(explain_statements(graph, stated)),
            links=tuple(links),
            type=known_class.labels.get(language, kind) if known_class else kind,
        )

    def _rows(self, iri: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = properties_of(self.store.rdf, iri)
        order = sorted(found, key=lambda property_: (property_ != RDF + "type", property_))
        return tuple((f"<{property_}>", tuple(sorted(map(str, found[property_])))) for property_ in order)

    def _label(self, id_: str) -> str:
        """What people call a thing; its id where nobody calls it anything."""
        found = properties_of(self.store.rdf, self.names.resource(id_)[1:-1])
        for property_ in (RDFS + "label", DCTERMS + "title", DCTERMS + "source"):
            if property_ in found:
                return found[property_][0].value
        return id_
