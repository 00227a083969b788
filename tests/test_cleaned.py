"""Text is cleaned once, the same for every format, and every place stays one of the text as it was."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from fuzzing import faults_of
from hypothesis import given
from hypothesis import strategies as st
from making import made_article

from kg.articles import read_paths
from kg.articles.cleaned import cleaned
from kg.errors import ArticleError
from kg.extract import Extractor
from kg.ontology.ontology import Ontology
from kg.records import Article, Extraction

LOOKALIKES = {"\xd0": "Đ", "\xf0": "đ"}


def facts(extraction: Extraction) -> set[tuple[str, str, str, str, str | None]]:
    """Subject, relation, object, modality and time of each statement, by names."""
    named = {entity.id: entity.label for entity in extraction.entities}
    return {(named[st.subject], st.relation, named[st.object], st.modality, st.time) for st in extraction.statements}


@pytest.mark.parametrize("blank", ["  ", "\xa0", "\t", "\u2009", "\u3000", " \xa0 ", "&nbsp;", "&#160; "])
def test_any_blank_parts_sentences(extractor: Extractor, blank: str) -> None:
    text = f"Viettel sử dụng Qwen.{blank}Alibaba đã ra mắt Qwen 3 vào tháng 4/2025."
    found = extractor.extract(made_article(text))
    assert facts(found) == facts(extractor.extract(made_article(text.replace(blank, " "))))
    assert ("Viettel", "uses", "Qwen", "asserted", None) in facts(found)
    assert not list(faults_of(found.article, found))


def test_a_denial_takes_no_time_from_the_sentence_behind_it(extractor: Extractor) -> None:
    text = "Viettel không sử dụng mô hình Qwen.  FPT sử dụng mô hình Llama vào năm 2023."
    found = facts(extractor.extract(made_article(text)))
    assert ("Viettel", "uses", "Qwen", "negated", None) in found
    assert ("FPT", "uses", "Llama", "asserted", "2023") in found


@pytest.mark.parametrize("unseen", ["\u200b", "\xad", "\u2060", "\ufeff", "\u200d", "&shy;"])
def test_what_is_not_seen_parts_no_word(extractor: Extractor, unseen: str) -> None:
    found = extractor.extract(made_article(f"Công ty Vel{unseen}mora của Việt Nam đã mua lại công ty Brisken."))
    assert {entity.label for entity in found.entities if entity.type == "Company"} == {"Velmora", "Brisken"}
    [name] = [mention for mention in found.mentions if "mora" in found.article.text[mention.start : mention.end]]
    assert found.article.text[name.start : name.end] == f"Vel{unseen}mora"
    assert not list(faults_of(found.article, found))


def test_icelandic_eth_for_a_vietnamese_letter(extractor: Extractor) -> None:
    text = "Ông Đặng Văn Định là tổng giám đốc công ty Đại Nam ở Đà Nẵng. Ông Đặng Văn Định đã rời công ty Đại Nam."
    swapped = text.replace("Đ", "\xd0")
    found, right = extractor.extract(made_article(swapped)), extractor.extract(made_article(text))
    assert found.entities == right.entities and facts(found) == facts(right) != set()
    assert found.statements[0].evidence.text in swapped


def test_a_letter_inside_a_foreign_word_stays() -> None:
    lookalikes = Ontology.load().recognition.lookalikes
    assert cleaned("Guðni ở \xd0à Nẵng", lookalikes).text == "Guðni ở Đà Nẵng"


def test_references_of_html_in_plain_text(extractor: Extractor) -> None:
    found = extractor.extract(made_article("Tập đoàn AT&amp;T của Mỹ đã mua lại công ty Brisken."))
    assert "AT&T" in {entity.label for entity in found.entities}
    assert "AT&amp;T" in found.statements[0].evidence.text and not list(faults_of(found.article, found))


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("a & b; R&D; x&y", "a & b; R&D; x&y"),
        ("e\u200b\u0301", "é"),
        ("một\u2028hai", "một\nhai"),
        ("\ufb01ntech \uff21\uff29", "fintech AI"),
        ("  \n \n", " \n \n"),
    ],
)
def test_views(text: str, view: str) -> None:
    assert cleaned(text).text == view


PARTS = st.sampled_from(
    ["a", "ệ", " ", "\xa0", "\n", "\u200b", "\u0301", "&amp;", "&nbsp;", "&#160;", "&shy;", "\u3000", "Ð", "ﬁ", "."]
)


@given(st.lists(PARTS).map(lambda parts: unicodedata.normalize("NFC", "".join(parts))))
def test_every_character_of_the_view_has_its_place(text: str) -> None:
    view = cleaned(text, LOOKALIKES)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts) and list(view.ends) == sorted(view.ends)
    for i, char in enumerate(view.text):
        start, end = view.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert char in text[start:end] or cleaned(text[start:end], LOOKALIKES).text
    assert unicodedata.is_normalized("NFC", view.text) or "\u0301" in text


def read(*paths: Path) -> tuple[list[Article], list[ArticleError]]:
    found = list(read_paths(paths))
    return [a for a in found if isinstance(a, Article)], [e for e in found if isinstance(e, ArticleError)]


def test_a_stray_nul_is_dropped_and_told(tmp_path: Path) -> None:
    text = "Airbnb dùng\x00 Qwen của Alibaba. Công ty chưa bình luận."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "1", "text": text}), encoding="utf-8")
    (tmp_path / "c.md").write_text(text, encoding="utf-8")
    (tmp_path / "d.html").write_text(f"<html><body><article><p>{text}</p></article></body></html>", encoding="utf-8")
    (tmp_path / "e.txt").write_bytes(bytes(range(20)) * 40)
    articles, [error] = read(tmp_path)
    assert [(a.source, a.text, a.notes) for a in articles] == [
        (name, text.replace("\x00", ""), ("1 NUL character was dropped.",))
        for name in ("a.txt", "b.jsonl#1", "c.md", "d.html")
    ]
    assert (error.source, error.message) == ("e.txt", "is binary, not text.")


def test_a_text_of_what_is_not_seen_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\u200b\ufeff \xa0\n", encoding="utf-8")
    _, [error] = read(tmp_path)
    assert error.message == "is empty."
