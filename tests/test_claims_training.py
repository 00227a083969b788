"""What is a claim is learned from annotated articles."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from kg.extract.speech.judge import Judge
from kg.extract.speech.rules import Rules
from kg.ontology.ontology import Ontology
from kg.training.candidates import Reader
from kg.training.claims import cross, examples, learn
from kg.training.measured import Read
from kg.training.samples import corpus

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def articles() -> list[Read]:
    reader = Reader()
    return [(item, reader.annotate(item, text)) for item, text in islice(corpus(ROOT / "tests/corpus"), 16)]


@pytest.mark.slow
def test_what_rules_doubt_is_learned_from_where_the_gold_has_it(articles: list[Read]) -> None:
    rules = Rules(Ontology.load())
    found = [examples(rules, Judge({}, 0.5, 0.5), article) for article in articles]
    doubted = [right for article in found for names, right in article if "no doubt" not in names]
    believed = [right for article in found for names, right in article if "no doubt" in names]
    assert sum(believed) / len(believed) > 0.7 > 0.4 > sum(doubted) / len(doubted)


@pytest.mark.slow
def test_the_same_articles_give_the_same_weights(articles: list[Read]) -> None:
    rules = Rules(Ontology.load())
    judge = learn(articles, rules)
    assert judge == learn(articles, rules)
    assert judge.weights["no doubt"] > 0
    assert cross(articles, len(articles), 2, rules).startswith("claims: ")
