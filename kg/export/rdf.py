"""A graph as RDF: blocks of one subject each, in a fixed order; every RDF format is written from them.

Terms are strings in N-Triples syntax, so that a format only has to join them.
No blank nodes, local names without slashes, canonical decimals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.config import VERSION
from kg.export.terms import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, VOID, Names, decimal_text, text, typed
from kg.graph import Graph
from kg.holding import holdings
from kg.ontology.wikidata import same_as
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Span, Statement

__all__ = ["Block", "blocks"]

_TYPE = f"<{RDF}type>"
Rows = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """All triples of one subject: predicate and objects, all in N-Triples syntax.

    ``article`` is the id of the article they come from; None for what no single article says.
    """

    subject: str
    rows: Rows
    article: str | None = None

    def triples(self) -> Iterator[tuple[str, str, str]]:
        for predicate, objects in self.rows:
            for object_ in objects:
                yield self.subject, predicate, object_


def blocks(graph: Graph) -> Iterator[Block]:
    """Everything of ``graph``: articles, entities with their facts, statements, claims, measurements, conflicts.

    The last blocks describe the data set itself, in VoID and DCAT.
    """
    triples = 0
    for block in _records(graph):
        triples += sum([len(objects) for _, objects in block.rows])
        yield block
    yield from _dataset(graph, triples)


def _records(graph: Graph) -> Iterator[Block]:
    write = _Writer(graph)
    for article in graph.articles.values():
        yield write.article(article)
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (subject, relation, object_), told in graph.facts.items():
        if told.asserted:
            facts[subject][relation].add(object_)
    for entity in graph.entities.values():
        yield write.entity(entity, facts.get(entity.id, {}))
    for statement in graph.statements.values():
        yield write.statement(statement)
    for claim in graph.claims.values():
        yield write.claim(claim)
    for measurement in graph.measurements.values():
        yield write.measurement(measurement)
    for conflict in graph.conflicts.values():
        yield write.conflict(conflict)


def _dataset(graph: Graph, triples: int) -> Iterator[Block]:
    """The data set and, for each class, how many things of it there are; ``triples`` leaves this part out."""
    names = Names(graph.base_iri)
    counts = Counter(entity.type for entity in graph.entities.values())
    records = {
        "Article": graph.articles,
        "Statement": graph.statements,
        "Claim": graph.claims,
        "Measurement": graph.measurements,
        "Conflict": graph.conflicts,
    }
    counts.update({name: len(things) for name, things in records.items() if things})
    dates = sorted(article.date for article in graph.articles.values() if article.date)
    me = f"{graph.base_iri}dataset"
    parts = {name: f"<{me}#{name}>" for name in sorted(counts)}
    rows = (
        (f"<{RDF}type>", (f"<{VOID}Dataset>", f"<{DCAT}Dataset>")),
        (f"<{DCTERMS}title>", (text("Knowledge graph of news articles", "en"),)),
        (
            f"<{DCTERMS}description>",
            (
                text(
                    "Facts that articles state, each with its sentence, time and source. "
                    "The facts are the program's reading; the quoted sentences remain their publishers'.",
                    "en",
                ),
            ),
        ),
        (f"<{DCTERMS}modified>", _maybe(dates[-1] if dates else None)),
        (f"<{DCTERMS}language>", tuple(text(tag) for tag in sorted({a.language for a in graph.articles.values()}))),
        (f"<{DCTERMS}provenance>", (text(f"kg {VERSION}"),)),
        (f"<{VOID}uriSpace>", (text(f"{graph.base_iri}resource/"),)),
        (f"<{VOID}vocabulary>", (f"<{graph.base_iri}ontology#>",)),
        (f"<{VOID}triples>", (typed(str(triples), "integer"),)),
        (f"<{VOID}entities>", (typed(str(len(graph.entities)), "integer"),)),
        (f"<{VOID}documents>", (typed(str(len(graph.articles)), "integer"),)),
        (f"<{VOID}classPartition>", tuple(parts.values())),
    )
    yield Block(f"<{me}>", tuple((predicate, objects) for predicate, objects in rows if objects))
    for name, part in parts.items():
        yield Block(
            part,
            ((f"<{VOID}class>", (names.term(name),)), (f"<{VOID}entities>", (typed(str(counts[name]), "integer"),))),
        )


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


class _Writer:
    """Blocks of one graph's records."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        names = Names(graph.base_iri)
        self.terms, self.resources = _Known(names.term), _Known(names.resource)
        self.integers = _Known(lambda number: typed(number, "integer"))
        self.decimals = _Known(lambda number: typed(decimal_text(number), "decimal"))
        self.facts = graph.facts
        self.same = same_as(graph.entities.values(), graph.ontology.wikidata)
        self.held = holdings(graph)
        self.language = {article.id: article.language for article in graph.articles.values()}

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

    def entity(self, entity: Entity, facts: dict[str, set[str]]) -> Block:
        return Block(
            self.resources[entity.id],
            self._rows(
                entity.type,
                (f"<{RDFS}label>", (text(entity.label),)),
                (f"<{SKOS}altLabel>", sorted(text(alias) for alias in {*entity.aliases} - {entity.label})),
                self._kg("known", _maybe(entity.known)),
                (f"<{OWL}sameAs>", (f"<{self.same[entity.id]}>",) if entity.id in self.same else ()),
                *((self.terms[relation], self._resources(facts[relation])) for relation in sorted(facts)),
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
