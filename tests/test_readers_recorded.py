"""Recorded answers of a careful model, played over HTTP: next to nothing is lost by not believing them blindly.

Runs where the folder ``shared`` stands beside the checkout.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("openai")

from damaging import damage, is_true
from endpoint import Reply, asked_text, playing

from kg.building import build_to
from kg.evaluate.evaluation import evaluate_extractions, evaluate_graph
from kg.evaluate.gold import read_gold
from kg.evaluate.matching import source_name
from kg.ontology.ontology import Ontology
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm
from kg.readers.llm.answer import read_answer
from kg.readers.own import extractor

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded answers are not beside the checkout"),
]


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reader_benchmark", ROOT / "benchmarks/reader.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_default_reader_costs_nothing_more_since_there_are_others() -> None:
    reader = benchmark()
    articles = reader.articles_of(SHARED, reader.recorded(SHARED))[:8]
    extractor(Own(fast=True)).extract(articles[0])
    several, alone = reader.cost(articles)
    assert several < 1.1 * alone


def test_a_thousand_damages_of_the_recorded_answers_break_nothing_and_make_nothing_up() -> None:
    reader = benchmark()
    answers = reader.recorded(SHARED)
    damage(
        {
            article.source: (article, answers[source_name(article.source)])
            for article in reader.articles_of(SHARED, answers)
        }
    )


def test_played_back_the_answers_score_as_when_they_are_believed(tmp_path: Path) -> None:
    reader, ontology = benchmark(), Ontology.load()
    gold, answers = read_gold(SHARED / f"gold/{reader.SET}.json"), reader.recorded(SHARED)
    articles = {article.text: article for article in reader.articles_of(SHARED, answers)}
    assert len(articles) == 24
    with playing(lambda body, _: Reply(text=answers[source_name(articles[asked_text(body)].source)])) as endpoint:
        llm = Llm(own=Own(fast=True), model="m", answers=tmp_path / "a", endpoint=Where(url=endpoint.url, parallel=4))
        made = build_to(SHARED / "articles" / reader.SET, tmp_path / "out", fast=True, reader=llm)
        assert sorted(endpoint.asked()) == sorted(articles)
    assert made.report.instead == {}
    played = evaluate_graph(reader.SET, gold, made.graph, ontology.model).scores
    plain = [
        reader.believed(article, read_answer(answers[source_name(article.source)])) for article in articles.values()
    ]
    direct = evaluate_extractions(reader.SET, gold, plain, ontology).scores
    for part in ("facts", "typed", "claims"):
        assert getattr(played, part).f1 >= getattr(direct, part).f1 - 0.03, part
    assert played.evidence_right == 1.0
    for article in articles.values():
        is_true(llm.extract(article))
