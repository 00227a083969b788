"""Candidates beside the rest of their article, and what is learned of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import made_article

from kg.errors import FailureError
from kg.extract import Extractor
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import Features, Group
from kg.extract.statements.reading import CandidateReader, Reading
from kg.extract.statements.scorer import Chance, Scorer, load_scorer, save_scorer
from kg.extract.statements.tally import Tally
from kg.extract.statements.trees import LEAF, Node, Trees
from kg.extract.statements.weighing import BESIDE, COLUMNS, FLOOR, KINDS, NONE, NUMBERS, Weighing, beside, kinds_of
from kg.training.candidates import Example
from kg.training.packed import pack
from kg.training.weighing import fit_weighing, heard_apart, weighed

#: Vellis uses Orbita, told twice; Marivo, told once.
TEXT = (
    "Công ty Vellis sử dụng mô hình Orbita trong kho hàng. Theo đại diện hãng, Vellis sử dụng Orbita từ năm 2023. "
    "Công ty Vellis sử dụng mô hình Marivo ở cảng."
)


def numbers(**given: list[float]) -> Any:
    return {name: np.array(values) for name, values in given.items()}


def test_others_of_an_article_are_told_apart() -> None:
    """What another sentence tells better is no reason to believe that this one tells it."""
    odds = np.array([2.0, -1.0, 0.5, 3.0, -2.0])
    found = beside(
        odds,
        np.zeros((5, 3)),
        **numbers(fact=[0, 0, 1, 0, 2], rivals=[0, 1, 0, 2, 3], relation=[0, 0, 1, 0, 0], article=[0, 0, 0, 0, 1]),
    )
    rows = [dict(zip(BESIDE, row, strict=True)) for row in found.tolist()]
    assert [row["odds"] for row in rows] == odds.tolist()
    assert [row["same"] for row in rows] == [NONE, NONE, NONE, 2.0, NONE]
    assert [row["same-third"] for row in rows] == [NONE, NONE, NONE, -1.0, NONE]
    assert [row["same-count"] for row in rows] == [1, 1, 1, 3, 1]
    assert [row["rival"] for row in rows] == [0.5, NONE, 2.0, NONE, NONE]
    assert [row["candidates"] for row in rows] == [4, 4, 4, 4, 1]
    assert [row["place"] for row in rows] == [0.0, 0.25, 0.5, 0.75, 0.0]
    chance = 1 / (1 + np.exp(-odds))
    assert rows[0]["likely"] == round(chance[:4].sum(), 3) and rows[4]["likely"] == round(chance[4], 3)
    assert rows[0]["likely-of-relation"] == round(chance[[0, 1, 3]].sum(), 3)


def test_what_each_source_says_is_added_up() -> None:
    scorer = Scorer({"read>=1": 2.0, "read-with=a:b": -0.5, "told=2": 1.0, "shape=x": 0.25}, 0.5)
    shared = Group(("shape=x", "unknown"))
    features = Features([shared], ["read>=1", "read-with=a:b"], ["told=2"])
    assert scorer.parts([features, Features([shared])]) == [(0.25, 1.5, 1.0), (0.25, 0.0, 0.0)]


@pytest.fixture(scope="module", params=["fast", "encoder"])
def extractor(request: pytest.FixtureRequest) -> Extractor:
    return Extractor(fast=request.param == "fast")


def test_a_candidate_has_all_its_numbers(extractor: Extractor) -> None:
    for reading in extractor.readings(extractor.annotate(made_article(TEXT))):
        for candidate, names in reading.candidates:
            row = dict(zip(NUMBERS, reading.numbers(candidate, names), strict=True))
            assert row["subject-sure"] <= 0.0 or row["subject-sure"] == 1.0
            assert row["names"] == len(reading.view.arguments)
            relation, classes, shape = kinds_of(candidate, names)
            assert relation == candidate.relation and len(classes) == 2 and shape


def told_again(share: float) -> Scorer:
    """Believes what is told twice, and nothing else."""
    nodes = (
        Node(COLUMNS.index("same-count"), 1.0, 1, 2, -1.0),
        Node(LEAF, 0.0, 0, 0, -share),
        Node(LEAF, 0.0, 0, 0, share),
    )
    return Scorer(
        {"rel=uses": 3.0}, 0.5, weighing=Weighing(Trees(COLUMNS, (0,), nodes), {name: {} for name in KINDS}, 0.0)
    )


def test_what_is_told_again_is_believed(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor.facts, "_scorer", told_again(4.0))
    found = extractor.extract(made_article(TEXT))
    names = {entity.id: entity.label for entity in found.entities}
    facts = {(names[fact.subject], fact.relation, names[fact.object]) for fact in found.statements}
    assert ("Vellis", "uses", "Orbita") in facts and ("Vellis", "uses", "Marivo") not in facts
    rule = next(fact.rule for fact in found.statements if names[fact.object] == "Orbita")
    assert "told-again +5.0" in rule


def test_what_no_sentence_bears_out_is_not_weighed(extractor: Extractor) -> None:
    readings = list(extractor.readings(extractor.annotate(made_article(TEXT))))
    hopeless = Scorer({"rel=uses": -9.0}, 0.5, weighing=told_again(4.0).weighing)
    for reading, chances in zip(readings, hopeless.chances(readings), strict=True):
        for (candidate, _), chance in zip(reading.candidates, chances, strict=True):
            assert (chance.row is None) == (candidate.relation == "uses") and isinstance(chance, Chance)


def rows_of(readings: Iterable[Reading]) -> dict[Candidate, Features]:
    return {candidate: features for reading in readings for candidate, features in reading.candidates}


def test_hopeless_candidates_are_given_up() -> None:
    """Nothing else is: who is likely enough to be weighed is there, and seen whole."""
    extractor = Extractor(fast=True)
    doc = extractor.annotate(made_article(TEXT))
    scorer = extractor.facts.scorer
    reader = CandidateReader(extractor.ontology)
    whole = rows_of(extractor.readings(doc))
    told = dict(zip(whole, scorer.parts(list(whole.values())), strict=True))
    without = replace(scorer, sieve=None)
    left = rows_of(reader.readings(doc, without.tally()))
    assert 0 < len(left) < len(whole)
    for candidate, features in whole.items():
        if candidate in left:
            assert list(left[candidate]) == list(features)
            assert left[candidate].said == pytest.approx(told[candidate])
        else:
            sums = np.cumsum([sum(scorer.weights.get(name, 0.0) for name in group.names) for group in features.words])
            assert min(sums) + told[candidate][2] < FLOOR
    # A form that is hopeless by itself passes no sieve.
    form = "form=uses:sử dụng"
    sieved = rows_of(reader.readings(doc, replace(scorer, sieve={form: -1.0}).tally()))
    assert list(sieved) == [one for one in left if form not in set(whole[one])] != list(left)
    # Where nothing is weighed beside its article, every candidate is seen whole.
    assert list(rows_of(reader.readings(doc, replace(scorer, weighing=None).tally()))) == list(whole)


def test_a_group_is_added_up_when_it_is_made() -> None:
    tally = Tally({"a": 1.0, "b": 0.5}, -1.0, {"a": 0.5, "c": -0.6})
    group = tally.group(["a", "b", "c"], (("marks", 2),))
    assert (group.names, group.weight, group.counted) == (("a", "b", "c"), 1.5, (("marks", 2),))
    assert not tally.passes(["a", "b", "c"]) and tally.passes(["a", "b"]) and Tally({}).passes(["c"])


def test_a_sieve_is_kept(tmp_path: Path) -> None:
    scorer = Scorer({"a": 1.0}, 0.5, sieve={"bias": -2.5, "slight": 0.001})
    save_scorer(scorer, tmp_path / "scorer.json.gz")
    assert load_scorer(tmp_path / "scorer.json.gz").sieve == {"bias": -2.5}
    save_scorer(replace(scorer, sieve=None), tmp_path / "plain.json.gz")
    assert load_scorer(tmp_path / "plain.json.gz").sieve is None


def test_an_article_of_which_nothing_is_likely_is_read(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("rel=" + name for name in extractor.ontology.model.relations)
    monkeypatch.setattr(extractor.facts, "_scorer", replace(told_again(4.0), weights=dict.fromkeys(names, -20.0)))
    found = extractor.extract(made_article(TEXT))
    assert found.entities and not found.statements


def test_the_file_keeps_what_weighs(tmp_path: Any) -> None:
    scorer = told_again(4.0)
    save_scorer(scorer, tmp_path / "one.gz")
    save_scorer(load_scorer(tmp_path / "one.gz"), tmp_path / "two.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    again = load_scorer(tmp_path / "one.gz").weighing
    assert again is not None and scorer.weighing is not None
    assert again.trees.as_data() == scorer.weighing.trees.as_data() and again.usual == 0.0


def test_what_was_learned_from_other_numbers_is_refused(tmp_path: Any) -> None:
    trees = Trees(COLUMNS[:-1], (0,), (Node(LEAF, 0.0, 0, 0, 1.0),))
    save_scorer(Scorer({}, 0.5, weighing=Weighing(trees, {name: {} for name in KINDS}, 0.0)), tmp_path / "old.gz")
    with pytest.raises(FailureError, match="learned from other numbers"):
        load_scorer(tmp_path / "old.gz")


def examples(articles: int) -> Iterator[Example]:
    """Articles of three candidates: what is told twice is right, what is told once is wrong."""
    for n in range(articles):
        for sentence, stated in enumerate(("a", "b", "a")):
            yield Example(
                n,
                (n, sentence),
                (n, sentence, stated),
                (n, stated),
                (f"only-{n}",),
                stated == "a",
                tuple(float(n % 5) for _ in NUMBERS),
                ("uses", "OD", f"shape={n % 3}"),
            )


@pytest.mark.slow
def test_trees_learn_what_the_article_tells_and_say_the_same_as_their_teacher() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    packed = pack(examples(200))
    odds = np.tile([0.1, 0.0, -0.1], 200)
    everything = np.ones(len(packed), dtype=bool)
    others = heard_apart(packed, odds, np.zeros((len(packed), 3)), np.zeros(len(packed), dtype=np.int64))
    taught: list[Any] = []
    train = lightgbm.train
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lightgbm, "train", lambda *given: taught.append((train(*given), given[1])) or taught[0][0])
        weighing = fit_weighing(packed, others, everything, np.ones(len(packed)))
    said = weighed(packed, others, everything, weighing)
    assert ((said > 0) == (packed.right == 1)).all()
    booster, _ = taught[0]
    rates = [
        np.array([weighing.tables[name].get(packed.labels[kind], weighing.usual) for kind in packed.kinds[:, n]])
        for n, name in enumerate(KINDS)
    ]
    rows = np.hstack([packed.numbers, np.stack(rates, axis=1), others])
    assert said == pytest.approx(booster.predict(rows, raw_score=True))
    assert fit_weighing(packed, others, everything, np.ones(len(packed))).trees.as_data() == weighing.trees.as_data()
