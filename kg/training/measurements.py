"""Train what reads measurements: ``python -m kg.training.measurements tests/corpus --shared FOLDER``.

The corpus and, with ``--shared``, those of the annotated real articles (``kg.training.real``) whose measurements are
annotated are learned from; ``--folds`` is explained in ``kg.training.mentions``. The same articles give the same bytes.
``--cross N`` says before, over N parts of the real articles, how many figures and owners of articles that were not
learned from are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle, GoldMeasurement
from kg.evaluate.matching import norm
from kg.extract.document import Document, Quantity
from kg.extract.measurements.figures import MODEL, FigureModel, features_of
from kg.extract.measurements.owners import Last, Owner, Setting
from kg.extract.measurements.reader import MeasurementReader
from kg.ontology.ontology import Ontology
from kg.training.candidates import Reader
from kg.training.real import real_articles
from kg.training.samples import corpus

__all__ = ["Choice", "Example", "examples", "fit", "fit_owners", "learn", "train"]

Example = tuple[list[str], bool]
#: The features of each who may own a figure, and whether the gold says that he does.
Choice = list[tuple[Sequence[str], bool]]
Read = tuple[GoldArticle, Doc]
PENALTY = 8.0
LEAST = 4  # articles a feature must occur in
OWNER_PENALTY = 4.0
OWNER_LEAST = 2
THRESHOLD = 0.4


@dataclass(frozen=True, slots=True)
class _Gold:
    """The measurements of an article by what the entities of its Doc are called."""

    item: GoldArticle
    keys: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, item: GoldArticle, doc: Doc) -> _Gold:
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
        return any(row.subject in self.keys.get(owner.span.id_, ()) for row in rows)


def read_all(folder: Path, *, shared: Path | None = None, folds: Path | None = None) -> list[Read]:
    """The annotated articles, the real ones first."""
    reader = Reader(folds, encoder=True)
    real = real_articles(shared) if shared is not None else ()
    articles = [*((item, text) for item, text in real if item.measurements is not None), *corpus(folder)]
    return [(item, reader.annotate(item, text)) for item, text in articles]


def choices(reader: MeasurementReader, item: GoldArticle, doc: Doc) -> Iterator[Choice]:
    """Of every figure that the gold has, who may own it; the figure before is its gold owner's."""
    gold = _Gold.of(item, doc)
    around = reader.around(doc)
    last: Last | None = None
    setting: Setting | None = None
    for quantity in reader.quantities(doc):
        setting = around.setting(quantity, setting)
        rows = gold.equal(quantity)
        if not rows:
            continue
        owners = around.owners(setting, last)
        right = [gold.owns(owner, rows) for owner in owners]
        if any(right):
            yield [(owner.features, held) for owner, held in zip(owners, right, strict=True)]
        first = next((owner for owner, held in zip(owners, right, strict=True) if held), None)
        last = None if first is None else Last(quantity, setting.number, first.span.id_)


def examples(reader: MeasurementReader, item: GoldArticle, doc: Doc) -> Iterator[Example]:
    """The features of every figure and whether it is a gold measurement; optional ones are left out."""
    gold = _Gold.of(item, doc)
    for figure in reader.figures(doc):
        hits = [row.optional for row in gold.equal(figure.quantity)]
        if not hits or not all(hits):
            yield features_of(figure), bool(hits)


def fit(
    rows: Sequence[Sequence[Example]],
    *,
    penalty: float = PENALTY,
    least: int = LEAST,
    threshold: float = THRESHOLD,
    owners: Mapping[str, float] | None = None,
) -> FigureModel:
    """Weights by penalised likelihood; features of fewer than ``least`` articles are dropped."""
    index = _index(({name for names, _ in article for name in names} for article in rows), least)
    flat = [example for article in rows for example in article]
    matrix = _matrix((features for features, _ in flat), index)
    target = np.array([float(label) for _, label in flat])
    strength = np.full(len(index), penalty)
    strength[index["bias"]] = 0.01

    def loss(weights: Any) -> tuple[float, Any]:
        total = matrix @ weights
        value = np.logaddexp(0.0, total).sum() - target @ total + 0.5 * strength @ (weights * weights)
        return float(value), matrix.T @ (1 / (1 + np.exp(-total)) - target) + strength * weights

    return FigureModel(_minimum(loss, index), threshold, dict(owners or {}))


