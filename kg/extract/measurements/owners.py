"""Of whom a figure may be said: everybody whom the text names around it, with what speaks for each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

from kg.extract.document import Document, Marked, Quantity, Utterance
from kg.extract.measurements.between import Between
from kg.extract.measurements.metrics import Metrics
from kg.extract.measurements.traits import away, behind, classed, famed, hinted, placed, reported, titled
from kg.records import Span as Range

__all__ = ["Owner", "Owners", "Setting"]

#: Sentences that are looked back over for what a figure is said of.
BACK = 4
#: Tokens between a metric and "của" at most, for the owner behind it.
OWNED = 3
GAPS = (0, 1, 2, 4, 7, 12, 20)
#: So many of those that an article names most often are thought of far from where they are named.
FAR = 24
#: Signs between somebody and a figure that are one feature, at most.
PATH = 6


@dataclass(frozen=True, slots=True)
class Setting:
    """A quantity in its sentence (``number``) and clause; ``metric`` are the characters of the word that tells it."""

    quantity: Quantity
    number: int
    clause: Range
    kind: str
    metric: str
    #: The metric that ``metric`` is the change of, or itself.
    base: str
    told: Range | None


class Owner(NamedTuple):
    """A mention or reference that a figure may be said of; ``near``: it stands in the figure's sentence.

    What speaks for it are the names in ``groups``, and behind them ``more``; ``ways``, which are one of the groups, say
    how it is led to the figure.
    """

    mark: Marked
    near: bool
    groups: tuple[tuple[str, ...], ...]
    ways: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """The names of all that speaks for it."""
        return (*sorted({name for group in self.groups for name in group}), *self.more)


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention (``name``) or reference with its place and class, and that class's uppermost; ``word`` stands before
    it, "^" at the beginning of its sentence."""

    mark: Marked
    name: bool
    start: int
    end: int
    id: str
    label: str
    top: str
    word: str


