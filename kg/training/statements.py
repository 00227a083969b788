"""Train the scorer of candidates: ``python -m kg.training.statements tests/corpus``.

Reads the annotated articles as a build does, calls a candidate right when the gold annotation has it, and fits the
conditional logit of ``kg.extract.statements.scorer``. With ``--shared FOLDER`` its real articles
(``kg.training.real``) are learned from as well, and calibration and threshold are those of real articles; ``--folds``
is explained in ``kg.training.mentions``, ``--encoders`` in ``kg.training.encoder``, ``--branches`` in
``kg.training.pairs``: with it the weights are those of the default mode, which hears the encoder, else those of
``--fast``. What sentences say of real articles is then weighed with the whole article (``kg.training.weighing``).
With ``--start FILE`` the weights of that file are taught the real articles of ``--shared`` alone.
``--cache`` keeps the candidates, so that a run that was stopped goes on. The same articles give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.statements.facts import FAST, WEIGHTS
from kg.extract.statements.groups import RELATION
from kg.extract.statements.scorer import Scorer, load_scorer, save_scorer
from kg.extract.statements.weighing import FLOOR, source_of
from kg.ontology.ontology import Ontology
from kg.records import stable_hash
from kg.training.candidates import Example, Reader, facts_of, told_alone
from kg.training.logit import Curve, Table, Vector, calibrate, common, curve, fit_weights
from kg.training.memory import told
from kg.training.packed import Integers, Packed, join, load, pack, save
from kg.training.real import real_articles
from kg.training.samples import corpus
from kg.training.weighing import Flags, fit_weighing, heard_apart, weighed

__all__ = ["Material", "choose", "fit", "material", "teach"]

PENALTY = 16.0
#: How much weights that are taught may be held to what they were: what unseen articles bear out best is taken.
HOLDS = (8.0, 30.0, 100.0)
#: A feature that was met in fewer articles and passages says nothing.
LEAST = 3
THRESHOLD = 0.55
#: What an invented article weighs beside a real one.
INVENTED = 2.0
#: The same where candidates are weighed with their articles.
INVENTED_WHOLE = 6.0
#: A wrong fact costs more than a missing one: of the facts believed, so many must be right on unseen real articles.
PRECISION = 0.73
#: The same where the encoder is heard: it finds so many that fewer need be wrong.
HEARD_PRECISION = 0.76
#: So many right candidates are enough to calibrate by.
ENOUGH = 1000
#: For calibration and threshold, each source is judged by weights learned without it.
FOLDS = 4
#: So many real articles are read and kept together.
PART = 160


@dataclass(frozen=True, slots=True)
class Material:
    """Packed candidates of the invented articles and passages, behind them those of the real articles.

    ``whole`` says which candidates are of articles, ``real`` of real ones, ``alone`` of those that share no fact with
    another; ``expected`` and ``expected_alone`` facts are to be found in the former and in the latter.
    """

    packed: Packed
    whole: Flags
    real: Flags
    alone: Flags
    expected: int
    expected_alone: int

    @property
    def judged(self) -> Flags:
        """The candidates that calibration and threshold are taken from: the real ones, where there are any."""
        return self.real if self.real.any() else np.ones(len(self.packed), dtype=bool)

    @property
    def settled(self) -> Flags:
        """The candidates that the gold says of whether they are right."""
        return self.packed.right >= 0


def material(
    folder: Path | None,
    *,
    shared: Path | None = None,
    folds: Path | None = None,
    encoders: Path | None = None,
    branches: Path | None = None,
    cache: Path | None = None,
) -> Material:
    """Everything that there is to learn from; with ``branches`` the encoder is heard; without ``folder`` no corpus, and
    the shipped memory, which knows none of the articles, is asked.
    """
    remembered = None
    if folder is not None and shared is not None:
        remembered = told((item for item, _ in real_articles(shared)), Ontology.load().model)
    reader = Reader(folds, encoder=branches is not None, encoders=encoders, branches=branches, told=remembered)
    parts = []
    if folder is not None:
        parts = [
            _kept(cache, "invented", lambda: reader.examples(reader.articles(corpus(folder)))),
            _kept(cache, "passages", lambda: reader.examples(reader.passages(folder))),
        ]
    articles_end, invented = sum(map(len, parts[:1])), sum(map(len, parts))
    read = []
    articles = iter(real_articles(shared)) if shared is not None else iter(())
    while batch := list(islice(articles, PART)):
        read += [item for item, _ in batch]
        name = "real-" + stable_hash([item.source for item, _ in batch])
        parts.append(_kept(cache, name, lambda batch=batch: reader.examples(reader.articles(batch))))  # type: ignore[misc]
    packed = join(parts)
    alone = told_alone(read)
    number = np.arange(len(packed))
    return Material(
        packed,
        (number < articles_end) | (number >= invented),
        number >= invented,
        np.array([source in alone for source in packed.sources], dtype=bool)[packed.source],
        sum(map(facts_of, read)),
        sum(facts_of(item) for item in read if item.source in alone),
    )


def _kept(cache: Path | None, name: str, examples: Callable[[], Iterable[Example]]) -> Packed:
    """The packed ``examples``, from the folder ``cache`` where they are."""
    if cache is None:
        return pack(examples())
    path = cache / f"{name}.npz"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        save(pack(examples()), path)
    return load(path)


def source_weights(data: Material, invented: float) -> Vector:
    """What each candidate's group weighs: ``invented`` in the invented articles and passages beside real ones."""
    return np.where(data.real | ~data.real.any(), 1.0, invented)


