"""Train the tagger of names and the model of their classes: ``python -m kg.training.mentions tests/corpus``.

The same corpus gives the same bytes, in about a minute. The model of classes learns from names that taggers found
which had not seen the article.
"""

from __future__ import annotations

import sys
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

__all__ = ["train"]

COPIES = 1
FOLDS = 3
PARAMETERS: dict[str, Any] = {"c1": 0.05, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
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


def examples(
    samples: Sequence[Sample], lexis: Lexis, entries: Sequence[Entry], scratch: Path
) -> Iterator[tuple[dict[str, float], str]]:
    """Evidence and class of the names that taggers trained on other articles find."""
    gazetteer = known_names(entries, lexis)
    for fold in range(FOLDS):
        train_tagger([sample for sample in samples if number(sample.origin) % FOLDS != fold], lexis, scratch)
        finder = Tagger(scratch.read_bytes(), lexis)
        for sample in samples:
            if number(sample.origin) % FOLDS == fold:
                known = gazetteer if number("known", sample.article) % 2 else None
                found = mend(sample.page, finder.find(sample.page), lexis, known)
                scene = Scene(sample.page, found, lexis)
                for name in sorted(scene.places):
                    yield scene.evidence(name), _gold(sample.spans, [found[i] for i in scene.places[name]])
    scratch.unlink()


def _gold(spans: Spans, places: Sequence[Found]) -> str:
    votes = Counter(
        spans[item.start][1] if spans.get(item.start, (0, ""))[0] == item.end else NOTHING for item in places
    )
    return min(votes, key=lambda kind: (-votes[kind], kind == NOTHING, kind))


def train(folder: Path, models: Path) -> list[Path]:
    """Train on the corpus in ``folder`` and write the weights into ``models``; the files written."""
    ontology = Ontology.load()
    lexis = Lexis(ontology, ontology.model.entity_classes)
    samples = read_samples(folder, ontology, lexis, copies=COPIES)
    names = models / NAMES.name
    classes = models / CLASSES.name
    train_tagger(samples, lexis, names)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=KINDS, verbose=False)
    for evidence, label in examples(samples, lexis, ontology.gazetteer, models / "fold.crf"):
        trainer.append(pycrfsuite.ItemSequence([evidence]), [label])
    trainer.train(str(classes))
    return [names, classes]


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("tests/corpus")
    models = Path(arguments[2]) if arguments[1:2] == ["--out"] else NAMES.parent
    for path in train(folder, models):
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
