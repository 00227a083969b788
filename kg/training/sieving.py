"""What tells hopeless candidates by their form alone (``kg.extract.statements.forms.Sieve``), learned.

Where nothing but the words is heard two in three candidates are: they need not be made when an article is read, and
what is learned of the others is learned without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from kg.extract.statements.forms import FORMS
from kg.training.logit import Table, Vector, fit_weights
from kg.training.packed import Flags, Integers, Packed

__all__ = ["passing", "sift"]

#: A form that is less likely than this (log-odds) does not pass.
HOPELESS = -4.0
#: What every form has one of.
BIASES = ("bias", "bias-out")
#: The feature of a candidate within a name, of which nothing is told by its form alone.
WITHIN = "bias-in"


def sift(
    packed: Packed, columns: Integers, weight: Vector, whole: Flags, *, folds: int, penalty: float
) -> tuple[Flags, dict[str, float]]:
    """The candidates that pass what has not seen their sources, and the weights by which all others will.

    Of the features ``columns`` those of the form are looked at. ``weight`` is what each one's source weighs; ``whole``
    are the candidates of articles, which are dealt to ``folds``.
    """
    number = np.arange(len(packed))
    # Each stands for itself: what competes with it is not made yet.
    alone = replace(packed, rivals=number, unit=number)
    columns = np.array([column for column in columns if _is_form(packed.names[column])], dtype=np.int64)
    settled = packed.right >= 0

    def fitted(rows: Flags) -> Vector:
        return fit_weights(Table.of(alone, columns, rows & settled, weight), penalty)

    def said(rows: Flags, weights: Vector) -> Vector:
        return np.asarray(Table.of(alone, columns, rows, weight).matrix @ weights)

    every = np.ones(len(packed), dtype=bool)
    sieve = fitted(every)
    odds = said(every, sieve)
    for fold in range(folds):
        unseen = (packed.source % folds == fold) & whole
        odds[unseen] = said(unseen, fitted(~unseen))
    named = {packed.names[column]: float(value) for column, value in zip(columns, sieve, strict=True)}
    return (odds >= HOPELESS) | _within(packed), named | {bias: named.get(bias, 0.0) - HOPELESS for bias in BIASES}


def passing(packed: Packed, sieve: Mapping[str, float]) -> Flags:
    """The candidates that pass a ``sieve``."""
    weights = np.array([sieve.get(name, 0.0) if _is_form(name) else 0.0 for name in packed.names])
    return (_sums(packed, weights) >= 0.0) | _within(packed)


def _is_form(name: str) -> bool:
    return name.partition("=")[0] in FORMS


def _within(packed: Packed) -> Flags:
    return _sums(packed, np.array([name == WITHIN for name in packed.names], dtype=np.float64)) > 0


def _sums(packed: Packed, weights: np.ndarray[Any, np.dtype[np.float64]]) -> Vector:
    """What the features of each candidate weigh."""
    number = np.repeat(np.arange(len(packed)), np.diff(packed.starts))
    return np.asarray(np.bincount(number, weights[packed.features], len(packed)), dtype=np.float64)