def unseen_odds(
    data: Material, columns: np.ndarray[Any, Any], weight: Vector, penalty: float, near: Vector | None = None
) -> tuple[Vector, Vector]:
    """The log-odds of all candidates of articles by weights that have not seen their sources, and what they are the sum
    of (``Scorer.parts``); nan for those of passages.

    ``near`` is as in ``fit_weights``.
    """
    packed = data.packed
    odds, parts = np.full(len(packed), np.nan), np.full((len(packed), 3), np.nan)
    sources = [source_of(packed.names[column]) for column in columns]
    for fold in range(FOLDS):
        unseen = (_order(packed) % FOLDS == fold) & data.whole
        weights = fit_weights(Table.of(packed, columns, ~unseen & data.settled, weight), penalty, near=near)
        table = Table.of(packed, columns, unseen, weight)
        odds[unseen] = table.odds(weights)
        for n in range(parts.shape[1]):
            parts[unseen, n] = table.matrix @ np.where(np.array(sources) == n, weights, 0.0)
    return odds, parts


def unseen_weighed(data: Material, odds: Vector, others: Vector, weight: Vector) -> Vector:
    """The log-odds of candidates that were weighed by what has not seen their sources either."""
    packed, found = data.packed, odds.copy()
    weighty = ~np.isnan(odds) & (odds > FLOOR)
    for fold in range(FOLDS):
        unseen = _order(packed) % FOLDS == fold
        weighing = fit_weighing(packed, others, weighty & ~unseen & data.settled, weight)
        found[weighty & unseen] = weighed(packed, others, weighty & unseen, weighing)
    return found


def _order(packed: Packed) -> Integers:
    """The number of each candidate's source, from 0."""
    return np.asarray(np.cumsum(np.diff(packed.source, prepend=-1) != 0) - 1, dtype=np.int64)


def relations(packed: Packed) -> tuple[list[str], Integers]:
    """All relations, and the number of each candidate's."""
    own = {i: name.removeprefix(RELATION) for i, name in enumerate(packed.names) if name.startswith(RELATION)}
    number = np.full(len(packed.names), -1, dtype=np.int64)
    number[list(own)] = np.arange(len(own))
    return list(own.values()), np.maximum.reduceat(number[packed.features], packed.starts[:-1])


def choose(data: Material, odds: Vector, *, precision: float = PRECISION) -> tuple[Scorer, Curve]:
    """A scorer without weights, calibrated on judged candidates that were not seen, and the curve that its threshold
    was chosen from.

    Of the real articles those count that share no fact with another, where they are enough: of what others tell, too,
    more is known than is of the news that comes.
    """
    known = ~np.isnan(odds) & data.settled & data.judged
    lone = known & data.alone
    enough = data.packed.right[lone].sum() >= ENOUGH
    rows, expected = (lone, data.expected_alone) if enough else (known, data.expected)
    right = data.packed.right[rows].astype(np.float64)
    names, kind = relations(data.packed)
    slope, offset, offsets = calibrate(odds[rows], right, kind[rows])
    chance = 1.0 / (1.0 + np.exp(-slope * odds[rows] - offset - np.array(offsets)[kind[rows]]))
    found = curve(chance, right, data.packed.fact[rows], max(expected, 1))
    threshold = float(found.thresholds[found.best(precision)]) if data.real.any() else THRESHOLD
    return Scorer({}, threshold, slope, offset, dict(zip(names, offsets, strict=False))), found


