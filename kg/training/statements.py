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
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.statements.facts import FAST, WEIGHTS
from kg.extract.statements.groups import RELATION
from kg.extract.statements.scorer import Scorer, load_scorer, save_scorer
from kg.extract.statements.weighing import FLOOR, source_of
from kg.training.logit import Curve, Table, Vector, calibrate, common, curve, fit_weights
from kg.training.material import Material, material
from kg.training.packed import Integers, Packed
from kg.training.sieving import passing, sift
from kg.training.weighing import Flags, fit_weighing, heard_apart, weighed

__all__ = ["choose", "fit", "teach"]

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


def source_weights(data: Material, invented: float) -> Vector:
    """What each candidate's group weighs: ``invented`` in the invented articles and passages beside real ones."""
    return np.where(data.real | ~data.real.any(), 1.0, invented)


def unseen_odds(
    data: Material,
    columns: np.ndarray[Any, Any],
    weight: Vector,
    penalty: float,
    near: Vector | None = None,
    passed: Flags | None = None,
) -> tuple[Vector, Vector]:
    """The log-odds of all candidates of articles by weights that have not seen their sources, and what they are the sum
    of (``Scorer.parts``); nan for those of passages and, where any are told, all but those ``passed`` that are not
    hopeless.

    ``near`` is as in ``fit_weights``.
    """
    packed = data.packed
    odds, parts = np.full(len(packed), np.nan), np.full((len(packed), 3), np.nan)
    sources = [source_of(packed.names[column]) for column in columns]
    for fold in range(FOLDS):
        unseen = (packed.source % FOLDS == fold) & data.whole
        weights = fit_weights(Table.of(packed, columns, ~unseen & data.settled, weight), penalty, near=near)
        if passed is not None:
            unseen &= passed
            unseen[unseen] = Table.of(packed, columns, unseen, weight).matrix @ weights >= FLOOR
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
        unseen = packed.source % FOLDS == fold
        weighing = fit_weighing(packed, others, weighty & ~unseen & data.settled, weight)
        found[weighty & unseen] = weighed(packed, others, weighty & unseen, weighing)
    return found


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
    sieved: bool = False,
) -> Scorer:
    """The calibrated scorer of ``data``; without real articles its threshold is the usual one. ``sieved``: hopeless
    candidates are given up early."""
    columns = common(data.packed, least)
    weight = source_weights(data, invented)
    weights = fit_weights(Table.of(data.packed, columns, data.settled, weight), penalty)
    named = {data.packed.names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    passed = sieve = weighing = None
    if sieved and data.real.any():
        passed, sieve = sift(data.packed, columns, weight, data.whole, folds=FOLDS, penalty=penalty)
    odds, parts = unseen_odds(data, columns, weight, penalty, passed=passed)
    if data.real.any():
        if passed is not None:
            known = ~np.isnan(odds)
            data, odds, parts = data.of(known), odds[known], parts[known]
        others = heard_apart(data.packed, odds, parts, relations(data.packed)[1])
        whole = source_weights(data, INVENTED_WHOLE)
        weighing = fit_weighing(data.packed, others, ~np.isnan(odds) & (odds > FLOOR) & data.settled, whole)
        odds = unseen_weighed(data, odds, others, whole)
    scorer, _ = choose(data, odds, precision=precision)
    return replace(scorer, weights=named, weighing=weighing, sieve=sieve)


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
    if start.sieve is not None:
        hopeful = passing(data.packed, start.sieve) & (parts.sum(axis=1) >= FLOOR)
        data, odds, parts = data.of(hopeful), odds[hopeful], parts[hopeful]
    if start.weighing is not None:
        others = heard_apart(data.packed, odds, parts, relations(data.packed)[1])
        weighty = odds > FLOOR
        odds[weighty] = weighed(data.packed, others, weighty, start.weighing)
    scorer, _ = choose(data, odds)
    moved = {names[column]: float(value) for column, value in zip(columns, weights, strict=True)}
    taught = {**start.weights, **moved}
    return replace(scorer, weights=taught, weighing=start.weighing, sieve=start.sieve)


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
    taught = teach(data, load_scorer(arguments.start)) if arguments.start else None
    scorer = taught or fit(data, precision=precision, sieved=arguments.branches is None)
    out = arguments.out or (WEIGHTS if arguments.branches else FAST)
    save_scorer(scorer, out)
    print(
        f"{out}: {len(data.packed)} candidates, {len(scorer.weights)} features, "
        f"slope {scorer.slope}, offset {scorer.offset}, threshold {scorer.threshold}"
    )


if __name__ == "__main__":
    main()
