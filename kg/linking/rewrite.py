"""Statements, claims and measurements of many articles, told of the global entities."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

from kg.files.parts import Parts
from kg.graph import Graph
from kg.linking.clusters import Ids
from kg.linking.columns import Column, columns_of, names_of
from kg.linking.conflicts import find_conflicts
from kg.linking.copies import copies_of
from kg.linking.kept import FORM, Columns, Reading, kept
from kg.linking.outline import Outline
from kg.linking.verdicts import Verdicts
from kg.linking.words import Words
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology
from kg.records import (
    Article,
    Claim,
    Entity,
    Extraction,
    LocalClaim,
    LocalMeasurement,
    LocalStatement,
    Measurement,
    Statement,
    stable_hash,
)

__all__ = ["rewrite"]

_ID = attrgetter("id")


def rewrite(
    outlines: Iterable[Outline],
    entities: Iterable[Entity],
    ids: Ids,
    ontology: Ontology,
    *,
    base_iri: str,
    words: Words,
    verdicts: Verdicts,
    parts: Parts | None = None,
) -> Graph:
    """The graph of ``outlines``; ``ids`` gives each article's entities their global ids.

    Statements, claims and measurements get theirs here, from the article and its own names alone, so that they
    stay what they are whatever other articles say. What names an entity that is not in ``ids`` is left out,
    and so is a statement whose subject and object turn out to be one, or of other classes than their article took them
    for, which its relation does not join, or that ``verdicts`` have found to be wrong. ``parts`` has what was made of
    articles before.
    """
    by_id = {entity.id: entity for entity in entities}
    statements: dict[str, Statement] = {}
    claims: dict[str, Claim] = {}
    measurements: dict[str, Measurement] = {}
    mentions: dict[str, tuple[str, ...]] = {}
    articles: dict[str, Article] = {}
    origins: dict[str, bytes] = {}
    sketches: dict[str, str] = {}
    judged, reading, known = verdicts.digest(), Reading(), parts or Parts()
    for outline in outlines:
        articles[outline.article.id] = outline.article
        sketches[outline.article.id] = outline.gist.sketch
        article = _Article(outline, ids.of.get(outline.article.id, {}), by_id)
        mentions[article.id] = tuple(sorted(set(article.of.values())))
        key = content = None
        if outline.digest:
            origins[article.id] = origin = article.origin(outline.digest + judged)
            key = known.key(FORM, (article.id.encode("utf-8"), origin))
            content = known.get(key)
        form = marshal.loads(content) if content else kept(article.columns(ontology.model), outline.article.text)
        if key and not content:
            known.put(key, marshal.dumps(form))
        told = reading.read(form, outline.article)
        measurements.update(zip(map(_ID, told.measurements), told.measurements, strict=True))
        claims.update(zip(map(_ID, told.claims), told.claims, strict=True))
        statements.update(zip(map(_ID, told.statements), told.statements, strict=True))
    statements = verdicts.judged(statements)
    copies = copies_of(articles.values(), sketches)
    conflicts = find_conflicts(
        articles, by_id, statements.values(), measurements.values(), ontology.model, words, copies=copies
    )
    graph = Graph(
        articles=articles,
        entities=by_id,
        statements=statements,
        claims=claims,
        measurements=measurements,
        mentions=mentions,
        conflicts=conflicts,
        copies=copies,
        base_iri=base_iri,
        ontology=ontology,
    )
    object.__setattr__(graph, "origins", origins)
    return graph


class _Article:
    """One extraction with the global ids of its entities."""

    def __init__(self, outline: Outline, ids: Mapping[str, str], entities: Mapping[str, Entity]) -> None:
        self.id = outline.article.id
        self.outline = outline
        local = outline.gist.entities
        self.entities = entities
        #: Global ids by the entities' keys.
        self.of = {entity.id: ids[entity.id] for entity in local if entity.id in ids}

    @cached_property
    def names(self) -> dict[str, str]:
        """The article's own labels by the entities' keys."""
        return {entity.id: entity.label for entity in self.outline.gist.entities}

    @cached_property
    def types(self) -> dict[str, str]:
        """The classes that all articles together give by the entities' keys."""
        return {key: self.entities[id_].type for key, id_ in self.of.items()}

    @cached_property
    def own(self) -> dict[str, str]:
        """The article's own classes by the entities' keys."""
        return {entity.id: entity.type for entity in self.outline.gist.entities}

    def origin(self, digest: bytes) -> bytes:
        """A digest of all that the article's records in the graph are made from, beside the program and the ontology;
        ``digest`` is one of its extraction and of what people decided."""
        told = "\n".join(chain(self.of, self.of.values(), [self.entities[id_].type for id_ in self.of.values()]))
        return hashlib.blake2b(digest + told.encode("utf-8", "backslashreplace"), digest_size=20).digest()

    def columns(self, model: Model) -> Columns:
        """All records of the article, in columns."""
        extraction = self.outline.whole()
        figures = {n: m for n, m in enumerate(extraction.measurements) if m.subject in self.of}
        ids = dict(zip(figures, _ids("m-", map(self._key, figures.values())), strict=True))
        return (
            self._statements(extraction, model, ids),
            self._claims([claim for claim in extraction.claims if claim.speaker in self.of]),
            self._measurements(list(figures.values()), list(ids.values())),
        )

    def _statements(self, extraction: Extraction, model: Model, figures: Mapping[int, str]) -> list[Column]:
        """Of statements of one fact in one sentence the surest; ``figures`` are ids by the index in the extraction."""
        found: dict[tuple[object, ...], _Told] = {}
        for st in extraction.statements:
            if st.subject not in self.of or st.object not in self.of or self.of[st.subject] == self.of[st.object]:
                continue
            if self._allows(model, st, self.own) and not self._allows(model, st, self.types):
                continue
            sides = [self.names[st.subject], self.names[st.object]]
            subject, object_ = self.of[st.subject], self.of[st.object]
            if model.symmetric(st.relation):
                sides.sort()
                if object_ < subject:
                    subject, object_ = object_, subject
                    spans = st.evidence
                    st = replace(st, evidence=replace(spans, subject=spans.object, object=spans.subject))
            place = (st.modality, str(st.evidence.start), str(st.evidence.end))
            told = _Told(st, subject, object_, (self.id, sides[0], st.relation, sides[1], *place))
            same = (subject, st.relation, object_, *place)
            if same not in found or told.rank < found[same].rank:
                found[same] = told
        if not found:
            return []
        every = list(found.values())
        own = _named(LocalStatement, [one.statement for one in every]) | {
            "id": list(_ids("st-", [one.key for one in every])),
            "subject": [one.subject for one in every],
            "object": [one.object for one in every],
            "article": [self.id] * len(every),
            "attributed_to": [self.of.get(one.statement.attributed_to or "") for one in every],
            "amount": [None if (n := one.statement.amount) is None else figures.get(n) for one in every],
        }
        return [own[name] for name in names_of(Statement)]

    @staticmethod
    def _allows(model: Model, st: LocalStatement, types: Mapping[str, str]) -> bool:
        return model.allows(types[st.subject], st.relation, types[st.object])

    def _claims(self, claims: Sequence[LocalClaim]) -> list[Column]:
        if not claims:
            return []
        keys = [(self.id, self.names[c.speaker], str(c.start), str(c.end), c.text) for c in claims]
        own = _named(LocalClaim, claims) | {
            "id": list(_ids("claim-", keys)),
            "speaker": [self.of[claim.speaker] for claim in claims],
            "article": [self.id] * len(claims),
        }
        return [own[name] for name in names_of(Claim)]

    def _measurements(self, figures: Sequence[LocalMeasurement], ids: Sequence[str]) -> list[Column]:
        if not figures:
            return []
        own = _named(LocalMeasurement, figures) | {
            "id": ids,
            "subject": [self.of[m.subject] for m in figures],
            "article": [self.id] * len(figures),
        }
        return [own[name] for name in names_of(Measurement)]

    def _key(self, m: LocalMeasurement) -> tuple[str, ...]:
        # Hashed by itself, so that ids are those of builds before this one.
        place, _ = m.evidence.trigger or (m.evidence.start, 0)
        figure = f"m-{stable_hash([self.id, m.value, m.unit, str(place)])}"
        sentence = (str(m.evidence.start), str(m.evidence.end))
        return self.id, self.names[m.subject], m.metric, m.value, m.unit, *sentence, m.time or "", figure


def _named(kind: type, records: Iterable[Any]) -> dict[str, Column]:
    """The columns of records by their names."""
    return dict(zip(names_of(kind), columns_of(kind, records), strict=True))


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement with the global ids of its sides and what its own id comes from."""

    statement: LocalStatement
    subject: str
    object: str
    key: tuple[str, ...]

    @property
    def rank(self) -> tuple[float, bool, bool, str]:
        """Of two statements of one fact in one sentence the surer and fuller one stays."""
        st = self.statement
        return -st.confidence, st.time is None, st.attributed_to is None, f"{st.time}{st.position}{st.rule}{self.key}"


def _ids(prefix: str, keys: Iterable[Sequence[str]]) -> Iterator[str]:
    """An id for each key; equal ones are told apart by their number."""
    met: dict[Sequence[str], int] = {}
    for key in keys:
        before = met.get(key, 0)
        yield prefix + stable_hash((*key, str(before)))
        met[key] = before + 1
