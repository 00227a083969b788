"""A graph as RDF: blocks of one subject each, in a fixed order; every RDF format is written from them.

Terms are strings in N-Triples syntax, so that a format only has to join them.
No blank nodes, local names without slashes, canonical decimals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.export.block import Block
from kg.export.dataset import dataset
from kg.export.groups import Group, groups
from kg.export.terms import DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, Names, decimal_text, text, typed
from kg.graph import Graph
from kg.holding import holdings
from kg.ontology.wikidata import same_as
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Span, Statement

__all__ = ["Block", "Writer", "blocks"]

_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (f"<{RDF}{name}>" for name in ("type", "subject", "predicate", "object"))
_SOURCE, _TITLE, _DATE, _LANGUAGE = (f"<{DCTERMS}{name}>" for name in ("source", "title", "date", "language"))
_URL, _DERIVED, _LABEL = f"<{SCHEMA}url>", f"<{PROV}wasDerivedFrom>", f"<{RDFS}label>"
_ALIAS, _SAME = f"<{SKOS}altLabel>", f"<{OWL}sameAs>"

#: What is said of a subject, and may be nothing: predicate and objects.
_Row = tuple[str, tuple[str, ...]]


def blocks(graph: Graph) -> Iterator[Block]:
    """Everything of ``graph``, group by group (``kg.export.groups``). The last blocks describe the data set itself."""
    triples, writer = 0, Writer(graph)
    for group in groups(graph):
        for block in writer.blocks(group):
            triples += block.triple_count
            yield block
    yield from dataset(graph, triples)


def _span(span: Span | None) -> tuple[str, ...]:
    return () if span is None else (f'"char={span[0]},{span[1]}"',)


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
        self.kg, self.resources, self.resource = _Known(names.term), _Known(names.resource), names.resource
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

    def _block(self, id_: str, type_: str, rows: Iterable[_Row], article: str | None = None) -> Block:
        # Its own name is met again in few places or none: it is not kept.
        told = ((_TYPE, (self.kg[type_],)), *[row for row in rows if row[1]])
        return Block(self.resource(id_), told, article)

    def _resources(self, ids: Iterable[str | None]) -> tuple[str, ...]:
        return tuple([self.resources[id_] for id_ in sorted({id_ for id_ in ids if id_ is not None})])

    def _maybe(self, id_: str | None) -> tuple[str, ...]:
        return () if id_ is None else (self.resources[id_],)

    def article(self, article: Article) -> Block:
        copied = self.graph.copies.get(article.id)
        rows = (
            (_SOURCE, (text(article.source),)),
            (_TITLE, _maybe(article.title, article.language)),
            (_DATE, _maybe(article.date)),
            (_LANGUAGE, (text(article.language),)),
            (self.kg["outlet"], _maybe(article.outlet)),
            (_URL, _maybe(article.url)),
            (self.kg["mentions"], self._resources(self.graph.mentions.get(article.id, ()))),
            (_DERIVED, (self.resource(copied),) if copied is not None else ()),
        )
        return self._block(article.id, "Article", rows, article.id)

    def entity(self, entity: Entity) -> Block:
        rows = (
            (_LABEL, (text(entity.label),)),
            (_ALIAS, tuple(sorted([text(alias) for alias in {*entity.aliases} - {entity.label}]))),
            (self.kg["known"], _maybe(entity.known)),
            (_SAME, (f"<{self.same[entity.id]}>",) if entity.id in self.same else ()),
            *[(self.kg[relation], self._resources(objects)) for relation, objects in self._stated(entity.id)],
        )
        return self._block(entity.id, entity.type, rows)

    def statement(self, st: Statement) -> Block:
        kg = self.kg
        rows = (
            (_SUBJECT, (self.resources[st.subject],)),
            (_PREDICATE, (kg[st.relation],)),
            (_OBJECT, (self.resources[st.object],)),
            (kg["modality"], (kg[st.modality],)),
            (kg["time"], _maybe(st.time)),
            (kg["position"], _maybe(st.position)),
            (kg["purpose"], _maybe(st.purpose)),
            (kg["amount"], (self.resource(st.amount),) if st.amount is not None else ()),
            (kg["attributedTo"], self._maybe(st.attributed_to)),
            *self._evidence(st.article, st.evidence),
            (kg["confidence"], (self.decimals[str(st.confidence)],)),
            (kg["rule"], (text(st.rule),) if st.rule else ()),
            (kg["reader"], tuple([text(reader) for reader in st.readers])),
            *self._told(st),
        )
        return self._block(st.id, "Statement", rows, st.article)

    def _told(self, st: Statement) -> list[_Row]:
        """What the graph knows of the statement's fact: who says so, and how long it is said to hold."""
        kg, fact = self.kg, (st.subject, st.relation, st.object)
        told, held = self.facts[fact], self.held.get(fact)
        rows: list[_Row] = [
            (kg["sourceCount"], (self.integers[str(told.sources)],)),
            (kg["denialCount"], (self.integers[str(told.denials)],) if told.denials else ()),
        ]
        if held is not None:
            rows += [(kg["since"], _maybe(held.since)), (kg["until"], _maybe(held.until))]
            rows.append((kg["asOf"], _maybe(held.as_of)))
        return rows

    def claim(self, claim: Claim) -> Block:
        kg, venue = self.kg, claim.venue if claim.venue in self.graph.entities else None
        rows = (
            (kg["speaker"], (self.resources[claim.speaker],)),
            (kg["text"], (text(claim.text, self.language.get(claim.article)),)),
            (kg["time"], _maybe(claim.time)),
            (kg["venue"], (self.resources[venue],) if venue else _maybe(claim.venue)),
            *self._place(claim.article, claim.start, claim.end),
        )
        return self._block(claim.id, "Claim", rows, claim.article)

    def measurement(self, m: Measurement) -> Block:
        kg = self.kg
        rows = (
            (kg["subject"], self._maybe(m.subject)),
            (kg["metric"], (text(m.metric),)),
            (kg["value"], (self.decimals[m.value],)),
            (kg["otherEnd"], (self.decimals[m.other_end],) if m.other_end else ()),
            (kg["unit"], (text(m.unit),)),
            (kg["time"], _maybe(m.time)),
            *self._evidence(m.article, m.evidence),
        )
        return self._block(m.id, "Measurement", rows, m.article)

    def conflict(self, conflict: Conflict) -> Block:
        rows = (
            (self.kg["conflictKind"], (self.kg[conflict.kind],)),
            (self.kg["about"], self._resources(conflict.entities)),
            (self.kg["between"], self._resources(conflict.statements)),
            (self.kg["strength"], (self.decimals[str(conflict.strength)],)),
        )
        return self._block(conflict.id, "Conflict", rows)

    def _place(self, article: str, start: int, end: int) -> list[_Row]:
        kg, number = self.kg, self.integers
        return [
            (kg["inArticle"], (self.resources[article],)),
            (kg["start"], (number[str(start)],)),
            (kg["end"], (number[str(end)],)),
        ]

    def _evidence(self, article: str, evidence: Evidence) -> list[_Row]:
        kg = self.kg
        return [
            *self._place(article, evidence.start, evidence.end),
            (kg["evidence"], (text(evidence.text, self.language.get(article)),)),
            (kg["subjectSpan"], _span(evidence.subject)),
            (kg["triggerSpan"], _span(evidence.trigger)),
            (kg["objectSpan"], _span(evidence.object)),
        ]
