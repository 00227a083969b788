"""The encoder's pieces, windows and labels; its network is measured by evaluation."""

from __future__ import annotations

import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kg.building import build_to, remove
from kg.errors import FailureError, UsageError
from kg.extract import Extractor
from kg.extract.mentions.encoder.model import Encoder
from kg.extract.mentions.encoder.names import EncoderTagger, decode, mixed
from kg.extract.mentions.encoder.pieces import BEGIN, END, UNKNOWN, Pieces
from kg.extract.mentions.encoder.windows import windows
from kg.extract.mentions.tagger import Found
from kg.extract.view import TokenView
from kg.records import Article

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "▁Apple", "▁Ap", "ple", "▁", "a", "b", ".", "▁mua"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.0, -2.0, -2.0, -4.0, -5.0, -5.0, -2.0, -3.0]
LABELS = ("O", "B-Company", "I-Company", "B-Person", "I-Person")


@pytest.fixture
def pieces() -> Pieces:
    return Pieces(WORDS, SCORES, {"Ａ": "A", "\u200b": ""})


def view(*sentences: str) -> TokenView:
    words = [word for sentence in sentences for word in sentence.split(" ")]
    edges = [0]
    for sentence in sentences:
        edges.append(edges[-1] + len(sentence.split(" ")))
    return TokenView(
        words=words,
        low=[word.lower() for word in words],
        tags=["N"] * len(words),
        spaces=[True] * len(words),
        begins=[True] * len(words),
        sentences=list(pairwise(edges)),
    )


def test_a_word_is_cut_where_the_scores_are_highest(pieces: Pieces) -> None:
    assert pieces.cut("Apple", True) == (4,)
    assert pieces.cut("ab", True) == (7, 8, 9)
    assert pieces.cut("ab", False) == (8, 9)


def test_a_character_that_no_piece_has_is_unknown(pieces: Pieces) -> None:
    assert pieces.cut("a☃", False) == (8, UNKNOWN)


def test_characters_are_normalized_and_a_word_of_nothing_has_a_piece(pieces: Pieces) -> None:
    assert pieces.cut("Ａpple", True) == (4,)
    assert pieces.cut("\u200b", False) == (UNKNOWN,)


def test_the_file_of_pieces_is_read(pieces: Pieces, tmp_path: Path) -> None:
    path = tmp_path / "pieces.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"pieces": WORDS, "scores": SCORES, "norm": {}}, file)
    assert Pieces.read(path).cut("Apple", True) == pieces.cut("Apple", True)
    assert Pieces.read(path).size == len(WORDS)


def test_a_window_has_whole_sentences_where_they_fit(pieces: Pieces) -> None:
    found = list(windows(view("Apple mua", "mua Apple mua", "Apple"), pieces, size=5))
    assert [window.tokens for window in found] == [[0, 1], [2, 3, 4, 5]]
    assert found[0].pieces == [BEGIN, 4, 11, END]
    assert found[1].firsts == [1, 2, 3, 4]


def test_a_sentence_longer_than_a_window_is_cut(pieces: Pieces) -> None:
    article = view("mua " * 6 + "mua")
    found = list(windows(article, pieces, size=4))
    assert [i for window in found for i in window.tokens] == list(range(7))
    assert all(len(window.pieces) <= 5 for window in found)


def test_white_space_is_in_no_window(pieces: Pieces) -> None:
    assert [window.tokens for window in windows(view("Apple \n mua"), pieces)] == [[0, 2]]
    assert list(windows(view("\n"), pieces)) == []


def test_an_inner_label_only_continues_its_class() -> None:
    scores = np.log(
        np.array([[0.1, 0.4, 0.3, 0.1, 0.1], [0.1, 0.1, 0.3, 0.1, 0.4], [0.5, 0.1, 0.2, 0.1, 0.1]], dtype=np.float32)
    )
    whole, none, last = decode(scores, [range(3), (), (2,)], LABELS)
    assert [LABELS[i] for i in whole] == ["B-Company", "I-Company", "O"]
    assert none == [] and [LABELS[i] for i in last] == ["O"]


def test_two_taggers_are_mixed_where_both_look() -> None:
    scores = np.log(np.array([[0.8, 0.2], [0.6, 0.4]], dtype=np.float32))
    others = np.array([[0.2, 0.8], [np.nan, np.nan]], dtype=np.float32)
    assert np.exp(mixed(scores, others)) == pytest.approx(np.array([[0.5, 0.5], [0.6, 0.4]]), abs=1e-6)


class Scored:
    """An encoder that has given labels."""

    labels = LABELS


def test_a_name_has_one_class_in_an_article() -> None:
    article = view("Apple mua", "Apple mua", "Apple Inc")
    rows = [[-3.0, -0.1, -9, -4, -9], [0, -9, -9, -9, -9], [-3, -1, -9, -0.9, -9], [0, -9, -9, -9, -9],
            [-3, -4, -9, -0.1, -9], [-3, -9, -4, -9, -0.1]]  # fmt: skip
    found = EncoderTagger(cast(Encoder, Scored())).found(article, np.array(rows, dtype=np.float32))
    assert found == [Found(0, 1, "Company"), Found(2, 3, "Company"), Found(4, 6, "Person")]


def test_no_name_crosses_the_end_of_a_sentence() -> None:
    article = view("Apple", "Apple")
    rows = [[-9.0, -0.1, -9, -9, -9], [-9, -1, -0.1, -9, -9]]
    found = EncoderTagger(cast(Encoder, Scored())).found(article, np.array(rows, dtype=np.float32))
    assert found == [Found(0, 1, "Company"), Found(1, 2, "Company")]


def test_missing_files_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(FailureError, match=r"encoder\.onnx is missing") as caught:
        Encoder(tmp_path / "encoder.onnx", tmp_path / "encoder.json.gz")
    assert "kg.training.encoder" in str(caught.value.remedy)


@pytest.mark.slow
def test_the_default_mode_finds_names_and_gives_the_same_twice(tmp_path: Path) -> None:
    text = "Công ty Velmora của Mỹ ra mắt mô hình Velmora Prime hôm 3/5. Ông Trần An là CEO của Velmora."
    article = Article(id="a", source="a.txt", text=text)
    found, again = (Extractor().extract(article) for _ in range(2))
    assert {("Company", "Velmora"), ("Person", "Trần An")} <= {(entity.type, entity.label) for entity in found.entities}
    assert found == again


@pytest.mark.slow
def test_a_build_remembers_its_mode(tmp_path: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    for name in ("a", "b"):
        (articles / f"{name}.txt").write_text("Ông Trần An là CEO của Velmora.", encoding="utf-8")
    out = tmp_path / "out"
    build_to(articles, out, fast=True, jobs=2)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["options"]["fast"] is True
    assert "onnxruntime" not in report["versions"]
    kept = sorted((out / ".kg-cache").glob("??/*"))
    assert next(iter(remove("b.txt", out).graph.articles.values())).source == "a.txt"
    build_to(articles / "a.txt", out)
    assert not set(kept) & set((out / ".kg-cache").glob("??/*"))
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert "fast" not in report["options"]
    assert "onnxruntime" in report["versions"]


@pytest.mark.parametrize("cache", [True, False])
def test_where_the_network_cannot_run_the_fast_mode_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: bool
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    article = tmp_path / "a.txt"
    article.write_text("Ông Trần An là CEO của Velmora.", encoding="utf-8")
    with pytest.raises(UsageError, match=r"--fast"):
        build_to(article, tmp_path / "out", cache=cache)
    assert build_to(article, tmp_path / "out", fast=True, cache=cache).graph.articles
