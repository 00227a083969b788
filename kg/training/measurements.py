"""Train what reads measurements: ``python -m kg.training.measurements tests/corpus --shared FOLDER``.

The corpus and, with ``--shared``, those of the annotated real articles (``kg.training.real``) whose measurements are
annotated are learned from, with ``--figures`` those, too, whose figures a file without texts annotates
(``corpus/figures.jsonl.gz``); ``--folds`` is explained in ``kg.training.mentions``. The same articles give the same
bytes.
``--cross N`` says before, over N parts of the real articles, how many figures and owners of articles that were not
learned from are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.evaluate.metrics import same_metric
from kg.extract.measurements.figures import MODEL, FigureModel
from kg.extract.measurements.measures import Measure
from kg.extract.measurements.reader import MeasurementReader
from kg.ontology.ontology import Ontology
from kg.training.logistic import Choice, fit, fit_choice
from kg.training.measured import Gold, Read, add_arguments, choices, examples, meanings, read_given

__all__ = ["learn"]

PENALTY = 8.0
LEAST = 4  # articles a feature must occur in
OWNER_LEAST, METRIC_LEAST = 2, 3
UNTOLD_LEAST = 2  # articles in which a metric needs no word
THRESHOLD = 0.5


def learn(articles: Sequence[Read], ontology: Ontology) -> FigureModel:
    """The model of ``articles``: metrics, then owners, then which figures are measurements, each given those before."""
    model = FigureModel({}, THRESHOLD, untold=_names(ontology))
    told = [list(meanings(MeasurementReader(ontology, model), item, doc)) for item, doc in articles]
    model = replace(model, untold=_untold(told))
    rows: list[list[Choice]] = [
        [
            [(one.features, held) for one, held in zip(found, right, strict=True) if model.knows(one, kind)]
            for kind, found, right in article
        ]
        for article in told
    ]
    kept = [[choice for choice in article if any(held for _, held in choice)] for article in rows]
    model = replace(model, metrics=fit_choice(kept, penalty=PENALTY, least=METRIC_LEAST))
    reader = MeasurementReader(ontology, model)
    owners = [list(choices(reader, item, doc)) for item, doc in articles]
    model = replace(model, owners=fit_choice(owners, penalty=PENALTY, least=OWNER_LEAST))
    reader = MeasurementReader(ontology, model)
    figures = [list(examples(reader, item, doc)) for item, doc in articles]
    return replace(model, weights=fit(figures, penalty=PENALTY, least=LEAST))


def _names(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """All metrics, by kind of unit."""
    names: dict[str, dict[str, None]] = {}
    for metric in ontology.metrics.metrics:
        for kind in metric.units:
            names.setdefault(kind, {})[metric.name] = None
    return {kind: tuple(group) for kind, group in names.items()}


def _untold(told: Sequence[Sequence[tuple[str, list[Measure], list[bool]]]]) -> dict[str, tuple[str, ...]]:
    """The metrics, by kind of unit, that are right without a word in ``UNTOLD_LEAST`` articles."""
    count = Counter(
        row
        for article in told
        for row in {
            (kind, one.metric)
            for kind, found, right in article
            for one, held in zip(found, right, strict=True)
            if held and one.told is None
        }
    )
    kinds = sorted({kind for kind, _ in count})
    return {
        kind: tuple(sorted(name for (other, name), n in count.items() if other == kind and n >= UNTOLD_LEAST))
        for kind in kinds
    }


def cross(articles: Sequence[Read], real: int, parts: int, ontology: Ontology) -> str:
    """How figures of the first ``real`` articles fare that were left out of learning, one of ``parts`` at a time."""
    owned = measured = total = 0
    for part in range(parts):
        model = learn([row for n, row in enumerate(articles) if n >= real or n % parts != part], ontology)
        reader = MeasurementReader(ontology, model)
        for item, doc in articles[part:real:parts]:
            gold = Gold.of(item, doc)
            for figure in reader.figures(doc):
                rows = gold.equal(figure.quantity)
                if rows and figure.subject is not None:
                    total += 1
                    owned += any(row.subject in gold.keys.get(figure.subject.id, ()) for row in rows)
                    measured += any(same_metric(row.metric, figure.metric) for row in rows)
    return f"owners right: {owned} of {total}, metrics: {measured}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.measurements", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=MODEL, help="the file of the weights")
    given = parser.parse_args()
    articles, real = read_given(given)
    ontology = Ontology.load()
    if given.cross:
        print(cross(articles, real, given.cross, ontology))
    model = learn(articles, ontology)
    data = {
        "threshold": model.threshold,
        "figures": dict(model.weights),
        "owners": dict(model.owners),
        "metrics": dict(model.metrics),
        "untold": dict(model.untold),
    }
    given.out.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{given.out}: {len(articles)} articles")


if __name__ == "__main__":
    main()
