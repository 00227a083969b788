"""The facts of an answer that the article holds, each with its true place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from kg.ontology.definitions import Model
from kg.readers.llm.answer import Fact
from kg.readers.llm.confidence import Confidence
from kg.readers.llm.entities import Known
from kg.readers.llm.places import How, Place, Places
from kg.readers.llm.scene import Scene
from kg.readers.llm.times import time_of
from kg.records import Evidence, LocalStatement, Modality, Refusal, Span

__all__ = ["FactChecker"]

#: How a side of a fact stands in its evidence, the surest first.
NAMED, WORDS, REFERENCE, BEFORE = "named", "words", "reference", "before"
STANDING = (NAMED, WORDS, REFERENCE, BEFORE)
#: Sentences before the evidence in which a side may be named that the evidence leaves out.
BACK = 1
#: Pieces of an evidence no more than so many sentences apart are one stretch.
NEAR = 2


class _NotSoError(Exception):
    """Why a fact is refused."""


@dataclass(frozen=True, slots=True)
class _Side:
    """How a side stands in an evidence, and where; nowhere when the sentence before names it."""

    how: str
    span: Span | None

    @property
    def rank(self) -> int:
        return STANDING.index(self.how)


class FactChecker:
    """Checks facts of one article's answer; ``refused`` are those that were not believed, with the reasons."""

    def __init__(
        self,
        scene: Scene,
        places: Places,
        model: Model,
        confidence: Confidence,
        reader: str,
    ) -> None:
        self._scene = scene
        self._places = places
        self._model = model
        self._relations = {name.casefold(): name for name in model.relations}
        self._confidence = confidence
        self._reader = reader
        self._named = {span: key for key, spans in scene.names.items() for span in spans}
        self._bare: dict[str, list[Span]] = {}
        self.refused: list[Refusal] = []

    def check(self, facts: Sequence[Fact], entities: Mapping[str, Known]) -> list[LocalStatement]:
        """The facts that stand; ``entities`` are those of the answer by its own ids."""
        found = []
        for fact in facts:
            try:
                found.append(self._checked(fact, entities))
            except _NotSoError as no:
                words = f"{fact.s} {fact.p} {fact.o}: {fact.evidence}"
                self.refused.append(Refusal(what="fact", reason=str(no), words=words[:300]))
        return found

    def _checked(self, fact: Fact, entities: Mapping[str, Known]) -> LocalStatement:
        relation = self._relations.get(fact.p.casefold())
        if relation is None:
            raise _NotSoError("no relation of the ontology")
        subject, object_ = entities.get(fact.s), entities.get(fact.o)
        if subject is None or object_ is None:
            raise _NotSoError("a side that is no entity of the article")
        if subject is object_:
            raise _NotSoError("both sides are one")
        if not self._model.allows(subject.type, relation, object_.type):
            raise _NotSoError("classes that the relation does not join")
        if fact.modality not in get_args(Modality):
            raise _NotSoError("no modality")
        readings = self._places.evidence(fact.evidence)
        if not readings:
            raise _NotSoError("the article does not hold its evidence")
        rows = [self._standing(fact, pieces, subject, object_) for pieces in readings]
        standing = [row for row in rows if row is not None]
        if not standing:
            raise _NotSoError("a side does not stand in its evidence")
        # Of two places the one where the sides stand more plainly, then the first.
        span, how, one, other = min(standing, key=lambda row: (row[2].rank + row[3].rank, row[0]))
        by = entities.get(fact.by)
        start, end = span
        return LocalStatement(
            subject=subject.key,
            relation=relation,
            object=object_.key,
            evidence=Evidence(
                start=start, end=end, text=self._places.text[start:end], subject=one.span, object=other.span
            ),
            modality=next(name for name in get_args(Modality) if name == fact.modality),
            time=time_of(self._scene, span, fact.time, planned=fact.modality == "planned"),
            attributed_to=by.key if by is not None and by is not subject else None,
            position=self._position(fact.position, span),
            confidence=self._confidence.of(how, (one.how, other.how), relation),
            rule=f"language model: evidence {how}, sides {one.how}, {other.how}",
            readers=(self._reader,),
        )

    def _standing(
        self, fact: Fact, pieces: Sequence[Place], subject: Known, object_: Known
    ) -> tuple[Span, How, _Side, _Side] | None:
        """The stretch of an evidence that the fact stands in, and how its sides do; None when one does not."""
        ranges = sorted({self._scene.around(place.span) for place in pieces})
        whole = ranges[0][0], ranges[-1][1]
        if whole[1] - whole[0] <= NEAR * len(ranges):
            ranges = [whole]
        how: How = max((place.how for place in pieces), key=get_args(How).index)
        found = []
        for first, last in ranges:
            one = self._side(subject, fact.s_as, object_, first, last)
            other = self._side(object_, fact.o_as, subject, first, last)
            if one and other and not (one.how == other.how == BEFORE):
                found.append((one.rank + other.rank, (first, last), one, other))
        if not found:
            return None
        _, (first, last), one, other = min(found, key=lambda row: row[:2])
        return self._scene.stretch(first, last), how, one, other

    def _side(self, known: Known, words: str, other: Known, first: int, last: int) -> _Side | None:
        start, end = self._scene.stretch(first, last)

        def inside(spans: Sequence[Span]) -> Span | None:
            return next((span for span in spans if start <= span[0] and span[1] <= end), None)

        named = inside(known.places)
        if named:
            return _Side(NAMED, named)
        if words:
            stood = inside([place.span for place in self._places.all(words) if self._means(place.span, known)])
            if stood:
                return _Side(WORDS, stood)
        references = [*self._scene.references.get(known.key, ()), *self._heads(known)]
        referred = inside(references)
        if referred:
            return _Side(REFERENCE, referred)
        left = self._scene.stretch(first - BACK, first - 1)[0] if first else start
        everywhere = [*known.places, *references]
        if any(left <= span[0] and span[1] <= start for span in everywhere):
            return _Side(BEFORE, None)
        return None

    def _heads(self, known: Known) -> list[Span]:
        """Where the noun that a name begins with stands alone, and this is who was last named so."""
        text = self._places.text
        heads = {name: name.split()[0].casefold() for name in known.names if " " in name}
        if known.key not in self._bare:
            found = set()
            for head in set(heads.values()):
                rivals = sorted(
                    (span[0], key)
                    for span, key in self._named.items()
                    if text[slice(*span)].casefold().startswith(f"{head} ")
                )
                for place in self._places.all(head):
                    start, end = place.span
                    behind = text[end + 1 : end + 2]
                    last = max((rival for rival in rivals if rival[0] < start), default=(0, ""))[1]
                    if text[start].islower() and not behind.isupper() and last == known.key:
                        found.add(place.span)
            self._bare[known.key] = sorted(found)
        return self._bare[known.key]

    def _means(self, span: Span, known: Known) -> bool:
        """Whether words may stand for an entity: not when they mean nothing, or are another's name."""
        owner = self._named.get(span)
        if owner is not None and owner != known.key:
            text = " ".join(self._places.text[slice(*span)].split())
            return any(text in name for name in known.names)
        return self._scene.means(span)

    def _position(self, words: str, span: Span) -> str | None:
        """A post as the evidence has it; None when it is not there."""
        start, end = span
        found = next((p.span for p in self._places.all(words) if start <= p.span[0] and p.span[1] <= end), None)
        return " ".join(self._places.text[slice(*found)].split()) if found else None
