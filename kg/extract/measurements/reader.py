"""Figures that say something of an entity: whose they are, what they measure, when."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc, Span

from kg.extract.clauses import ClauseSplitter
from kg.extract.measurements.figures import Figure, features_of, load_model
from kg.extract.view import TokenView
from kg.language.vi.numbers import alternatives, lower
from kg.ontology.ontology import Ontology
from kg.ontology.values import load_metrics, load_units
from kg.records import Article, Evidence, Measurement, stable_hash

__all__ = ["figures", "measurements"]

#: Fewer things than this are seldom a figure of anybody: "3 giai đoạn" must be surer.
FEW = 10
SURE = 0.8


def measurements(doc: Doc, article: Article) -> tuple[Measurement, ...]:
    """The measurements of an annotated Doc, in the order of the text; of equal figures the surest one."""
    model = load_model()
    best: dict[tuple[str, str], tuple[float, int, Figure]] = {}
    for figure in figures(doc):
        if figure.subject is None:
            continue
        score = model.probability(features_of(figure))
        key = (figure.quantity.id_, figure.quantity.label_)
        few = figure.kind == "count" and float(figure.quantity.id_) < FEW
        if score >= (SURE if few else model.threshold) and (key not in best or score > best[key][0]):
            best[key] = (score, figure.quantity.start_char, figure)
    chosen = sorted(best.values(), key=lambda row: row[1])
    return tuple(_measurement(figure, article) for _, _, figure in chosen)


def _measurement(figure: Figure, article: Article) -> Measurement:
    assert figure.subject is not None
    value, unit = figure.quantity.id_, figure.quantity.label_
    sentence = figure.sentence.text
    start = figure.sentence.start_char + len(sentence) - len(sentence.lstrip())
    text = sentence.strip()
    return Measurement(
        id=f"m-{stable_hash([article.id, value, unit, str(figure.quantity.start_char)])}",
        subject=figure.subject.id_,
        metric=figure.metric,
        value=value,
        unit=unit,
        article=article.id,
        evidence=Evidence(
            start=start,
            end=start + len(text),
            text=text,
            subject=(figure.subject.start_char, figure.subject.end_char),
            trigger=(figure.quantity.start_char, figure.quantity.end_char),
        ),
        time=figure.time,
    )


def figures(doc: Doc) -> Iterator[Figure]:
    """Every quantity of the Doc as a candidate."""
    quantities = list(doc.spans.get("quantities", []))
    if not quantities:
        return
    reader = _Reader(doc)
    named = {token for span in doc.spans.get("mentions", []) for token in range(span.start, span.end)}
    for quantity in quantities:
        if quantity.start not in named:  # "Model 3"
            yield reader.read(quantity)


class _Reader:
    """Looks around the quantities of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = _words()
        self.sentences = list(doc.sents)
        self.starts = [sent.start for sent in self.sentences]
        self.mentions = sorted(
            [*doc.spans.get("mentions", []), *doc.spans.get("references", [])], key=lambda span: (span.start, -span.end)
        )
        self.mention_starts = [span.start for span in self.mentions]
        self.names = sorted(doc.spans.get("mentions", []), key=lambda span: span.start)
        self.name_starts = [span.start for span in self.names]
        self.first = next((i for i, sent in enumerate(self.sentences) if sent.text.strip()), 0)
        self.metric_words: dict[int, list[tuple[int, int, str]]] = {}
        self.times = list(doc.spans.get("times", []))
        self.plans = [cue.start for cue in doc.spans.get("cues", []) if cue.label_ == "plan"]
        self.view = TokenView.of(doc)
        self.splitter = ClauseSplitter(Ontology.load().cues.clauses)

    def read(self, quantity: Span) -> Figure:
        number = bisect_right(self.starts, quantity.start) - 1
        sentence = self.sentences[number]
        parts = self.splitter.clauses(self.view, number)
        clause = next((part for part in parts if part[0] <= quantity.start < part[1]), (sentence.start, sentence.end))
        kind = self.words.kind(quantity.label_)
        metric, told, metric_end = self._metric(quantity, sentence, kind)
        subject, near = self._subject(quantity, number, clause, kind, metric_end)
        time = self._time(quantity, sentence, clause)
        named: Literal["clause", "sentence", "nowhere"] = "nowhere"
        first, last = (bisect_left(self.name_starts, edge) for edge in (sentence.start, sentence.end))
        for span in self.names[first:last]:
            named = "clause" if named == "clause" or clause[0] <= span.start < clause[1] else "sentence"
        return Figure(quantity, sentence, clause, kind, metric, told, subject, near, named, number == self.first, time)

    def _metric(self, quantity: Span, sentence: Span, kind: str) -> tuple[str, bool, int]:
        """The metric whose word stands nearest, whether one does, and where that word ends.

        Words behind the figure count as twice as far.
        """
        words = self.metric_words.get(sentence.start)
        if words is None:
            begin = sentence.start_char
            words = self.metric_words[sentence.start] = [
                (begin + match.start(), begin + match.end(), " ".join(match.group().split()))
                for match in self.words.pattern.finditer(lower(sentence.text))
            ]
        best: tuple[float, int, str, int] | None = None
        for start, stop, word in words:
            for order, name in self.words.metrics.get((word, kind), ()):
                if stop <= quantity.start_char:
                    distance = float(quantity.start_char - stop)
                elif start >= quantity.end_char:
                    distance = 2.0 * (start - quantity.end_char) + 4
                else:
                    distance = 1.0
                if distance <= 70 and (best is None or (distance, order) < best[:2]):
                    best = (distance, order, name, stop)
        if best is None:
            return self.words.default(quantity.label_, kind), False, -100
        name = best[2]
        before = lower(self.doc[max(sentence.start, quantity.start - 6) : quantity.start].text)
        if kind in ("share", "times") and self.words.growth.search(before):
            name += "Change" if name == "sharePrice" else "Growth"
        return name, True, best[3]

    def _subject(
        self, quantity: Span, number: int, clause: tuple[int, int], kind: str, metric_end: int
    ) -> tuple[Span | None, bool]:
        """The entity the figure is said of, and whether it stands in the sentence; the best by what speaks for it."""
        sentence = self.sentences[number]
        first = bisect_left(self.mention_starts, sentence.start)
        last = bisect_left(self.mention_starts, sentence.end)
        rows = [
            (self._fit(span, quantity, sentence, clause, kind, metric_end, leads=at == first), -span.start, span)
            for at, span in enumerate(self.mentions[first:last], start=first)
        ]
        if rows:
            score, _, best = max(rows, key=lambda row: row[:2])
            if score > 0:
                return best, True
        # What the text spoke of last, the first named in each sentence before the others.
        for before in range(number - 1, max(-1, number - 6), -1):
            begin, end = self.starts[before], self.starts[before + 1]
            spans = self.mentions[bisect_left(self.mention_starts, begin) : bisect_left(self.mention_starts, end)]
            good = [span for span in spans if span.label_ not in self.words.seldom and not self._aside(span)]
            if good:
                return good[0], False
        return (max(rows, key=lambda row: row[:2])[2], True) if rows else (None, False)

    def _fit(
        self,
        span: Span,
        quantity: Span,
        sentence: Span,
        clause: tuple[int, int],
        kind: str,
        metric_end: int,
        *,
        leads: bool,
    ) -> float:
        """How well ``span`` fits as what the figure is said of; not above 0 when it hardly can be."""
        if span.end + 1 == quantity.start and self.doc[span.end].text == "(":
            return 20.0
        score = 2.0 if leads else 1.0
        score += 1.5 * (clause[0] <= span.start < clause[1])
        if span.label_ in self.words.seldom:
            score -= 3
        elif quantity.label_ in self.words.of_products:
            score += 3 * (span.label_ in self.words.products) - 1
        elif kind == "money":
            score -= 1.0 * (span.label_ in self.words.products)
        word = self.doc[span.start - 1].lower_ if span.start > sentence.start else ""
        if word in self.words.of:
            owned = span.start_char - 1 - len(word) - metric_end
            score += 4 if 0 <= owned <= 12 and span.end <= quantity.start else -1.5
        elif word in self.words.aside:
            score -= 2.5
        if span.start >= quantity.end:
            score -= 2
        return score - 0.01 * abs(span.start - quantity.start)

    def _aside(self, span: Span) -> bool:
        """Does a preposition of place, source or owner stand before ``span``?"""
        word = self.doc[span.start - 1].lower_ if span.start else ""
        return word in self.words.aside or word in self.words.of

    def _time(self, quantity: Span, sentence: Span, clause: tuple[int, int]) -> str | None:
        inside = [span for span in self.times if sentence.start <= span.start < sentence.end]
        near = [span for span in inside if clause[0] <= span.start < clause[1]] or [
            span for span in inside if span.start == sentence.start
        ]
        if not near:
            return None
        time = min(near, key=lambda span: (abs(span.start - quantity.start), span.start))
        planned = any(sentence.start <= plan < sentence.end for plan in self.plans)
        return (time.kb_id_ if planned else time.id_) or None


