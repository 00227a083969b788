"""Two readers of one article: ours and a language model. All that either found, and who found it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.names import exact_key
from kg.ontology.definitions import Model
from kg.readers.llm import Llm
from kg.readers.llm.confidence import Confidence, load_confidence
from kg.readers.llm.plan import Plan
from kg.readers.own import Own
from kg.records import Article, Entity, Extraction, LocalClaim, LocalMeasurement, LocalStatement, Refusal, Span

__all__ = ["Both", "union"]


@dataclass(frozen=True, kw_only=True)
class Both:
    """Reads with ``own`` and with ``llm``, and keeps what either found."""

    own: Own
    llm: Llm

    @property
    def name(self) -> str:
        return f"{self.own.name} + {self.llm.name}"

    def prepare(self, articles: Sequence[Article]) -> None:
        self.llm.prepare(articles)

    def plan(self, articles: Sequence[Article]) -> Plan:
        return self.llm.plan(articles)

    def state(self, article: Article) -> str:
        return self.llm.state(article)

    def forget(self) -> None:
        self.llm.forget()

    def extract(self, article: Article) -> Extraction:
        told = self.llm.extract(article)
        if told.instead:
            return told
        return union(self.own.extract(article), told, self.llm.ontology.model, load_confidence())


def union(own: Extraction, told: Extraction, model: Model, confidence: Confidence) -> Extraction:
    """What our own reader and a language model found in one article, as one extraction.

    Where both have an entity the model's class counts; statements of ours that its class does not allow are refused.
    """
    joined = _joined(own, told, model)
    names = {entity.id: joined.get(entity.id, f"m{entity.id}") for entity in told.entities}
    entities = {entity.id: entity for entity in own.entities}
    for entity in told.entities:
        entities[names[entity.id]] = _merged(entities.get(names[entity.id]), replace(entity, id=names[entity.id]))
    types = {key: entity.type for key, entity in entities.items()}
    figures, place = _figures(own.measurements, [_renamed(m, names) for m in told.measurements])
    ours = [replace(st, amount=place[st.amount] if st.amount is not None else None) for st in own.statements]
    kept = [st for st in ours if model.allows(types[st.subject], st.relation, types[st.object])]
    refused = [
        Refusal(what="fact", reason="the other reader's class does not allow it", words=st.evidence.text[:300])
        for st in ours
        if st not in kept
    ]
    theirs = [
        replace(
            st,
            subject=names[st.subject],
            object=names[st.object],
            attributed_to=names[st.attributed_to] if st.attributed_to else None,
        )
        for st in told.statements
    ]
    mentions = {
        *own.mentions,
        *(replace(mention, entity=names[mention.entity]) for mention in told.mentions),
    }
    return Extraction(
        article=own.article,
        entities=tuple(entities.values()),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.entity, m.kind))),
        statements=tuple(_statements(kept, theirs, model, confidence)),
        claims=_claims(own.claims, [replace(claim, speaker=names[claim.speaker]) for claim in told.claims]),
        measurements=figures,
        refused=(*told.refused, *refused),
    )


def _joined(own: Extraction, told: Extraction, model: Model) -> dict[str, str]:
    """Which of our entities each of the model's is: one with a name at the same place, or with an equal name."""
    at: dict[Span, str] = {(m.start, m.end): m.entity for m in own.mentions if m.kind == "name"}
    top = {entity.id: model.top(entity.type) for entity in own.entities}
    by_name = {
        (top[entity.id], exact_key(name)): entity.id
        for entity in reversed(own.entities)
        for name in (entity.label, *entity.aliases)
    }
    votes: dict[str, Counter[str]] = {entity.id: Counter() for entity in told.entities}
    for mention in told.mentions:
        ours = at.get((mention.start, mention.end))
        if ours is not None and mention.kind == "name":
            votes[mention.entity][ours] += 1
    found: dict[str, str] = {}
    for entity in told.entities:
        keys = [(model.top(entity.type), exact_key(name)) for name in (entity.label, *entity.aliases)]
        named = next((by_name[key] for key in keys if key in by_name), None)
        voted = min(votes[entity.id].items(), key=lambda row: (-row[1], row[0]), default=(None, 0))[0]
        ours = named or voted
        if ours is not None and ours not in found.values():
            found[entity.id] = ours
    return found


