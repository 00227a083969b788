"""Dates of articles as newspapers, their pages and their databases write them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg.articles import read_paths
from kg.articles.dates import DateReader, page_dates
from kg.edtf import is_date
from kg.language import find_language
from kg.ontology.ontology import Ontology
from kg.records import Article

ONTOLOGY = Ontology.load()
READER = DateReader(find_language("vi").times(ONTOLOGY.times, ONTOLOGY.units), ONTOLOGY.times.hours_ahead)
TEXT = "Qwen của Alibaba đã vượt Llama của Meta, trở thành mô hình được tải nhiều nhất. Công ty chưa bình luận."
PAGE = (
    "<html><head>{head}</head><body><article><h1>Qwen vượt Llama</h1>{shown}<p>{text}</p><p>{text}</p></article>"
    "</body></html>"
)
SPAN = '<span class="date">Thứ bảy, 20/12/2025, 08:00 (GMT+7)</span>'


@pytest.mark.parametrize(
    ("given", "edtf"),
    [
        ("2025-12-20", "2025-12-20"),
        ("2025-12", "2025-12"),
        ("2025", "2025"),
        (2025, "2025"),
        ("2025/12/20 08:30", "2025-12-20"),
        ("20/12/2025", "2025-12-20"),
        ("5.3.2025", "2025-03-05"),
        ("12/2025", "2025-12"),
        ("20 tháng 12, 2025", "2025-12-20"),
        ("Thứ Năm, 13/3/2025, 01:30 (GMT+7)", "2025-03-13"),
        ("13h30 ngày 20 tháng 12 năm 2025", "2025-12-20"),
        ("December 20, 2025", "2025-12-20"),
        ("Thu, 13 Mar 2025 01:30:00 +0700", "2025-03-13"),
        ("Sat Dec 20 2025 08:00:00 GMT+0700", "2025-12-20"),
        (20251220, "2025-12-20"),
        ("20251220083000", "2025-12-20"),
        (date(2025, 12, 20), "2025-12-20"),
        # An instant is the day in Vietnam, seven hours ahead; a clock without an offset is its own.
        ("2025-03-12T18:30:00Z", "2025-03-13"),
        ("2025-03-12T18:30:00.000+00:00", "2025-03-13"),
        ("2025-03-12 16:59:00 +0000", "2025-03-12"),
        ("2025-03-13T01:30:00+09:30", "2025-03-12"),
        ("2025-12-31T12:30:00-05:00", "2026-01-01"),
        ("2025-03-12T18:30:00", "2025-03-12"),
        ("Wed, 12 Mar 2025 18:30:00 GMT", "2025-03-13"),
        ("12/3/2025, 18:30 (GMT+0)", "2025-03-13"),
        (datetime(2025, 3, 12, 18, 30, tzinfo=UTC), "2025-03-13"),
        (1741804200, "2025-03-13"),
        ("1741804200", "2025-03-13"),
        (1741804200000, "2025-03-13"),
        (1741804200.5, "2025-03-13"),
        ({"$date": "2025-03-12T18:30:00Z"}, "2025-03-13"),
        ({"$date": {"$numberLong": "1741804200000"}}, "2025-03-13"),
        ("2025-02-30", None),
        ("20251320", None),
        ("12/20/2025", None),
        ("20/12/25", None),
        ("10/3/2025 âm lịch", "2025-04-07"),
        ("hôm qua", None),
        ("2 giờ trước", None),
        ("tháng 3", None),
        ({"$date": []}, None),
        (float("nan"), None),
        (10**30, None),
        (True, None),
        ("", None),
        (None, None),
    ],
    ids=str,
)
def test_what_is_read(given: object, edtf: str | None) -> None:
    assert READER.read(given) == edtf


@pytest.mark.parametrize(
    ("head", "shown", "edtf"),
    [
        ("", SPAN, "2025-12-20"),
        ("", '<time datetime="2025-03-12T18:30:00Z">hôm qua</time>', "2025-03-13"),
        ("", "<time>20 tháng 12, 2025</time>", "2025-12-20"),
        ('<meta property="article:published_time" content="2025-03-12T18:30:00+00:00">', SPAN, "2025-03-13"),
        ('<meta name="pubdate" content="Wed, 12 Mar 2025 18:30:00 GMT">', "", "2025-03-13"),
        ('<meta itemprop="datePublished" content="1741804200">', "", "2025-03-13"),
        ("", '<b itemprop="datePublished">20/12/2025</b>', "2025-12-20"),
        (
            '<script type="application/ld+json">{"datePublished": "2025-03-12T18:30:00\\u002b00:00"}</script>',
            "",
            "2025-03-13",
        ),
        ('<meta property="article:published_time" content="">', SPAN, "2025-12-20"),
    ],
)
def test_pages(tmp_path: Path, head: str, shown: str, edtf: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(head=head, shown=shown, text=TEXT), encoding="utf-8")
    [article] = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert (article.date, article.notes) == (edtf, ())


def test_what_is_no_page_says_nothing() -> None:
    assert list(page_dates("")) == []


def test_lines_of_json_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    given = ["Thứ Năm, 13/3/2025, 01:30 (GMT+7)", {"$date": 1741804200000}, "hôm qua", ["?"], None]
    lines = [json.dumps({"id": f"{n}", "text": TEXT, "date": value}) for n, value in enumerate(given)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = [article for article in read_paths([tmp_path]) if isinstance(article, Article)]
    assert [article.date for article in found] == ["2025-03-13", "2025-03-13", None, None, None]
    assert [article.notes for article in found] == [
        (),
        (),
        ("its date 'hôm qua' cannot be read.",),
        ("its date \"['?']\" cannot be read.",),
        (),
    ]


def test_the_header_of_a_text_stands_in_for_what_cannot_be_read(tmp_path: Path) -> None:
    line = {"text": f" date 2025-12-20 {TEXT}", "date": "?"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "b.txt").write_text(f" date 2025-13-20 {TEXT}", encoding="utf-8")
    (tmp_path / "c.md").write_text(f"---\ndate: 2025-03-12T18:30:00Z\n---\n{TEXT}", encoding="utf-8")
    json_line, text, markdown = [article for article in read_paths([tmp_path]) if isinstance(article, Article)]
    assert (json_line.date, json_line.notes) == ("2025-12-20", ())
    assert (text.date, text.notes) == (None, ("its date '2025-13-20' cannot be read.",))
    assert markdown.date == "2025-03-13"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2025-12-20", True), ("2025-12", True), ("2025", True), ("2025-13", False), ("20/12/2025", False)],
)
def test_options_are_dates_of_the_calendar(text: str, is_one: bool) -> None:
    assert is_date(text) is is_one
