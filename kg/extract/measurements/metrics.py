"""What figures measure: metrics by the words that tell them, kinds of unit, and who a figure is said of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.language.text import alternatives, lower
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet, PhraseTable

__all__ = ["Metrics", "Told"]

#: Units of these kinds tell, with a word of growth anywhere before them, how a metric has changed; others with one
#: right before them ("giảm khoảng 3 tỷ").
CHANGES = frozenset({"share", "times"})
NEVER = frozenset({"duration", "score"})
#: Characters between a figure and the word of its metric, at most; words behind the figure count as farther.
FAR = 70
BEHIND = 4


@dataclass(frozen=True, slots=True)
class Told:
    """The word of a metric at the characters ``start:end``."""

    start: int
    end: int
    word: str


class Metrics:
    """The words of ``metrics.yaml`` and the units of ``units.yaml``, ready for questions.

    ``of`` and ``aside`` are words before an owner and before one a figure is seldom said of; ``parting`` words part a
    figure from the next. ``nouns`` are those that stand for an entity, by what they ``fits``; ``reports`` name what is
    reported; ``negative`` is what makes a figure less than nothing.
    """

    def __init__(self, ontology: Ontology) -> None:
        data, units = ontology.metrics, ontology.units
        self._by_word: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for order, metric in enumerate(data.metrics):
            for word in metric.words:
                for kind in metric.units:
                    self._by_word.setdefault((word, kind), []).append((order, metric.name))
        words = alternatives(word for metric in data.metrics for word in metric.words)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
        self._directions = {**dict.fromkeys(data.growth, "growth"), **dict.fromkeys(data.decline, "decline")}
        self._change = re.compile(rf"(?<!\w)(?:{alternatives(self._directions)})(?!\w)")
        self._levels = frozenset(data.levels)
        self._about = frozenset(data.about)
        self._shares = frozenset(data.shares)
        self._rates = frozenset(data.rates)
        self.restating = frozenset(data.restating)
        self._bare = frozenset(data.bare)
        self._opposites = data.opposites
        self.negative = frozenset(data.negative)
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
        self.top = ontology.model.top
        nouns = ontology.nouns
        self.nouns = PhraseTable((noun, kind) for kind, group in nouns.references.items() for noun in group)
        self.fits = nouns.fits
        self.reports = PhraseSet(ontology.speech.reports)

    def kind(self, unit: str) -> str:
        """The kind of a canonical unit, or of what it is a rate of: money, share, people …; else it is counted."""
        return self._kinds.get(unit) or self._kinds.get(unit.partition("/")[0], "count")

    def default(self, unit: str, kind: str) -> str:
        """The metric of a figure when no word says it."""
        return self._defaults.get(unit) or self._defaults.get(unit.partition("/")[0]) or self._defaults[kind]

    def told(self, text: str, offset: int) -> list[Told]:
        """All words of metrics in ``text`` (in lower case), which begins at the character ``offset``."""
        return [
            Told(offset + match.start(), offset + match.end(), " ".join(match.group().split()))
            for match in self._pattern.finditer(text)
        ]

    def near(
        self, told: Iterable[Told], kind: str, start: int, end: int, *, edge: int | None = None
    ) -> list[tuple[str, Told]]:
        """The metrics whose words stand around the figure at ``start:end``, the nearest first.

        Words behind the character ``edge``, where the next thing begins, are not its own.
        """
        found: list[tuple[float, int, str, Told]] = []
        for word in told:
            if edge is not None and word.start >= edge:
                continue
            if word.end <= start:
                distance = float(start - word.end)
            else:
                distance = 2.0 * (word.start - end) + BEHIND if word.start >= end else 1.0
            if distance <= FAR:
                found += [(distance, order, name, word) for order, name in self._by_word.get((word.word, kind), ())]
        return [(name, word) for _, _, name, word in sorted(found, key=lambda row: row[:2])]

    def names(self, word: str, kind: str) -> list[str]:
        """The metrics that ``word`` tells of figures whose unit is of this ``kind``."""
        return [name for _, name in self._by_word.get((word, kind), ())]

    def changes(self, before: str) -> bool:
        """Does a word of growth or decline stand among the words ``before`` a figure?"""
        return self._change.search(lower(before)) is not None

    def changed(self, metric: str, kind: str, before: str, *, negative: bool = False) -> str:
        """``metric``, or its change when the words ``before`` a figure say that it grew or fell.

        Values are positive: what is ``negative`` has fallen, or is the opposite of the metric ("lợi nhuận âm").
        """
        direction = self._direction(metric, kind, lower(before))
        if negative:
            if direction != "growth" and metric in self._opposites and kind not in CHANGES:
                return self._opposites[metric]
            direction = "decline"
        if not direction:
            return metric
        return direction if metric in self._bare else f"{direction}_of_{metric}"

    def _direction(self, metric: str, kind: str, before: str) -> str:
        if kind in NEVER or metric in self._rates:
            return ""
        found = list(self._change.finditer(before))
        if not found:
            return ""
        last = found[-1]
        between = before[last.end() :].split()
        level = not self._levels.isdisjoint(between)
        if kind in CHANGES:
            return "" if level and metric in self._shares else self._directions[" ".join(last.group().split())]
        return "" if level or not self._about.issuperset(between) else self._directions[" ".join(last.group().split())]
