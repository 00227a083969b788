"""Entities of the annotated corpus are put together as its annotators mean them, and of many articles quickly."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.evaluate.gold import gold_extractions
from kg.linking import homonyms, link_explained
from kg.linking.measure import Exceptions, as_written, gold_clusters, quality, read_exceptions
from kg.linking.resolver import Resolver
from kg.ontology.folder import data_dir
from kg.ontology.model import load_model
from kg.records import Article, Entity, Evidence, Extraction, LocalStatement

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"


@pytest.fixture(scope="module")
def gold() -> list[Extraction]:
    return [
        extraction
        for name in ("train-b", "train-c", "train-d")
        for extraction in gold_extractions(CORPUS / f"{name}.json", CORPUS / "articles")
    ]


@pytest.mark.slow
def test_what_is_plainly_one_is_what_a_look_at_each_makes_one(
    gold: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []
    plainly_one = homonyms._plainly_one

    def noticed(resolver: Resolver, top: str, bearers: Mapping[int, str]) -> bool:
        found.append(plainly_one(resolver, top, bearers))
        return found[-1]

    monkeypatch.setattr(homonyms, "_plainly_one", noticed)
    linked = link_explained(gold)
    assert 100 < sum(found) < len(found)
    monkeypatch.setattr(homonyms, "_plainly_one", lambda *_: False)
    each = link_explained(gold)
    assert each.graph == linked.graph
    assert each.report() == linked.report()
    assert each.resolution == linked.resolution


def test_the_corpus_is_resolved_as_annotated(gold: list[Extraction]) -> None:
    exceptions = read_exceptions(HERE / "resolution" / "exceptions.csv")
    truth = gold_clusters(gold, load_model(data_dir()), exceptions)
    resolution = link_explained([as_written(extraction) for extraction in gold]).resolution
    found = {local.ref: n for n, cluster in enumerate(resolution.clusters) for local in cluster}
    result = quality(found, truth)
    assert result.pairs > 1000
    assert result.precision >= 0.98
    assert result.recall >= 0.90
    assert result.b_cubed_f1 >= 0.95


def test_the_measures_are_those_of_the_books() -> None:
    """Two true groups of two and a single; one pair found, one missed, one wrong."""
    gold = {("1", "a"): "A", ("2", "a"): "A", ("1", "b"): "B", ("2", "b"): "B", ("3", "c"): "C"}
    found = {("1", "a"): 1, ("2", "a"): 1, ("1", "b"): 2, ("2", "b"): 3, ("3", "c"): 2}
    result = quality(found, gold)
    assert (result.precision, result.recall, result.pairs) == (0.5, 0.5, 2)
    assert result.b_cubed_precision == pytest.approx((1 + 1 + 0.5 + 1 + 0.5) / 5)
    assert result.b_cubed_recall == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert result.b_cubed_f1 == pytest.approx(0.8)
    assert result.wrong == ((("1", "b"), ("3", "c")),)
    assert result.missed == ((("1", "b"), ("2", "b")),)


def test_gold_keeps_last_names_apart_and_obeys_exceptions() -> None:
    def article(number: int, *entities: tuple[str, str, str]) -> Extraction:
        made = tuple(
            Entity(id=key, type=kind, label=names.split("|")[0], aliases=tuple(names.split("|")[1:]))
            for key, kind, names in entities
        )
        return Extraction(article=Article(id=f"article-{number}", source=f"{number}.txt", text=""), entities=made)

    articles = [
        article(1, ("a", "Person", "Zhang Wei|Zhang"), ("b", "Company", "Orrery"), ("c", "Company", "AB")),
        article(2, ("a", "Person", "Zhang Lei|Zhang"), ("b", "Organization", "orrery"), ("c", "Company", "CD")),
        article(3, ("a", "Person", "Zhang Wei"), ("b", "AIModel", "Orrery"), ("c", "Company", "Orrery")),
    ]
    exceptions = Exceptions(apart=(("3.txt:c", "*:b"),), together=(("1.txt:c", "2.txt:c"),))
    truth = gold_clusters(articles, load_model(data_dir()), exceptions)
    groups = sorted(
        sorted(f"{ref[0][8:]}{ref[1]}" for ref in truth if truth[ref] == number) for number in set(truth.values())
    )
    assert groups == [["1a", "3a"], ["1b", "2b"], ["1c", "2c"], ["2a"], ["3b"], ["3c"]]


@pytest.mark.slow
def test_many_people_of_one_name_do_not_take_long() -> None:
    """Four thousand articles on as many people called alike, each at a firm of their own."""

    def article(n: int) -> Extraction:
        key = f"article-{n:05}"
        post = LocalStatement(subject="p", relation="ceoOf", object="c", evidence=Evidence(start=0, end=1, text="x"))
        return Extraction(
            article=Article(id=key, source=f"{n}.txt", text="x"),
            statements=(post,),
            entities=(
                Entity(id="p", type="Person", label="Nguyễn Văn Nam"),
                Entity(id="c", type="Company", label=f"Vạn Xuân {n // 2}"),
            ),
        )

    start = time.process_time()
    graph = link_explained([article(n) for n in range(4000)]).graph
    assert sum(entity.type == "Person" for entity in graph.entities.values()) == 2000
    assert time.process_time() - start < 20


@pytest.mark.slow
def test_many_entities_are_resolved_in_proportionate_time() -> None:
    """Nothing quadratic: four times the articles take well under sixteen times as long."""

    def seconds(articles: int) -> float:
        made = [
            Extraction(
                article=Article(id=f"article-{n:05}", source=f"{n}.txt", text=""),
                entities=tuple(
                    Entity(id=str(k), type=kind, label=f"{name} {(n * 7 + k * 13) % (articles * 2):05x}")
                    for k, (kind, name) in enumerate(
                        [
                            ("Company", "Công ty Vạn Xuân"),
                            ("Person", "Nguyễn Văn"),
                            ("AIModel", "Velmora"),
                            ("City", "Thành phố"),
                            ("Company", "Velmora AI"),
                        ]
                    )
                ),
            )
            for n in range(articles)
        ]
        start = time.process_time()
        link_explained(made)
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 8 * seconds(500) + 1