class Owners:
    """The mentions and references of one Doc, asked about its figures one after the other."""

    def __init__(self, doc: Doc, metrics: Metrics) -> None:
        self._metrics = metrics
        document = Document.of(doc)
        self._view = document.view
        spans = [(span, key == "mentions") for key in ("mentions", "references") for span in Document.marked(doc, key)]
        named = [self._named(span, name=name) for span, name in spans]
        self._spans = sorted(named, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self._spans]
        self._chars = self._view.offsets[:-1]
        self._signs = Between(self._view, metrics, ((one.start, one.end) for one in self._spans))
        self._count = Counter(one.id for one in self._spans)
        self._most = max(self._count.values(), default=0)
        self._said = Counter(said.speaker for said in document.speech if said.speaker)
        self._around = _around(document)
        self._brackets = {i for opening, closing in self._view.brackets for i in range(opening, closing + 1)}
        self._begin = {one.start for one in self._spans if one.name}
        self._reports: dict[int, bool] = {}
        words = self._view.words
        first = next((row for row in self._view.sentences if not all(map(str.isspace, words[slice(*row)]))), (0, 0))
        self._title = {one.id: n for n, one in reversed(list(enumerate(self._between(*first))))}
        everywhere: dict[str, _Named] = {}
        for one in self._spans:
            if one.id in self._title or self._count[one.id] == self._most:
                everywhere.setdefault(one.id, one)
        self._far = list(everywhere.values())[:FAR]

    def _named(self, mark: Marked, *, name: bool) -> _Named:
        view, start, label = self._view, mark.start, mark.label
        word = view.low[start - 1] if start > view.sentences[view.sentence_of(start)][0] else "^"
        return _Named(mark, name, start, mark.end, mark.id, label, self._metrics.top(label), word)

    def of(self, setting: Setting, last: Setting | None) -> list[Owner]:
        """Everybody whom the figure may be said of: all in its sentence, and the last of each before it.

        ``last`` is the figure before.
        """
        found = self._all(setting)
        if last is None or last.number != setting.number:
            return [owner for _, owner in found]
        new = len({one.id for one in self._between(last.quantity.end, setting.quantity.start)})
        same = last.quantity.unit == setting.quantity.unit
        return [
            Owner(owner.mark, owner.near, owner.groups, owner.ways, behind(side, one.top, new, same=same))
            for one, owner in found
            for side in [self._side(setting, last, one, near=owner.near)]
        ]

    def _all(self, setting: Setting) -> list[tuple[_Named, Owner]]:
        found = []
        number = setting.number
        here = self._between(*self._view.sentences[number])
        hint = self._hint(setting)
        seen = set()
        start, end = setting.quantity.start, setting.quantity.end
        aside = self._metrics.aside
        led = any(setting.clause[0] <= one.start < start and one.word not in aside for one in here)
        for n, one in enumerate(here):
            seen.add(one.id)
            if led and one.start >= end and one.word in aside:
                continue  # "Lá Sen cung cấp 18.000 chip cho Sông Mây" is no figure of Sông Mây
            found.append((one, self._inside(setting, hint, here, n)))
        for back in range(1, BACK + 1):
            if number < back:
                break
            row = self._between(*self._view.sentences[number - back])
            for n, one in enumerate(row):
                if one.id not in seen:
                    seen.add(one.id)
                    found.append((one, self._before(setting, hint, one, n, back, alone=not here)))
        for one in self._far:
            if one.id not in seen:
                found.append((one, self._before(setting, hint, one, 0, 0, alone=not here)))
        return found

    @staticmethod
    def _side(setting: Setting, last: Setting, one: _Named, *, near: bool) -> str:
        """Where an owner stands, with the figure before in the same sentence."""
        if not near:
            return "off"
        if one.end <= last.quantity.start:
            return "left"
        return "right" if one.start >= setting.quantity.end else "mid"

    def _between(self, start: int, end: int) -> list[_Named]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _what(self, setting: Setting, hint: str | None, one: _Named, place: str) -> list[tuple[str, ...]]:
        """What is known of somebody wherever it stands; ``hint`` is the class that a noun before the figure tells."""
        kind, count = setting.kind, self._count[one.id]
        found = [
            placed(place, kind, name=one.name),
            famed(place, one.top, count, self._said[one.id], most=count == self._most),
            classed(place, one.label, one.top, kind, setting.quantity.unit, setting.metric),
        ]
        if self._reported(one):
            found.append(reported(place))
        if hint is not None:
            found.append(hinted(place, fits=one.label in self._metrics.fits.get(hint, ())))
        if one.id in self._title:
            found.append(titled(place, one.top, kind, first=not self._title[one.id]))
        return found

    def _before(self, setting: Setting, hint: str | None, one: _Named, n: int, back: int, *, alone: bool) -> Owner:
        """Somebody whom the figure's sentence does not name."""
        place = f"back {min(back, 3)}" if back else "far"
        speaks = self._speaks(setting.quantity, one)
        known = self._what(setting, hint, one, place)
        return Owner(one.mark, False, (*known, away(place, n, one.word, alone=alone, speaks=speaks)))

    def _inside(self, setting: Setting, hint: str | None, here: Sequence[_Named], n: int) -> Owner:
        """Somebody in the figure's sentence."""
        view, metrics, quantity = self._view, self._metrics, setting.quantity
        one = here[n]
        before = one.end <= quantity.start
        clause = setting.clause[0] <= one.start < setting.clause[1]
        side = "before" if before else "behind"
        place = side if clause else f"{side} aside"
        left, right = (one.end, quantity.start) if before else (quantity.end, one.start)
        gap = bisect_left(GAPS, right - left)
        apart = [other for other in here if left <= other.start < right and other.id != one.id]
        inside = one.start in self._brackets and quantity.start not in self._brackets
        between = sum(1 for other in apart if inside or other.start not in self._brackets)
        found = {f"{side} gap={gap}", f"{side} between={min(between, 2)}", f"{place} between={min(between, 2)}"}
        rank = sum(1 for other in here[:n] if other.id != one.id)
        found |= {f"{side} n={min(rank, 3)}", f"n={min(rank, 3)} type={one.label}"}
        words = view.low[left:right]
        found.update(f"{side} has {mark}" for mark in ",;:()" if mark in words)
        if not any(tag.startswith("V") for tag in view.tags[left:right]):
            found.add(f"{side} no verb")
        word, after = one.word, view.low[one.end] if one.end < len(view) else ""
        found |= {f"{side} pre={word}", f"{side} post={after}", f"{side} tag={view.tags[one.start - 1][:1]}"}
        if gap < 3:
            found.add(f"{side} beside {' '.join(words)}")
        if word in metrics.of:
            end = setting.told[1] if setting.told else -1
            owned = end >= 0 and 0 <= self._chars[one.start] - end <= len(word) + 2 + 6 * OWNED
            found |= {f"{side} of", f"{side} of metric={owned}"}
        elif word in metrics.aside:
            found |= {f"{side} oblique", f"{side} oblique type={one.label}"}
        else:
            subject = not any(
                view.low[other.start - 1] not in metrics.of and view.low[other.start - 1] not in metrics.aside
                for other in here[:n]
                if other.start >= setting.clause[0]
            )
            found |= {f"{side} bare", f"{place} bare subject={subject and clause}"}
        if setting.told is not None:
            found.add(f"{side} metric {'behind' if setting.told[0] >= one.mark.end_char else 'before'}")
        if inside:
            found |= {"in bracket", f"{side} in bracket"}
        if self._speaks(quantity, one):
            found |= {"speaker", f"speaker type={one.label}"}
        told = range(*(bisect_left(self._chars, edge) for edge in setting.told or (0, 0)))
        if told and before and told.start >= one.end:
            nearest = not any(one.start < other.start and other.end <= told.start for other in here)
            found |= {f"lead={bisect_left(GAPS, told.start - one.end)}", f"lead nearest={nearest}"}
        governor = self._signs.governor(one.start, view.sentences[setting.number][0])
        path = self._signs.path(left, right, told)
        ways = {f"{side} gov={governor}", f"{place} gov={governor}", f"gov={governor} type={one.top}"}
        ways |= {f"{side} path<{' '.join(path[:3])}", f"{side} path>{' '.join(path[-3:])}"}
        if len(path) <= PATH:
            ways.add(f"{side} path={' '.join(path)}")
        led = tuple(sorted(ways))
        return Owner(one.mark, True, (*self._what(setting, hint, one, place), tuple(sorted(found)), led), led)

    def _hint(self, setting: Setting) -> str | None:
        """The class that a bare noun of the clause before the figure tells ("toàn tỉnh có 115 cụm")."""
        view, start = self._view, setting.quantity.start
        for i in range(start - 1, setting.clause[0] - 1, -1):
            hit = self._metrics.nouns.at(view.low, i, start) if view.begins[i] else None
            if hit is not None and hit[0] not in self._begin:
                return hit[1]
        return None

    def _reported(self, one: _Named) -> bool:
        """Is somebody named as whose report or data something is from ("dữ liệu của X")?"""
        found = self._reports.get(one.start)
        if found is None:
            view = self._view
            first = max(view.sentences[view.sentence_of(one.start)][0], one.start - 4)
            found = any(self._metrics.reports.size(view.low, i, one.start) for i in range(first, one.start))
            self._reports[one.start] = found
        return found

    def _speaks(self, quantity: Quantity, one: _Named) -> bool:
        """Is somebody named, outside of what is said, as who says what the figure stands in?"""
        return any(
            said.speaker == one.id and not said.start <= one.start < said.end
            for said in self._around.get(quantity.start, ())
        )


def _around(document: Document) -> dict[int, list[Utterance]]:
    """What is said around the figures, by where they begin."""
    starts = sorted({quantity.start for quantity in document.quantities})
    around: dict[int, list[Utterance]] = {}
    for said in document.speech:
        for start in starts[bisect_left(starts, said.start) : bisect_left(starts, said.end)]:
            around.setdefault(start, []).append(said)
    return around
