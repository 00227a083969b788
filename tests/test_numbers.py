"""Numbers and quantities of Vietnamese text, each case of tests/cases/numbers.yaml and quantities.yaml."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.language.text import canonical, lower
from kg.language.vi.numbers import Numerals
from kg.language.vi.quantities import QuantityGrammar
from kg.ontology.ontology import Ontology

FOLDER = Path(__file__).parent / "cases"
NUMBERS: dict[str, str | None] = yaml.safe_load((FOLDER / "numbers.yaml").read_text(encoding="utf-8"))
QUANTITIES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "quantities.yaml").read_text(encoding="utf-8"))
UNITS = Ontology.load().units
GRAMMAR = QuantityGrammar(UNITS)
MIXED = [
    "hai",
    "ba",
    "mươi",
    "trăm",
    "nghìn",
    "tỷ",
    "rưỡi",
    "12",
    "3,5",
    "31/12",
    "%",
    "USD",
    "đồng",
    "–",
    "đến",
    "từ",
    "gấp",
    "đôi",
    "1.2.3",
    "năm",
    "$",
    "/",
    "21/100",
    "điểm",
]
ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


@pytest.fixture(scope="module")
def numerals() -> Numerals:
    words = UNITS.numerals
    return Numerals(units=words.units, multipliers=words.multipliers, links=words.links, half=words.half)


def test_no_case_is_lost() -> None:
    assert (len(NUMBERS), len(QUANTITIES)) == (36, 52)


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_value(numerals: Numerals, text: str, value: str | None) -> None:
    found = numerals.value(text)
    assert (None if found is None else canonical(found)) == value


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
def test_spelled_hundreds(hundreds: int, tens: int, ones: int) -> None:
    words = UNITS.numerals
    numerals = Numerals(units=words.units, multipliers=words.multipliers, links=words.links, half=words.half)
    text = f"{ONES[hundreds]} trăm " if hundreds else ""
    if tens == 1:
        text += "mười "
    elif tens:
        text += f"{ONES[tens]} mươi "
    elif hundreds:
        text += "lẻ "
    assert numerals.value(text + ONES[ones]) == Decimal(hundreds * 100 + tens * 10 + ones)


@pytest.mark.parametrize("case", QUANTITIES, ids=lambda case: case["text"][:40])
def test_quantities(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = extractor.annotate(made_article(case["text"]))
    found = [[doc[one.start : one.end].text, one.value, one.unit] for one in Document.of(doc).quantities]
    assert found == case["found"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dự báo 5-7 tỷ USD.", [("5000000000", "7000000000"), ("7000000000", "5000000000")]),
        ("Mua từ 10 đến khoảng 12 triệu USD.", [("10000000", "12000000"), ("12000000", "10000000")]),
        ("Tăng 14% – 17%.", [("14", "17"), ("17", "14")]),
        ("Tăng từ 5 tỷ lên 7 tỷ USD.", [("5000000000", None), ("7000000000", None)]),
        ("Giảm 7% - 5%.", [("7", None), ("5", None)]),
        ("Lãi 5 tỷ đồng, lỗ 7 tỷ đồng.", [("5000000000", None), ("7000000000", None)]),
    ],
)
def test_the_ends_of_a_range_know_each_other(
    extractor: Extractor, text: str, expected: list[tuple[str, str | None]]
) -> None:
    doc = extractor.annotate(made_article(text))
    assert [(one.value, one.other_end) for one in Document.of(doc).quantities] == expected


def test_lower_case_keeps_offsets() -> None:
    assert lower("İstanbul Đà NẴNG") == "İstanbul đà nẵng"


@pytest.mark.parametrize("piece", ["1 tỷ ", "năm ", "một tỷ hai ", "9", "1.000", "5 đến "])
def test_a_long_line_costs_its_length(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    for _ in GRAMMAR.find(text):
        pass
    assert time.process_time() - start < 5


@given(st.lists(st.sampled_from(MIXED)))
def test_whatever_stands_together_is_read_in_order(words: list[str]) -> None:
    found = list(GRAMMAR.find(" ".join(words)))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(canonical(quantity.value).replace(".", "", 1).isdigit() for quantity in found)
