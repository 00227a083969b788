"""Weights of features: for a yes or no, and for a choice among several."""

from __future__ import annotations

from kg.training.logistic import fit, fit_choice


def test_what_tells_the_right_examples_weighs_the_same_every_time() -> None:
    rows = [[(["bias", "unit=USD"], True), (["bias", "unit=năm"], False)] for _ in range(8)]
    weights = fit(rows, penalty=2.0, least=2)
    assert weights == fit(rows, penalty=2.0, least=2)
    assert weights["unit=USD"] > 1 > -1 > weights["unit=năm"]


def test_features_of_one_article_alone_are_not_learned() -> None:
    rows = [[(["bias", "only here"], True)], [(["bias"], False)], [(["bias"], True)]]
    assert "only here" not in fit(rows, penalty=2.0, least=2)


def test_a_choice_is_learned_from_what_tells_its_members_apart() -> None:
    rows = [[[(["told", "near"], True), (["told", "far"], False)]] for _ in range(4)]
    weights = fit_choice(rows, penalty=1.0, least=2)
    assert weights["near"] > 0 > weights["far"] and "told" not in weights
