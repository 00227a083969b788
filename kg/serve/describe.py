"""One thing of the graph for its own page: what is said of it, as RDF and for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.export.quads import quads
from kg.export.rdf import Block, blocks
from kg.export.terms import Names, parts, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.graph import Graph
from kg.records import Entity
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
    """Finds the blocks that speak of a thing: its own, and of the statements, claims and measurements about it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.names = Names(graph.base_iri)
        self._short = Shortener(prefixes(graph.base_iri))
        self._own: dict[str, Block] = {}
        self._about: dict[str, list[str]] = defaultdict(list)
        parts = {self.names.term(name) for name in ("speaker", "subject", "about")} | {
            f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("subject", "object")
        }
        for block in blocks(graph):
            self._own[block.subject] = block
            for predicate, objects in block.rows:
                if predicate in parts:
                    for object_ in objects:
                        self._about[object_].append(block.subject)

    def knows(self, id_: str) -> bool:
        return self.names.resource(id_) in self._own

    def rdf(self, id_: str, media_type: str) -> bytes:
        """The thing's own triples and those of what speaks of it, in an RDF media type; Turtle for any other."""
        iri = self.names.resource(id_)
        subjects = [iri, *sorted(set(self._about.get(iri, ())) - {iri})]
        spoken = [self._own[subject] for subject in subjects]
        format_ = ox.RdfFormat.from_media_type(media_type)
        if media_type == "text/turtle" or format_ is None:
            texts = (turtle_block(block, self._short) for block in spoken)
            return header(self.graph.base_iri) + ("\n" + "\n".join(texts)).encode("utf-8")
        return bytes(ox.serialize((quad.triple for quad in quads(spoken)), format=format_) or b"")

    def page(self, id_: str, cards: Cards) -> Page:
        """What people see of it: of a statement, claim or figure the thing itself."""
        graph, iri = self.graph, self.names.resource(id_)
        entity: Entity | None = graph.entities.get(id_)
        kind = entity.type if entity else "record"
        about = [id_, *sorted(self.names.id_of(subject[1:-1]) for subject in set(self._about.get(iri, ())))]
        return Page(
            id=id_,
            iri=iri[1:-1],
            title=cards.label(id_),
            type=cards.kind(kind),
            aliases=entity.aliases if entity else (),
            decided=cards.decided(id_) if entity else (),
            facts=cards.facts(graph.statements[other] for other in about if other in graph.statements),
            claims=tuple(cards.said(graph.claims[other]) for other in about if other in graph.claims),
            figures=tuple(cards.figure(graph.measurements[other]) for other in about if other in graph.measurements),
            conflicts=cards.clashes(id_),
            articles=tuple(cards.place(article) for article, named in graph.mentions.items() if id_ in named),
            links=tuple(self._links(iri, cards)),
        )

    def _links(self, iri: str, cards: Cards) -> Iterator[tuple[str, str, str]]:
        for predicate, objects in self._own[iri].rows:
            name = self._short(predicate)
            for object_ in objects:
                if object_.startswith("<"):
                    id_ = self.names.id_of(object_[1:-1])
                    known = self.knows(id_)
                    yield name, cards.label(id_) if known else self._short(object_), id_ if known else ""
                else:
                    yield name, parts(object_)[0], ""
