"""Whether what somebody seems to say is a claim: weights by feature, learned from annotated articles."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import FailureError
from kg.extract.speech.candidates import Candidate, features_of
from kg.extract.view import TokenView

__all__ = ["MODEL", "Judge"]

MODEL = Path(__file__).parents[2] / "models" / "claims.json"


@dataclass(frozen=True, slots=True)
class Judge:
    """Unknown features weigh nothing; ``threshold`` is the least probability of a claim, ``doubted`` that of one which
    a rule speaks against.

    Without weights what no rule speaks against is a claim.
    """

    weights: Mapping[str, float]
    threshold: float
    doubted: float

    def probability(self, features: Iterable[str]) -> float:
        return 1 / (1 + math.exp(-sum([self.weights.get(feature, 0.0) for feature in features])))

    def holds(self, candidate: Candidate, view: TokenView) -> bool:
        doubts = bool(candidate.said.doubts)
        if not self.weights:
            return not doubts
        least = self.doubted if doubts else self.threshold
        return self.probability(features_of(candidate, view)) >= least

    @staticmethod
    def load(path: Path = MODEL) -> Judge:
        """The weights at ``path``, the shipped ones by default. Raises FailureError when they are missing."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FailureError(
                f"{path} is not a model of claims: {error}.",
                remedy="Run python -m kg.training.claims tests/corpus.",
            ) from error
        return Judge(data["weights"], data["threshold"], data["doubted"])
