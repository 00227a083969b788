"""Figures that say something of an entity."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.document import Document, Quantity
from kg.extract.measurements.figures import Figure, FigureModel, features_of
from kg.extract.measurements.measures import Measure
from kg.extract.measurements.metrics import Metrics
from kg.extract.measurements.owners import Owner, Setting
from kg.extract.measurements.surroundings import Surroundings
from kg.extract.modality.clauses import ClauseSplitter
from kg.ontology.ontology import Ontology
from kg.records import Evidence, LocalMeasurement, Span

__all__ = ["MeasurementReader"]

#: Fewer things than this are seldom a figure of anybody: "3 giai đoạn" must be surer.
FEW = 10
SURE = 0.8


class MeasurementReader:
    """Reads measurements from annotated Docs; ``model`` decides (the shipped one when none is given)."""

    def __init__(self, ontology: Ontology, model: FigureModel | None = None) -> None:
        self._metrics = Metrics(ontology)
        self._splitter = ClauseSplitter(ontology.cues.clauses)
        self._model = model or FigureModel.load()

    def read(self, doc: Doc) -> tuple[LocalMeasurement, ...]:
        """The measurements of an annotated Doc, in the order of the text.

        A figure of the title that the text tells again, of the same one or where nobody is named, is the text's.
        """
        text, view = Document.text_of(doc), Document.of(doc).view
        found = [figure for figure in self.figures(doc) if self._holds(figure)]
        again = {_told(figure, near=figure.near) for figure in found if not figure.title}
        texts: dict[int, str] = {}
        measured = []
        for figure in found:
            if figure.title and not again.isdisjoint((_told(figure, near=True), _told(figure, near=False))):
                continue
            # Many figures share a sentence, and its text.
            start, end = figure.sentence
            sentence = texts.setdefault(start, text[start:end])
            measured.append(_measurement(figure, sentence, view.chars(figure.quantity.start, figure.quantity.end)))
        return tuple(measured)

    def _holds(self, figure: Figure) -> bool:
        """Is this a figure of whom it is said of?"""
        if figure.subject is None:
            return False
        few = figure.kind == "count" and float(figure.quantity.value) < FEW
        return self._model.probability(features_of(figure)) >= (SURE if few else self._model.threshold)

    def figures(self, doc: Doc) -> Iterator[Figure]:
        """Every quantity of the Doc as a candidate."""
        around = self.around(doc)
        for setting, owners in self.owners(doc, around):
            yield around.figure(setting, self._model.owner(owners))

    def owners(self, doc: Doc, around: Surroundings | None = None) -> Iterator[tuple[Setting, list[Owner]]]:
        """Every quantity of the Doc, what it measures, and whom it may be said of."""
        around = around or self.around(doc)
        last: Setting | None = None
        for quantity in self.quantities(doc):
            setting = around.setting(quantity, last, self._model.measure(self._promising(around, quantity, last)))
            yield setting, around.owners(setting, last)
            last = setting

    def _promising(self, around: Surroundings, quantity: Quantity, last: Setting | None) -> list[Measure]:
        """As ``measures``, but for what cannot be the likeliest."""
        untold = self._model.untold.get(self._metrics.kind(quantity.unit), ())
        return around.measures(quantity, last, untold, self._model.promising)

    def measures(self, around: Surroundings, quantity: Quantity, last: Setting | None) -> list[Measure]:
        """Everything that a figure may measure; ``last`` is the one before."""
        return around.measures(quantity, last, self._model.untold.get(self._metrics.kind(quantity.unit), ()))

    def around(self, doc: Doc) -> Surroundings:
        return Surroundings(doc, self._metrics, self._splitter)

    def quantities(self, doc: Doc) -> list[Quantity]:
        """The quantities of the Doc but for those inside names ("Model 3")."""
        named = {token for name in Document.marked(doc, "mentions") for token in range(name.start, name.end)}
        return [quantity for quantity in Document.of(doc).quantities if quantity.start not in named]


def _told(figure: Figure, *, near: bool) -> tuple[str, str, str]:
    """What a figure says, and of whom where that is ``near``."""
    subject = figure.subject.id if near and figure.subject is not None else ""
    return figure.quantity.value, figure.quantity.unit, subject


def _measurement(figure: Figure, sentence: str, chars: Span) -> LocalMeasurement:
    """The record of ``figure``, which stands at ``chars``; ``sentence`` is the text of its sentence."""
    assert figure.subject is not None
    start = figure.sentence[0] + len(sentence) - len(sentence.lstrip())
    text = sentence.strip()
    return LocalMeasurement(
        subject=figure.subject.id,
        metric=figure.metric,
        value=figure.quantity.value,
        unit=figure.quantity.unit,
        evidence=Evidence(
            start=start,
            end=start + len(text),
            text=text,
            subject=(figure.subject.start_char, figure.subject.end_char),
            trigger=chars,
        ),
        time=figure.time,
        other_end=figure.quantity.other_end,
    )
