"""What the pages for people show of a graph: facts, claims and figures as cards, each with the article it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.explain import Decided, Words
from kg.explore.texts import lead
from kg.graph import Graph
from kg.records import UPDATE, Claim, Measurement, Statement

__all__ = ["Cards", "Clash", "Fact", "Figure", "Place", "Said", "anchor_of"]

Part = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An article as a card names it; ``anchor`` is its sentence on the article's page."""

    id: str
    title: str
    outlet: str | None
    date: str | None
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement. ``parts`` are pieces of its sentence with what each is: subject, trigger, object, or nothing."""

    id: str
    subject: str
    subject_label: str
    relation: str
    object: str
    object_label: str
    modality: str
    how: str
    time: str
    parts: tuple[Part, ...]
    by: str | None
    by_label: str
    position: str | None
    purpose: str | None
    amount: str
    confidence: str
    place: Place
    decided: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim."""

    speaker: str
    speaker_label: str
    text: str
    time: str
    venue: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measurement."""

    subject: str
    subject_label: str
    metric: str
    value: str
    unit: str
    text: str
    time: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A conflict: what clashes, in a word and in a sentence, and its sides."""

    kind: str
    words: str
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]


def anchor_of(start: int) -> str:
    """The name of the sentence that begins at ``start``, on its article's page."""
    return f"s{start}"


class Cards:
    """Makes the cards of one graph; ``decided`` are what people decided about it, ``texts`` those of articles by id."""

    def __init__(
        self,
        graph: Graph,
        decided: Sequence[Decided] = (),
        texts: Mapping[str, str] | None = None,
        language: str = "vi",
    ) -> None:
        self.graph = graph
        self.language = language
        self.words = Words.of(language)
        self._model = graph.ontology.model
        self._about: dict[str, list[str]] = defaultdict(list)
        for one in decided:
            line = one.words(self.words, self._model)
            for id_ in one.about:
                self._about[id_].append(line)
        self.texts = texts or {}
        self._names = {
            id_: article.title or lead(self.texts.get(id_, "")) or article.source
            for id_, article in graph.articles.items()
        }

    def decided(self, id_: str) -> tuple[str, ...]:
        """What people decided about a statement or an entity."""
        return tuple(self._about.get(id_, ()))

    def label(self, id_: str) -> str:
        entity = self.graph.entities.get(id_)
        return entity.label if entity else self._names.get(id_, id_)

    def kind(self, name: str) -> str:
        """What a class is called."""
        known = self._model.classes.get(name)
        return known.labels.get(self.language, name) if known else name

    def place(self, article: str, start: int | None = None) -> Place:
        known = self.graph.articles[article]
        return Place(
            id=article,
            title=self._names[article],
            outlet=known.outlet,
            date=self.words.time(known.date) if known.date else None,
            anchor=anchor_of(start) if start is not None else "",
        )

    def fact(self, st: Statement) -> Fact:
        relation = self._model.relations.get(st.relation)
        amount = self.graph.measurements.get(st.amount or "")
        modality = self._model.modalities.get(st.modality, {})
        return Fact(
            id=st.id,
            subject=st.subject,
            subject_label=self.label(st.subject),
            relation=relation.labels.get(self.language, st.relation) if relation else st.relation,
            object=st.object,
            object_label=self.label(st.object),
            modality=st.modality,
            how=modality.get(self.language, st.modality),
            time=self._time(st.time),
            parts=_marked(st),
            by=st.attributed_to,
            by_label=self.label(st.attributed_to) if st.attributed_to else "",
            position=st.position,
            purpose=st.purpose,
            amount=f"{self.words.number(amount.value)} {amount.unit}" if amount else "",
            confidence=self.words.number(f"{st.confidence:.2f}"),
            place=self.place(st.article, st.evidence.start),
            decided=self.decided(st.id),
        )

    def said(self, claim: Claim) -> Said:
        return Said(
            speaker=claim.speaker,
            speaker_label=self.label(claim.speaker),
            text=claim.text,
            time=self._time(claim.time),
            venue=self.label(claim.venue) if claim.venue else None,
            place=self.place(claim.article, claim.start),
        )

    def figure(self, one: Measurement) -> Figure:
        return Figure(
            subject=one.subject,
            subject_label=self.label(one.subject),
            metric=self.words.metric(one.metric),
            value=self.words.number(one.value),
            unit=one.unit,
            text=one.evidence.text,
            time=self._time(one.time),
            place=self.place(one.article, one.evidence.start),
        )

    def clashes(self, id_: str) -> tuple[Clash, ...]:
        """The conflicts that an entity is in, the surest contradictions first."""
        graph = self.graph
        found = [one for one in graph.conflicts.values() if id_ in one.entities]
        rules = self._model.conflict_rules
        return tuple(
            Clash(
                kind=rules.get(one.kind, {}).get(self.language, one.kind),
                words=self._model.conflict_words.get(one.kind, {}).get(self.language, ""),
                facts=tuple(self.fact(graph.statements[key]) for key in one.statements if key in graph.statements),
                figures=tuple(
                    self.figure(graph.measurements[key]) for key in one.statements if key in graph.measurements
                ),
            )
            for one in sorted(found, key=lambda one: (one.kind == UPDATE, -one.strength, one.id))
        )

    def facts(self, statements: Iterable[Statement]) -> tuple[Fact, ...]:
        """The surest first."""
        return tuple(self.fact(st) for st in sorted(statements, key=lambda st: (-st.confidence, st.article, st.id)))

    def _time(self, edtf: str | None) -> str:
        return self.words.time(edtf) if edtf else ""


def _marked(st: Statement) -> tuple[Part, ...]:
    """The sentence in pieces; of spans that overlap the first counts."""
    evidence, text = st.evidence, st.evidence.text
    spans = sorted(
        (span[0] - evidence.start, span[1] - evidence.start, role)
        for role, span in (("subject", evidence.subject), ("trigger", evidence.trigger), ("object", evidence.object))
        if span is not None
    )
    parts: list[Part] = []
    at = 0
    for start, end, role in spans:
        if start < at or end > len(text) or end <= start:
            continue
        parts += [(text[at:start], ""), (text[start:end], role)]
        at = end
    return tuple(part for part in (*parts, (text[at:], "")) if part[0])