class _Words:
    """Metrics by word and kind of unit."""

    def __init__(self) -> None:
        data, units = load_metrics(), load_units()
        self.metrics: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for order, metric in enumerate(data.metrics):
            for word in metric.words:
                for kind in metric.units:
                    self.metrics.setdefault((word, kind), []).append((order, metric.name))
        self.pattern = re.compile(
            rf"(?<!\w)(?:{alternatives(word for metric in data.metrics for word in metric.words)})(?!\w)"
        )
        self.growth = re.compile(rf"(?<!\w)(?:{alternatives(data.growth)})(?!\w)")
        self.defaults = data.defaults
        self.of = frozenset(data.of)
        self.aside = frozenset(data.aside)
        self.seldom = frozenset(data.seldom)
        self.products = frozenset(data.products)
        self.of_products = frozenset(data.of_products)
        self.kinds = dict.fromkeys(units.currencies, "money")
        self.kinds.update(dict.fromkeys(units.durations, "duration"))
        self.kinds.update({"%": "share", "điểm phần trăm": "share", "lần": "times", "người": "people", "điểm": "score"})
        self.kinds.update(dict.fromkeys(data.counted, "count"))
        self.kinds.update({unit: "physical" for unit in units.units if unit not in self.kinds})

    def kind(self, unit: str) -> str:
        return self.kinds.get(unit, "count")

    def default(self, unit: str, kind: str) -> str:
        return self.defaults.get(unit) or self.defaults[kind]


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()