def _merged(ours: Entity | None, theirs: Entity) -> Entity:
    if ours is None:
        return theirs
    names = dict.fromkeys((ours.label, *ours.aliases, theirs.label, *theirs.aliases))
    label, *aliases = names
    known = ours.known if ours.type == theirs.type else None
    return replace(ours, type=theirs.type, label=label, aliases=tuple(aliases), known=theirs.known or known)


def _statements(
    ours: Sequence[LocalStatement], theirs: Sequence[LocalStatement], model: Model, confidence: Confidence
) -> Iterator[LocalStatement]:
    """Each fact of a sentence once; one that both found has the model's modality and both of their qualifiers."""
    left = list(ours)
    for st in theirs:
        same = next((other for other in left if _is_same(other, st, model)), None)
        if same is None:
            yield replace(st, confidence=confidence.alone("llm", st.confidence, st.relation))
            continue
        left.remove(same)
        spans = {name: getattr(same.evidence, name) or getattr(st.evidence, name) for name in ("subject", "object")}
        yield replace(
            same,
            evidence=replace(same.evidence, **spans) if same.subject == st.subject else same.evidence,
            modality=st.modality,
            time=st.time or same.time,
            attributed_to=same.attributed_to or st.attributed_to,
            position=same.position or st.position,
            confidence=confidence.both(same.confidence, st.confidence),
            readers=tuple(sorted({*same.readers, *st.readers})),
        )
    for st in left:
        yield replace(st, confidence=confidence.alone("own", st.confidence, st.relation))


def _is_same(ours: LocalStatement, theirs: LocalStatement, model: Model) -> bool:
    """The same fact (denied by both or by none) in sentences that overlap."""
    if ours.relation != theirs.relation or (ours.modality == "negated") != (theirs.modality == "negated"):
        return False
    sides = (ours.subject, ours.object)
    turned = model.symmetric(ours.relation) and sides == (theirs.object, theirs.subject)
    if sides != (theirs.subject, theirs.object) and not turned:
        return False
    return ours.evidence.start < theirs.evidence.end and theirs.evidence.start < ours.evidence.end


def _claims(ours: Sequence[LocalClaim], theirs: Sequence[LocalClaim]) -> tuple[LocalClaim, ...]:
    """All claims; of two that overlap in the mouth of one speaker the longer one."""
    found: list[LocalClaim] = []
    for claim in sorted((*ours, *theirs), key=lambda claim: (claim.start - claim.end, claim.start)):
        if not any(
            claim.speaker == other.speaker and claim.start < other.end and other.start < claim.end for other in found
        ):
            found.append(claim)
    return tuple(sorted(found, key=lambda claim: (claim.start, claim.end, claim.speaker)))


def _renamed(measurement: LocalMeasurement, names: Mapping[str, str]) -> LocalMeasurement:
    return replace(measurement, subject=names[measurement.subject])


def _figures(
    ours: Sequence[LocalMeasurement], theirs: Sequence[LocalMeasurement]
) -> tuple[tuple[LocalMeasurement, ...], dict[int, int]]:
    """All measurements, each figure of the text once; and the new places of ours by the old."""
    found = list(theirs)
    places = {m.evidence.trigger: n for n, m in enumerate(found)}
    moved = {}
    for number, m in enumerate(ours):
        at = places.get(m.evidence.trigger) if m.evidence.trigger else None
        if at is None:
            at = len(found)
            found.append(m)
        moved[number] = at
    return tuple(found), moved
