"""Times in text as EDTF, each case of tests/cases/times.yaml in both readings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.components.times import times_of
from kg.extraction import Extractor
from kg.records import Article

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "times.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_no_case_is_lost() -> None:
    assert len(CASES) == 71


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:40]} ({case.get('date')})")
def test_times(extractor: Extractor, case: dict[str, Any]) -> None:
    article = Article(id="article-a", source="a.txt", text=case["text"], date=str(case.get("date") or "") or None)
    found = [[span.text, past, future] for span, past, future in times_of(extractor.annotate(article))]
    assert found == [[str(row[0]), str(row[1]), str(row[-1])] for row in case["times"]]


def test_a_date_known_to_the_month_gives_months_and_years(extractor: Extractor) -> None:
    article = Article(id="article-a", source="a.txt", date="2025-11",
                      text="Hôm qua họ nói về tháng trước, về năm ngoái và về tháng 12.")
    times = [(span.text, past, future) for span, past, future in times_of(extractor.annotate(article))]
    assert times == [("tháng trước", "2025-10", "2025-10"), ("năm ngoái", "2024", "2024"),
                     ("tháng 12", "2024-12", "2025-12")]
