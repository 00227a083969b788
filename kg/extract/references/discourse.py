"""Who and what an article has spoken of up to a place, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Discourse", "Present", "Role", "Seen"]

Role = Literal["subject", "agent", "object", "possessor", "other", "source", "affiliation", "quoted"]
#: Only what was seen last counts, so many places; and what the article speaks of most.
LAST = 60
#: So many entities that fit are looked at.
MOST = 12
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

    def add(self, seen: Seen) -> None:
        self.seen.append(seen)
        self.counts[seen.entity] += 1
        self._latest[seen.entity] = seen

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

    def latest(self, noun: str) -> str:
        """The entity that ``noun`` has meant last, or ""."""
        return next((seen.entity for seen in reversed(self.seen[-LAST:]) if seen.noun == noun), "")

    def beside(self, entity: str) -> Counter[str]:
        """How often each was seen near ``entity`` in a sentence."""
        near: Counter[str] = Counter()
        places = [seen for seen in self.seen if seen.entity == entity]
        for seen in self.seen:
            if any(at.sentence == seen.sentence and abs(at.start - seen.start) <= NEAR for at in places):
                near[seen.entity] += 1
        return near
