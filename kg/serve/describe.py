"""One thing of the graph for its own page: what is said of it, as RDF and for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.export.quads import quads
from kg.export.terms import parts, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.records import Entity
from kg.serve.shelf import Shelf
from kg.serve.views import Cards, Clash, Fact, Figure, Place, Said

__all__ = ["Describer", "Page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the HTML page of a thing shows. ``links`` are (property, text, address or "") in order."""

    id: str
    iri: str
    title: str
    type: str
    aliases: tuple[str, ...]
    decided: tuple[str, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Said, ...]
    figures: tuple[Figure, ...]
    conflicts: tuple[Clash, ...]
    articles: tuple[Place, ...]
    links: tuple[tuple[str, str, str], ...]


class Describer:
    """Finds what speaks of a thing: its own triples, and those of statements, claims and measurements about it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._base = shelf.store.base_iri
        self._short = Shortener(prefixes(self._base))

    def rdf(self, id_: str, media_type: str) -> bytes:
        """The thing's own triples and those of what speaks of it, in an RDF media type; Turtle for any other."""
        spoken = [self._shelf.own(other) for other in (id_, *self._shelf.about(id_))]
        format_ = ox.RdfFormat.from_media_type(media_type)
        if media_type == "text/turtle" or format_ is None:
            texts = (turtle_block(block, self._short) for block in spoken)
            return header(self._base) + ("\n" + "\n".join(texts)).encode("utf-8")
        return bytes(ox.serialize((quad.triple for quad in quads(spoken)), format=format_) or b"")

    def page(self, id_: str, cards: Cards) -> Page:
        """What people see of it: of a statement, claim or figure the thing itself. ``cards`` are of what is near."""
        graph = cards.graph
        entity: Entity | None = graph.entities.get(id_)
        kind = entity.type if entity else "record"
        about = [id_, *self._shelf.about(id_)]
        return Page(
            id=id_,
            iri=self._shelf.names.resource(id_)[1:-1],
            title=cards.label(id_),
            type=cards.kind(kind),
            aliases=entity.aliases if entity else (),
            decided=cards.decided(id_) if entity else (),
            facts=cards.facts(graph.statements[other] for other in about if other in graph.statements),
            claims=tuple(cards.said(graph.claims[other]) for other in about if other in graph.claims),
            figures=tuple(cards.figure(graph.measurements[other]) for other in about if other in graph.measurements),
            conflicts=cards.clashes(id_),
            articles=tuple(map(cards.place, self._shelf.mentioning(id_))),
            links=tuple(self._links(id_, cards)),
        )

    def _links(self, id_: str, cards: Cards) -> Iterator[tuple[str, str, str]]:
        for predicate, objects in self._shelf.own(id_).rows:
            name = self._short(predicate)
            for object_ in objects:
                if object_.startswith("<"):
                    other = self._shelf.names.id_of(object_[1:-1])
                    known = self._shelf.knows(other)
                    yield name, cards.label(other) if known else self._short(object_), other if known else ""
                else:
                    yield name, parts(object_)[0], ""
