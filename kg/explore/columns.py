"""What articles say, as the page has it: plain columns, of some articles at a time, which stay what they are whatever
other articles say.

Texts that repeat (sentences, dates, rules) stand once in ``text``, entities and relations in ``names`` and
``relations``; columns hold their indices there, and those of rows of the same articles. -1 is none. Spans count code
points from the start of the sentence. ``assets/js/columns.js`` puts all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from kg.explore.payload import MODALITIES, clean
from kg.explore.texts import Texts
from kg.export.groups import Group, groups, is_last
from kg.graph import Graph
from kg.holding import Held, holdings
from kg.records import Evidence, Span, Statement

__all__ = ["Columns"]


class Columns:
    """Those of one graph, of which ``texts`` travel with it."""

    def __init__(self, graph: Graph, texts: Texts) -> None:
        self._graph = graph
        self._texts = texts
        self._holdings = holdings(graph)

    def some(self) -> Iterator[tuple[Group, ...]]:
        """Articles with what they say, those together that are written together; where there are none, nothing."""
        found: list[Group] = []
        if not self._graph.articles:
            yield ()
        for group in groups(self._graph):
            if group.entities or group.conflicts:
                break
            found.append(group)
            if group.article is None or is_last(group.article.id):
                yield tuple(found)
                found = []
        if found:
            yield tuple(found)

    def made_from(self, some: Sequence[Group]) -> bytes | None:
        """What ``of`` comes from, beside the program and the ontology; None where that is not known."""
        told: list[object] = [self._texts.state]
        for group in some:
            origin = self._graph.origins.get(group.article.id) if group.article else None
            if origin is None:
                return None
            told.append(origin)
            for st in group.statements:
                told.append(self._held(st))
                if _unmarked(st.evidence):
                    sides = (self._graph.entities[side] for side in (st.subject, st.object))
                    told.append([(one.label, one.aliases) for one in sides])
        return repr(told).encode("utf-8", "backslashreplace")

    def of(self, some: Sequence[Group]) -> dict[str, Any]:
        """The columns of these articles."""
        return _Some(self._graph, self._texts, some, self._held).all()

    def _held(self, st: Statement) -> str | None:
        """From when to when the fact is said to hold, where something says since when or until when."""
        held = self._holdings.get((st.subject, st.relation, st.object))
        return _while(held) if held else None


def _while(held: Held) -> str | None:
    if not (held.since or held.until):
        return None
    begin, end = (held.since or held.first or "").partition("/")[0], held.until or held.as_of or held.since or ""
    return f"{begin}/{end.rpartition('/')[2]}" if begin else None


class _Numbered:
    """Texts in the order in which they were asked for first, with their numbers."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, text: str | None) -> int:
        """The number of ``text``; -1 for none."""
        if not text:
            return -1
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.all)
            self.all.append(clean(text))
        return found


class _Some:
    """The columns of some articles being made."""

    def __init__(self, graph: Graph, texts: Texts, some: Sequence[Group], held: Any) -> None:
        self.graph, self.texts, self.held, self.some = graph, texts, held, some
        self.text, self.names, self.relations = _Numbered(), _Numbered(), _Numbered()
        self.articles = {id_: n for n, id_ in enumerate(group.article.id for group in some if group.article)}
        rows = chain.from_iterable(group.measurements for group in some)
        self.figures = {row.id: n for n, row in enumerate(rows)}

    def all(self) -> dict[str, Any]:
        told = {
            "articles": self._articles(),
            "statements": self._statements(),
            "claims": self._claims(),
            "measurements": self._measurements(),
        }
        return told | {"names": self.names.all, "relations": self.relations.all, "text": self.text.all}

    def _of(self, entity: str | None) -> int:
        return self.names.of(entity) if entity in self.graph.entities else -1

    def _statements(self) -> dict[str, list[Any]]:
        put = self.text.of
        return _columns(
            "id from to rel article mod time held by conf position purpose amount rule text start spans",
            (
                (
                    clean(st.id),
                    self._of(st.subject),
                    self._of(st.object),
                    self.relations.of(st.relation),
                    self.articles.get(st.article, -1),
                    MODALITIES.index(st.modality),
                    put(st.time),
                    put(self.held(st)),
                    self._of(st.attributed_to),
                    round(st.confidence, 3),
                    put(st.position),
                    put(st.purpose),
                    self.figures.get(st.amount or "", -1),
                    put(st.rule),
                    put(st.evidence.text),
                    st.evidence.start,
                    self._spans(st.evidence, st.subject, st.object),
                )
                for group in self.some
                for st in group.statements
            ),
        )

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
        put = self.text.of
        return _columns(
            "id by text article start time venue",
            (
                (
                    clean(claim.id),
                    self._of(claim.speaker),
                    put(claim.text),
                    self.articles.get(claim.article, -1),
                    claim.start,
                    put(claim.time),
                    put(claim.venue),
                )
                for group in self.some
                for claim in group.claims
            ),
        )

    def _measurements(self) -> dict[str, list[Any]]:
        put = self.text.of
        return _columns(
            "id of metric value unit time article text start figure",
            (
                (
                    clean(row.id),
                    self._of(row.subject),
                    put(row.metric),
                    clean(row.value),
                    clean(row.unit),
                    put(row.time),
                    self.articles.get(row.article, -1),
                    put(row.evidence.text),
                    row.evidence.start,
                    list(_within(row.evidence, row.evidence.trigger) or (-1, -1)),
                )
                for group in self.some
                for row in group.measurements
            ),
        )

    def _articles(self) -> dict[str, list[Any]]:
        articles = (group.article for group in self.some if group.article)
        return _columns(
            "id title lead source url date outlet mentions",
            (
                (
                    clean(article.id),
                    clean(article.title or ""),
                    clean(self.texts.lead(article)),
                    clean(article.source),
                    clean(article.url or ""),
                    clean(article.date or ""),
                    clean(article.outlet or ""),
                    self._mentions(article.id),
                )
                for article in articles
            ),
        )

    def _mentions(self, article: str) -> list[int]:
        named = sorted(set(self.graph.mentions.get(article, ())))
        return [self._of(entity) for entity in named if entity in self.graph.entities]


def _columns(names: str, rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    keys = names.split()
    made: list[list[Any]] = [[] for _ in keys]
    for row in rows:
        for column, value in zip(made, row, strict=True):
            column.append(value)
    return dict(zip(keys, made, strict=True))


def _unmarked(evidence: Evidence) -> bool:
    """Whether subject or object of a fact must be looked for in its sentence."""
    return _within(evidence, evidence.subject) is None or _within(evidence, evidence.object) is None


def _within(evidence: Evidence, span: Span | None) -> Span | None:
    if span is None or span[0] < evidence.start or span[1] > evidence.end or span[0] >= span[1]:
        return None
    return span[0] - evidence.start, span[1] - evidence.start
