"""A graph as RDF: blocks of one subject each, in a fixed order; every RDF format is written from them.

Terms are strings in N-Triples syntax, so that a format only has to join them.
No blank nodes, local names without slashes, canonical decimals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.export.block import Block, Rows
from kg.export.dataset import dataset
from kg.export.groups import Group, groups
from kg.export.terms import DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, Names, decimal_text, text, typed
from kg.graph import Graph
from kg.holding import holdings
from kg.ontology.wikidata import same_as
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Span, Statement

__all__ = ["Block", "Writer", "blocks"]

_TYPE = f"<{RDF}type>"


def blocks(graph: Graph) -> Iterator[Block]:
    """Everything of ``graph``, group by group (``kg.export.groups``). The last blocks describe the data set itself."""
    triples, writer = 0, Writer(graph)
    for group in groups(graph):
        for block in writer.blocks(group):
            triples += block.triple_count
            yield block
    yield from dataset(graph, triples)


def _span(span: Span | None) -> tuple[str, ...]:
    return () if span is None else (text(f"char={span[0]},{span[1]}"),)


def _maybe(value: str | None, language: str | None = None) -> tuple[str, ...]:
    return () if value is None else (text(value, language),)


class _Known(dict[str, str]):
    """What ``make`` makes of texts, made once."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> str:
        self[text] = self._make(text)
        return self[text]


