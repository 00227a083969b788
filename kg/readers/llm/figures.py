"""The figures of an answer, read from the text again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import Figure
from kg.readers.llm.entities import Known
from kg.readers.llm.scene import Scene
from kg.records import Evidence, LocalMeasurement, Refusal

__all__ = ["check_figures"]

#: The greatest difference, as a part of it, between a figure that was told and one that stands there.
CLOSE = 1e-6


def check_figures(
    figures: Sequence[Figure], entities: Mapping[str, Known], scene: Scene, ontology: Ontology, refused: list[Refusal]
) -> list[LocalMeasurement]:
    """The measurements whose figure the text has, with the text's value, unit and sentence."""
    from kg.extract.document import Document

    found: dict[tuple[str, int], LocalMeasurement] = {}
    quantities = Document.of(scene.doc).quantities
    for figure in figures:
        known = entities.get(figure.subject)
        rows = []
        for quantity in quantities if known else ():
            value = float(quantity.value)
            if abs(value - figure.value) > CLOSE * max(abs(value), abs(figure.value)):
                continue
            words = scene.doc[quantity.start : quantity.end]
            number = scene.sentence(words.start_char)
            start, end = scene.sentences[number]
            named = [span for span in known.places if start <= span[0] and span[1] <= end] if known else []
            taken = (figure.subject, quantity.start) in found
            rows.append(
                (taken, not named, quantity.unit.casefold() != figure.unit.casefold(), quantity.start, quantity)
            )
        if known is None or not rows:
            reason = "of no entity of the article" if known is None else "the article does not have this figure"
            words_ = f"{figure.subject}: {figure.metric} {figure.value:g} {figure.unit}"
            refused.append(Refusal(what="measurement", reason=reason, words=words_[:300]))
            continue
        quantity = min(rows, key=lambda row: row[:4])[4]
        found[known.key, quantity.start] = _measurement(figure, known, quantity, scene, ontology)
    return sorted(found.values(), key=lambda item: (item.evidence.trigger or (0, 0), item.subject))


def _measurement(figure: Figure, known: Known, quantity: object, scene: Scene, ontology: Ontology) -> LocalMeasurement:
    from kg.extract.document import Quantity
    from kg.extract.measurements.metrics import Metrics
    from kg.extract.measurements.surroundings import Surroundings
    from kg.extract.modality.clauses import ClauseSplitter

    assert isinstance(quantity, Quantity)
    words = scene.doc[quantity.start : quantity.end]
    start, end = scene.sentences[scene.sentence(words.start_char)]
    around = Surroundings(scene.doc, Metrics(ontology), ClauseSplitter(ontology.cues.clauses)).figure(quantity)
    listed = _metrics(ontology)
    return LocalMeasurement(
        subject=known.key,
        # Words of the answer's own would be words that the text does not have.
        metric=figure.metric if figure.metric in listed else around.metric,
        value=quantity.value,
        unit=quantity.unit,
        evidence=Evidence(
            start=start,
            end=end,
            text=scene.doc.text[start:end],
            subject=next((span for span in known.places if start <= span[0] and span[1] <= end), None),
            trigger=(words.start_char, words.end_char),
        ),
        time=around.time,
    )


@lru_cache(maxsize=2)
def _metrics(ontology: Ontology) -> frozenset[str]:
    """The names that a metric can have: those of the data, and their changes."""
    data = ontology.metrics
    names = {metric.name for metric in data.metrics} | set(data.defaults.values())
    return frozenset(names | set(data.changes.values()) | {f"{name}Growth" for name in names})
