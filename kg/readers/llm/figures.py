"""The figures of an answer, read from the text again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import Figure
from kg.readers.llm.entities import Known
from kg.readers.llm.scene import Scene
from kg.records import Evidence, LocalMeasurement, Refusal, Span

if TYPE_CHECKING:
    from kg.extract.measurements.figures import Figure as Read
    from kg.extract.measurements.reader import MeasurementReader

__all__ = ["check_figures"]

#: The greatest difference, as a part of it, between a figure that was told and one that stands there.
CLOSE = 1e-6


def check_figures(
    figures: Sequence[Figure], entities: Mapping[str, Known], scene: Scene, ontology: Ontology, refused: list[Refusal]
) -> list[LocalMeasurement]:
    """The measurements whose figure the text has, with the text's value, unit and sentence."""
    if not figures:
        return []
    there = [(read, _sentence(read, scene)) for read in _reader(ontology).figures(scene.doc)]
    metrics = frozenset(metric.name for metric in ontology.metrics.metrics)
    found: dict[tuple[str, int], LocalMeasurement] = {}
    for figure in figures:
        known = entities.get(figure.subject)
        if known is None:
            _refuse(figure, "of no entity of the article", refused)
            continue
        rows = [
            (
                (known.key, read.quantity.start) in found,
                _named(known, sentence) is None,
                read.quantity.unit.casefold() != figure.unit.casefold(),
                read.quantity.start,
                number,
            )
            for number, (read, sentence) in enumerate(there)
            if _is_close(float(read.quantity.value), figure.value)
        ]
        if not rows:
            _refuse(figure, "the article does not have this figure", refused)
            continue
        read, sentence = there[min(rows)[-1]]
        # Words of the answer's own would be words that the text does not have.
        metric = figure.metric if figure.metric in metrics else read.metric
        found[known.key, read.quantity.start] = _measurement(read, sentence, known, metric, scene)
    return sorted(found.values(), key=lambda item: (item.evidence.trigger or (0, 0), item.subject))


def _measurement(read: Read, sentence: Span, known: Known, metric: str, scene: Scene) -> LocalMeasurement:
    words = scene.doc[read.quantity.start : read.quantity.end]
    start, end = sentence
    return LocalMeasurement(
        subject=known.key,
        metric=metric,
        value=read.quantity.value,
        unit=read.quantity.unit,
        evidence=Evidence(
            start=start,
            end=end,
            text=scene.doc.text[start:end],
            subject=_named(known, sentence),
            trigger=(words.start_char, words.end_char),
        ),
        time=read.time,
    )


def _sentence(read: Read, scene: Scene) -> Span:
    return scene.sentences[scene.sentence(scene.doc[read.quantity.start].idx)]


def _named(known: Known, sentence: Span) -> Span | None:
    return next((span for span in known.places if sentence[0] <= span[0] and span[1] <= sentence[1]), None)


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _refuse(figure: Figure, reason: str, refused: list[Refusal]) -> None:
    words = f"{figure.subject}: {figure.metric} {figure.value:g} {figure.unit}"
    refused.append(Refusal(what="measurement", reason=reason, words=words[:300]))


@lru_cache(maxsize=2)
def _reader(ontology: Ontology) -> MeasurementReader:
    from kg.extract.measurements.reader import MeasurementReader

    return MeasurementReader(ontology)