class Writer:
    """Blocks of one graph's records."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        names = Names(graph.base_iri)
        self.terms, self.resources = _Known(names.term), _Known(names.resource)
        self.integers = _Known(lambda number: typed(number, "integer"))
        self.decimals = _Known(lambda number: typed(decimal_text(number), "decimal"))
        self.facts = graph.facts
        self.stated: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (subject, relation, object_), told in graph.facts.items():
            if told.asserted:
                self.stated[subject][relation].add(object_)
        self.same = same_as(graph.entities.values(), graph.ontology.wikidata)
        self.held = holdings(graph)
        self.language = {article.id: article.language for article in graph.articles.values()}

    def blocks(self, group: Group) -> Iterator[Block]:
        """Those of a group's records."""
        if group.article:
            yield self.article(group.article)
        yield from map(self.entity, group.entities)
        yield from map(self.statement, group.statements)
        yield from map(self.claim, group.claims)
        yield from map(self.measurement, group.measurements)
        yield from map(self.conflict, group.conflicts)

    def made_from(self, group: Group) -> bytes | None:
        """What the group's blocks come from, beside the program and the ontology: equal where nothing has changed. None
        where making them is as quick."""
        told: list[object]
        if group.article:
            origin = self.graph.origins.get(group.article.id)
            if origin is None:
                return None
            told = [origin, self.graph.copies.get(group.article.id)]
            for st in group.statements:
                fact = self.facts[st.subject, st.relation, st.object]
                held = self.held.get((st.subject, st.relation, st.object))
                told.append((fact.sources, fact.denials, held and (held.since, held.until, held.as_of)))
            told += [claim.venue in self.graph.entities for claim in group.claims]
        elif group.entities:
            told = [
                (one.id, one.type, one.label, one.aliases, one.known, self.same.get(one.id), self._stated(one.id))
                for one in group.entities
            ]
        else:
            return None
        return repr((self.graph.base_iri, told)).encode("utf-8", "backslashreplace")

    def _stated(self, entity: str) -> list[tuple[str, list[str]]]:
        facts = self.stated.get(entity)
        return [(relation, sorted(objects)) for relation, objects in sorted(facts.items())] if facts else []

    def _rows(self, type_: str, *rows: tuple[str, Iterable[str]]) -> Rows:
        named: list[tuple[str, tuple[str, ...]]] = [(_TYPE, (self.terms[type_],))]
        for predicate, objects in rows:
            told = objects if type(objects) is tuple else tuple(objects)
            if told:
                named.append((predicate, told))
        return tuple(named)

    def _kg(self, name: str, objects: Iterable[str]) -> tuple[str, Iterable[str]]:
        return self.terms[name], objects

    def _resources(self, ids: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(self.resources[id_] for id_ in sorted({id_ for id_ in ids if id_ is not None}))

    def _resource(self, id_: str | None) -> tuple[str, ...]:
        return () if id_ is None else (self.resources[id_],)

    def article(self, article: Article) -> Block:
        return Block(
            self.resources[article.id],
            self._rows(
                "Article",
                (f"<{DCTERMS}source>", (text(article.source),)),
                (f"<{DCTERMS}title>", _maybe(article.title, article.language)),
                (f"<{DCTERMS}date>", _maybe(article.date)),
                (f"<{DCTERMS}language>", (text(article.language),)),
                self._kg("outlet", _maybe(article.outlet)),
                (f"<{SCHEMA}url>", _maybe(article.url)),
                self._kg("mentions", self._resources(self.graph.mentions.get(article.id, ()))),
                (f"<{PROV}wasDerivedFrom>", self._resource(self.graph.copies.get(article.id))),
            ),
            article.id,
        )

    def entity(self, entity: Entity) -> Block:
        return Block(
            self.resources[entity.id],
            self._rows(
                entity.type,
                (f"<{RDFS}label>", (text(entity.label),)),
                (f"<{SKOS}altLabel>", sorted(text(alias) for alias in {*entity.aliases} - {entity.label})),
                self._kg("known", _maybe(entity.known)),
                (f"<{OWL}sameAs>", (f"<{self.same[entity.id]}>",) if entity.id in self.same else ()),
                *((self.terms[relation], self._resources(objects)) for relation, objects in self._stated(entity.id)),
            ),
        )

    def statement(self, st: Statement) -> Block:
        return Block(
            self.resources[st.id],
            self._rows(
                "Statement",
                (f"<{RDF}subject>", self._resource(st.subject)),
                (f"<{RDF}predicate>", (self.terms[st.relation],)),
                (f"<{RDF}object>", self._resource(st.object)),
                self._kg("modality", (self.terms[st.modality],)),
                self._kg("time", _maybe(st.time)),
                self._kg("position", _maybe(st.position)),
                self._kg("purpose", _maybe(st.purpose)),
                self._kg("amount", self._resource(st.amount)),
                self._kg("attributedTo", self._resource(st.attributed_to)),
                *self._evidence(st.article, st.evidence),
                self._kg("confidence", (self.decimals[str(st.confidence)],)),
                self._kg("rule", (text(st.rule),) if st.rule else ()),
                self._kg("reader", (text(reader) for reader in st.readers)),
                *self._told(st),
            ),
            st.article,
        )

    def _told(self, st: Statement) -> Iterator[tuple[str, Iterable[str]]]:
        """What the graph knows of the statement's fact: who says so, and how long it is said to hold."""
        fact = st.subject, st.relation, st.object
        told = self.facts[fact]
        yield self._kg("sourceCount", (self.integers[str(told.sources)],))
        yield self._kg("denialCount", (self.integers[str(told.denials)],) if told.denials else ())
        held = self.held.get(fact)
        if held is not None:
            yield self._kg("since", _maybe(held.since))
            yield self._kg("until", _maybe(held.until))
            yield self._kg("asOf", _maybe(held.as_of))

    def claim(self, claim: Claim) -> Block:
        venue = claim.venue if claim.venue in self.graph.entities else None
        return Block(
            self.resources[claim.id],
            self._rows(
                "Claim",
                self._kg("speaker", self._resource(claim.speaker)),
                self._kg("text", (text(claim.text, self.language.get(claim.article)),)),
                self._kg("time", _maybe(claim.time)),
                self._kg("venue", self._resource(venue) if venue else _maybe(claim.venue)),
                *self._place(claim.article, claim.start, claim.end),
            ),
            claim.article,
        )

    def measurement(self, m: Measurement) -> Block:
        return Block(
            self.resources[m.id],
            self._rows(
                "Measurement",
                self._kg("subject", self._resource(m.subject)),
                self._kg("metric", (text(m.metric),)),
                self._kg("value", (self.decimals[m.value],)),
                self._kg("otherEnd", (typed(decimal_text(m.other_end), "decimal"),) if m.other_end else ()),
                self._kg("unit", (text(m.unit),)),
                self._kg("time", _maybe(m.time)),
                *self._evidence(m.article, m.evidence),
            ),
            m.article,
        )

    def conflict(self, conflict: Conflict) -> Block:
        return Block(
            self.resources[conflict.id],
            self._rows(
                "Conflict",
                self._kg("conflictKind", (self.terms[conflict.kind],)),
                self._kg("about", self._resources(conflict.entities)),
                self._kg("between", self._resources(conflict.statements)),
                self._kg("strength", (typed(decimal_text(conflict.strength), "decimal"),)),
            ),
        )

    def _place(self, article: str, start: int, end: int) -> Iterator[tuple[str, Iterable[str]]]:
        yield self._kg("inArticle", self._resource(article))
        yield self._kg("start", (self.integers[str(start)],))
        yield self._kg("end", (self.integers[str(end)],))

    def _evidence(self, article: str, evidence: Evidence) -> Iterator[tuple[str, Iterable[str]]]:
        yield from self._place(article, evidence.start, evidence.end)
        yield self._kg("evidence", (text(evidence.text, self.language.get(article)),))
        yield self._kg("subjectSpan", _span(evidence.subject))
        yield self._kg("triggerSpan", _span(evidence.trigger))
        yield self._kg("objectSpan", _span(evidence.object))
