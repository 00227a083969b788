"""Compare settings of the scorer on a fifth of the real articles, by weights that have not seen it.

``python -m kg.training.choice tests/corpus --shared FOLDER --penalty 2 4 8 --least 3 5 --invented 1 2``
(``--folds`` and ``--cache`` as for ``kg.training.statements``). For each setting: the mean loss of a candidate, and
precision, recall and F1 of facts at the threshold that would be taken, and where F1 is highest.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from kg.training.logit import Table, common, fit_weights
from kg.training.material import Material, material
from kg.training.statements import (
    INVENTED,
    LEAST,
    PENALTY,
    PRECISION,
    choose,
    relations,
    source_weights,
)

__all__ = ["trial"]

#: One part of so many is held out.
PARTS = 5


def trial(data: Material, expected: int, *, penalty: float, least: int, invented: float) -> str:
    """One line about a setting; ``expected`` facts have to be found in the part that is held out."""
    order = np.cumsum(np.diff(data.packed.source, prepend=-1) != 0) - 1
    held = data.real & (order % PARTS == 0)
    columns = common(data.packed, least)
    weight = source_weights(data, invented)
    weights = fit_weights(Table.of(data.packed, columns, ~held, weight), penalty)
    odds = np.full(len(data.packed), np.nan)
    odds[held] = Table.of(data.packed, columns, held, weight).odds(weights)
    scorer, found = choose(replace(data, expected=expected, expected_alone=0, alone=~data.real), odds)
    names, kind = relations(data.packed)
    offsets = np.array([scorer.offsets.get(name, 0.0) for name in names])[kind[held]]
    calibrated = scorer.slope * odds[held] + scorer.offset + offsets
    right = data.packed.right[held]
    loss = float(np.logaddexp(0.0, np.where(right > 0, -1.0, 1.0) * calibrated).mean())
    places = [("chosen", found.best(PRECISION)), ("best F1", found.best(0.0))]
    shown = "  ".join(
        f"{name} {found.thresholds[i]:.2f}: P {found.precision[i]:.3f} R {found.recall[i]:.3f} F1 {found.f1[i]:.3f}"
        for name, i in places
    )
    return (
        f"penalty {penalty:g} least {least} invented {invented:g}: {len(columns)} features, loss {loss:.5f}, "
        f"slope {scorer.slope}  {shown}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.choice", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("tests/corpus"))
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--penalty", type=float, nargs="+", default=[PENALTY])
    parser.add_argument("--least", type=int, nargs="+", default=[LEAST])
    parser.add_argument("--invented", type=float, nargs="+", default=[INVENTED])
    arguments = parser.parse_args()
    data = material(arguments.corpus, shared=arguments.shared, folds=arguments.folds, cache=arguments.cache)
    for penalty, least, invented in product(arguments.penalty, arguments.least, arguments.invented):
        print(trial(data, data.expected // PARTS, penalty=penalty, least=least, invented=invented), flush=True)


if __name__ == "__main__":
    main()
