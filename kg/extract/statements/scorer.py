"""How likely a candidate is a fact: candidates of one trigger compete with each other and with "no fact".

The model is a conditional logit (softmax over the candidates of a trigger, and none of them) over named
features with one weight each, so that every probability can be explained.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import FailureError
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.memory import TOLD
from kg.extract.statements.opinions import READ
from kg.ontology.lexicon import LINKING

__all__ = ["Scorer", "load_scorer", "log_odds", "rival_key", "save_scorer", "unit_key"]

#: Weights are kept as whole thousandths.
SCALE = 1000
#: Weights smaller than this, two in five, move nothing, and would be read by every process.
SLIGHT = 0.01
LIMIT = 30.0
#: What features are together called that say how likely one thing is in several ways, by how their names begin.
SOURCES = {READ: "encoder", TOLD: "memory"}


def rival_key(candidate: Candidate) -> Hashable:
    """Candidates with the same key compete: those of one trigger; of a link or no word, those of one pair."""
    if candidate.trigger.frame in LINKING:
        return candidate.start, candidate.end, frozenset((candidate.subject.entity, candidate.object.entity))
    return candidate.start, candidate.end


def unit_key(candidate: Candidate) -> Hashable:
    """Members of a list do not compete: candidates with the same unit key share one place."""
    subject, object_ = candidate.subject, candidate.object
    return candidate.relation, subject.group, object_.group, subject.context, object_.context


@dataclass(frozen=True, slots=True)
class Scorer:
    """``weights`` by feature name; ``threshold`` is the least probability of a fact that is kept.

    A model is surer of itself than it should be: ``slope`` and ``offset``, with what ``offsets`` adds for a relation,
    bring the log-odds of its probabilities to what held for articles that it had not seen (Platt's scaling).
    """

    weights: Mapping[str, float]
    threshold: float
    slope: float = 1.0
    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)

    def probabilities(self, rows: Sequence[tuple[Candidate, Sequence[str]]]) -> list[float]:
        """The probability of each candidate of one sentence, given all of them."""
        return [
            self._calibrated(raw, candidate.relation) for raw, (candidate, _) in zip(self._raw(rows), rows, strict=True)
        ]

    def _calibrated(self, raw: float, relation: str) -> float:
        odds = self.slope * log_odds(raw) + self.offset + self.offsets.get(relation, 0.0)
        return 1.0 / (1.0 + math.exp(-odds))

    def choose(self, rows: Sequence[Sequence[str]]) -> list[float]:
        """The probability of each of ``rows`` of features where one of them holds or none."""
        strengths = [self._strength(names) for names in rows]
        total = 1.0 + sum(strengths)
        return [strength / total for strength in strengths]

    def _strength(self, names: Iterable[str]) -> float:
        weigh = self.weights.get
        return math.exp(max(min(sum([weigh(name, 0.0) for name in names]), LIMIT), -LIMIT))

    def _raw(self, rows: Sequence[tuple[Candidate, Sequence[str]]]) -> list[float]:
        strengths = [self._strength(names) for _, names in rows]
        keys = [(rival_key(candidate), unit_key(candidate)) for candidate, _ in rows]
        units: dict[tuple[Hashable, Hashable], list[float]] = {}
        for key, strength in zip(keys, strengths, strict=True):
            units.setdefault(key, []).append(strength)
        totals: dict[Hashable, float] = {}
        for (rivals, _), members in units.items():
            totals[rivals] = totals.get(rivals, 1.0) + sum(members) / len(members)
        means = {key: sum(members) / len(members) for key, members in units.items()}
        # Its own unit counts with its own strength: a list's members stand or fall each by itself.
        return [
            strength / (totals[key[0]] - means[key] + strength) for key, strength in zip(keys, strengths, strict=True)
        ]

    def reasons(self, names: Iterable[str], *, most: int = 5) -> list[tuple[str, float]]:
        """The features that moved the score most, with their weights; what all candidates share is no reason.

        What the encoder says is one reason, however many steps its log-odds have reached; so is what was told before.
        """
        weighed: dict[str, float] = {}
        for name in names:
            if name in self.weights and not name.startswith("bias"):
                reason = next((source for start, source in SOURCES.items() if name.startswith(start)), name)
                weighed[reason] = weighed.get(reason, 0.0) + self.weights[name]
        return sorted(weighed.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]


def log_odds(probability: float) -> float:
    """The logarithm of the odds, bounded."""
    bounded = min(max(probability, 1e-9), 1.0 - 1e-9)
    return math.log(bounded / (1.0 - bounded))


@lru_cache(maxsize=4)
def load_scorer(path: Path) -> Scorer:
    """Reads what ``save_scorer`` wrote; a file is read once a process."""
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        return Scorer(
            {name: value / SCALE for name, value in data["weights"].items()},
            data["threshold"],
            data["slope"],
            data["offset"],
            data["offsets"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise FailureError(
            f"The scorer's weights {path.name} cannot be read: {error}.",
            remedy=f"Make them again: python -m kg.training.{path.name.split('.')[0]} tests/corpus.",
        ) from error


def save_scorer(scorer: Scorer, path: Path) -> None:
    """Writes all but the slight weights in thousandths, sorted by name: the same weights give the same bytes."""
    weights = {name: round(value * SCALE) for name, value in sorted(scorer.weights.items()) if abs(value) >= SLIGHT}
    data = {
        "threshold": scorer.threshold,
        "slope": scorer.slope,
        "offset": scorer.offset,
        "offsets": dict(sorted(scorer.offsets.items())),
        "weights": weights,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
