"""CRFsuite's models read as numbers: what is decoded here is what CRFsuite says."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from kg.errors import FailureError
from kg.language import crf
from kg.language.crf import CrfModel, read_crf
from kg.language.vi import labelling
from kg.language.vi.joining import Joiner

#: Known words of two and of three syllables.
GRAMS = frozenset({"công ty", "ty con", "hợp tác xã", "công nghệ cao"})
SYLLABLES = ("công", "Công", "ty", "TY", "con", "hợp", "tác", "xã", "nghệ", "cao", "20", ",")


def empty(*labels: str) -> CrfModel:
    """A model that knows nothing."""
    size = len(labels)
    return CrfModel(labels, {}, np.zeros(1, dtype=int), np.zeros(0, dtype=int), np.zeros(0), np.zeros((size, size)))


def told(sentence: list[str]) -> list[list[str]]:
    """What pyvi tells CRFsuite of the syllables of a sentence."""
    low = [word.lower() for word in sentence]
    pairs = [f"{one} {other}" in GRAMS for one, other in pairwise(low)]
    threes = [" ".join(low[i : i + 3]) in GRAMS for i in range(len(low) - 2)]
    rows = []
    for i, word in enumerate(sentence):
        row = ["bias", f"word.lower():{low[i]}"]
        row += [f"word.{mark}()" for mark in ("isupper", "istitle", "isdigit") if getattr(word, mark)()]
        for at, place in ((i - 1, "-1"), (i + 1, "+1")):
            if 0 <= at < len(sentence):
                row.append(f"{place}:word.lower():{low[at]}")
                row += [f"{place}:word.{mark}()" for mark in ("istitle", "isupper") if getattr(sentence[at], mark)()]
                if pairs[min(i, at)]:
                    row.append(f"{place}:word.bi_gram()")
                three = at - 1 if at < i else i
                if 0 <= three < len(threes) and threes[three]:
                    row.append(f"{place[0]}2:word.tri_gram()")
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model of syllables that go on with a word, made of nonsense."""
    path = tmp_path_factory.mktemp("crf") / "model"
    chance = random.Random(7)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 30})
    for _ in range(200):
        sentence = chance.choices(SYLLABLES[:-2], k=chance.randint(1, 12))
        trainer.append(told(sentence), [chance.choice(["B_W", "I_W"]) for _ in sentence])
    trainer.train(str(path))
    return Path(path).read_bytes()


def test_a_model_has_the_weights_that_crfsuite_tells(model: bytes) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    info, found = tagger.info(), read_crf(model, "x")
    assert found.labels == tuple(tagger.labels())
    for (name, label), weight in info.state_features.items():
        column = found.labels.index(label)
        assert found.sums([[name]])[0, column] == pytest.approx(weight, abs=1e-6)
    for (before, behind), weight in info.transitions.items():
        row, column = (found.labels.index(label) for label in (before, behind))
        assert found.transitions[row, column] == pytest.approx(weight, abs=1e-6)


def test_words_are_joined_as_crfsuite_joins_them(model: bytes) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    joiner, chance = Joiner(read_crf(model, "x"), GRAMS), random.Random(8)
    sentences = [chance.choices(SYLLABLES, k=chance.randint(1, 20)) for _ in range(300)]
    for sentence, joins in zip(sentences, joiner.joins(sentences), strict=True):
        assert joins == [label == "I_W" for label in tagger.tag(told(sentence))], sentence


LABELS = ("N", "V", "A", "E", "R")


def features(word: str) -> dict[int, list[str]]:
    return {at: [f"{at}:{word}", f"{at}:{word[:1]}"] for at in (0, 1, 2, -1, -2)}


def rows(sentence: list[str]) -> list[list[str]]:
    """What CRFsuite is told of a sentence whose words have these ``features``."""
    found = []
    for i in range(len(sentence)):
        row = [name for k, word in enumerate(sentence) for name in features(word).get(i - k, ())]
        found.append([*row, *["BOS"] * (i == 0), *["EOS"] * (i == len(sentence) - 1)])
    return found


@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
def test_the_best_labels_are_those_of_crfsuite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: float) -> None:
    # Of words that tell their label and of those that tell nothing, so that neighbours decide; memory runs over.
    monkeypatch.setattr(crf, "MEMORY", 24)
    monkeypatch.setattr(labelling, "AT_ONCE", 16)
    chance = random.Random(9)
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 30})
    words = [f"{label}{number}" for label in LABELS for number in range(4)]
    for _ in range(200):
        sentence = chance.choices(words, k=chance.randint(1, 12))
        trainer.append(rows(sentence), [chance.choice(LABELS) if chance.random() < noise else w[0] for w in sentence])
    trainer.train(str(tmp_path / "model"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "model"))
    found = read_crf((tmp_path / "model").read_bytes(), "x")
    sentences = [chance.choices([*words, "?", "N?"], k=chance.randint(1, 15)) for _ in range(300)]
    labels = list(labelling.Labeller(found, features).labels(sentences))
    assert len(labels) == len(sentences)
    for sentence, numbers in zip(sentences, labels, strict=True):
        assert [found.labels[number] for number in numbers] == tagger.tag(rows(sentence)), sentence


def test_no_sentences_have_no_labels() -> None:
    model = empty("A", "B")
    labeller = labelling.Labeller(model, features)
    assert list(labeller.labels([])) == []
    assert list(labeller.labels([["x", "y"], [], ["z"]])) == [[0, 0], [], [0]]


@pytest.mark.parametrize("data", [b"", b"lCRF", b"lCRF" + bytes(60), bytes(100)])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(FailureError, match="x holds no CRFsuite model"):
        read_crf(data, "x")


def test_an_attribute_that_the_model_lacks_weighs_nothing() -> None:
    nothing = empty("B_W", "I_W")
    assert list(Joiner(nothing, frozenset()).joins([["a", "b"]])) == [[False, False]]
