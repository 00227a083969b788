"""Figures that cannot both be right: of one thing, metric, unit and stated time, told by two sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import combinations
from operator import itemgetter

from kg.linking.words import Words
from kg.records import UPDATE, Measurement, Span

__all__ = ["find_figure_conflicts"]

SAME_VALUE, ABOUT = Decimal("0.02"), Decimal("0.1")
"""Figures closer than this share of the larger one are the same figure rounded; or, where one is told as "about"."""
MAX_SIDES = 200
"""Figures of one group that are compared with each other."""
ONE_SCOPE, ASIDE = 1, 4
"""Of two sentences on one part of a thing the one has at most so many words before the figure that the other has not,
and the other so many: "xuất khẩu cao su" is not "xuất khẩu trái cây"."""
SURE = 0.8
"""How strong a conflict of figures is at most."""
SHARE, MONTH = "%", re.compile(r"\d{4}-(?:0\d|1[012])")
"""By how much money or how many points something rose is told of a day, whatever month stands beside it ("dầu giao
tháng 5 tăng 0,28 USD")."""
WORD = re.compile(r"\w+")

Group = tuple[str, str, str, str]
"""What is measured, in what unit, when, and of what."""


@dataclass(slots=True)
class _Told:
    """What one sentence tells: one figure, or the ends of a range."""

    article: str
    words: frozenset[str]
    about: bool
    vague: bool
    figures: list[Measurement] = field(default_factory=list)
    values: list[Decimal] = field(default_factory=list)

    def agrees(self, other: _Told) -> bool:
        """Whether the values of both may be one; a rise is no fall."""
        low, high = min(self.values), max(self.values)
        least, most = min(other.values), max(other.values)
        if (low > 0 > most) or (high < 0 < least):
            return False
        if self.vague:
            return True
        slack = (ABOUT if self.about or other.about else SAME_VALUE) * max(map(abs, (low, high, least, most)))
        return low - slack <= most and least - slack <= high


def find_figure_conflicts(
    measurements: Iterable[Measurement],
    words: Words,
    apart: Callable[[str, str], bool],
    later: Callable[[str, str], bool],
) -> Iterator[tuple[str, list[Measurement], float]]:
    """Kind (``oneValue``, or ``UPDATE`` where one article is much later), sides and strength of each conflict.

    ``apart`` tells whether two articles are two sources, ``later`` whether one is much later. Forecasts, and figures
    whose metric or time is not told, contradict nothing; but that something has risen contradicts that it has fallen.
    """
    groups: dict[Group, list[Measurement]] = defaultdict(list)
    for m in measurements:
        if m.time:
            groups[m.subject, words.direction(m.metric)[0], m.unit, m.time].append(m)
    for (_, metric, unit, time), told in sorted(groups.items(), key=itemgetter(0)):
        vague = metric in words.vague
        if not metric or (vague and not words.is_change(metric)) or len({m.article for m in told}) == 1:
            continue
        if unit != SHARE and MONTH.fullmatch(time) and words.moves(metric):
            continue
        group = _by_sentence(told, words, vague)
        found: dict[str, dict[str, Measurement]] = defaultdict(dict)
        strength: dict[str, float] = defaultdict(float)
        for a, b in combinations(list(group.values())[:MAX_SIDES], 2):
            own, other = sorted((len(a.words - b.words), len(b.words - a.words)))
            if apart(a.article, b.article) and not a.agrees(b) and own <= ONE_SCOPE and other <= ASIDE:
                kind = UPDATE if later(a.article, b.article) else "oneValue"
                found[kind] |= {m.id: m for m in (*a.figures, *b.figures)}
                strength[kind] = max(strength[kind], round(SURE * (1 - other / 10), 2))
        for kind, sides in sorted(found.items()):
            yield kind, list(sides.values()), strength[kind]


def _by_sentence(measurements: Iterable[Measurement], words: Words, vague: bool) -> dict[tuple[str, Span], _Told]:
    """What each sentence tells, forecasts left out, by its article and place."""
    found: dict[tuple[str, Span], _Told] = {}
    for m in measurements:
        values = [value for text in (m.value, m.other_end) if text and (value := _value(text)) is not None]
        if not values or words.foretells(m.evidence.text):
            continue
        sign = words.direction(m.metric)[1]
        told = found.setdefault(
            (m.article, (m.evidence.start, m.evidence.end)),
            _Told(m.article, _before(m), words.rounds(m.evidence.text), vague),
        )
        told.figures.append(m)
        told.values += [value * sign for value in values]
    return found


def _before(m: Measurement) -> frozenset[str]:
    """The words of the sentence up to the figure, without numbers."""
    end = m.evidence.trigger[0] - m.evidence.start if m.evidence.trigger else None
    return frozenset(word for word in WORD.findall(m.evidence.text[:end].casefold()) if not word[0].isdigit())


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
