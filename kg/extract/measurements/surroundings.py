"""What stands around the quantities of one article: whose they are, what they measure, when."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc

from kg.extract.document import Document, Marked, Quantity
from kg.extract.measurements.figures import WINDOW, Figure
from kg.extract.measurements.measures import Carried, Measure, Place, Promising, measures
from kg.extract.measurements.metrics import Metrics, Told
from kg.extract.measurements.owners import Owner, Owners, Setting
from kg.extract.modality.clauses import ClauseSplitter
from kg.language.text import lower
from kg.records import Span as Range

__all__ = ["Surroundings"]

#: Tokens before a figure in which a word of growth may stand; tokens between two figures of a list, at most.
GROWTH = 6
LIST = 24
#: Kinds of units in which a figure is told once more.
SAME = frozenset({"money", "share", "physical"})
#: Sentences over which a figure may measure what the one before does.
APART = 2


class Surroundings:
    """Looks around the quantities of one Doc."""

    def __init__(self, doc: Doc, metrics: Metrics, splitter: ClauseSplitter) -> None:
        self._metrics = metrics
        self._splitter = splitter
        document = Document.of(doc)
        self._view = document.view
        self._owners = Owners(doc, metrics)
        names = self._names = sorted(Document.marked(doc, "mentions"), key=lambda name: name.start)
        self._name_starts = [name.start for name in names]
        self._named_tokens = {i for name in names for i in range(name.start, name.end)}
        words = self._view.words
        self._first = next(
            (n for n, (a, b) in enumerate(self._view.sentences) if not all(map(str.isspace, words[a:b]))), 0
        )
        self._told: dict[int, list[Told]] = {}
        self._whole: dict[str, Counter[str]] = {}
        self._others: dict[tuple[int, str], dict[str, int]] = {}
        self._text = Document.text_of(doc)
        #: Where the tokens begin, and where the last one ends.
        self._chars = self._view.offsets
        self._low = lower(self._text)
        self._times = sorted(document.times, key=lambda when: when.start)
        self._time_starts = [when.start for when in self._times]
        self._plans = sorted(hit.start for hit in document.cues if hit.cue.kind == "plan")

    def measures(
        self, quantity: Quantity, last: Setting | None, untold: Sequence[str], promising: Promising | None = None
    ) -> list[Measure]:
        """Everything that the quantity may measure; ``last`` is the one before.

        ``untold`` are metrics that no word need tell, ``promising`` says which may be the likeliest.
        """
        number = self._view.sentence_of(quantity.start)
        view, sentence = self._view, self._view.sentences[number]
        left = max(sentence[0], quantity.start - GROWTH, last.quantity.end if last else 0)
        edge = next((i for i in range(quantity.end, sentence[1]) if view.low[i] in self._metrics.parting), None)
        place = Place(
            view,
            sentence,
            quantity,
            self._chars[slice(*sentence)],
            self._metrics.kind(quantity.unit),
            view.chars(quantity.start, quantity.end),
            None if edge is None else self._chars[edge],
            self._metrics.changes(view.text(left, quantity.start) if left < quantity.start else ""),
            [self._metrics.top(name.label) for name in self._within(sentence[0], quantity.start)],
            self._elsewhere(number, self._metrics.kind(quantity.unit)),
        )
        carried = None if last is None else self._carried(last, quantity, number)
        return measures(self._metrics, place, self._words(number), untold, carried, promising)

    def _elsewhere(self, number: int, kind: str) -> dict[str, int]:
        """The metrics that words of other sentences tell of figures of this ``kind``, by the number of sentences."""
        found = self._others.get((number, kind))
        if found is None:
            if kind not in self._whole:
                self._whole[kind] = Counter(name for row in self._telling for name in self._names_of(row, kind))
            here = self._names_of(number, kind)
            found = {name: count - (name in here) for name, count in self._whole[kind].items()}
            self._others[number, kind] = found
        return found

    def _names_of(self, number: int, kind: str) -> set[str]:
        return {name for word in self._telling.get(number, ()) for name in self._metrics.names(word, kind)}

    @cached_property
    def _telling(self) -> dict[int, set[str]]:
        """The words of metrics in each sentence that has some."""
        found = {row: {word.word for word in self._words(row)} for row in range(len(self._view.sentences))}
        return {row: words for row, words in found.items() if words}

    def _carried(self, last: Setting, quantity: Quantity, number: int) -> Carried | None:
        apart = number - last.number
        if apart > APART:
            return None
        unit = "unit" if last.quantity.unit == quantity.unit else "other"
        ways = [f"{unit} {apart}"]
        if not apart:
            ways.append("goes on" if self._goes_on(last, quantity) else "breaks")
            words = self._speak(last.quantity.end, quantity.start, number)
            ways.append(f"{unit} words={words}")
        return Carried(last.base, last.kind, tuple(ways))

    def setting(self, quantity: Quantity, last: Setting | None, measure: Measure) -> Setting:
        """Where the quantity stands, as what ``measure`` says; ``last`` is the one before."""
        view, number = self._view, self._view.sentence_of(quantity.start)
        sentence = view.sentences[number]
        parts = self._splitter.clauses(view, number)
        clause = next((part for part in parts if part[0] <= quantity.start < part[1]), sentence)
        kind = self._metrics.kind(quantity.unit)
        base, told = measure.metric, measure.told
        if last is not None and self._restates(last, quantity, kind):
            return Setting(quantity, number, clause, kind, last.metric, last.base, last.told)
        if last is not None and last.number == number and last.base == base and self._goes_on(last, quantity):
            return Setting(quantity, number, clause, kind, last.metric, base, told or last.told)
        left = max(sentence[0], quantity.start - GROWTH, last.quantity.end if last else 0)
        before = self._without(left, quantity.start, told)
        metric = self._metrics.changed(base, kind, before, negative=self._negative(quantity))
        return Setting(quantity, number, clause, kind, metric, base, told)

    def owners(self, setting: Setting, last: Setting | None) -> list[Owner]:
        """Everybody whom the quantity may be said of; ``last``: the one before."""
        return self._owners.of(setting, last)

    def figure(self, setting: Setting, owner: Owner | None) -> Figure:
        """The quantity with what stands around it, said of ``owner``."""
        view, quantity, sentence = self._view, setting.quantity, self._view.sentences[setting.number]
        start, end = quantity.start, quantity.end
        return Figure(
            quantity=quantity,
            sentence=view.chars(*sentence),
            before=tuple(view.low[max(sentence[0], start - WINDOW) : start]),
            after=tuple(view.low[end : min(sentence[1], end + WINDOW)]),
            spelled=not view.words[start][0].isdigit(),
            kind=setting.kind,
            metric=setting.metric,
            told=setting.told is not None,
            elsewhere=self._elsewhere(setting.number, setting.kind).get(setting.base, 0),
            subject=owner.mark if owner else None,
            near=owner is not None and owner.near,
            ways=owner.ways if owner else (),
            named=self._named(sentence, setting.clause),
            title=setting.number == self._first,
            time=self._time(quantity, sentence, setting.clause),
        )

    def _named(self, sentence: Range, clause: Range) -> Literal["clause", "sentence", "nowhere"]:
        first, last = (bisect_left(self._name_starts, edge) for edge in sentence)
        names = self._name_starts[first:last]
        if any(clause[0] <= start < clause[1] for start in names):
            return "clause"
        return "sentence" if names else "nowhere"

    def _without(self, start: int, end: int, word: Range | None) -> str:
        """The tokens ``start:end`` without the characters ``word`` ("cắt giảm" is no decline of layoffs)."""
        if start >= end:
            return ""
        first, last = self._view.chars(start, end)
        text = self._text[first:last]
        if word is None or word[1] <= first or word[0] >= last:
            return text
        return f"{text[: max(0, word[0] - first)]} {text[word[1] - first :]}"

    def _restates(self, last: Setting, quantity: Quantity, kind: str) -> bool:
        """Does a bracket tell the figure before once more, in another unit ("giảm 3 tỷ USD (tương đương 9%)")?"""
        between = self._view.low[last.quantity.end : quantity.start]
        return (
            between[:1] == ["("] and len(between) > 1 and self._metrics.restating.issuperset(between) and kind in SAME
        )

    def _goes_on(self, last: Setting, quantity: Quantity) -> bool:
        """Does a list go on, of figures that measure the same ("X 16%; Y 9,9%")?"""
        view, start, end = self._view, last.quantity.end, quantity.start
        return (
            last.quantity.unit == quantity.unit
            and end - start <= LIST
            and not any(view.tags[i].startswith("V") and i not in self._named_tokens for i in range(start, end))
            and not self._speak(start, end, last.number)
        )

    def _speak(self, start: int, end: int, number: int) -> bool:
        """Does a word of a metric stand in the tokens ``start:end`` of a sentence?"""
        first, last = self._view.chars(start, end) if start < end else (0, 0)
        return any(first <= word.start < last for word in self._words(number))

    def _negative(self, quantity: Quantity) -> bool:
        """Is the figure less than nothing ("âm 2,5%", "-2,5%")?"""
        at = quantity.start - 1
        if at < 0 or self._view.low[at] not in self._metrics.negative:
            return False
        if self._view.low[at].isalpha():
            return True
        beside = at > 0 and self._view.spaces[at - 1]
        return not self._view.spaces[at] and (beside or not self._view.low[at - 1][-1].isalnum())

    def _within(self, start: int, end: int) -> list[Marked]:
        """The names that begin in ``start:end``."""
        first, last = (bisect_left(self._name_starts, edge) for edge in (start, end))
        return self._names[first:last]

    def _words(self, number: int) -> list[Told]:
        """The words of metrics in a sentence."""
        found = self._told.get(number)
        if found is None:
            start, end = (self._chars[edge] for edge in self._view.sentences[number])
            found = self._metrics.told(self._low[start:end], start)
            if found:
                # "Công ty Đầu tư Lá Sen" tells of no investment.
                names = [(name.start_char, name.end_char) for name in self._within(*self._view.sentences[number])]
                found = [word for word in found if not _part(word, names)]
            self._told[number] = found
        return found

    def _time(self, quantity: Quantity, sentence: Range, clause: Range) -> str | None:
        """The nearest time in the clause, else one that opens the sentence; a plan's time in a sentence of plans."""
        inside = self._times[slice(*(bisect_left(self._time_starts, edge) for edge in sentence))]
        near = [when for when in inside if clause[0] <= when.start < clause[1]] or [
            when for when in inside if when.start == sentence[0]
        ]
        if not near:
            return None
        best = min(near, key=lambda when: (abs(when.start - quantity.start), when.start))
        planned = bisect_left(self._plans, sentence[0]) < bisect_left(self._plans, sentence[1])
        return (best.future if planned else best.past) or None


def _part(word: Told, names: Sequence[Range]) -> bool:
    """Is ``word`` part of a name, and not all of it?"""
    return any(a <= word.start and word.end <= b and b - a > word.end - word.start for a, b in names)