def fit_owners(
    rows: Sequence[Sequence[Choice]], *, penalty: float = OWNER_PENALTY, least: int = OWNER_LEAST
) -> dict[str, float]:
    """Weights that make the right owner of each figure the likeliest of all who may own it."""
    index = _index(({name for choice in article for names, _ in choice for name in names} for article in rows), least)
    flat = [(n, *row) for n, choice in enumerate(c for article in rows for c in article) for row in choice]
    group = np.array([n for n, _, _ in flat])
    right = np.array([float(held) for _, _, held in flat])
    matrix = _matrix((names for _, names, _ in flat), index)

    def loss(weights: Any) -> tuple[float, Any]:
        strength = np.exp(np.clip(matrix @ weights, -30, 30))
        total, hit = np.bincount(group, strength), np.bincount(group, strength * right)
        value = np.log(total).sum() - np.log(hit).sum() + 0.5 * penalty * (weights @ weights)
        slope = matrix.T @ (strength / total[group] - strength * right / hit[group]) + penalty * weights
        return float(value), slope

    return _minimum(loss, index)


def _index(articles: Iterable[set[str]], least: int) -> dict[str, int]:
    count = Counter(name for names in articles for name in names)
    return {name: i for i, name in enumerate(sorted(name for name, n in count.items() if n >= least))}


def _matrix(rows: Iterable[Iterable[str]], index: Mapping[str, int]) -> csr_matrix:
    known = [[index[name] for name in names if name in index] for names in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in known])])
    columns = np.array([column for row in known for column in row], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(known), len(index)))


def _minimum(loss: Any, index: Mapping[str, int]) -> dict[str, float]:
    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rounded = {name: round(float(found[i]), 2) for name, i in index.items()}
    return {name: weight for name, weight in rounded.items() if weight}


def learn(articles: Sequence[Read], ontology: Ontology) -> FigureModel:
    """The model of ``articles``: owners first, then which figures are measurements, given their owners."""
    reader = MeasurementReader(ontology, FigureModel({}, THRESHOLD))
    owners = fit_owners([list(choices(reader, item, doc)) for item, doc in articles])
    reader = MeasurementReader(ontology, FigureModel({}, THRESHOLD, owners))
    return fit([list(examples(reader, item, doc)) for item, doc in articles], owners=owners)


def cross(articles: Sequence[Read], real: int, parts: int, ontology: Ontology) -> str:
    """How figures of the first ``real`` articles fare that were left out of learning, one of ``parts`` at a time."""
    owned = total = 0
    for part in range(parts):
        model = learn([row for n, row in enumerate(articles) if n >= real or n % parts != part], ontology)
        reader = MeasurementReader(ontology, model)
        for item, doc in articles[part:real:parts]:
            gold = _Gold.of(item, doc)
            for figure in reader.figures(doc):
                rows = gold.equal(figure.quantity)
                if rows and figure.subject is not None:
                    total += 1
                    owned += any(row.subject in gold.keys.get(figure.subject.id_, ()) for row in rows)
    return f"owners right: {owned} of {total}"


def train(folder: Path, out: Path, *, shared: Path | None = None, folds: Path | None = None, parts: int = 0) -> int:
    """Train on ``folder`` and ``shared``, write the weights to ``out``; the number of articles is returned."""
    ontology = Ontology.load()
    articles = read_all(folder, shared=shared, folds=folds)
    if parts:
        real = len(articles) - sum(1 for _ in corpus(folder))
        print(cross(articles, real, parts, ontology))
    model = learn(articles, ontology)
    data = {"threshold": model.threshold, "figures": dict(model.weights), "owners": dict(model.owners)}
    out.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return len(articles)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.measurements", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--cross", type=int, default=0, metavar="N", help="cross-validate over N parts")
    parser.add_argument("--out", type=Path, default=MODEL, help="the file of the weights")
    arguments = parser.parse_args()
    number = train(
        arguments.corpus, arguments.out, shared=arguments.shared, folds=arguments.folds, parts=arguments.cross
    )
    print(f"{arguments.out}: {number} articles")


if __name__ == "__main__":
    main()
