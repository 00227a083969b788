"""How sure a fact is that a language model told: by how its evidence and sides were found, and by its relation.

The numbers are a data file, ``confidence.json``, made by ``python benchmarks/reader.py --write``: the share of right
facts, drawn towards that of all where few were seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path

__all__ = ["FILE", "Confidence", "load_confidence"]

FILE = Path(__file__).with_name("confidence.json")
#: No fact is surer, or less sure.
MOST, LEAST = 0.99, 0.02


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights of a logit by the name of what holds; what is not listed weighs nothing."""

    weights: Mapping[str, float]

    def of(self, how: str, sides: tuple[str, str], relation: str) -> float:
        """That of a fact which a model told."""
        return self._chance(["llm", f"evidence={how}", *(f"side={side}" for side in sides), f"relation={relation}"])

    def both(self, own: float, llm: float) -> float:
        """That of a fact which both readers found, with what each of them thinks."""
        return self._mixed("both", own, llm)

    def alone(self, reader: str, confidence: float) -> float:
        """That of a fact which only ``reader`` ("own" or "llm") found, though both have read."""
        return self._mixed(f"only {reader}", *((confidence, 0.0) if reader == "own" else (0.0, confidence)))

    def _mixed(self, kind: str, own: float, llm: float) -> float:
        total = self.weights.get(kind, 0.0)
        for name, value in (("own", own), ("llm", llm)):
            if value:
                total += self.weights.get(f"{kind} {name}", 1.0) * logit(value)
        return _bounded(total)

    def _chance(self, names: list[str]) -> float:
        return _bounded(sum(self.weights.get(name, 0.0) for name in names))


def logit(chance: float) -> float:
    """The logarithm of the odds, of a chance kept from 0 and 1."""
    held = min(max(chance, LEAST), MOST)
    return log(held / (1 - held))


def _bounded(total: float) -> float:
    return round(min(max(1 / (1 + exp(-total)), LEAST), MOST), 2)


@lru_cache(maxsize=1)
def load_confidence() -> Confidence:
    """The shipped weights."""
    return Confidence(json.loads(FILE.read_text(encoding="utf-8"))["weights"])
