"""Posts and seats: who holds one now is news, two at one time are a conflict, and much else is neither."""

from __future__ import annotations

from dataclasses import replace

import pytest
from disagreeing import DATES, Case, agree, article, kinds, stated, told

from kg.linking import link
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


AN = "Ông [Lê An], {CEO} <Velmora>, đã đến."
MINISTER = "{Bộ trưởng} <Bộ Y tế> [Lê An] đã đến."
DEPUTY = MINISTER.replace("Bộ trưởng", "Thứ trưởng")
ODD = MINISTER.replace("Bộ Y tế", "Velmora")


def post(first: str, second: str, relation: str = "ceoOf", position: str | None = None) -> list[Extraction]:
    """Two articles of two years, each with a sentence on a post."""
    return [stated(n, text, f"202{n}-03-01", relation, position) for n, text in enumerate((first, second), start=3)]


WORDED: list[tuple[str, list[Extraction], list[str]]] = [
    ("a successor", post(AN, "{CEO} <Velmora> [Vũ Bình] đã đến."), ["update"]),
    ("another name of the post", post(AN, "{Tổng giám đốc} <Velmora> [Vũ Bình] đã đến."), ["update"]),
    ("words for holding it", post(AN, "[Vũ Bình] nhậm {chức CEO} của <Velmora> hôm qua."), ["update"]),
    ("the head of a branch", post(AN, "{CEO} <Velmora> tại Huế, ông [Vũ Bình], đã đến."), []),
    ("the head of a firm with a longer name", post(AN, "Ông [Vũ Bình], {CEO} <Velmora> Việt Nam, đã đến."), []),
    ("a deputy", post(AN, "Phó {tổng giám đốc} <Velmora> [Vũ Bình] đã đến."), []),
    ("an honorary chair", post(AN, "Ông [Vũ Bình], {CEO} danh dự <Velmora>, đã đến."), []),
    ("who held it before", post(AN, "Cựu {CEO} <Velmora> [Vũ Bình] đã đến."), []),
    (
        "a word of the past far from the post",
        post(AN, "Từng là một nơi khó khăn, nay {CEO} <Velmora> [Vũ Bình] vui."),
        ["update"],
    ),
    ("one foreign surname", post("{CEO} <Velmora> [Wei Binh] đến.", "Ông [C.C. Wei], {CEO} <Velmora>, đến."), []),
    (
        "a minister and the next",
        post(MINISTER, "{Bộ trưởng} <Bộ Y tế> [Vũ Bình] nói.", "holdsPositionAt", "Bộ trưởng"),
        ["update"],
    ),
    (
        "deputy ministers",
        post(
            "{Thứ trưởng} <Bộ Y tế> [Lê An] nói.",
            "{Thứ trưởng} <Bộ Y tế> [Vũ Bình] nói.",
            "holdsPositionAt",
            "Thứ trưởng",
        ),
        [],
    ),
    (
        "a minister at a firm",
        post(
            "{Bộ trưởng} <Velmora> [Lê An] nói.", "{Bộ trưởng} <Velmora> [Vũ Bình] nói.", "holdsPositionAt", "Bộ trưởng"
        ),
        [],
    ),
    (
        "a minister named behind his ministry",
        post(MINISTER, "Theo <Bộ Y tế>, {bộ trưởng} [Vũ Bình] đến.", "holdsPositionAt", "Bộ trưởng"),
        [],
    ),
]


@pytest.mark.parametrize(("articles", "expected"), [row[1:] for row in WORDED], ids=[row[0] for row in WORDED])
def test_what_a_sentence_says_of_a_post(articles: list[Extraction], expected: list[str]) -> None:
    agree(articles, expected)


def turns(*holders: tuple[str, str]) -> list[Extraction]:
    return [stated(n, AN.replace("Lê An", name), date) for n, (name, date) in enumerate(holders)]


def test_the_whole_history_of_a_post_is_one_update() -> None:
    holders = ("Lê An", "2021-01-01"), ("Lê An", "2021-06-01"), ("Vũ Bình", "2023-01-01"), ("Trần Cả", "2025-01-01")
    (update,) = link(turns(*holders)).conflicts.values()
    assert update.kind == "update"
    assert len(update.statements) == 3


def test_who_has_a_post_again() -> None:
    again = ("Lê An", "2021-01-01"), ("Vũ Bình", "2023-01-01"), ("Vũ Bình", "2023-06-01"), ("Lê An", "2025-01-01")
    (update,) = link(turns(*again)).conflicts.values()
    assert len(update.statements) == 3


def test_one_source_between_those_who_name_another_was_misread() -> None:
    """Nor is it one where the others tell it less plainly."""
    between = ("Lê An", "2021-01-01"), ("Vũ Bình", "2023-01-01"), ("Lê An", "2025-01-01")
    assert kinds(link(turns(*between))) == []
    later = stated(9, "Ông [Lê An] gặp ở Hà Nội một vị {CEO} khác của <Velmora>.", "2025-01-01")
    assert kinds(link([*turns(*between[:2]), later])) == []


def test_of_two_bodies_behind_one_word_the_next_one_counts() -> None:
    text = "Ông [Vũ Bình], {CEO} <Orrery> và Velmora, đã đến."
    one, two = (stated(3, words, "2025-01-01") for words in (text, "Ông [Vũ Bình], {CEO} Orrery và <Velmora>, đã đến."))
    both = replace(one, statements=(*one.statements, *two.statements))
    earlier = [stated(n, AN.replace("Velmora", firm), "2023-01-01") for n, firm in enumerate(("Orrery", "Velmora"))]
    (update,) = link([*earlier, both]).conflicts.values()
    assert update.entities == ("Le_An", "Orrery", "Vu_Binh")
