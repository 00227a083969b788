"""Of whom a figure may be said: everybody whom the text names around it, with what speaks for each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from kg.extract.document import Document, Quantity, Utterance
from kg.extract.measurements.between import Between
from kg.extract.measurements.metrics import Metrics
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


@dataclass(frozen=True, slots=True)
class Owner:
    """A mention or reference that a figure may be said of; ``near``: it stands in the figure's sentence.

    ``ways`` are those of its features that say how it is led to the figure.
    """

    span: Span
    near: bool
    features: tuple[str, ...]
    ways: tuple[str, ...] = ()


class Owners:
    """The mentions and references of one Doc, asked about its figures one after the other."""

    def __init__(self, doc: Doc, metrics: Metrics) -> None:
        self._metrics = metrics
        document = Document.of(doc)
        self._view = document.view
        spans = [(span, key == "mentions") for key in ("mentions", "references") for span in doc.spans.get(key, ())]
        self._spans = sorted(spans, key=lambda row: (row[0].start, -row[0].end))
        self._starts = [span.start for span, _ in self._spans]
        self._chars: list[int] = doc.to_array("IDX").tolist()
        self._signs = Between(self._view, metrics, (span for span, _ in self._spans))
        self._count = Counter(span.id_ for span, _ in self._spans)
        self._most = max(self._count.values(), default=0)
        self._said = Counter(said.speaker for said in document.speech if said.speaker)
        self._around = _around(document)
        self._brackets = _brackets(self._view.low)
        self._begin = {span.start for span, name in self._spans if name}
        words = self._view.words
        first = next((row for row in self._view.sentences if not all(map(str.isspace, words[slice(*row)]))), (0, 0))
        self._title = {span.id_: n for n, (span, _) in reversed(list(enumerate(self._between(*first))))}
        everywhere: dict[str, tuple[Span, bool]] = {}
        for span, name in self._spans:
            if span.id_ in self._title or self._count[span.id_] == self._most:
                everywhere.setdefault(span.id_, (span, name))
        self._far = list(everywhere.values())[:FAR]

    def of(self, setting: Setting, last: Setting | None) -> list[Owner]:
        """Everybody whom the figure may be said of: all in its sentence, and the last of each before it.

        ``last`` is the figure before.
        """
        if last is None or last.number != setting.number:
            return self._all(setting)
        new = {span.id_ for span, _ in self._between(last.quantity.end, setting.quantity.start)}
        same = last.quantity.unit == setting.quantity.unit
        return [
            replace(owner, features=(*owner.features, *self._behind(setting, last, owner, len(new), same=same)))
            for owner in self._all(setting)
        ]

    def _all(self, setting: Setting) -> list[Owner]:
        found = []
        number = setting.number
        here = self._between(*self._view.sentences[number])
        seen = set()
        start, end = setting.quantity.start, setting.quantity.end
        led = any(setting.clause[0] <= span.start < start and not self._aside(span) for span, _ in here)
        for n, (span, name) in enumerate(here):
            seen.add(span.id_)
            if led and span.start >= end and self._aside(span):
                continue  # "Lá Sen cung cấp 18.000 chip cho Sông Mây" is no figure of Sông Mây
            found.append(self._inside(setting, here, n, name=name))
        for back in range(1, BACK + 1):
            if number < back:
                break
            row = self._between(*self._view.sentences[number - back])
            for n, (span, name) in enumerate(row):
                if span.id_ not in seen:
                    seen.add(span.id_)
                    found.append(Owner(span, False, self._before(setting, span, n, back, name=name, alone=not here)))
        for span, name in self._far:
            if span.id_ not in seen:
                found.append(Owner(span, False, self._before(setting, span, 0, 0, name=name, alone=not here)))
        return found

    def _behind(self, setting: Setting, last: Setting, owner: Owner, new: int, *, same: bool) -> list[str]:
        """Where an owner stands, with the figure before in the same sentence and so many ``new`` names between both."""
        span = owner.span
        if not owner.near:
            place = "off"
        elif span.end <= last.quantity.start:
            place = "left"
        else:
            place = "right" if span.start >= setting.quantity.end else "mid"
        found = f"second {place} new={min(new, 2)}"
        return [found, f"{found} type={self._metrics.top(span.label_)}", f"second {place} same={same}"]

    def _between(self, start: int, end: int) -> list[tuple[Span, bool]]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _what(self, setting: Setting, span: Span, *, name: bool, place: str) -> set[str]:
        """What is known of somebody wherever it stands."""
        kind, unit, count = setting.kind, setting.quantity.unit, self._count[span.id_]
        found = {
            place,
            f"{place} kind={kind}",
            f"{place} {'name' if name else 'reference'}",
            "most" if count == self._most else f"count={min(count, 4)}",
            f"says={min(self._said[span.id_], 2)}",
        }
        # A class is known by the one that it is below, too.
        for type_ in {span.label_, self._metrics.top(span.label_)}:
            found |= {
                f"type={type_}",
                f"{place} type={type_}",
                f"kind={kind} type={type_}",
                f"unit={unit} type={type_}",
                f"metric={setting.metric} type={type_}",
            }
        type_ = self._metrics.top(span.label_)
        if self._said[span.id_]:
            found.add(f"says type={type_} {place}")
        if self._reported(span):
            found |= {"report of", f"report of {place}"}
        hint = self._hint(setting)
        if hint is not None:
            found.add(f"hint={span.label_ in self._metrics.fits.get(hint, ())} {place}")
        if span.id_ in self._title:
            found |= {"title", f"title {place}", f"title type={type_}", f"title kind={kind}"}
            if not self._title[span.id_]:
                found |= {"title first", f"title first {place}"}
        return found

    def _before(self, setting: Setting, span: Span, n: int, back: int, *, name: bool, alone: bool) -> tuple[str, ...]:
        """What speaks for somebody whom the figure's sentence does not name."""
        place = f"back {min(back, 3)}" if back else "far"
        found = self._what(setting, span, name=name, place=place)
        found.add(f"{place} alone={alone}")
        found.add(f"{place} n={min(n, 2)} alone={alone}")
        word = self._word_before(span)
        found.add(f"{place} pre={word}")
        if self._speaks(setting.quantity, span):
            found.add("speaker")
        return tuple(sorted(found))

    def _inside(self, setting: Setting, here: list[tuple[Span, bool]], n: int, *, name: bool) -> Owner:
        """Somebody in the figure's sentence."""
        view, metrics, quantity = self._view, self._metrics, setting.quantity
        span = here[n][0]
        before = span.end <= quantity.start
        clause = setting.clause[0] <= span.start < setting.clause[1]
        place = ("before" if before else "behind") + ("" if clause else " aside")
        found = self._what(setting, span, name=name, place=place)
        left, right = (span.end, quantity.start) if before else (quantity.end, span.start)
        gap = bisect_left(GAPS, right - left)
        apart = [other for other, _ in here if left <= other.start < right and other.id_ != span.id_]
        inside = span.start in self._brackets and quantity.start not in self._brackets
        between = sum(1 for other in apart if inside or other.start not in self._brackets)
        side = "before" if before else "behind"
        found |= {f"{side} gap={gap}", f"{side} between={min(between, 2)}", f"{place} between={min(between, 2)}"}
        rank = sum(1 for other, _ in here[:n] if other.id_ != span.id_)
        found |= {f"{side} n={min(rank, 3)}", f"n={min(rank, 3)} type={span.label_}"}
        words = view.low[left:right]
        found.update(f"{side} has {mark}" for mark in ",;:()" if mark in words)
        if not any(view.tags[i].startswith("V") for i in range(left, right)):
            found.add(f"{side} no verb")
        word, after = self._word_before(span), view.low[span.end] if span.end < len(view) else ""
        found |= {f"{side} pre={word}", f"{side} post={after}", f"{side} tag={view.tags[span.start - 1][:1]}"}
        if gap < 3:
            found.add(f"{side} beside {' '.join(words)}")
        if word in metrics.of:
            end = setting.told[1] if setting.told else -1
            owned = end >= 0 and 0 <= span.start_char - end <= len(word) + 2 + 6 * OWNED
            found |= {f"{side} of", f"{side} of metric={owned}"}
        elif word in metrics.aside:
            found |= {f"{side} oblique", f"{side} oblique type={span.label_}"}
        else:
            subject = not any(
                view.low[other.start - 1] not in metrics.of and view.low[other.start - 1] not in metrics.aside
                for other, _ in here[:n]
                if other.start >= setting.clause[0]
            )
            found |= {f"{side} bare", f"{place} bare subject={subject and clause}"}
        if setting.told is not None:
            found.add(f"{side} metric {'behind' if setting.told[0] >= span.end_char else 'before'}")
        if inside:
            found |= {"in bracket", f"{side} in bracket"}
        if self._speaks(quantity, span):
            found |= {"speaker", f"speaker type={span.label_}"}
        told = range(*(bisect_left(self._chars, edge) for edge in setting.told or (0, 0)))
        if told and before and told.start >= span.end:
            nearest = not any(span.start < other.start and other.end <= told.start for other, _ in here)
            found |= {f"lead={bisect_left(GAPS, told.start - span.end)}", f"lead nearest={nearest}"}
        governor = self._signs.governor(span.start, view.sentences[setting.number][0])
        path = self._signs.path(left, right, told)
        ways = {f"{side} gov={governor}", f"{place} gov={governor}", f"gov={governor} type={metrics.top(span.label_)}"}
        ways |= {f"{side} path<{' '.join(path[:3])}", f"{side} path>{' '.join(path[-3:])}"}
        if len(path) <= PATH:
            ways.add(f"{side} path={' '.join(path)}")
        return Owner(span, True, tuple(sorted(found | ways)), tuple(sorted(ways)))

    def _hint(self, setting: Setting) -> str | None:
        """The class that a bare noun of the clause before the figure tells ("toàn tỉnh có 115 cụm")."""
        view, start = self._view, setting.quantity.start
        for i in range(start - 1, setting.clause[0] - 1, -1):
            hit = self._metrics.nouns.at(view.low, i, start) if view.begins[i] else None
            if hit is not None and hit[0] not in self._begin:
                return hit[1]
        return None

    def _reported(self, span: Span) -> bool:
        """Is ``span`` named as whose report or data something is from ("dữ liệu của X")?"""
        start = self._view.sentences[self._view.sentence_of(span.start)][0]
        return any(
            self._metrics.reports.size(self._view.low, i, span.start)
            for i in range(max(start, span.start - 4), span.start)
        )

    def _word_before(self, span: Span) -> str:
        start = self._view.sentences[self._view.sentence_of(span.start)][0]
        return self._view.low[span.start - 1] if span.start > start else "^"

    def _aside(self, span: Span) -> bool:
        return self._word_before(span) in self._metrics.aside

    def _speaks(self, quantity: Quantity, span: Span) -> bool:
        """Does ``span`` name, outside of what is said, who says what the figure stands in?"""
        return any(
            said.speaker == span.id_ and not said.start <= span.start < said.end
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


def _brackets(low: Sequence[str]) -> frozenset[int]:
    """The tokens inside round brackets that are closed before the line ends."""
    found: set[int] = set()
    opening = -1
    for i, word in enumerate(low):
        if word == "(":
            opening = i
        elif "\n" in word:
            opening = -1
        elif word == ")" and opening >= 0:
            found.update(range(opening, i + 1))
            opening = -1
    return frozenset(found)
