"""What stands around the quantities of one article: whose they are, what they measure, when."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal

from spacy.tokens import Doc, Span

from kg.extract.document import Document, Quantity
from kg.extract.measurements.figures import WINDOW, Figure
from kg.extract.measurements.metrics import Metrics, Told
from kg.extract.modality.clauses import ClauseSplitter

__all__ = ["Surroundings"]

Range = tuple[int, int]
#: Tokens before a figure in which a word of growth may stand.
GROWTH = 6
#: Sentences that are looked back over for what a figure is said of.
BACK = 5
#: Characters between a metric and "của" at most, for the owner behind it.
OWNED = 12
#: What speaks for a name right before a figure, and for one that a word parts from it.
BESIDE = (4.0, 2.0)


class Surroundings:
    """Looks around the quantities of one Doc."""

    def __init__(self, doc: Doc, metrics: Metrics, splitter: ClauseSplitter) -> None:
        self._doc = doc
        self._metrics = metrics
        self._splitter = splitter
        document = Document.of(doc)
        self._view = document.view
        names = list(doc.spans.get("mentions", ()))
        self._mentions = sorted([*names, *doc.spans.get("references", ())], key=lambda span: (span.start, -span.end))
        self._mention_starts = [span.start for span in self._mentions]
        self._name_starts = sorted(span.start for span in names)
        words = self._view.words
        self._first = next(
            (n for n, (a, b) in enumerate(self._view.sentences) if not all(map(str.isspace, words[a:b]))), 0
        )
        self._told: dict[int, list[Told]] = {}
        self._times = document.times
        self._speech = document.speech
        self._plans = [hit.start for hit in document.cues if hit.cue.kind == "plan"]

    def figure(self, quantity: Quantity) -> Figure:
        """The quantity with what stands around it."""
        view, number = self._view, self._view.sentence_of(quantity.start)
        sentence = view.sentences[number]
        parts = self._splitter.clauses(view, number)
        clause = next((part for part in parts if part[0] <= quantity.start < part[1]), sentence)
        kind = self._metrics.kind(quantity.unit)
        before = view.text(max(sentence[0], quantity.start - GROWTH), quantity.start)
        metric, metric_end = self._metric(quantity, number, kind, before)
        subject, near = self._subject(quantity, number, clause, (kind, metric), metric_end)
        start, end = quantity.start, quantity.end
        return Figure(
            quantity=quantity,
            sentence=self._doc[sentence[0] : sentence[1]],
            before=tuple(view.low[max(sentence[0], start - WINDOW) : start]),
            after=tuple(view.low[end : min(sentence[1], end + WINDOW)]),
            spelled=not view.words[start][0].isdigit(),
            kind=kind,
            metric=metric or self._metrics.changed(self._metrics.default(quantity.unit, kind), kind, before),
            told=bool(metric),
            subject=subject,
            near=near,
            named=self._named(sentence, clause),
            title=number == self._first,
            time=self._time(quantity, sentence, clause),
        )

    def _named(self, sentence: Range, clause: Range) -> Literal["clause", "sentence", "nowhere"]:
        first, last = (bisect_left(self._name_starts, edge) for edge in sentence)
        names = self._name_starts[first:last]
        if any(clause[0] <= start < clause[1] for start in names):
            return "clause"
        return "sentence" if names else "nowhere"

    def _metric(self, quantity: Quantity, number: int, kind: str, before: str) -> tuple[str, int]:
        """The metric that a word tells and where that word ends; an empty name where none does."""
        left, right = self._view.sentences[number]
        told = self._told.get(number)
        if told is None:
            sentence = self._doc[left:right]
            told = self._told[number] = self._metrics.told(sentence.text, sentence.start_char)
        edge = next((i for i in range(quantity.end, right) if self._view.low[i] in self._metrics.parting), None)
        figure = self._doc[quantity.start : quantity.end]
        best = self._metrics.nearest(
            told,
            kind,
            figure.start_char,
            figure.end_char,
            edge=None if edge is None else self._doc[edge].idx,
        )
        if best is None:
            return "", -100
        return self._metrics.changed(best[0], kind, before), best[1]

    def _subject(
        self, quantity: Quantity, number: int, clause: Range, told: tuple[str, str], metric_end: int
    ) -> tuple[Span | None, bool]:
        """The entity the figure is said of, and whether it stands in the sentence; the best by what speaks for it."""
        rows = [
            (self._fit(span, quantity, number, clause, told, metric_end, leads=not n), -span.start, span)
            for n, span in enumerate(self._mentions_of(number))
        ]
        best = max(rows, key=lambda row: row[:2], default=None)
        if best is not None and best[0] > 0:
            return best[2], True
        # What the text spoke of last, the first named in each sentence before the others.
        for before in range(number - 1, max(-1, number - BACK - 1), -1):
            for span in self._mentions_of(before):
                if span.label_ not in self._metrics.seldom and not self._aside(span):
                    return span, False
        if best is not None:
            return best[2], True
        # Nobody better: what was named last at all, else what is named first behind it.
        last = bisect_left(self._mention_starts, quantity.start) - 1
        return (self._mentions[max(last, 0)] if self._mentions else None), False

    def _mentions_of(self, number: int) -> list[Span]:
        first, last = (bisect_left(self._mention_starts, edge) for edge in self._view.sentences[number])
        return self._mentions[first:last]

    def _fit(
        self,
        span: Span,
        quantity: Quantity,
        number: int,
        clause: Range,
        told: tuple[str, str],
        metric_end: int,
        *,
        leads: bool,
    ) -> float:
        """How well ``span`` fits as what the figure is said of; not above 0 when it hardly can be.

        ``told`` is the figure's kind and its metric.
        """
        view, metrics = self._view, self._metrics
        kind, metric = told
        if span.end + 1 == quantity.start and view.words[span.end] == "(":
            return 20.0
        score = 2.0 if leads else 1.0
        score += 1.5 * (clause[0] <= span.start < clause[1])
        gap = quantity.start - span.end
        score += BESIDE[gap] if 0 <= gap < len(BESIDE) and view.low[quantity.start - 1] not in metrics.joining else 0.0
        if span.id_ in self._speakers(quantity, span):
            score -= 3
        if span.label_ in metrics.seldom:
            personal = span.label_ in metrics.people and metric in metrics.personal
            score -= 1 if personal or (kind == "physical" and span.label_ in metrics.places) else 3
        elif span.label_ in metrics.countries:
            score -= 0.5
        elif quantity.unit in metrics.of_products:
            score += 3 * (span.label_ in metrics.products) - 1
        elif kind == "physical" or metric in metrics.product_metrics:
            score += 1.5 * (span.label_ in metrics.products)
        elif kind == "money":
            score -= 1.0 * (span.label_ in metrics.products)
        word = view.low[span.start - 1] if span.start > view.sentences[number][0] else ""
        if word in metrics.of:
            owned = span.start_char - 1 - len(word) - metric_end
            score += 4 if 0 <= owned <= OWNED and span.end <= quantity.start else -1.5
        elif word in metrics.aside:
            score -= 2.5
        if span.start >= quantity.end:
            score -= 2
        return score - 0.01 * abs(span.start - quantity.start)

    def _speakers(self, quantity: Quantity, span: Span) -> set[str]:
        """Who says what the quantity stands in, unless ``span`` stands in it, too: they seldom speak of themselves."""
        return {
            said.speaker
            for said in self._speech
            if said.start <= quantity.start < said.end
            and not said.start <= span.start < said.end
            and any(said.start <= start < said.end for start in self._name_starts)
        }

    def _aside(self, span: Span) -> bool:
        """Does a preposition of place, source or owner stand before ``span``?"""
        word = self._view.low[span.start - 1] if span.start else ""
        return word in self._metrics.aside or word in self._metrics.of

    def _time(self, quantity: Quantity, sentence: Range, clause: Range) -> str | None:
        """The nearest time in the clause, else one that opens the sentence; a plan's time in a sentence of plans."""
        inside = [when for when in self._times if sentence[0] <= when.start < sentence[1]]
        near = [when for when in inside if clause[0] <= when.start < clause[1]] or [
            when for when in inside if when.start == sentence[0]
        ]
        if not near:
            return None
        best = min(near, key=lambda when: (abs(when.start - quantity.start), when.start))
        planned = any(sentence[0] <= plan < sentence[1] for plan in self._plans)
        return (best.future if planned else best.past) or None
