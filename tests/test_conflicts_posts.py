"""Posts and seats: who holds one now is news, two at one time are a conflict, and much else is neither."""

from __future__ import annotations

import pytest
from disagreeing import DATES, Case, agree, article, told

from kg.records import Extraction

POSTS: list[Case] = [
    (
        "two CEOs",
        [article(1, [("Lê An", "ceoOf", "Velmora")]), article(2, [("Vũ Bình", "ceoOf", "Velmora")])],
        ["inverseFunctionalInTime"],
    ),
    (
        "CEOs one after the other",
        [article(1, [("Lê An", "ceoOf", "Velmora")], date="2021-05-01"), article(2, [("Vũ Bình", "ceoOf", "Velmora")])],
        ["update"],
    ),
    (
        "CEOs one of whom left",
        [
            article(1, [("Lê An", "ceoOf", "Velmora"), ("Lê An", "left", "Velmora")]),
            article(2, [("Vũ Bình", "ceoOf", "Velmora")]),
        ],
        [],
    ),
    (
        "co-CEOs of one sentence",
        [article(1, [("Lê An", "ceoOf", "Velmora"), ("Vũ Bình", "ceoOf", "Velmora")], one_sentence=True)],
        [],
    ),
    (
        "two seats",
        [article(1, [("Velmora", "headquarteredIn", "Hà Nội")]), article(2, [("Velmora", "headquarteredIn", "Huế")])],
        ["functionalInTime"],
    ),
    (
        "a town and its country",
        [
            article(1, [("Velmora", "headquarteredIn", "Hà Nội")]),
            article(2, [("Velmora", "headquarteredIn", "Việt Nam")]),
        ],
        [],
    ),
    (
        "one article contradicts itself only where it says what others say",
        [article(1, [("Lê An", "ceoOf", "Velmora"), ("Vũ Bình", "ceoOf", "Velmora")])],
        [],
    ),
    (
        "a president is no chairman",
        [
            told(1, ("Lê An", "chairOf", "Velmora"), trigger="chủ tịch"),
            told(2, ("Vũ Bình", "chairOf", "Velmora"), DATES[1], trigger="chủ tịch chi nhánh"),
        ],
        [],
    ),
    (
        "two chairmen in one month",
        [
            told(1, ("Lê An", "chairOf", "Velmora"), trigger="chủ tịch"),
            told(2, ("Vũ Bình", "chairOf", "Velmora"), DATES[1], trigger="Chủ tịch"),
        ],
        ["inverseFunctionalInTime"],
    ),
    (
        "a successor without a word of leaving",
        [told(1, ("Lê An", "ceoOf", "Velmora")), told(2, ("Vũ Bình", "ceoOf", "Velmora"), DATES[2])],
        ["update"],
    ),
    (
        "one name misspelt",
        [told(1, ("Lê An", "ceoOf", "Velmora")), told(2, ("Lê Ann", "ceoOf", "Velmora"), DATES[1])],
        [],
    ),
    (
        "what was hardly read contradicts nothing",
        [
            told(1, ("Lê An", "ceoOf", "Velmora"), confidence=0.4),
            told(2, ("Vũ Bình", "ceoOf", "Velmora"), DATES[1]),
        ],
        [],
    ),
    (
        "an article that nobody dated",
        [told(1, ("Lê An", "ceoOf", "Velmora")), told(2, ("Vũ Bình", "ceoOf", "Velmora"), "")],
        [],
    ),
    (
        "who held the post before",
        [
            told(1, ("Lê An", "ceoOf", "Velmora"), trigger="cựu CEO"),
            told(2, ("Vũ Bình", "ceoOf", "Velmora"), DATES[1], trigger="CEO"),
        ],
        [],
    ),
    (
        "a seat for a part of the world",
        [
            told(1, ("Velmora", "headquarteredIn", "Huế"), trigger="trụ sở khu vực"),
            told(2, ("Velmora", "headquarteredIn", "Hà Nội"), trigger="trụ sở"),
        ],
        [],
    ),
    (
        "one town misspelt",
        [told(1, ("Velmora", "headquarteredIn", "Hà Nội")), told(2, ("Velmora", "headquarteredIn", "Hà Nộị"))],
        [],
    ),
    (
        "one name, read and written",
        [told(1, ("Lê An", "ceoOf", "Velmora")), told(2, ("Wei An Li", "ceoOf", "Velmora"), DATES[1])],
        [],
    ),
    (
        "one sentence that gives a post to two",
        [
            article(1, [("Lê An", "ceoOf", "Velmora"), ("Vũ Bình", "ceoOf", "Velmora")], one_sentence=True),
            article(2, [("Trần Cả", "ceoOf", "Velmora")]),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("articles", "expected"), [case[1:] for case in POSTS], ids=[case[0] for case in POSTS])
def test_posts_and_seats(articles: list[Extraction], expected: list[str]) -> None:
    agree(articles, expected)
