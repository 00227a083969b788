"""How sure a fact is that a language model told: by how its evidence and sides were found, by its relation, and by
whether our own reader found it, too.

The numbers are a data file, ``confidence.json``, made by ``python benchmarks/reader.py SHARED --write``: its head says
how.
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
        return self._mixed("both", own, llm, shift=self.weights.get("both", 0.0))

    def alone(self, reader: str, confidence: float, relation: str) -> float:
        """That of a fact which only ``reader`` ("own" or "llm") found, though both have read.

        It says the more the more of the relation's facts the other finds.
        """
        kind = f"only {reader}"
        shift = self.weights.get(f"{kind} relation={relation}", self.weights.get(kind, 0.0))
        return self._mixed(kind, *((confidence, 0.0) if reader == "own" else (0.0, confidence)), shift=shift)

    def _mixed(self, kind: str, own: float, llm: float, *, shift: float = 0.0) -> float:
        total = shift
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
