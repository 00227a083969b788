"""The CRF of names asked with numbers: what is told of it here is what CRFsuite tells."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.mentions.chain import Chain
from kg.extract.mentions.features import features, stretches
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Tagger
from kg.extract.mentions.trained import NAMES, model_bytes, trained_classes
from kg.language.crf import read_crf
from kg.ontology.ontology import Ontology

LABELS = ("O", "B-A", "I-A", "B-B", "I-B")


def rows(chance: random.Random, length: int) -> list[list[str]]:
    return [[f"w={chance.randint(0, 30)}", f"t={chance.randint(0, 5)}", "bias"] for _ in range(length)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model that is seldom sure, so that its best path often is not that of the likeliest labels."""
    path = tmp_path_factory.mktemp("crf") / "model"
    chance = random.Random(5)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 30})
    for _ in range(200):
        stretch = rows(chance, chance.randint(1, 9))
        # A label depends on the one before, and somewhat on the word.
        labels = [
            LABELS[(int(row[0][2:]) * 7 + chance.randint(0, 1) + i) % len(LABELS)] for i, row in enumerate(stretch)
        ]
        trainer.append(stretch, labels)
    trainer.train(str(path))
    return Path(path).read_bytes()


def test_labels_and_their_chances_are_those_of_crfsuite(model: bytes) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    found = read_crf(model, "x")
    chain, chance = Chain(found), random.Random(6)
    some = [[*rows(chance, chance.randint(1, 20)), ["unheard of"]] for _ in range(100)]
    best, chances = chain.label(found.sums([row for stretch in some for row in stretch]), list(map(len, some)))
    at = apart = 0
    for stretch in some:
        labels = tagger.tag(stretch)
        here = slice(at, at + len(stretch))
        assert [chain.labels[number] for number in best[here]] == labels
        told = [[tagger.marginal(label, i) for label in chain.labels] for i in range(len(stretch))]
        assert chances[here] == pytest.approx(np.array(told), abs=1e-9)
        apart += chances[here].argmax(axis=1).tolist() != best[here].tolist()
        at += len(stretch)
    assert apart  # or the search for best paths was not tried


def test_no_stretch_has_no_labels(model: bytes) -> None:
    found = read_crf(model, "x")
    assert len(Chain(found).label(found.sums([]), []).best) == 0


def test_an_article_of_more_words_than_are_kept_is_tagged_in_parts(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexis = Lexis(Ontology.load(), trained_classes())
    text = "\n\n".join(f"Ông Lê Văn Tám {n}x gặp bà Trần Thị Ba ở Hà Nội, Google {n}y thì không." for n in range(40))
    ground = Ground.of(Document.of(extractor.annotate(made_article(text))).view, lexis)
    whole = Tagger(model_bytes(NAMES), lexis).find(ground)
    monkeypatch.setattr("kg.extract.mentions.tagger.AT_ONCE", 30)
    monkeypatch.setattr("kg.language.crf.MEMORY", 60)
    assert len(whole) > 100
    assert Tagger(model_bytes(NAMES), lexis).find(ground) == whole


def test_the_tagger_says_what_crfsuite_says_of_all_features(extractor: Extractor) -> None:
    ontology = Ontology.load()
    lexis = Lexis(ontology, trained_classes())
    text = (
        "Hãng Reuters đưa tin, ông Lê Văn Tám rời Google.\n\nTheo Bộ Công Thương, TP HCM và Hà Nội mời Samsung, LG; "
        "Mỹ thì không.\n\nĐại học Bách khoa Hà Nội ký với Công ty Cổ phần FPT (FPT) hôm 20/1/2025 tại Nhật Bản."
    )
    ground = Ground.of(Document.of(extractor.annotate(made_article(text))).view, lexis)
    # CRFsuite reads a model in place: the bytes must live as long.
    model = model_bytes(NAMES)
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    labels = tagger.labels()
    told = Tagger(model, lexis).probabilities(ground, labels)
    places = list(stretches(ground))
    assert len(places) > 2
    for first, last in places:
        sentence = next(row for row in ground.sentences if row[0] <= first < row[1])
        tagger.set(features(ground, lexis, first, last, sentence))
        wanted = [[tagger.marginal(label, i) for label in labels] for i in range(last - first)]
        assert told[first:last] == pytest.approx(np.array(wanted), abs=1e-9)
    outside = set(range(len(ground.view))) - {i for place in places for i in range(*place)}
    assert np.isnan(told[sorted(outside)]).all()
