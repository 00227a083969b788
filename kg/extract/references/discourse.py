"""Who and what an article has spoken of up to a place, in order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Discourse", "Present", "Role", "Seen"]

Role = Literal["subject", "agent", "object", "possessor", "other", "source", "affiliation", "quoted"]
#: Only what was seen last counts, so many places; and what the article speaks of most.
LAST = 60
#: So many entities that fit are looked at.
MOST = 12
#: So many of those that the article speaks of most may be meant wherever they were seen.
OFTEN = 100
#: So many tokens lie between two that are seen beside each other.
NEAR = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """An entity at a place: tokens, sentence, the part it plays there; the noun where it is no name."""

    entity: str
    start: int
    end: int
    sentence: int
    role: Role
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """An entity that may be meant: where it was seen last, and how many others that fit were seen after it.

    ``often`` is its rank by how often it was seen, ``times`` how often; ``first`` and ``last``: no other that fits was
    seen before it, or after it, in that sentence.
    """

    seen: Seen
    rank: int
    often: int
    times: int
    first: bool
    last: bool


class Discourse:
    """Collects what was seen, from left to right, and tells what is present to the reader."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.counts: Counter[str] = Counter()
        self._latest: dict[str, Seen] = {}
        self._places: dict[str, list[Seen]] = {}
        self._sentences: dict[int, list[Seen]] = {}
        self._most: list[tuple[int, str]] = []

    def add(self, seen: Seen) -> None:
        entity, count = seen.entity, self.counts[seen.entity]
        self.seen.append(seen)
        self.counts[entity] += 1
        self._latest[entity] = seen
        self._places.setdefault(entity, []).append(seen)
        self._sentences.setdefault(seen.sentence, []).append(seen)
        if count:
            del self._most[bisect_left(self._most, (-count, entity))]
        insort(self._most, (-count - 1, entity))

    @property
    def known(self) -> list[str]:
        """The entities that an expression may mean: those seen most often, in this order, and those seen last."""
        most = [entity for _, entity in self._most[:OFTEN]]
        return list(dict.fromkeys([*most, *(seen.entity for seen in self.seen[-LAST:])]))

    def present(self, fits: Mapping[str, float], sentence: int, *, reach: int) -> list[Present]:
        """The entities of ``fits`` that a sentence may mean, the latest first: those seen at most ``reach`` sentences
        back, and the one seen most often."""
        order: dict[str, Seen] = {}
        places: dict[int, list[str]] = {}
        for seen in reversed(self.seen[-LAST:]):
            if sentence - seen.sentence > reach or len(order) == MOST:
                break
            if seen.entity in fits:
                order.setdefault(seen.entity, seen)
                places.setdefault(seen.sentence, []).append(seen.entity)
        ranked = sorted(fits, key=lambda entity: (-self.counts[entity], entity))
        if ranked and ranked[0] not in order:
            seen = order[ranked[0]] = self._latest[ranked[0]]
            places.setdefault(seen.sentence, []).append(seen.entity)
        often = {entity: rank for rank, entity in enumerate(ranked)}
        return [
            Present(
                seen,
                rank,
                often[entity],
                self.counts[entity],
                places[seen.sentence][-1] == entity,
                places[seen.sentence][0] == entity,
            )
            for rank, (entity, seen) in enumerate(order.items())
        ]

    def within(self, sentence: int) -> Sequence[Seen]:
        """What was seen in a sentence so far."""
        return self._sentences.get(sentence, ())

    def latest(self, noun: str) -> str:
        """The entity that ``noun`` has meant last, or ""."""
        return next((seen.entity for seen in reversed(self.seen[-LAST:]) if seen.noun == noun), "")

    def beside(self, entity: str) -> Counter[str]:
        """How often each was seen near ``entity``, where that was seen last, in a sentence."""
        places: dict[int, list[int]] = {}
        for seen in self._places.get(entity, ())[-LAST:]:
            places.setdefault(seen.sentence, []).append(seen.start)
        return Counter(
            seen.entity
            for sentence, starts in places.items()
            for seen in self._sentences[sentence]
            if any(abs(start - seen.start) <= NEAR for start in starts)
        )
