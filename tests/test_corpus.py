"""The annotated articles that the learned parts are made from: whole, and within the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate.gold import read_gold
from kg.ontology.files import data_dir
from kg.ontology.model import Model, load_model

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("train-b", "train-c", "train-d")
MODALITIES = {"asserted", "reported", "planned", "negated"}
#: A date, an interval, an open year; seasons and quarters as months 21 to 41.
EDTF = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(-\d\d(-\d\d)?)?(/(\d{4}|XXXX)(-\d\d(-\d\d)?)?)?")


@pytest.fixture(scope="module")
def corpus() -> list[dict[str, Any]]:
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


def test_each_article_has_its_gold(corpus: list[dict[str, Any]], texts: dict[str, str]) -> None:
    assert Counter(article["article"] for article in corpus) == Counter(list(texts))
    assert len(corpus) == 90
    assert sum(len(article["facts"]) for article in corpus) == 1459


def test_evidence_stands_in_the_text(corpus: list[dict[str, Any]], texts: dict[str, str]) -> None:
    quoted = [
        (article["article"], words)
        for article in corpus
        for words in (
            *(fact["evidence"] for fact in article["facts"]),
            *(claim["text"] for claim in article["claims"]),
            *(figure["evidence"] for figure in article["measurements"]),
        )
    ]
    assert [where for where in quoted if unicodedata.normalize("NFC", where[1]) not in texts[where[0]]] == []


def test_first_names_stand_in_the_text_somewhere(corpus: list[dict[str, Any]], texts: dict[str, str]) -> None:
    lost = [
        (article["article"], entity["names"])
        for article in corpus
        for entity in article["entities"].values()
        if not any(name.casefold() in texts[article["article"]].casefold() for name in entity["names"])
    ]
    assert lost == []


def test_facts_are_within_the_vocabulary(corpus: list[dict[str, Any]], model: Model) -> None:
    for article in corpus:
        kinds = {key: entity["type"] for key, entity in article["entities"].items()}
        assert set(kinds.values()) <= model.entity_classes, article["article"]
        for fact in article["facts"]:
            where = (article["article"], fact["s"], fact["p"], fact["o"])
            assert fact["p"] in model.relations, where
            assert fact.get("modality", "asserted") in MODALITIES, where
            assert {fact["s"], fact["o"], *fact.get("alt_s", ()), *fact.get("alt_o", ())} <= set(kinds), where
            assert EDTF.fullmatch(fact.get("time") or "2025"), where


def test_nearly_all_facts_keep_to_domain_and_range(corpus: list[dict[str, Any]], model: Model) -> None:
    outside = Counter(
        fact["p"]
        for article in corpus
        for fact in article["facts"]
        if not fact.get("optional")
        and not model.allows(article["entities"][fact["s"]]["type"], fact["p"], article["entities"][fact["o"]]["type"])
    )
    # Taiwan and Hong Kong as places of no class of their own; products that compete with firms.
    assert outside == {"availableOn": 1, "competesWith": 2, "country": 3, "partnersWith": 1}


def test_each_relation_is_stated_at_least_nine_times(corpus: list[dict[str, Any]], model: Model) -> None:
    stated = Counter(fact["p"] for article in corpus for fact in article["facts"])
    assert {name for name in model.relations if stated[name] < 9} == set()
