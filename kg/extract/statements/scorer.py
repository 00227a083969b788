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
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import FailureError
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.memory import TOLD
from kg.extract.statements.opinions import READ
from kg.extract.statements.reading import Reading
from kg.extract.statements.trees import Integers, Matrix, Trees
from kg.extract.statements.weighing import COLUMNS, FLOOR, Weighing, beside, kinds_of, parts_of
from kg.ontology.lexicon import LINKING

__all__ = ["Chance", "Scorer", "load_scorer", "log_odds", "rival_key", "save_scorer", "unit_key"]

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
class Chance:
    """How likely a candidate is a fact, and the row of numbers that was weighed, where it was."""

    probability: float
    row: Matrix | None = None


@dataclass(frozen=True, slots=True)
class Scorer:
    """``weights`` by feature name; ``threshold`` is the least probability of a fact that is kept. ``weighing``: how a
    sentence's candidates are weighed with the rest of the article.

    A model is surer of itself than it should be: ``slope`` and ``offset``, with what ``offsets`` adds for a relation,
    bring the log-odds of its probabilities to what held for articles that it had not seen (Platt's scaling).
    """

    weights: Mapping[str, float]
    threshold: float
    slope: float = 1.0
    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    weighing: Weighing | None = None

    def chances(self, readings: Sequence[Reading]) -> list[list[Chance]]:
        """The chance of each candidate of each of an article's sentences, given all of them."""
        odds = np.array([log_odds(raw) for reading in readings for raw in self._raw(reading.candidates)])
        rows: dict[int, Matrix] = {}
        if self.weighing is not None and (odds > FLOOR).any():
            kept, matrix = self._rows(self.weighing, readings, odds)
            odds[kept] = self.weighing.trees.odds(matrix)
            rows = dict(zip(kept.tolist(), matrix, strict=True))
        found, number = [], 0
        for reading in readings:
            chances = []
            for candidate, _ in reading.candidates:
                chances.append(Chance(self._calibrated(float(odds[number]), candidate.relation), rows.get(number)))
                number += 1
            found.append(chances)
        return found

    def _rows(self, weighing: Weighing, readings: Sequence[Reading], odds: Matrix) -> tuple[Integers, Matrix]:
        """Which candidates are weighed, and their rows."""
        every = [(reading, n, *row) for n, reading in enumerate(readings) for row in reading.candidates]
        kept = np.flatnonzero(odds > FLOOR)
        parts = np.zeros((len(every), 3))
        own = []
        for i in kept.tolist():
            reading, _, candidate, names = every[i]
            parts[i] = parts_of(names, self.weights)
            own.append([*reading.numbers(candidate, names), *weighing.rates(kinds_of(candidate, names))])
        keys: list[dict[Hashable, int]] = [{}, {}, {}]
        numbers = [
            [table.setdefault(key, len(table)) for table, key in zip(keys, _keys(n, candidate), strict=True)]
            for _, n, candidate, _ in every
        ]
        fact, rivals, relation = np.array(numbers, dtype=np.int64).T
        article = np.zeros(len(every), dtype=np.int64)
        others = beside(odds, parts, fact=fact, rivals=rivals, relation=relation, article=article)
        return kept, np.hstack([np.array(own), others[kept]])

    def _calibrated(self, odds: float, relation: str) -> float:
        return 1.0 / (1.0 + math.exp(-(self.slope * odds + self.offset + self.offsets.get(relation, 0.0))))

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

    def reasons(self, names: Iterable[str], row: Matrix | None = None, *, most: int = 5) -> list[tuple[str, float]]:
        """The features that moved the score most, with their weights; what all candidates share is no reason.

        What the encoder says is one reason, however many steps its log-odds have reached; so is what was told before.
        Of the ``row`` that was weighed each kind of number is one.
        """
        weighed: dict[str, float] = {}
        for name in names:
            if name in self.weights and not name.startswith("bias"):
                reason = next((source for start, source in SOURCES.items() if name.startswith(start)), name)
                weighed[reason] = weighed.get(reason, 0.0) + self.weights[name]
        if self.weighing is not None and row is not None:
            weighed.update(self.weighing.reasons(row))
        return sorted(weighed.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]


def _keys(sentence: int, candidate: Candidate) -> tuple[Hashable, ...]:
    """What a candidate of an article states, what it competes with, and its relation."""
    fact = candidate.subject.entity, candidate.relation, candidate.object.entity
    return fact, (sentence, rival_key(candidate)), candidate.relation


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
            _weighing(data["weighing"]) if "weighing" in data else None,
        )
    except (OSError, ValueError, KeyError) as error:
        raise FailureError(
            f"The scorer's weights {path.name} cannot be read: {error}.",
            remedy=f"Make them again: python -m kg.training.{path.name.split('.')[0]} tests/corpus.",
        ) from error


def _weighing(data: Mapping[str, Any]) -> Weighing:
    trees = Trees.from_data(data["trees"])
    if trees.columns != COLUMNS:
        raise ValueError("it was learned from other numbers")
    return Weighing(trees, data["tables"], data["usual"])


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
    if scorer.weighing is not None:
        data["weighing"] = {
            "usual": scorer.weighing.usual,
            "tables": {name: dict(sorted(table.items())) for name, table in scorer.weighing.tables.items()},
            "trees": scorer.weighing.trees.as_data(),
        }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