def fit(
    data: Material,
    *,
    penalty: float = PENALTY,
    least: int = LEAST,
    invented: float = INVENTED,
    precision: float = PRECISION,
) -> Scorer:
    """The calibrated scorer of ``data``; without real articles its threshold is the usual one."""
    columns = common(data.packed, least)
    weight = source_weights(data, invented)
    weights = fit_weights(Table.of(data.packed, columns, data.settled, weight), penalty)
    odds, parts = unseen_odds(data, columns, weight, penalty)
    weighing = None
    if data.real.any():
        others = heard_apart(data.packed, odds, parts, relations(data.packed)[1])
        whole = source_weights(data, INVENTED_WHOLE)
        weighing = fit_weighing(data.packed, others, ~np.isnan(odds) & (odds > FLOOR) & data.settled, whole)
        odds = unseen_weighed(data, odds, others, whole)
    scorer, _ = choose(data, odds, precision=precision)
    named = {data.packed.names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    return replace(scorer, weights=named, weighing=weighing)


def teach(data: Material, start: Scorer, *, holds: Sequence[float] = HOLDS, least: int = LEAST) -> Scorer:
    """The scorer ``start`` taught ``data``: its weights move as far as unseen articles bear out."""
    names = data.packed.names
    known = [n for n, name in enumerate(names) if name in start.weights]
    columns = np.union1d(common(data.packed, least), np.array(known, dtype=np.int64))
    near = np.array([start.weights.get(names[column], 0.0) for column in columns])
    weight = np.ones(len(data.packed))
    right = data.packed.right.astype(np.float64)
    tried = [(hold, *unseen_odds(data, columns, weight, hold, near)) for hold in holds]
    settled = data.settled
    hold, odds, parts = min(tried, key=lambda row: float((np.logaddexp(0.0, row[1]) - right * row[1])[settled].sum()))
    weights = fit_weights(Table.of(data.packed, columns, settled, weight), hold, near=near)
    if start.weighing is not None:
        others = heard_apart(data.packed, odds, parts, relations(data.packed)[1])
        weighty = odds > FLOOR
        odds[weighty] = weighed(data.packed, others, weighty, start.weighing)
    scorer, _ = choose(data, odds)
    moved = {names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    return replace(scorer, weights={**start.weights, **moved}, weighing=start.weighing)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.statements", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, help="the folder of the annotated real articles")
    parser.add_argument("--folds", type=Path, help="the models of each part, from kg.training.mentions")
    parser.add_argument("--encoders", type=Path, help="the encoders of each part, from kg.training.encoder")
    parser.add_argument("--branches", type=Path, help="the branches of each part, from kg.training.pairs")
    parser.add_argument("--cache", type=Path, help="keep the candidates here; empty it when the code has changed")
    parser.add_argument("--start", type=Path, help="weights to be taught the real articles, instead of new ones")
    parser.add_argument("--out", type=Path, help="the file of the weights, when not that of the mode")
    arguments = parser.parse_args()
    data = material(
        None if arguments.start else arguments.corpus,
        shared=arguments.shared,
        folds=arguments.folds,
        encoders=arguments.encoders,
        branches=arguments.branches,
        cache=arguments.cache,
    )
    precision = HEARD_PRECISION if arguments.branches else PRECISION
    scorer = teach(data, load_scorer(arguments.start)) if arguments.start else fit(data, precision=precision)
    out = arguments.out or (WEIGHTS if arguments.branches else FAST)
    save_scorer(scorer, out)
    print(
        f"{out}: {len(data.packed)} candidates, {len(scorer.weights)} features, "
        f"slope {scorer.slope}, offset {scorer.offset}, threshold {scorer.threshold}"
    )


if __name__ == "__main__":
    main()
