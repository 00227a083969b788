"""Training: real articles beside the corpus, candidates as arrays, the fit, and the choice of a threshold."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import stepped

from kg.errors import InputError
from kg.evaluate.gold import GoldArticle, GoldEntity, GoldFact
from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.mentions.component import known_names
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.references.chooser import Chooser
from kg.extract.references.component import References
from kg.extract.references.expressions import Expression
from kg.extract.statements.scorer import Scorer, load_scorer
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.training.candidates import Example, facts_of
from kg.training.logit import Table, calibrate, common, curve, fit_weights
from kg.training.material import Material
from kg.training.packed import chosen, join, load, pack, save
from kg.training.real import real_articles
from kg.training.references import ask, examples, told
from kg.training.references import fit as fit_chooser
from kg.training.samples import create, gold_spans
from kg.training.sieving import passing, sift
from kg.training.statements import fit, teach

ROOT = Path(__file__).parents[1]
GOLD = json.loads((ROOT / "tests/corpus/train-b.json").read_text(encoding="utf-8"))["articles"]


def shared(folder: Path, articles: list[dict[str, Any]]) -> Path:
    """A folder like that of the real articles, with invented ones in it."""
    (folder / "gold").mkdir(parents=True)
    (folder / "articles").mkdir()
    (folder / "gold/real-train.json").write_text(json.dumps({"articles": articles}), encoding="utf-8")
    with gzip.open(folder / "articles/real-train.jsonl.gz", "wt", encoding="utf-8") as file:
        for item in articles:
            text = (ROOT / "tests/corpus/articles" / item["article"]).read_text(encoding="utf-8")
            file.write(json.dumps({"id": item["article"], "text": text}) + "\n")
    return folder


def test_real_articles_come_with_their_texts(tmp_path: Path) -> None:
    found = list(real_articles(shared(tmp_path, GOLD[:3])))
    assert [item.source for item, _ in found] == [item["article"] for item in GOLD[:3]]
    assert all(fact.evidence in text for item, text in found for fact in item.facts)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    shared(tmp_path, GOLD[:1])
    (tmp_path / "gold/real-train.json").write_text(json.dumps({"articles": GOLD[:2]}), encoding="utf-8")
    with pytest.raises(InputError, match=GOLD[1]["article"]):
        list(real_articles(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        list(real_articles(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("text", "names", "kind", "found"),
    [
        ("Theo ông Tạ Quang Lẫm, giá tăng.", ["Tạ Quang Lẫm", "ông Lẫm"], "Person", ["Tạ Quang Lẫm"]),
        ("Giá theo ông Lẫm sẽ tăng.", ["ông Lẫm"], "Person", ["Lẫm"]),
        ("Xe qua cầu Mây Đỏ rồi dừng.", ["cầu Mây Đỏ"], "Place", ["cầu Mây Đỏ"]),
        ("Xe qua tỉnh Đồng Mây rồi dừng.", ["Đồng Mây", "tỉnh Đồng Mây"], "Place", ["Đồng Mây"]),
        ("Họ bàn về trí tuệ nhân tạo (AI) ở đây.", ["trí tuệ nhân tạo (AI)"], "Technology", ["AI"]),
        ("Xe tải rẽ vào quận 7 từ sáng.", ["quận 7", "Quận 7"], "Organization", []),
        ("Họ dùng báo cáo của nhóm.", ["báo cáo"], "Report", []),
    ],
)
def test_gold_names_are_laid_on_tokens(text: str, names: list[str], kind: str, found: list[str]) -> None:
    ontology = Ontology.load()
    lexis = Lexis(ontology, ontology.model.entity_classes)
    doc = create(ontology)(text)
    page = Ground.of(Document.of(doc).view, lexis)
    page.mark(known_names(ontology.gazetteer, lexis))
    spans = gold_spans(doc, page, GoldArticle("1.txt", {"x": GoldEntity(kind, tuple(names))}, ()), lexis)
    assert [page.view.text(start, end) for start, (end, _) in spans.items()] == found
    assert {kind for _, kind in spans.values()} <= {kind}


def rows(number: int) -> Iterator[Example]:
    """Articles of one sentence each: of two rivals the one called good is right, and in the odd ones neither."""
    for n in range(number):
        for name, member in (("good", 0), ("bad", 1)):
            noise = f"only-{n}"
            names = ("rel=uses", name, noise) if n % 2 == 0 else ("rel=uses", "bad")
            yield Example(n, (n, 0), (n, 0, member), (n, "a", "uses", member), names, name == "good" and n % 2 == 0)


def test_packed_examples_are_saved_and_joined(tmp_path: Path) -> None:
    whole = pack(rows(6))
    first, second = (
        pack(row for row in rows(6) if int(str(row.source)) < 2),
        pack(row for row in rows(6) if int(str(row.source)) >= 2),
    )
    save(first, tmp_path / "first.npz")
    both = join([load(tmp_path / "first.npz"), second])
    assert both.names == sorted(whole.names)
    for column in ("right", "source", "rivals", "unit", "fact", "starts"):
        assert getattr(both, column).tolist() == getattr(whole, column).tolist()
    assert [both.names[i] for i in both.features] == [whole.names[i] for i in whole.features]


def test_rare_features_are_left_out() -> None:
    packed = pack(rows(6))
    assert {packed.names[i] for i in common(packed, 2)} == {"rel=uses", "good", "bad"}


def test_the_fit_tells_right_from_wrong() -> None:
    packed = pack(rows(40))
    columns = common(packed, 2)
    every = np.ones(len(packed), dtype=bool)
    table = Table.of(packed, columns, every, np.ones(len(packed)))
    odds = table.odds(fit_weights(table, 0.1))
    assert (odds[packed.right > 0] > 0).all()
    assert (odds[packed.right == 0] < 0).all()


def test_a_weight_of_two_is_the_article_twice() -> None:
    once = pack(rows(4))
    twice = join([once, once])
    columns = common(once, 2)
    names = [once.names[i] for i in columns]
    weights = fit_weights(Table.of(once, columns, np.ones(len(once), dtype=bool), np.full(len(once), 2.0)), 1.0)
    other = np.array([twice.names.index(name) for name in names])
    same = fit_weights(Table.of(twice, other, np.ones(len(twice), dtype=bool), np.ones(len(twice))), 1.0)
    assert weights == pytest.approx(same, abs=1e-3)


def test_taught_weights_move_as_far_as_unseen_articles_bear_out() -> None:
    packed = pack(rows(40))
    everywhere = np.ones(len(packed), dtype=bool)
    data = Material(packed, everywhere, everywhere, everywhere, 20, 20)
    start = Scorer({"good": 0.0, "bad": 0.5, "elsewhere": 2.0}, 0.55)
    taught = teach(data, start)
    # What the articles say nothing of stays; what they contradict moves; a feature of one article is not learned.
    assert taught.weights["elsewhere"] == 2.0
    assert taught.weights["good"] > 0.5 and taught.weights["bad"] < 0.0
    assert not any(name.startswith("only-") for name in taught.weights)
    held = [teach(data, start, holds=(hold,)).weights["good"] for hold in (1.0, 100.0)]
    assert held[0] > held[1] > 0.0
    # What a sieve lets pass is still weighed so, and calibrated without what it does not.
    sieved = teach(data, replace(start, sieve={"good": 1.0, "shape=bad": -1.0}))
    assert sieved.sieve == {"good": 1.0, "shape=bad": -1.0} and sieved.weights == taught.weights
    assert teach(data, replace(start, sieve={"rel=uses": -1.0})).weights == taught.weights
    # Where the old weights are right already they are hardly moved.
    sure = Scorer({"rel=uses": -2.0, "good": 8.0, "bad": -8.0}, 0.55)
    assert abs(teach(data, sure).weights["good"] - 8.0) < 1.0


def forms(count: int) -> Iterator[Example]:
    """Of each article a form that is right and one that never is, another feature of both, and a name in a name."""
    for n in range(count):
        for name in ("good", "bad"):
            names = ("rel=uses", "bias", f"shape={name}", "gap0=x:y")
            yield Example(n, (n, 0), (n, 0, name), (n, name), names, name == "good")
        yield Example(n, (n, 1), (n, 1), (n, "in"), ("rel=uses", "bias-in", "shape=bad"), False)


def test_a_sieve_lets_pass_what_its_form_leaves_hope_for() -> None:
    packed = pack(forms(60))
    everywhere = np.ones(len(packed), dtype=bool)
    passed, sieve = sift(packed, common(packed, 3), np.ones(len(packed)), everywhere, folds=4, penalty=0.1)
    # What is in a name has no form.
    assert passed.tolist() == [True, False, True] * 60 == passing(packed, sieve).tolist()
    assert sieve["shape=good"] > 0.0 > sieve["shape=bad"] and "gap0=x:y" not in sieve


def test_chosen_candidates_are_as_if_there_were_no_others() -> None:
    packed = pack(rows(6))
    lone = chosen(packed, packed.source % 2 == 0)
    same = pack(row for row in rows(6) if int(str(row.source)) % 2 == 0)
    assert [lone.names[i] for i in lone.features] == [same.names[i] for i in same.features]
    assert lone.starts.tolist() == same.starts.tolist() and lone.right.tolist() == same.right.tolist()
    everywhere = np.ones(len(packed), dtype=bool)
    part = Material(packed, everywhere, everywhere, packed.right > 0, 20, 10).of(packed.right > 0)
    assert (len(part.packed), len(part.whole), part.alone.tolist(), part.expected) == (3, 3, [True] * 3, 20)


def test_calibration_pulls_sureness_down() -> None:
    odds = np.array([3.0] * 100)
    slope, offset, offsets = calibrate(odds, np.array([1.0] * 60 + [0.0] * 40), np.zeros(100, dtype=int))
    assert 1 / (1 + np.exp(-slope * 3.0 - offset - offsets[0])) == pytest.approx(0.6, abs=0.01)


def test_calibration_knows_the_kinds_that_are_right_more_often() -> None:
    odds = np.array([1.0] * 400)
    right = np.array([1.0] * 150 + [0.0] * 50 + [1.0] * 50 + [0.0] * 150)
    slope, offset, offsets = calibrate(odds, right, np.repeat([0, 1], 200))
    chances = [1 / (1 + np.exp(-slope - offset - own)) for own in offsets]
    assert chances == pytest.approx([0.75, 0.25], abs=0.06)


def test_the_threshold_keeps_the_precision_asked_for() -> None:
    chance = np.array([0.8, 0.8, 0.7, 0.5, 0.5, 0.5, 0.3])
    right = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    found = curve(chance, right, np.arange(7), 4)
    assert found.thresholds[found.best(0.9)] > 0.7
    assert found.precision[found.best(0.9)] == 1.0
    assert found.recall[found.best(0.0)] == 1.0  # Without a demand the highest F1 keeps them all.
    # A fact found at two places counts once.
    assert curve(chance, right, np.array([0, 0, 1, 2, 3, 4, 5]), 3).recall[0] == 1.0


def test_without_real_articles_the_threshold_is_the_usual_one() -> None:
    packed = pack(rows(40))
    nowhere = np.zeros(len(packed), dtype=bool)
    assert fit(Material(packed, ~nowhere, nowhere, nowhere, 0, 0)).threshold == 0.55


def test_optional_facts_need_not_be_found() -> None:
    fact = GoldFact("a", "uses", "b", "A dùng B")
    assert facts_of(GoldArticle("1.txt", {}, (fact, replace(fact, optional=True)))) == 1


@pytest.mark.slow
def test_training_with_real_articles_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "articles").mkdir(parents=True)
    (folder / "train.json").write_text(json.dumps({"articles": GOLD[:6]}), encoding="utf-8")
    for item in GOLD[:6]:
        shutil.copy(ROOT / "tests/corpus/articles" / item["article"], folder / "articles")
    real = shared(tmp_path / "shared", GOLD[6:12])
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        (out / "folds").mkdir(parents=True)

        def run(module: str, *arguments: str, seed: str = seed) -> None:
            command = [sys.executable, "-m", f"kg.training.{module}", str(folder), "--shared", str(real), *arguments]
            subprocess.run(
                command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True
            )

        run("mentions", "--folds", str(out / "folds"), "--out", str(out))
        for _ in range(2):  # The second time from the candidates that were kept.
            run(
                "statements",
                "--folds",
                str(out / "folds"),
                "--cache",
                str(out / "cache"),
                "--out",
                str(out / "statements.json.gz"),
            )
            made.append(
                {path.name: path.read_bytes() for path in sorted(out.rglob("*")) if path.suffix in {".crf", ".gz"}}
            )
    assert all(files == made[0] for files in made)
    assert sorted(made[0]) == [
        "kinds-0.crf",
        "kinds-1.crf",
        "kinds-2.crf",
        "kinds.crf",
        "mentions-0.crf",
        "mentions-1.crf",
        "mentions-2.crf",
        "mentions.crf",
        "statements.json.gz",
    ]
    assert load_scorer(tmp_path / "1" / "statements.json.gz").weights


def test_words_that_stand_for_a_side_are_questions_with_an_answer(extractor: Extractor) -> None:
    text = "Startup Orvane vừa gọi vốn từ Tarnmoor. Hãng này sẽ mua công ty Velmora. Nhà máy này đã cũ."
    names = {name.lower(): GoldEntity("Company", (name,)) for name in ("Orvane", "Tarnmoor", "Velmora")}
    evidence = "Hãng này sẽ mua công ty Velmora."
    fact = GoldFact("orvane", "acquired", "velmora", evidence, subject_words="Hãng này")
    item = GoldArticle(source="a.txt", entities=names, facts=(fact,))
    doc = stepped(extractor, text, "kg_structure", "kg_words", "kg_mentions", "kg_reports")
    references = References(extractor.ontology)
    one = told(item, doc, text)
    labels = {key: entity.label for key, entity in one.entities.items()}
    asked = ask(one, references, Chooser({}, 1.0))
    answers = {text_of(one.view, row.question.item): row.right for row in asked}
    right = answers["Hãng này"]
    assert right is not None
    assert [labels[entity] for entity in right] == ["Orvane"]
    assert answers["Nhà máy này"] is None
    # The sentence of the fact alone is asked about, and three articles of the kind teach the answer.
    rows = [
        (replace(example, source=n, rivals=(n, example.rivals), unit=(n, example.unit)), answered)
        for n in range(3)
        for example, answered in examples([one], references, Chooser({}, 1.0))
    ]
    assert all(answered for _, answered in rows)
    chooser = fit_chooser(rows, penalty=0.01)
    assert [labels[row.chosen] for row in ask(one, references, chooser) if row.right] == ["Orvane"]


def text_of(view: TokenView, item: Expression) -> str:
    return view.text(item.start, item.end)
