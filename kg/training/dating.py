"""Train what chooses the time of a fact: ``python -m kg.training.dating tests/corpus --shared FOLDER``.

Reads the annotated articles as a build does. Of every candidate that the gold annotation has, the times of its
sentence compete with each other and with "none"; the gold says which one is the fact's own. The same articles give
the same bytes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from kg.evaluate.gold import GoldArticle
from kg.extract.document import When
from kg.extract.modality.reader import ModalityRules
from kg.extract.statements.dating import DATING, SceneReader, features
from kg.extract.statements.scorer import Scorer, save_scorer
from kg.ontology.lexicon import NOMINAL
from kg.training.candidates import Example, Reader
from kg.training.logit import Table, common, fit_weights
from kg.training.packed import Packed, pack
from kg.training.real import real_articles
from kg.training.samples import corpus

__all__ = ["examples", "fit"]

PENALTY = 5.0
#: A feature that was met in fewer articles says nothing.
LEAST = 3
#: Chosen by cross-validation on real articles: at 0.3 81% of the dated facts have their time and 3% of those without
#: one get one (0.25: 82% and 3.3%; 0.4: 76% and 2%); F1 of the times is 0.80 from 0.3 to 0.4.
THRESHOLD = 0.3


def examples(reader: Reader, articles: Iterable[tuple[GoldArticle, str]]) -> Iterator[Example]:
    """Each time that might be that of a fact which the gold has; ``fact`` is what shares one weight."""
    rules = ModalityRules.of(reader.extractor.ontology)
    words = reader.extractor.ontology.grammar.function_words
    for item, text in articles:
        doc = reader.annotate(item, text)
        scenes, cues = SceneReader(doc, words), rules.reader(doc)
        for n, (reading, candidate, fact) in enumerate(reader.right(item, doc, text)):
            scene = scenes.read((reading.view.start, reading.view.end), reading.view.label)
            if not scene.times:
                continue
            trigger = (candidate.start, max(candidate.end, candidate.start + 1))
            modality = cues.modality(
                trigger,
                subject=(candidate.subject.start, candidate.subject.end),
                object=(candidate.object.start, candidate.object.end),
                nominal=candidate.trigger.frame in NOMINAL,
            )
            clauses = cues.clauses(cues.sentence_of(candidate.start))
            clause = next((one for one in clauses if one[0] <= candidate.start < one[1]), scene.sentence)
            place = (item.source, item.facts.index(fact), reading.view.start)
            for when, names in zip(
                scene.times, features(scene, candidate, clause, modality or "asserted"), strict=True
            ):
                key = (item.source, n)
                yield Example(item.source, key, (*key, when.start), place, tuple(names), _is(when, fact.time))


def _is(when: When, time: str | None) -> bool:
    return bool(time) and time in (when.past, when.future)


def fit(packed: Packed, *, penalty: float = PENALTY, least: int = LEAST, threshold: float = THRESHOLD) -> Scorer:
    """The weights; a fact that several candidates of a sentence state counts once."""
    columns = common(packed, least)
    candidates = Counter(dict(zip(packed.rivals.tolist(), packed.fact.tolist(), strict=True)).values())
    weight = np.array([1.0 / candidates[fact] for fact in packed.fact.tolist()])
    weights = fit_weights(Table.of(packed, columns, np.ones(len(packed), dtype=bool), weight), penalty)
    named = {packed.names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    return Scorer(named, threshold)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.dating", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--branches", type=Path, help="the branches of each part, from kg.training.pairs")
    parser.add_argument("--out", type=Path, default=DATING, help="the file of the weights")
    arguments = parser.parse_args()
    reader = Reader(arguments.folds, encoder=arguments.branches is not None, branches=arguments.branches)
    real = real_articles(arguments.shared) if arguments.shared is not None else iter(())
    packed = pack(examples(reader, chain(corpus(arguments.corpus), real)))
    scorer = fit(packed)
    save_scorer(scorer, arguments.out)
    print(f"{arguments.out}: {len(packed)} times, {len(scorer.weights)} features")


if __name__ == "__main__":
    main()
