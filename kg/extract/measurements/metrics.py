"""What figures measure: metrics by the words that tell them, kinds of unit, and who a figure is said of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.language.text import alternatives, lower
from kg.ontology.ontology import Ontology

__all__ = ["Metrics", "Told"]

#: Units of these kinds tell, with a word of growth, how a metric has changed.
CHANGES = frozenset({"share", "times"})
#: Characters between a figure and the word of its metric, at most; words behind the figure count as farther.
FAR = 70
#: Words before a sum of money among which a word of growth says that it is a change ("giảm khoảng 3 tỷ").
CLOSE = 1
BEHIND = 4


@dataclass(frozen=True, slots=True)
class Told:
    """The word of a metric at the characters ``start:end``."""

    start: int
    end: int
    word: str


class Metrics:
    """The words of ``metrics.yaml`` and the units of ``units.yaml``, ready for questions.

    ``of`` and ``aside`` are words before an owner and before one a figure is seldom said of; ``joining`` words part a
    name from the figure behind it, ``parting`` ones a figure from the next; ``seldom``, ``people``, ``countries``,
    ``places`` and ``products`` are classes; ``personal`` and ``product_metrics`` metrics; ``of_products`` units.
    """

    def __init__(self, ontology: Ontology) -> None:
        data, units, model = ontology.metrics, ontology.units, ontology.model
        self._by_word: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for order, metric in enumerate(data.metrics):
            for word in metric.words:
                for kind in metric.units:
                    self._by_word.setdefault((word, kind), []).append((order, metric.name))
        words = alternatives(word for metric in data.metrics for word in metric.words)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
        self._growth = re.compile(rf"(?<!\w)(?:{alternatives(data.growth)})(?!\w)")
        self._changes = data.changes
        self._defaults = data.defaults
        self._kinds = {
            **dict.fromkeys(units.units, "physical"),
            **dict.fromkeys(units.currencies, "money"),
            **dict.fromkeys(units.durations, "duration"),
            **data.kinds,
            **dict.fromkeys(data.counted, "count"),
        }
        self.of = frozenset(data.of)
        self.aside = frozenset(data.aside)
        self.parting = frozenset(data.parting)
        self.joining = frozenset(data.joining)
        self.people = model.below("Person")
        self.countries = model.below("Country")
        self.places = model.below("Place")
        self.seldom = model.below(*data.seldom) - self.countries
        self.personal = frozenset(data.personal)
        self.product_metrics = frozenset(data.product_metrics)
        self.products = model.below(*data.products)
        self.of_products = frozenset(data.of_products)

    def kind(self, unit: str) -> str:
        """The kind of a canonical unit: money, share, people …; what is not listed is counted."""
        return self._kinds.get(unit, "count")

    def default(self, unit: str, kind: str) -> str:
        """The metric of a figure when no word says it."""
        return self._defaults.get(unit) or self._defaults[kind]

    def told(self, text: str, offset: int) -> list[Told]:
        """All words of metrics in ``text``, which begins at the character ``offset``."""
        return [
            Told(offset + match.start(), offset + match.end(), " ".join(match.group().split()))
            for match in self._pattern.finditer(lower(text))
        ]

    def nearest(
        self, told: list[Told], kind: str, start: int, end: int, *, edge: int | None = None
    ) -> tuple[str, int] | None:
        """The metric whose word stands nearest to the figure at ``start:end``, and where that word ends.

        Words behind the character ``edge``, where the next thing begins, are not its own.
        """
        best: tuple[float, int, str, int] | None = None
        for word in told:
            for order, name in self._by_word.get((word.word, kind), ()):
                if word.end <= start:
                    distance = float(start - word.end)
                elif edge is not None and word.start >= edge:
                    continue
                elif word.start >= end:
                    distance = 2.0 * (word.start - end) + BEHIND
                else:
                    distance = 1.0
                if distance <= FAR and (best is None or (distance, order) < best[:2]):
                    best = (distance, order, name, word.end)
        return None if best is None else best[2:]

    def changed(self, metric: str, kind: str, before: str) -> str:
        """``metric``, or its change when the words ``before`` a share or a multiple say that it grew or fell."""
        words = lower(before)
        if kind == "money":
            words = " ".join(words.split()[-CLOSE:])
        if kind in (*CHANGES, "money") and self._growth.search(words):
            return self._changes.get(metric, f"{metric}Growth")
        return metric
