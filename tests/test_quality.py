"""What extraction must reach on annotated articles that it never learned from.

Runs where the folder ``shared`` stands beside the checkout.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.scoring import Scores

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = Path(__file__).parent / "corpus"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the held-out articles are not beside the checkout"),
]


@cache
def measured(name: str, *, gazetteer: bool = True) -> Evaluation:
    return evaluate(SHARED / "gold" / f"{name}.json", SHARED / "articles" / name, gazetteer=gazetteer, jobs=2)


@cache
def on_train() -> float:
    """Facts' F1 on the articles that the learned parts were made from."""
    parts = [evaluate(CORPUS / f"train-{part}.json", CORPUS / "articles", jobs=2).scores.facts for part in "bcd"]
    return (parts[0] + parts[1] + parts[2]).f1


@pytest.mark.parametrize(
    ("name", "part", "value", "least"),
    [
        ("seeds", "entities F1", lambda s: s.entities.f1, 0.94),
        ("seeds", "facts precision", lambda s: s.facts.precision, 0.90),
        ("seeds", "facts F1", lambda s: s.facts.f1, 0.87),
        ("seeds", "claims F1", lambda s: s.claims.f1, 0.89),
        ("dev", "typed entities F1", lambda s: s.typed.f1, 0.93),
        ("dev", "facts precision", lambda s: s.facts.precision, 0.82),
        ("dev", "facts F1", lambda s: s.facts.f1, 0.71),
        ("dev", "time right", lambda s: s.time_right, 0.86),
        ("dev", "modality right", lambda s: s.modality_right, 0.97),
        ("dev", "claims F1", lambda s: s.claims.f1, 0.82),
        ("dev", "measurements F1", lambda s: s.measurements.f1, 0.96),
        ("real-dev", "typed entities F1", lambda s: s.typed.f1, 0.91),
        ("real-dev", "facts precision", lambda s: s.facts.precision, 0.66),
        ("real-dev", "facts F1", lambda s: s.facts.f1, 0.53),
        ("real-dev-3", "typed entities F1", lambda s: s.typed.f1, 0.86),
        ("real-dev-3", "facts precision", lambda s: s.facts.precision, 0.69),
        ("real-dev-3", "facts F1", lambda s: s.facts.f1, 0.55),
        ("real-dev-3", "modality right", lambda s: s.modality_right, 0.97),
        ("real-dev-3", "claims F1", lambda s: s.claims.f1, 0.72),
        ("real-dev-3", "measurements F1", lambda s: s.measurements.f1, 0.82),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_part_reaches_its_bar(name: str, part: str, value: Callable[[Scores], float], least: float) -> None:
    assert value(measured(name).scores) >= least, part


@pytest.mark.parametrize("name", ["seeds", "dev", "real-dev"])
def test_every_evidence_is_at_its_offsets(name: str) -> None:
    assert measured(name).scores.evidence_right == 1.0


def test_without_the_gazetteer_little_is_lost() -> None:
    known, unknown = measured("dev").scores, measured("dev", gazetteer=False).scores
    assert known.facts.f1 - unknown.facts.f1 <= 0.03
    assert known.typed.f1 - unknown.typed.f1 <= 0.04


def test_sure_facts_are_right() -> None:
    sure = [part for name in ("dev", "real-dev", "seeds") for part in measured(name).calibration if part.low >= 0.8]
    assert sum(part.right for part in sure) / sum(part.facts for part in sure) >= 0.85


def test_what_is_learned_carries_over() -> None:
    assert on_train() - measured("dev").scores.facts.f1 <= 0.10
