"""One thing of the graph for its own page: what is said of it, as RDF and for people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from kg.explain import Explanation, explain_statements
from kg.export.quads import quads
from kg.export.rdf import Block, blocks
from kg.export.terms import Names, parts, prefixes
from kg.export.ttl import Shortener, header, turtle_block
from kg.graph import Graph
from kg.records import Entity

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
    """Finds the blocks that speak of a thing: its own, and of the statements, claims and measurements about it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.model = graph.ontology.model
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

    def page(self, id_: str, language: str = "vi") -> Page:
        """What people see of it."""
        entity: Entity | None = self.graph.entities.get(id_)
        iri = self.names.resource(id_)
        links = []
        for predicate, objects in self._own[iri].rows:
            for object_ in objects:
                name = self._short(predicate)
                if object_.startswith("<"):
                    target = object_[1:-1]
                    local = self.names.id_of(target) if self.knows(self.names.id_of(target)) else ""
                    links.append((name, self._label(local) if local else self._short(object_), local))
                else:
                    links.append((name, parts(object_)[0], ""))
        kind = entity.type if entity else "record"
        known = self.model.classes.get(kind)
        about = (self.names.id_of(subject[1:-1]) for subject in set(self._about.get(iri, ())))
        facts = tuple(
            explain_statements(
                self.graph, (self.graph.statements[other] for other in about if other in self.graph.statements)
            )
        )
        return Page(
            id=id_,
            iri=iri[1:-1],
            title=entity.label if entity else id_,
            facts=facts,
            links=tuple(links),
            type=known.labels.get(language, kind) if known else kind,
        )

    def _label(self, id_: str) -> str:
        entity = self.graph.entities.get(id_)
        article = self.graph.articles.get(id_)
        return entity.label if entity else (article.title or article.source) if article else id_
