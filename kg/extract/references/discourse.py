"""Who and what an article speaks of at a place: entities by how present they are to the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Discourse", "Role", "Seen"]

Role = Literal["subject", "agent", "object", "possessor", "other", "source", "affiliation", "quoted"]
#: How present the part that it plays makes an entity.
ROLE: dict[Role, float] = {
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
#: Only what was seen last counts, so many places.
LAST = 60
#: What only leads up to an expression, and what stands beside it as another part of the clause.
FRONTED, BARRED = 0.3, 0.2
#: What being named often adds at most, to a score that is above the least.
OFTEN, OFTEN_NEAR, SCORED = 0.3, 0.2, 0.05
#: The best has at least such a score, and the second at most such a part of it.
LEAST, SECOND = 0.15, 0.97


@dataclass(slots=True)
class Seen:
    """An entity at a place: tokens, sentence, the part it plays there."""

    entity: str
    start: int
    end: int
    sentence: int
    role: Role


class Discourse:
    """Collects what was seen, from left to right, and says which entity an expression means."""

    def __init__(self) -> None:
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
        for seen in self.seen[-LAST:]:
            distance = sentence - seen.sentence
            if distance > reach:
                continue
            fit = fits.get(seen.entity, 0.0)
            if fit <= 0:
                continue
            score = fit * ROLE[seen.role] * fade**distance
            if fronted and distance == 0:
                score *= FRONTED
            if near:
                order += 1
                score *= 1 + LATER * order
            scores[seen.entity] = max(scores.get(seen.entity, 0.0), score)
        for entity in barred:
            if entity in scores:
                scores[entity] *= BARRED
        share = OFTEN_NEAR if near else OFTEN
        for entity in scores:
            scores[entity] += share * fits[entity] * self.counts[entity] / most * (scores[entity] > SCORED)
        if not scores:
            return ""
        ranked = sorted(scores, key=lambda entity: (-scores[entity], entity))
        if scores[ranked[0]] < LEAST:
            return ""
        if len(ranked) > 1 and scores[ranked[1]] > SECOND * scores[ranked[0]]:
            return ""
        return ranked[0]
