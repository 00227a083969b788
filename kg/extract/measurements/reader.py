"""Figures that say something of an entity."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.clauses import ClauseSplitter
from kg.extract.measurements.figures import Figure, FigureModel, features_of
from kg.extract.measurements.metrics import Metrics
from kg.extract.measurements.surroundings import Surroundings
from kg.ontology.ontology import Ontology
from kg.records import Article, Evidence, Measurement, stable_hash

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

    def read(self, doc: Doc, article: Article) -> tuple[Measurement, ...]:
        """The measurements of an annotated Doc, in the order of the text; of equal figures of one entity the surest."""
        best: dict[tuple[str, str, str], tuple[float, int, Figure]] = {}
        for figure in self.figures(doc):
            if figure.subject is None:
                continue
            score = self._model.probability(features_of(figure))
            key = (figure.quantity.id_, figure.quantity.label_, figure.subject.id_)
            few = figure.kind == "count" and float(figure.quantity.id_) < FEW
            if score >= (SURE if few else self._model.threshold) and (key not in best or score > best[key][0]):
                best[key] = (score, figure.quantity.start_char, figure)
        near = {key[:2] for key, (_, _, figure) in best.items() if figure.near}
        surest = {key[:2]: score for key, (score, _, _) in sorted(best.items(), key=lambda row: row[1][0])}
        # A figure that is told again where nobody is named is that of the sentence before.
        chosen = sorted(
            (row for key, row in best.items() if row[2].near or (key[:2] not in near and row[0] == surest[key[:2]])),
            key=lambda row: row[1],
        )
        return tuple(_measurement(figure, article) for _, _, figure in chosen)

    def figures(self, doc: Doc) -> Iterator[Figure]:
        """Every quantity of the Doc as a candidate."""
        quantities = list(doc.spans.get("quantities", ()))
        if not quantities:
            return
        around = Surroundings(doc, self._metrics, self._splitter)
        named = {token for span in doc.spans.get("mentions", ()) for token in range(span.start, span.end)}
        for quantity in quantities:
            if quantity.start not in named:  # "Model 3"
                yield around.figure(quantity)


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
