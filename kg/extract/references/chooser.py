"""Which of the entities that an expression may mean is the likeliest, or that it means none."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.errors import FailureError
from kg.extract.references.features import Group
from kg.language.sums import Sums, likeliest

__all__ = ["REFERENCES", "Chooser", "load_chooser", "save_chooser"]

REFERENCES = Path(__file__).resolve().parents[2] / "models" / "references.json.gz"
#: Weights are kept as whole thousandths.
SCALE = 1000


@dataclass(frozen=True)
class Chooser:
    """A conditional logit: ``weights`` by the names of features, and how likely the best has to be at least."""

    weights: Mapping[str, float]
    threshold: float

    @cached_property
    def _sums(self) -> Sums:
        return Sums(self.weights)

    def chances(self, rows: Sequence[Sequence[Group]]) -> list[float]:
        """How likely each of ``rows`` of groups of features is the right one, where one of them is or none."""
        strengths = list(map(math.exp, self._rough(rows)))
        total = 1.0 + sum(strengths)
        return [strength / total for strength in strengths]

    def best(self, rows: Sequence[Sequence[Group]]) -> int | None:
        """The number of the likeliest row, the first of equals; None where it is not likely enough."""
        chances = self.chances(rows)
        best = likeliest(range(len(rows)), chances, lambda row: self._strength(rows[row]))
        return best if best is not None and chances[best] >= self.threshold else None

    def _rough(self, rows: Sequence[Sequence[Group]]) -> list[float]:
        sums = self._sums
        return [sum([sums[group] for group in row]) for row in rows]

    def _strength(self, row: Sequence[Group]) -> float:
        """What speaks for a row, added up in the order of its features."""
        return math.exp(sum([self.weights.get(name, 0.0) for group in row for name in group]))


@lru_cache(maxsize=1)
def load_chooser(path: Path = REFERENCES) -> Chooser:
    """Reads what ``save_chooser`` wrote; a file is read once a process."""
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        return Chooser({name: value / SCALE for name, value in data["weights"].items()}, data["threshold"])
    except (OSError, ValueError, KeyError) as error:
        raise FailureError(
            f"The weights of references {path.name} cannot be read: {error}.",
            remedy="Make them again: python -m kg.training.references tests/corpus.",
        ) from error


def save_chooser(chooser: Chooser, path: Path) -> None:
    """Writes the weights in thousandths, sorted by name: the same weights give the same bytes."""
    weights = {name: round(value * SCALE) for name, value in sorted(chooser.weights.items())}
    data = {"threshold": chooser.threshold, "weights": {name: value for name, value in weights.items() if value}}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
