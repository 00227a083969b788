"""Train the tagger of names and the model of their classes: ``python -m kg.training.mentions tests/corpus``.

With ``--shared FOLDER`` its real articles (``kg.training.real``) are learned from as well. The same articles give the
same bytes. The model of classes learns from names that taggers found which had not seen the article; ``--folds FOLDER``
keeps those taggers, each with a model of classes that has not seen its articles either, for the training of statements.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from kg.extract.mentions.boundaries import mend
from kg.extract.mentions.component import known_names
from kg.extract.mentions.features import features, stretches
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.kinds import Scene
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found, Tagger
from kg.extract.mentions.trained import CLASSES, NAMES, NOTHING
from kg.ontology.gazetteer import Entry
from kg.ontology.ontology import Ontology
from kg.training.samples import Sample, Spans, number, read_samples

__all__ = ["FOLDS", "fold_of", "train"]

COPIES = 1
#: Articles are dealt into so many parts; each is read by models that learned from the others.
FOLDS = 3
#: A feature of several words that fewer names have is left out of the model of classes.
LEAST = 3
PARAMETERS: dict[str, Any] = {"c1": 0.1, "c2": 0.05, "max_iterations": 100, "feature.possible_transitions": True}
KINDS: dict[str, Any] = {"c1": 0.05, "c2": 0.2, "max_iterations": 120}


def labels_of(page: Ground, spans: dict[int, tuple[int, str]]) -> list[str]:
    """BIO labels of all tokens from spans (start -> end, class)."""
    labels = ["O"] * len(page.view.words)
    for start, (end, kind) in spans.items():
        labels[start] = f"B-{kind}"
        for i in range(start + 1, end):
            labels[i] = f"I-{kind}"
    return labels


def rows_of(sample: Sample, lexis: Lexis) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Feature rows and labels of the stretches of a sample."""
    page = sample.page
    labels = labels_of(page, sample.spans)
    sentences = iter(page.sentences)
    start, end = 0, 0
    for first, last in stretches(page):
        while first >= end:
            start, end = next(sentences)
        yield features(page, lexis, first, last, (start, end)), labels[first:last]


def train_tagger(samples: Sequence[Sample], lexis: Lexis, out: Path) -> None:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for sample in samples:
        for rows, labels in rows_of(sample, lexis):
            trainer.append(rows, labels)
    trainer.train(str(out))


def fold_of(article: str) -> int:
    """The part that an article belongs to, by its name."""
    return number(article) % FOLDS


def examples(
    samples: Sequence[Sample], lexis: Lexis, entries: Sequence[Entry], finder: Tagger
) -> list[tuple[dict[str, float], str]]:
    """Evidence and class of the names that ``finder`` finds in ``samples``."""
    gazetteer = known_names(entries, lexis)
    rows = []
    for sample in samples:
        known = gazetteer if number("known", sample.article) % 2 else None
        found = mend(sample.page, finder.find(sample.page), lexis, known)
        scene = Scene(sample.page, found, lexis)
        rows += [
            (scene.evidence(name), _gold(sample.spans, [found[i] for i in scene.places[name]]))
            for name in sorted(scene.places)
        ]
    return rows


def _gold(spans: Spans, places: Sequence[Found]) -> str:
    votes = Counter(
        spans[item.start][1] if spans.get(item.start, (0, ""))[0] == item.end else NOTHING for item in places
    )
    return min(votes, key=lambda kind: (-votes[kind], kind == NOTHING, kind))


def train_kinds(rows: Sequence[tuple[dict[str, float], str]], out: Path) -> None:
    """Train on ``rows`` without the features of several words that few names have: they are most of the model and
    teach nothing, and no stretch of an article is kept by them."""
    count = Counter(feature for evidence, _ in rows for feature in evidence if " " in feature)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=KINDS, verbose=False)
    for evidence, label in rows:
        kept = {feature: value for feature, value in evidence.items() if count.get(feature, LEAST) >= LEAST}
        trainer.append(pycrfsuite.ItemSequence([kept]), [label])
    trainer.train(str(out))


def train(folder: Path, models: Path, *, shared: Path | None = None, folds: Path | None = None) -> list[Path]:
    """Train on the corpus in ``folder`` and the real articles in ``shared``; the files written into ``models``.

    ``folds``: the folder that keeps ``mentions-N.crf`` and ``kinds-N.crf``, which have not seen the articles of part N.
    """
    ontology = Ontology.load()
    lexis = Lexis(ontology, ontology.model.entity_classes)
    if folds is not None:
        folds.mkdir(parents=True, exist_ok=True)
    samples = read_samples(folder, ontology, lexis, copies=COPIES, shared=shared)
    names = models / NAMES.name
    classes = models / CLASSES.name
    with tempfile.TemporaryDirectory() as scratch:
        rows = []
        for fold in range(FOLDS):
            path = (folds or Path(scratch)) / f"mentions-{fold}.crf"
            train_tagger([sample for sample in samples if fold_of(sample.origin) != fold], lexis, path)
            unseen = [sample for sample in samples if fold_of(sample.origin) == fold]
            rows.append(examples(unseen, lexis, ontology.gazetteer, Tagger(path.read_bytes(), lexis)))
    if folds is not None:
        for fold in range(FOLDS):
            train_kinds(
                [row for part in range(FOLDS) if part != fold for row in rows[part]], folds / f"kinds-{fold}.crf"
            )
    train_kinds([row for part in rows for row in part], classes)
    train_tagger(samples, lexis, names)
    return [names, classes]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.mentions", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="keep the models of each part here")
    parser.add_argument("--out", type=Path, default=NAMES.parent, help="the folder of the models")
    arguments = parser.parse_args()
    for path in train(arguments.corpus, arguments.out, shared=arguments.shared, folds=arguments.folds):
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
