"""Which figures are said of an entity, and of which: small logistic regressions over what stands around them.

Its weights are a data file made by ``python -m kg.training.measurements``; each feature is a name that can be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from kg.errors import FailureError
from kg.extract.document import Marked, Quantity
from kg.extract.measurements.measures import Alike, Measure, alike
from kg.extract.measurements.owners import Owner
from kg.language.crf import Matrix, Numbers
from kg.language.memo import Memo
from kg.language.sums import ROUNDING, Crossed, Sums, likeliest
from kg.records import Span

__all__ = ["MODEL", "WINDOW", "Figure", "FigureModel", "features_of"]

MODEL = Path(__file__).resolve().parents[2] / "models" / "measurements.json"
#: Tokens on each side of a figure that are features.
WINDOW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity with what stands around it. ``subject`` is a mention or reference, when one was found.

    ``before`` and ``after`` are the nearest words of the sentence, in lower case.
    """

    quantity: Quantity
    sentence: Span  # its characters
    before: tuple[str, ...]
    after: tuple[str, ...]
    spelled: bool  # in words, not in digits
    kind: str
    metric: str
    told: bool  # a word said the metric
    elsewhere: int  # other sentences that tell of the metric
    subject: Marked | None
    near: bool  # the subject stands in the sentence
    ways: tuple[str, ...]  # how it is led to the figure
    named: Literal["clause", "sentence", "nowhere"]  # where a name stands beside the figure
    title: bool  # the sentence is the article's first
    time: str | None


#: What figures up to each edge are called.
SIZES = ((10, "small"), (100, "middle"), (10_000, "great"))


@dataclass(frozen=True)
class FigureModel:
    """Weights by feature; unknown features weigh nothing. ``threshold`` is the least probability of a measurement.

    ``owners`` are the weights of what speaks for somebody as whom a figure is said of, ``metrics`` of what speaks for
    a metric; ``untold`` are those that no word need tell, by kind of unit.
    """

    weights: Mapping[str, float]
    threshold: float
    owners: Mapping[str, float] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    untold: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def _owner(self) -> Sums:
        return Sums(self.owners)

    @cached_property
    def _metric(self) -> Sums:
        return Sums(self.metrics)

    @cached_property
    def _words(self) -> Crossed:
        return Crossed(self.metrics, "metric=")

    def probability(self, features: Iterable[str]) -> float:
        total = sum([self.weights.get(feature, 0.0) for feature in features])
        return 1 / (1 + math.exp(-total))

    def owner(self, owners: Sequence[Owner]) -> Owner | None:
        """The likeliest of ``owners``; of equal ones the first."""
        sums = self._owner
        rough = [sum([sums[group] for group in one.groups]) + sums[one.more] for one in owners]
        return likeliest(owners, rough, self._spoken)

    def _spoken(self, owner: Owner) -> float:
        """What speaks for ``owner``, added up in the order of its features."""
        return sum([self.owners.get(name, 0.0) for name in owner.features])

    @cached_property
    def _alike(self) -> Memo[Alike, Matrix]:
        """What speaks for metrics that no word need tell beside the words around, in the order of ``untold``."""
        sums, untold = self._metric, self.untold
        return Memo(
            lambda place: np.array(
                [sum([sums[group] for group in alike(name, place)]) for name in untold.get(place.kind, ())]
            )
        )

    @cached_property
    def _columns(self) -> Memo[str, Numbers]:
        """The columns of these metrics in what words weigh, by kind of unit."""
        return Memo(lambda kind: np.array(list(map(self._words.column, self.untold.get(kind, ()))), dtype=int))

    def promising(self, place: Alike, words: Sequence[str], apart: Set[str]) -> Set[str]:
        """Of the metrics that no word need tell, but for those ``apart`` for which more speaks than ``words``, those
        that may be the likeliest."""
        sums = self._alike[place] + self._words.sums(words).take(self._columns[place.kind])
        found = {
            name: total
            for name, total in zip(self.untold.get(place.kind, ()), sums.tolist(), strict=True)
            if name not in apart
        }
        least = max(found.values(), default=0.0) - 2 * ROUNDING
        return {name for name, total in found.items() if total >= least}

    def measure(self, found: Sequence[Measure]) -> Measure:
        """The likeliest of ``found``, all of one figure; of equal ones the first."""
        sums, words = self._metric, self._words.sums(found[0].words).tolist()
        rough = [sums[one.first] + words[self._words.column(one.metric)] + sums[one.last] for one in found]
        best = likeliest(found, rough, self._said)
        assert best is not None
        return best

    def _said(self, measure: Measure) -> float:
        """What speaks for ``measure``, added up in the order of its features."""
        return sum([self.metrics.get(name, 0.0) for name in measure.features])

    def knows(self, measure: Measure, kind: str) -> bool:
        """May a figure with a unit of this ``kind`` measure it: by a word, by its unit, or since none need tell it?"""
        return measure.told is not None or measure.own or measure.metric in self.untold.get(kind, ())

    @staticmethod
    def load(path: Path = MODEL) -> FigureModel:
        """The weights at ``path``, the shipped ones by default. Raises FailureError when they are missing."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FailureError(
                f"{path} is not a model of measurements: {error}.",
                remedy="Run python -m kg.training.measurements tests/corpus.",
            ) from error
        return FigureModel(data["figures"], data["threshold"], data["owners"], data["metrics"], data["untold"])


def features_of(figure: Figure) -> list[str]:
    """The features of a figure that are true, sorted."""
    quantity, kind, before, after = figure.quantity, figure.kind, figure.before, figure.after
    value = float(quantity.value)
    size = "one" if value == 1 else next((name for edge, name in SIZES if value <= edge), "huge")
    found = {"bias", f"kind={kind}", f"unit={quantity.unit}", f"size={size}", f"size={size} kind={kind}"}
    if figure.spelled:
        found |= {"spelled", f"spelled kind={kind}"}
    found.update(f"before={word}" for word in before if word.isalpha())
    found.update(f"after={word}" for word in after if word.isalpha())
    for n, word in enumerate(reversed(before[-2:]), start=1):
        found.add(f"-{n}={word}")
    if len(before) > 1:
        found.add(f"-2-1={before[-2]} {before[-1]}")
    for n, word in enumerate(after[:2], start=1):
        found.add(f"+{n}={word}")
    found.add(f"metric={figure.metric}" if figure.told else f"untold kind={kind}")
    if figure.told:
        found.add(f"told kind={kind}")
    often = f"{'told' if figure.told else 'untold'} elsewhere={min(figure.elsewhere, 2)}"
    found |= {often, f"{often} kind={kind}"}
    if figure.subject is not None:
        found |= {f"owner={figure.subject.label}", f"owner={figure.subject.label} kind={kind}"}
    if figure.near:
        found |= {"near", f"near kind={kind}"}
    found.update(f"owner {way}" for way in figure.ways)
    if figure.title:
        found.add("title")
    if figure.named == "nowhere":
        found |= {"no name", f"no name kind={kind}"}
    elif figure.named == "clause":
        found.add("name in clause")
    return sorted(found)
