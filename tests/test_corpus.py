"""The annotated articles that the learned parts are made from: whole, and within the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from kg.evaluate.gold import GoldArticle, read_gold
from kg.ontology.folder import data_dir
from kg.ontology.model import Model, load_model

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("train-b", "train-c", "train-d")
#: A date, an interval, an open year; seasons and quarters as months 21 to 41.
EDTF = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(-\d\d(-\d\d)?)?(/(\d{4}|XXXX)(-\d\d(-\d\d)?)?)?")


@pytest.fixture(scope="module")
def corpus() -> list[GoldArticle]:
    return [article for part in PARTS for article in read_gold(CORPUS / f"{part}.json")]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        path.name: unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        for path in (CORPUS / "articles").glob("*.txt")
    }


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(data_dir())


def test_each_article_has_its_gold(corpus: list[GoldArticle], texts: dict[str, str]) -> None:
    assert Counter(article.source for article in corpus) == Counter(list(texts))
    assert len(corpus) == 90
    assert sum(len(article.facts) for article in corpus) == 1459


def test_evidence_stands_in_the_text(corpus: list[GoldArticle], texts: dict[str, str]) -> None:
    quoted = [
        (article.source, words)
        for article in corpus
        for words in (
            *(fact.evidence for fact in article.facts),
            *(claim.text for claim in article.claims or ()),
            *(figure.evidence for figure in article.measurements or ()),
        )
    ]
    assert [where for where in quoted if unicodedata.normalize("NFC", where[1]) not in texts[where[0]]] == []


def test_first_names_stand_in_the_text_somewhere(corpus: list[GoldArticle], texts: dict[str, str]) -> None:
    lost = [
        (article.source, entity.names)
        for article in corpus
        for entity in article.entities.values()
        if not any(name.casefold() in texts[article.source].casefold() for name in entity.names)
    ]
    assert lost == []


def test_facts_are_within_the_vocabulary(corpus: list[GoldArticle], model: Model) -> None:
    for article in corpus:
        assert {entity.type for entity in article.entities.values()} <= model.entity_classes, article.source
        for fact in article.facts:
            where = (article.source, fact.subject, fact.relation, fact.object)
            assert fact.relation in model.relations, where
            assert EDTF.fullmatch(fact.time or "2025"), where


def test_nearly_all_facts_keep_to_domain_and_range(corpus: list[GoldArticle], model: Model) -> None:
    outside = Counter(
        fact.relation
        for article in corpus
        for fact in article.facts
        if not fact.optional
        and not model.allows(article.entities[fact.subject].type, fact.relation, article.entities[fact.object].type)
    )
    # Taiwan and Hong Kong as places of no class of their own; products that compete with firms.
    assert outside == {"availableOn": 1, "competesWith": 2, "country": 3, "partnersWith": 1}


def test_each_relation_is_stated_at_least_nine_times(corpus: list[GoldArticle], model: Model) -> None:
    stated = Counter(fact.relation for article in corpus for fact in article.facts)
    assert {name for name in model.relations if stated[name] < 9} == set()
