"""Figures that cannot both be right, and figures that only seem to."""

from __future__ import annotations

import pytest
from disagreeing import DATES, Case, agree, article, figure, kinds
from making import made_article

from kg.extract import Extractor
from kg.linking import link
from kg.records import Extraction

FORECAST = "Ngân hàng dự báo năm 2024 doanh thu của Velmora đạt {} đồng"
YEAR = "Năm 2024 doanh thu của Velmora đạt {} đồng"
FIGURES: list[Case] = [
    (
        "two figures for one year",
        [
            article(1, figures=[("Velmora", "doanh thu", "2300000000", "2024")]),
            article(2, figures=[("Velmora", "Doanh thu", "3100000000", "2024")]),
        ],
        ["oneValue"],
    ),
    (
        "a rounded figure",
        [
            article(1, figures=[("Velmora", "doanh thu", "2300000000", "2024")]),
            article(2, figures=[("Velmora", "doanh thu", "2310000000", "2024")]),
        ],
        [],
    ),
    (
        "two shares, who knows of what",
        [
            article(1, figures=[("Velmora", "share", "14", "2025")]),
            article(2, figures=[("Velmora", "share", "51", "2025")]),
        ],
        [],
    ),
    (
        "how far a price rose, each of a day of one month",
        [
            article(1, figures=[("Velmora", "growth_of_price", "2300000000", "2024-05")]),
            article(2, figures=[("Velmora", "growth_of_price", "3100000000", "2024-05")]),
        ],
        [],
    ),
    (
        "how far a price rose on one day",
        [
            article(1, figures=[("Velmora", "growth_of_price", "2300000000", "2024-05-02")]),
            article(2, figures=[("Velmora", "growth_of_price", "3100000000", "2024-05-02")]),
        ],
        ["oneValue"],
    ),
    (
        "figures for two years",
        [
            article(1, figures=[("Velmora", "doanh thu", "2300000000", "2024")]),
            article(2, figures=[("Velmora", "doanh thu", "3100000000", "2025")]),
        ],
        [],
    ),
    (
        "a range in one sentence",
        [article(1, figures=[("Velmora", "vốn", "14", "2025"), ("Velmora", "vốn", "17", "2025")], one_sentence=True)],
        [],
    ),
    (
        "undated figures of one article",
        [article(1, figures=[("Velmora", "vốn", "14", ""), ("Velmora", "vốn", "17", "")])],
        [],
    ),
    (
        "exports of two things",
        [
            figure(1, "3", "Năm 2024 Velmora xuất khẩu cao su thu về"),
            figure(2, "9", "Năm 2024 Velmora xuất khẩu trái cây thu về", date=DATES[1]),
        ],
        [],
    ),
    (
        "forecasts",
        [figure(1, "100", YEAR.format(100)), figure(2, "150", "Dự báo năm 2024 doanh thu của Velmora đạt 150 đồng")],
        [],
    ),
    (
        "forecasts of one bank, for two periods",
        [
            figure(1, "100", FORECAST.format(100)),
            figure(2, "150", FORECAST.replace("2024", "2025").format(150), date=DATES[1], year="2025"),
            figure(3, "170", FORECAST.format(170), date=DATES[1]),
        ],
        [],
    ),
    (
        "two figures in one month",
        [figure(1, "100", YEAR.format(100)), figure(2, "150", YEAR.format(150), date=DATES[1])],
        ["oneValue"],
    ),
    (
        "a figure corrected later",
        [figure(1, "100", YEAR.format(100)), figure(2, "150", YEAR.format(150), date=DATES[2])],
        ["update"],
    ),
    (
        "a figure told as about",
        [figure(1, "100", YEAR.format(100)), figure(2, "108", YEAR.format("khoảng 108"), date=DATES[1])],
        [],
    ),
    (
        "sentences on different parts",
        [
            figure(1, "100", YEAR.format(100)),
            figure(2, "30", "Riêng mảng bán lẻ miền Trung mang về chừng ấy tiền", date=DATES[1]),
        ],
        [],
    ),
    (
        "growth and decline of one thing",
        [
            figure(1, "5", YEAR.format("tăng 5%"), metric="growth_of_revenue"),
            figure(2, "5", YEAR.format("giảm 5%"), metric="decline_of_revenue", date=DATES[1]),
        ],
        ["oneValue"],
    ),
    (
        "growth and growth",
        [
            figure(1, "5", YEAR.format("tăng 5%"), metric="growth_of_revenue"),
            figure(2, "5", YEAR.format("tăng 5%"), metric="growth_of_revenue", date=DATES[1]),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("articles", "expected"), [case[1:] for case in FIGURES], ids=[case[0] for case in FIGURES])
def test_figures_of_one_thing(articles: list[Extraction], expected: list[str]) -> None:
    agree(articles, expected)


def test_a_range_agrees_with_a_value_within_it_and_not_with_one_beyond() -> None:
    between = article(
        1, figures=[("Velmora", "vốn", "10", "2024"), ("Velmora", "vốn", "20", "2024")], one_sentence=True
    )
    assert kinds(link([between, article(2, figures=[("Velmora", "vốn", "15", "2024")])])) == []
    assert kinds(link([between, article(2, figures=[("Velmora", "vốn", "35", "2024")])])) == ["oneValue"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("doanh thu của Intel tăng 5%", "doanh thu của Intel giảm 5%", ["oneValue"]),
        ("doanh thu của Intel tăng trưởng 5%", "doanh thu của Intel tăng trưởng âm 5%", ["oneValue"]),
        ("Intel có lợi nhuận 5 tỷ đồng", "Intel có lợi nhuận 9 tỷ đồng", ["oneValue"]),
        ("Intel tăng 5%", "Intel giảm 5%", ["oneValue"]),
        ("Intel tăng 5%", "Intel tăng 9%", []),  # what has grown is not told
        ("Samsung đầu tư 5-7 tỷ USD vào Việt Nam", "Samsung đầu tư 6 tỷ USD vào Việt Nam", []),
        ("Samsung đầu tư từ 5 đến 7 tỷ USD vào Việt Nam", "Samsung đầu tư 7 tỷ USD vào Việt Nam", []),
        ("Samsung đầu tư 5-7 tỷ USD vào Việt Nam", "Samsung đầu tư 9 tỷ USD vào Việt Nam", ["oneValue"]),
        ("Samsung đầu tư 5-7 tỷ USD vào Việt Nam", "Samsung đầu tư 3 tỷ USD vào Việt Nam", ["oneValue"]),
    ],
)
def test_figures_as_sentences_tell_them(extractor: Extractor, one: str, other: str, expected: list[str]) -> None:
    articles = [
        made_article(f"Năm 2024, {words}.", id=f"article-{n}", source=f"{n}.txt", date="2025-03-01")
        for n, words in enumerate((one, other))
    ]
    graph = link([extractor.extract(found) for found in articles])
    assert kinds(graph) == expected
    for conflict in graph.conflicts.values():
        assert set(conflict.statements) == set(graph.measurements)
