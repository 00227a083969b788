"""Figures of annotated articles as examples: what each measures, whom it is said of, whether it is a measurement."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle, GoldMeasurement
from kg.evaluate.matching import norm
from kg.evaluate.metrics import same_metric
from kg.extract.document import Document, Quantity
from kg.extract.measurements.figures import features_of
from kg.extract.measurements.measures import Measure
from kg.extract.measurements.owners import Owner, Setting
from kg.extract.measurements.reader import MeasurementReader
from kg.training.candidates import Reader
from kg.training.logistic import Choice, Example
from kg.training.real import annotated_apart, real_articles
from kg.training.samples import corpus

__all__ = ["Gold", "Read", "add_arguments", "choices", "examples", "meanings", "read_given"]

Read = tuple[GoldArticle, Doc]


@dataclass(frozen=True, slots=True)
class Gold:
    """The measurements of an article by what the entities of its Doc are called."""

    item: GoldArticle
    keys: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, item: GoldArticle, doc: Doc) -> Gold:
        names = {key: {norm(name) for name in value.names} for key, value in item.entities.items()}
        return cls(
            item,
            {
                id_: frozenset(
                    key for key, known in names.items() if known & {norm(name) for name in (one.label, *one.aliases)}
                )
                for id_, one in Document.of(doc).entities.items()
            },
        )

    def equal(self, quantity: Quantity) -> list[GoldMeasurement]:
        """The measurements of this value and unit."""
        value, unit = float(quantity.value), norm(quantity.unit)
        return [
            row
            for row in self.item.measurements or ()
            if norm(row.unit) == unit and abs(float(row.value) - value) <= 1e-6 * abs(float(row.value))
        ]

    def owns(self, owner: Owner, rows: Iterable[GoldMeasurement]) -> bool:
        return any(row.subject in self.keys.get(owner.mark.id, ()) for row in rows)


def add_arguments(parser: ArgumentParser) -> None:
    """What says which articles are learned from, and by whom they are read (``read_given``)."""
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--encoders", type=Path, help="the encoders of each part, from kg.training.encoder")
    parser.add_argument("--figures", type=Path, help="the file of more annotations, without texts")
    parser.add_argument(
        "--cross", type=int, default=0, metavar="N", help="cross-validate over N parts of the real ones"
    )


def read_given(given: Namespace) -> tuple[list[Read], int]:
    """The articles that the arguments tell of, the real ones first, and how many these are."""
    reader = Reader(given.folds, encoder=True, encoders=given.encoders)
    articles = list(real_articles(given.shared)) if given.shared is not None else []
    if given.shared is not None and given.figures is not None:
        articles += annotated_apart(given.shared, given.figures)
    real = [(item, text) for item, text in articles if item.measurements is not None]
    return [(item, reader.annotate(item, text)) for item, text in (*real, *corpus(given.corpus))], len(real)


def meanings(reader: MeasurementReader, item: GoldArticle, doc: Doc) -> Iterator[tuple[str, list[Measure], list[bool]]]:
    """Of every figure that the gold has the kind of its unit, what it may measure, and which of it the gold says."""
    gold = Gold.of(item, doc)
    around = reader.around(doc)
    last: Setting | None = None
    for quantity in reader.quantities(doc):
        found = reader.measures(around, quantity, last)
        settings = [around.setting(quantity, last, one) for one in found]
        names = [row.metric for row in gold.equal(quantity)]
        right = [any(same_metric(name, setting.metric) for name in names) for setting in settings]
        last = next((setting for setting, held in zip(settings, right, strict=True) if held), settings[0])
        if any(right):
            yield last.kind, found, right


def choices(reader: MeasurementReader, item: GoldArticle, doc: Doc) -> Iterator[Choice]:
    """Of every figure that the gold has, who may own it."""
    gold = Gold.of(item, doc)
    for setting, owners in reader.owners(doc):
        rows = gold.equal(setting.quantity)
        right = [gold.owns(owner, rows) for owner in owners]
        if any(right):
            yield [(owner.features, held) for owner, held in zip(owners, right, strict=True)]


def examples(reader: MeasurementReader, item: GoldArticle, doc: Doc) -> Iterator[Example]:
    """The features of every figure and whether it is a gold measurement; optional ones are left out."""
    gold = Gold.of(item, doc)
    for figure in reader.figures(doc):
        hits = [row.optional for row in gold.equal(figure.quantity)]
        if not hits or not all(hits):
            yield features_of(figure), bool(hits)
