"""Times in text as EDTF, each case of tests/cases/times.yaml in both readings."""

from __future__ import annotations

import itertools
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.language.vi.times import time_grammar
from kg.ontology.ontology import Ontology
from kg.records import Article

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "times.yaml").read_text(encoding="utf-8")
)
GRAMMAR = time_grammar(Ontology.load().times, Ontology.load().units)


def found(extractor: Extractor, article: Article) -> list[tuple[str, str, str]]:
    """The times of an article: words, past and future reading."""
    doc = extractor.annotate(article)
    return [(doc[time.start : time.end].text, time.past, time.future) for time in Document.of(doc).times]


def test_no_case_is_lost() -> None:
    assert len(CASES) == 98


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:40]} ({case.get('date')})")
def test_times(extractor: Extractor, case: dict[str, Any]) -> None:
    article = made_article(case["text"], date=str(case.get("date") or "") or None)
    assert found(extractor, article) == [(str(row[0]), str(row[1]), str(row[-1])) for row in case["times"]]


def test_from_a_day_that_its_year_does_not_have_nothing_is_counted(extractor: Extractor) -> None:
    text = "Đoàn thuyền cập cảng ngày 29/2, và suốt hai tuần sau đó ở lại Hạ Long."
    times = found(extractor, made_article(text, date="2025-12-20"))
    assert [words for words, _, _ in times] == ["ngày 29/2"]


def test_rules_that_are_not_asked_would_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [case["text"] for case in CASES]
    told = [list(GRAMMAR.find(text, "2025-12-20")) for text in texts]
    every = tuple(rule for rule, _ in GRAMMAR._rules)
    assert any(len(GRAMMAR._rules_at[head]) < len(every) / 2 for head in list(GRAMMAR._rules_at))
    monkeypatch.setattr(GRAMMAR, "_rules_at", defaultdict(lambda: every))
    assert [list(GRAMMAR.find(text, "2025-12-20")) for text in texts] == told


def test_a_date_known_to_the_month_gives_months_and_years(extractor: Extractor) -> None:
    article = Article(
        id="article-a",
        source="a.txt",
        date="2025-11",
        text="Hôm qua họ nói về tháng trước, về năm ngoái và về tháng 12.",
    )
    assert found(extractor, article) == [
        ("tháng trước", "2025-10", "2025-10"),
        ("năm ngoái", "2024", "2024"),
        ("tháng 12", "2024-12", "2025-12"),
    ]


WORDS = [
    "ngày",
    "tháng",
    "năm",
    "quý",
    "hôm",
    "thứ",
    "hai",
    "ba",
    "mươi",
    "trăm",
    "nghìn",
    "tỷ",
    "rưỡi",
    "12",
    "3",
    "31/12",
    "30-2",
    "2025",
    "0000-00-00",
    "đầu",
    "cuối",
    "từ",
    "đến",
    "sau",
    "đó",
    "trước",
    "nay",
    "ngoái",
    "cùng",
    "cách",
    "đây",
    "mùa",
    "hè",
    "thế",
    "kỷ",
    "XXI",
    "%",
    "–",
    "/",
    ",",
    "(",
    "chủ",
    "nhật",
    "tuần",
    "2024-13-45",
    "1.2.3",
    "thập",
    "niên",
    "90",
    "những",
    "nửa",
    "29/2",
]
EDTF = re.compile(r"[\dX]{4}(-\d\d(-\d\d)?)?(/[\dX]{4}(-\d\d(-\d\d)?)?)?")


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.sampled_from(["", "2025", "2025-11", "2024-02-29", "2999-12-31", "1500-01-01", "2025-13-40", "someday"]),
)
def test_whatever_stands_together_reads_as_edtf_in_order(words: list[str], date: str) -> None:
    text = " ".join(words)
    times = list(GRAMMAR.find(text, date))
    assert all(EDTF.fullmatch(edtf) for found in times for edtf in (found.past, found.future))
    assert all(before.end <= after.start for before, after in itertools.pairwise(times))


@pytest.mark.parametrize("piece", ["năm ", "2 năm ", "tháng 3 đến ", "một tỷ hai ", "9", "1-", "ngày" + " " * 99])
def test_a_long_line_costs_its_length(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    for _ in GRAMMAR.find(text, "2025-01-01"):
        pass
    assert time.process_time() - start < 5
