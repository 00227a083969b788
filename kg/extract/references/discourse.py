"""Who and what an article speaks of at a place: entities by how present they are to the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["Discourse", "Seen", "Subject"]

ROLE = {
    "subject": 1.0,
    "agent": 0.5,
    "object": 0.65,
    "possessor": 0.55,
    "other": 0.5,
    "source": 0.35,
    "affiliation": 0.45,
    "quoted": 0.3,
}
#: How presence fades from one sentence to the next.
FADE = 0.65
FADE_NEAR = 0.4
#: In the last sentence what was named last is nearest to "này".
LATER = 0.15
LEAST = 0.15


@dataclass(slots=True)
class Subject:
    """What the article says of an entity: its class, honorifics before its names, nouns it is called, its countries."""

    type: str
    honorifics: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    count: int = 0


@dataclass(slots=True)
class Seen:
    """An entity at a place: tokens, sentence, the part it plays there."""

    entity: str
    start: int
    end: int
    sentence: int
    role: str


class Discourse:
    """Collects what was seen, from left to right, and says which entity an expression means."""

    def __init__(self, subjects: Mapping[str, Subject]) -> None:
        self.subjects = subjects
        self.seen: list[Seen] = []
        self.counts: Counter[str] = Counter()

    def add(self, seen: Seen) -> None:
        self.seen.append(seen)
        self.counts[seen.entity] += 1

    def best(
        self,
        fits: Mapping[str, float],
        sentence: int,
        *,
        near: bool,
        reach: int,
        barred: Iterable[str] = (),
        fronted: bool = False,
    ) -> str:
        """The most present entity among ``fits`` (entity -> how well it fits), or "" when none stands out.

        ``near``: the last sentences count more; ``reach``: sentences back at most; ``barred``: the entities that
        stand as subject or object beside the expression; ``fronted``: what the sentence has before the expression
        only leads up to it ("Do X sáng lập, công ty này").
        """
        fade = FADE_NEAR if near else FADE
        scores: dict[str, float] = {}
        most = max(self.counts.values(), default=1)
        order = 0
        for seen in self.seen[-60:]:
            distance = sentence - seen.sentence
            if distance > reach:
                continue
            fit = fits.get(seen.entity, 0.0)
            if fit <= 0:
                continue
            score = fit * ROLE[seen.role] * fade**distance
            if fronted and distance == 0:
                score *= 0.3
            if near:
                order += 1
                score *= 1 + LATER * order
            scores[seen.entity] = max(scores.get(seen.entity, 0.0), score)
        for entity in barred:
            if entity in scores:
                scores[entity] *= 0.2
        share = 0.2 if near else 0.3
        for entity in scores:
            scores[entity] += share * fits[entity] * self.counts[entity] / most * (scores[entity] > 0.05)
        if not scores:
            return ""
        ranked = sorted(scores, key=lambda entity: (-scores[entity], entity))
        if scores[ranked[0]] < LEAST:
            return ""
        if len(ranked) > 1 and scores[ranked[1]] > 0.97 * scores[ranked[0]]:
            return ""
        return ranked[0]
