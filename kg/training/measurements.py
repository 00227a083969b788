"""Train the filter of measurements: ``python -m kg.training.measurements tests/corpus``.

With ``--shared FOLDER`` those of its real articles (``kg.training.real``) whose measurements are annotated are learned
from as well; ``--folds`` is explained in ``kg.training.mentions``. The same articles give the same bytes: Newton's
method on a convex loss, weights rounded.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from kg.evaluate.gold import GoldArticle
from kg.extract.measurements.figures import MODEL, FigureModel, features_of
from kg.training.candidates import Reader
from kg.training.real import real_articles
from kg.training.samples import corpus

__all__ = ["Example", "examples", "fit", "train"]

Example = tuple[list[str], bool]
PENALTY = 2.0
LEAST = 4  # articles a feature must occur in
THRESHOLD = 0.45


def examples(folder: Path, *, shared: Path | None = None, folds: Path | None = None) -> list[list[Example]]:
    """By article, the features of every figure and whether it is a gold measurement; optional ones are left out."""
    reader = Reader(folds)
    real = real_articles(shared) if shared is not None else ()
    articles = [*corpus(folder), *((item, text) for item, text in real if item.measurements is not None)]
    return [list(_of_article(reader, item, reader.annotate(item, text))) for item, text in articles]


def _of_article(reader: Reader, item: GoldArticle, doc: Doc) -> Iterable[Example]:
    gold = [(float(row.value), row.unit.lower(), row.optional) for row in item.measurements or ()]
    for figure in reader.extractor.figures.figures(doc):
        value, unit = float(figure.quantity.value), figure.quantity.unit.lower()
        hits = [optional for number, name, optional in gold if name == unit and abs(number - value) <= 1e-6 * number]
        if not hits or not all(hits):
            yield features_of(figure), bool(hits)


def fit(
    rows: Sequence[Sequence[Example]], *, penalty: float = PENALTY, least: int = LEAST, threshold: float = THRESHOLD
) -> FigureModel:
    """Weights by penalised likelihood; features of fewer than ``least`` articles are dropped."""
    count = Counter(feature for article in rows for feature in {f for names, _ in article for f in names})
    names = sorted(feature for feature, n in count.items() if n >= least)
    index = {name: i for i, name in enumerate(names)}
    flat = [example for article in rows for example in article]
    matrix = np.zeros((len(flat), len(names)))
    for i, (features, _) in enumerate(flat):
        matrix[i, [index[name] for name in features if name in index]] = 1.0
    target = np.array([float(label) for _, label in flat])
    strength = np.full(len(names), penalty)
    strength[index["bias"]] = 0.01
    weights = np.zeros(len(names))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(matrix @ weights)))
        gradient = matrix.T @ (chance - target) + strength * weights
        curvature = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(strength)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    rounded = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return FigureModel({name: weight for name, weight in rounded.items() if weight}, threshold)


def train(folder: Path, out: Path, *, shared: Path | None = None, folds: Path | None = None) -> int:
    """Train on ``folder`` and ``shared``, write the weights to ``out``; the number of figures is returned."""
    rows = examples(folder, shared=shared, folds=folds)
    model = fit(rows)
    data = {"threshold": model.threshold, "weights": dict(model.weights)}
    out.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return sum(map(len, rows))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.measurements", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--out", type=Path, default=MODEL, help="the file of the weights")
    arguments = parser.parse_args()
    number = train(arguments.corpus, arguments.out, shared=arguments.shared, folds=arguments.folds)
    print(f"{arguments.out}: {number} figures")


if __name__ == "__main__":
    main()
