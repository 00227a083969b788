"""What the page knows of a graph, as plain columns for JSON: small, and quick to read in a browser.

Texts that repeat (sentences, dates, rules) stand once in ``text``; columns hold their indices.
Spans count code points from the start of the sentence; -1 where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kg.explain import Words
from kg.explore.communities import communities
from kg.explore.labels import Labels
from kg.explore.layout import Points
from kg.explore.sure import STRONG, first_confidence
from kg.explore.texts import Texts
from kg.graph import Graph
from kg.holding import holdings
from kg.records import UPDATE, Evidence, Measurement, Span, Statement

__all__ = ["LANGUAGES", "MODALITIES", "payload"]

LANGUAGES = ("vi", "en")
MODALITIES = ("asserted", "reported", "planned", "negated")
SURROGATES = re.compile("[\ud800-\udfff]")


def payload(
    graph: Graph,
    positions: Points,
    *,
    sure: Points,
    title: str,
    labels: Labels,
    total: int,
    texts: Texts,
    titled: bool = True,
) -> dict[str, Any]:
    """The page's data, but for the articles' ``texts``. ``positions`` has a row for each entity in order of ids, and
    ``sure`` those while only what is sure is shown; ``total`` counts the entities of the graph that ``graph`` may be
    a part of. A title that is not ``titled`` is the page's own, and changes with its language."""
    data = _Columns(graph, labels, texts).all(positions, title, titled, total)
    if data["confidence"]:
        data["nodes"] |= {"sureX": _rounded(sure[:, 0]), "sureY": _rounded(sure[:, 1])}
    return data


