"""How likely a candidate is a fact: candidates of one trigger compete with each other and with "no fact".

The model is a conditional logit (softmax over the candidates of a trigger, and none of them) over named
features with one weight each, so that every probability can be explained. What its sentence says of a candidate is
then weighed with what the article does (``weighing``), where the model has learned to.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import FailureError
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import Features
from kg.extract.statements.reading import Reading
from kg.extract.statements.tally import Tally
from kg.extract.statements.trees import Integers, Matrix, Trees
from kg.extract.statements.weighing import COLUMNS, FLOOR, Weighing, beside, kinds_of
from kg.ontology.lexicon import LINKING

__all__ = ["Chance", "Scorer", "load_scorer", "rival_key", "save_scorer", "unit_key"]

#: Weights are kept as whole thousandths.
SCALE = 1000
#: Weights smaller than this, two in five, move nothing, and would be read by every process.
SLIGHT = 0.01
LIMIT = 30.0
#: No probability is nearer than this to 0 or to 1.
EDGE = 1e-9


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
class Chance:
    """How likely a candidate is a fact, and the row of numbers that was weighed, where it was."""

    probability: float
    row: Matrix | None = None


@dataclass(frozen=True, slots=True)
class Scorer:
    """``weights`` by feature name; ``threshold`` is the least probability of a fact that is kept. ``weighing``: how a
    sentence's candidates are weighed with the rest of the article. ``sieve``: weights that let no candidate pass of
    which its form alone tells that it is hopeless, where any do.

    A model is surer of itself than it should be: ``slope`` and ``offset``, with what ``offsets`` adds for a relation,
    bring the log-odds of its probabilities to what held for articles that it had not seen (Platt's scaling).
    """

    weights: Mapping[str, float]
    threshold: float
    slope: float = 1.0
    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    weighing: Weighing | None = None
    sieve: Mapping[str, float] | None = None

    def chances(self, readings: Sequence[Reading]) -> list[list[Chance]]:
        """The chance of each candidate of each of an article's sentences, given all of them."""
        every = [(reading, *row) for reading in readings for row in reading.candidates]
        parts = np.array(self.parts([features for _, _, features in every])).reshape(-1, 3)
        rivals = _numbered((reading.view.start, rival_key(one)) for reading, one, _ in every)
        odds = self._odds(parts, rivals, [one for _, one, _ in every])
        rows: dict[int, Matrix] = {}
        if self.weighing is not None and (odds > FLOOR).any():
            kept, matrix = self._rows(self.weighing, every, rivals, odds, parts)
            odds[kept] = self.weighing.trees.odds(matrix)
            rows = dict(zip(kept.tolist(), matrix, strict=True))
        chances = self._calibrated(odds, [one.relation for _, one, _ in every])
        numbered = enumerate(chances.tolist())
        return [
            [Chance(chance, rows.get(number)) for number, chance in islice(numbered, len(reading.candidates))]
            for reading in readings
        ]

    @staticmethod
    def _rows(
        weighing: Weighing,
        every: Sequence[tuple[Reading, Candidate, Features]],
        rivals: Integers,
        odds: Matrix,
        parts: Matrix,
    ) -> tuple[Integers, Matrix]:
        """Which candidates are weighed, and their rows."""
        kept = np.flatnonzero(odds > FLOOR)
        own = []
        for i in kept.tolist():
            reading, candidate, features = every[i]
            own.append([*reading.numbers(candidate, features), *weighing.rates(kinds_of(candidate, features))])
        others = beside(
            odds,
            parts,
            fact=_numbered((one.subject.entity, one.relation, one.object.entity) for _, one, _ in every),
            rivals=rivals,
            relation=_numbered(one.relation for _, one, _ in every),
            article=np.zeros(len(every), dtype=np.int64),
        )
        return kept, np.hstack([np.array(own), others[kept]])

    def _calibrated(self, odds: Matrix, relations: Sequence[str]) -> Matrix:
        offsets = np.array([self.offsets.get(relation, 0.0) for relation in relations])
        calibrated: Matrix = 1.0 / (1.0 + np.exp(-(self.slope * odds + self.offset + offsets)))
        return calibrated

    def choose(self, rows: Sequence[Sequence[str]]) -> list[float]:
        """The probability of each of ``rows`` of features where one of them holds or none."""
        strengths = [_strength(self._sum(names)) for names in rows]
        total = 1.0 + sum(strengths)
        return [strength / total for strength in strengths]

    def tally(self) -> Tally:
        """Adds up the weights. No candidate is hopeless to it where none would be left unweighed."""
        return Tally(self.weights) if self.weighing is None else Tally(self.weights, FLOOR, self.sieve)

    def _sum(self, names: Iterable[str]) -> float:
        return Tally(self.weights).names(names)

    def parts(self, rows: Sequence[Features]) -> list[tuple[float, float, float]]:
        """What the words say for each candidate, what the encoder, and what was told before."""
        return [
            features.said
            or (
                sum(self._sum(group.names) for group in features.words),
                self._sum(features.heard),
                self._sum(features.told),
            )
            for features in rows
        ]

    @staticmethod
    def _odds(parts: Matrix, rivals: Integers, candidates: Sequence[Candidate]) -> Matrix:
        """The log-odds of each candidate by its sentence; ``rivals`` tells which of them compete."""
        strengths = np.exp(np.clip(parts.sum(axis=1), -LIMIT, LIMIT))
        unit = _numbered(zip(rivals.tolist(), map(unit_key, candidates), strict=True))
        means = np.bincount(unit, strengths) / np.bincount(unit)
        _, first = np.unique(unit, return_index=True)
        totals = 1.0 + np.bincount(rivals[first], means)
        # Its own unit counts with its own strength: a list's members stand or fall each by itself.
        chances = np.clip(strengths / (totals[rivals] - means[unit] + strengths), EDGE, 1.0 - EDGE)
        odds: Matrix = np.log(chances / (1.0 - chances))
        return odds

    def reasons(
        self, found: Sequence[tuple[Features, Matrix | None]], *, most: int = 5
    ) -> list[list[tuple[str, float]]]:
        """Of each candidate the features that moved its score most, with their weights; what all candidates share is no
        reason.

        What the encoder says is one reason, however many steps its log-odds have reached; so is what was told before.
        Of the row that was weighed, where one was, each kind of number is one.
        """
        rows = [row for _, row in found if row is not None]
        beside = iter(self.weighing.reasons(np.stack(rows)) if self.weighing is not None and rows else ())
        reasons = []
        for features, row in found:
            weighed = self._weights_of(features)
            if row is not None:
                weighed |= next(beside)
            reasons.append(sorted(weighed.items(), key=lambda item: (-abs(item[1]), item[0]))[:most])
        return reasons

    def _weights_of(self, features: Features) -> dict[str, float]:
        weighed: dict[str, float] = {}
        for group in features.words:
            for name in group.names:
                weight = self.weights.get(name)
                if weight is not None and not name.startswith("bias"):
                    weighed[name] = weight
        for source, names in (("encoder", features.heard), ("memory", features.told)):
            if any(name in self.weights for name in names):
                weighed[source] = self._sum(names)
        return weighed


def _numbered(keys: Iterable[Hashable]) -> Integers:
    """A number from 0 for each of ``keys``, the same for the same."""
    table: dict[Hashable, int] = {}
    return np.array([table.setdefault(key, len(table)) for key in keys], dtype=np.int64)


def _strength(said: float) -> float:
    return math.exp(max(min(said, LIMIT), -LIMIT))


@lru_cache(maxsize=4)
def load_scorer(path: Path) -> Scorer:
    """Reads what ``save_scorer`` wrote; a file is read once a process."""
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        return Scorer(
            _weights(data["weights"]),
            data["threshold"],
            data["slope"],
            data["offset"],
            data["offsets"],
            _weighing(data["weighing"]) if "weighing" in data else None,
            _weights(data["sieve"]) if "sieve" in data else None,
        )
    except (OSError, ValueError, KeyError) as error:
        raise FailureError(
            f"The scorer's weights {path.name} cannot be read: {error}.",
            remedy=f"Make them again: python -m kg.training.{path.name.split('.')[0]} tests/corpus.",
        ) from error


def _weights(data: Mapping[str, int]) -> dict[str, float]:
    # Of 160,000 weights there are 2,000 different ones: as few numbers stay where a look-up finds them fast.
    numbers = {value: value / SCALE for value in set(data.values())}
    return {name: numbers[value] for name, value in data.items()}


def _weighing(data: Mapping[str, Any]) -> Weighing:
    trees = Trees.from_data(data["trees"])
    if trees.columns != COLUMNS:
        raise ValueError("it was learned from other numbers")
    return Weighing(trees, data["tables"], data["usual"])


def save_scorer(scorer: Scorer, path: Path) -> None:
    """Writes all but the slight weights in thousandths, sorted by name: the same weights give the same bytes."""
    data: dict[str, Any] = {
        "threshold": scorer.threshold,
        "slope": scorer.slope,
        "offset": scorer.offset,
        "offsets": dict(sorted(scorer.offsets.items())),
        "weights": _whole(scorer.weights),
    }
    if scorer.sieve is not None:
        data["sieve"] = _whole(scorer.sieve)
    if scorer.weighing is not None:
        data["weighing"] = {
            "usual": scorer.weighing.usual,
            "tables": {name: dict(sorted(table.items())) for name, table in scorer.weighing.tables.items()},
            "trees": scorer.weighing.trees.as_data(),
        }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def _whole(weights: Mapping[str, float]) -> dict[str, int]:
    return {name: round(value * SCALE) for name, value in sorted(weights.items()) if abs(value) >= SLIGHT}