class _Columns:
    def __init__(self, graph: Graph, labels: Labels, texts: Texts) -> None:
        self.graph = graph
        self.texts = texts
        self.holdings = holdings(graph)
        self.labels = labels
        self.text: list[str] = []
        self.text_index: dict[str, int] = {}
        self.node = {key: i for i, key in enumerate(graph.entities)}
        self.article = {key: i for i, key in enumerate(graph.articles)}
        self.statement = {key: i for i, key in enumerate(graph.statements)}
        self.measurement = {key: i for i, key in enumerate(graph.measurements)}

    def all(self, positions: Points, title: str, titled: bool, total: int) -> dict[str, Any]:
        graph = self.graph
        edges = sorted((self.node[u], self.node[v], key) for u, key, v in graph.facts)
        classes = sorted({entity.type for entity in graph.entities.values()})
        relations = sorted({key for _, _, key in edges})
        edge_of = {edge: i for i, edge in enumerate(edges)}
        return {
            "title": clean(title),
            "titled": titled,
            "base": clean(graph.base_iri),
            "total": total,
            "confidence": first_confidence(self.graph),
            "texts": self.texts.state,
            "classes": [
                {**self._name(name), "parents": self.labels.above(name), "color": self.labels.color(name)}
                for name in classes
            ],
            "relations": [self._name(name) for name in relations],
            "conflict": self._name("Conflict"),
            "nodes": {
                "id": [clean(key) for key in graph.entities],
                "label": [clean(entity.label) for entity in graph.entities.values()],
                "cls": [classes.index(entity.type) for entity in graph.entities.values()],
                "community": communities(len(graph.entities), [(u, v) for u, v, _ in edges]),
                "alias": [[clean(alias) for alias in entity.aliases] for entity in graph.entities.values()],
                "x": _rounded(positions[:, 0]),
                "y": _rounded(positions[:, 1]),
            },
            "edges": {
                "from": [u for u, _, _ in edges],
                "to": [v for _, v, _ in edges],
                "rel": [relations.index(key) for _, _, key in edges],
            },
            "statements": self._statements(edge_of),
            "claims": self._claims(),
            "measurements": self._measurements(),
            "metrics": self._metrics(),
            "conflicts": self._conflicts(),
            "articles": self._articles(),
            "text": self.text,
        }

    def _name(self, name: str) -> dict[str, Any]:
        return {"id": clean(name), **{language: clean(self.labels.of(name, language)) for language in LANGUAGES}}

    def _put(self, text: str | None) -> int:
        """The index of ``text``; -1 for none."""
        if not text:
            return -1
        text = clean(text)
        if text not in self.text_index:
            self.text_index[text] = len(self.text)
            self.text.append(text)
        return self.text_index[text]

    def _of(self, entity: str | None) -> int:
        return -1 if entity is None else self.node.get(entity, -1)

    def _statements(self, edge_of: dict[tuple[int, int, str], int]) -> dict[str, list[Any]]:
        rows: Iterable[Statement] = self.graph.statements.values()
        return _columns(
            "id edge article mod time held by conf position purpose amount rule text start spans",
            (
                {
                    "id": clean(st.id),
                    "edge": edge_of[self.node[st.subject], self.node[st.object], st.relation],
                    "article": self.article.get(st.article, -1),
                    "mod": MODALITIES.index(st.modality),
                    "time": self._put(st.time),
                    "held": self._put(self._held(st)),
                    "by": self._of(st.attributed_to),
                    "conf": round(st.confidence, 3),
                    "position": self._put(st.position),
                    "purpose": self._put(st.purpose),
                    "amount": self.measurement.get(st.amount or "", -1),
                    "rule": self._put(st.rule),
                    **self._evidence(st.evidence),
                    "spans": self._spans(st.evidence, st.subject, st.object),
                }
                for st in rows
            ),
        )

    def _held(self, st: Statement) -> str | None:
        """From when to when the fact is said to hold, where something says since when or until when."""
        held = self.holdings.get((st.subject, st.relation, st.object))
        if held is None or not (held.since or held.until):
            return None
        begin, end = (held.since or held.first or "").partition("/")[0], held.until or held.as_of or held.since or ""
        return f"{begin}/{end.rpartition('/')[2]}" if begin else None

    def _evidence(self, evidence: Evidence) -> dict[str, int]:
        return {"text": self._put(evidence.text), "start": evidence.start}

    def _spans(self, evidence: Evidence, subject: str, object_: str) -> list[int]:
        """Start and end of subject, trigger and object in the sentence, found by name where the record has none."""
        found = [
            _within(evidence, evidence.subject) or self._named(evidence.text, subject),
            _within(evidence, evidence.trigger),
            _within(evidence, evidence.object) or self._named(evidence.text, object_),
        ]
        return [place for span in found for place in (span or (-1, -1))]

    def _named(self, sentence: str, entity: str) -> Span | None:
        record = self.graph.entities[entity]
        for name in sorted({record.label, *record.aliases}, key=lambda name: (-len(name), name)):
            if name and (start := sentence.find(name)) >= 0:
                return start, start + len(name)
        return None

    def _claims(self) -> dict[str, list[Any]]:
        return _columns(
            "id by text article start time venue",
            (
                {
                    "id": clean(claim.id),
                    "by": self._of(claim.speaker),
                    "text": self._put(claim.text),
                    "article": self.article.get(claim.article, -1),
                    "start": claim.start,
                    "time": self._put(claim.time),
                    "venue": self._put(claim.venue),
                }
                for claim in self.graph.claims.values()
            ),
        )

    def _measurements(self) -> dict[str, list[Any]]:
        rows: Iterable[Measurement] = self.graph.measurements.values()
        return _columns(
            "id of metric value unit time article text start figure",
            (
                {
                    "id": clean(row.id),
                    "of": self._of(row.subject),
                    "metric": self._put(row.metric),
                    "value": clean(row.value),
                    "unit": clean(row.unit),
                    "time": self._put(row.time),
                    "article": self.article.get(row.article, -1),
                    **self._evidence(row.evidence),
                    "figure": list(_within(row.evidence, row.evidence.trigger) or (-1, -1)),
                }
                for row in rows
            ),
        )

    def _metrics(self) -> dict[str, dict[str, str]]:
        """What each metric is called in each language."""
        named = sorted({row.metric for row in self.graph.measurements.values() if row.metric})
        words = {language: Words.of(language) for language in LANGUAGES}
        return {clean(name): {one: clean(words[one].metric(name)) for one in LANGUAGES} for name in named}

    def _conflicts(self) -> list[dict[str, Any]]:
        return [
            {
                "id": clean(conflict.id),
                "kind": self._name(conflict.kind),
                "words": self.labels.sentences.get(conflict.kind, {}),
                "update": conflict.kind == UPDATE,
                "strong": conflict.strength >= STRONG,
                "statements": [self.statement[key] for key in conflict.statements if key in self.statement],
                "measurements": [self.measurement[key] for key in conflict.statements if key in self.measurement],
                "nodes": [self.node[key] for key in conflict.entities if key in self.node],
            }
            for conflict in sorted(
                self.graph.conflicts.values(), key=lambda one: (one.kind == UPDATE, -one.strength, one.id)
            )
        ]

    def _articles(self) -> dict[str, list[Any]]:
        leads = dict(zip(self.graph.articles, self.texts.leads, strict=False))
        return _columns(
            "id title lead source url date outlet mentions",
            (
                {
                    "id": clean(article.id),
                    "title": clean(article.title or ""),
                    "lead": clean(leads.get(article.id, "")),
                    "source": clean(article.source),
                    "url": clean(article.url or ""),
                    "date": clean(article.date or ""),
                    "outlet": clean(article.outlet or ""),
                    "mentions": sorted(
                        self.node[key] for key in set(self.graph.mentions.get(article.id, ())) if key in self.node
                    ),
                }
                for article in self.graph.articles.values()
            ),
        )


def _rounded(row: Points) -> list[float]:
    return [round(float(place), 1) for place in row]


def _columns(names: str, rows: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = {name: [] for name in names.split()}
    for row in rows:
        for name, column in made.items():
            column.append(row[name])
    return made


def _within(evidence: Evidence, span: Span | None) -> Span | None:
    if span is None or span[0] < evidence.start or span[1] > evidence.end or span[0] >= span[1]:
        return None
    return span[0] - evidence.start, span[1] - evidence.start


def clean(text: str) -> str:
    """``text`` as UTF-8 can hold it: lone surrogates become U+FFFD, one for one, so that spans stay right."""
    return SURROGATES.sub("\ufffd", text)
