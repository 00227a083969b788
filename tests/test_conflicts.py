"""Facts that cannot both hold are named; facts that only seem to are left in peace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from disagreeing import DATES, Case, agree, article, kinds, told

from kg.building import build
from kg.linking import link
from kg.records import Extraction


def test_two_dates_of_one_release_are_a_conflict_that_names_both_statements() -> None:
    graph = link(
        [
            article(1, [("Deepseek", "released", "R1", "2025-01")]),
            article(2, [("Deepseek", "released", "R1", "2024-09/2024-12")]),
        ]
    )
    (conflict,) = graph.conflicts.values()
    assert conflict.kind == "happensOnce"
    assert conflict.statements == tuple(graph.statements)
    assert conflict.entities == ("Deepseek", "R1")
    assert conflict.id.startswith("conflict-")


EVENTS: list[Case] = [
    (
        "a month and its year agree",
        [article(1, [("Deepseek", "released", "R1", "2025-01")]), article(2, [("Deepseek", "released", "R1", "2025")])],
        [],
    ),
    (
        "a time and none agree",
        [article(1, [("Deepseek", "released", "R1", "2025-01")]), article(2, [("Deepseek", "released", "R1")])],
        [],
    ),
    (
        "an open year agrees with any",
        [
            article(1, [("Deepseek", "released", "R1", "2025-01")]),
            article(2, [("Deepseek", "released", "R1", "XXXX-10")]),
        ],
        [],
    ),
    (
        "plans may slip",
        [
            article(1, [("Deepseek", "released", "R1", "2025-01")]),
            article(2, [("Deepseek", "released", "R1", "2024", "planned")]),
        ],
        [],
    ),
    (
        "using goes on",
        [article(1, [("Velmora", "uses", "Qwen", "2023")]), article(2, [("Velmora", "uses", "Qwen", "2025")])],
        [],
    ),
    (
        "each owns the other",
        [article(1, [("Velmora", "owns", "Orrery")]), article(2, [("Orrery", "owns", "Velmora")])],
        ["oneWay"],
    ),
    (
        "two times in one article",
        [article(1, [("Deepseek", "released", "R1", "2025-01"), ("Deepseek", "released", "R1", "2023")])],
        [],
    ),
    (
        "a line of products comes out again and again",
        [
            told(1, ("Deepseek", "released", "Qwen", "2023")),
            article(2, [("Deepseek", "released", "Qwen", "2025"), ("R1", "versionOf", "Qwen")]),
        ],
        [],
    ),
    (
        "announced and done in one year",
        [
            told(1, ("Deepseek", "acquired", "Orrery", "2025-01"), trigger="công bố mua"),
            told(2, ("Deepseek", "acquired", "Orrery", "2025-10"), trigger="mua xong"),
        ],
        [],
    ),
    (
        "done twice in one year, by the same word",
        [
            told(1, ("Deepseek", "acquired", "Orrery", "2025-01"), trigger="mua"),
            told(2, ("Deepseek", "acquired", "Orrery", "2025-10"), trigger="mua"),
        ],
        ["happensOnce"],
    ),
    (
        "an idea of it",
        [
            told(1, ("Deepseek", "acquired", "Orrery", "2013"), trigger="ấp ủ ý tưởng mua"),
            told(2, ("Deepseek", "acquired", "Orrery", "2025"), trigger="mua"),
        ],
        [],
    ),
    (
        "two documents of one number",
        [
            told(1, ("Deepseek", "published", "Chỉ thị 23/CT-VX", "2022"), trigger="ban hành"),
            told(2, ("Deepseek", "published", "Chỉ thị 23/CT-VX", "2024"), trigger="ban hành"),
        ],
        [],
    ),
    (
        "a day more or less",
        [
            told(1, ("Deepseek", "released", "R1", "2025-01-20")),
            told(2, ("Deepseek", "released", "R1", "2025-01-21")),
        ],
        [],
    ),
]
DENIALS: list[Case] = [
    (
        "asserted and negated",
        [article(1, [("Velmora", "uses", "Qwen")]), article(2, [("Velmora", "uses", "Qwen", "", "negated")])],
        ["assertedAndNegated"],
    ),
    (
        "reported and denied in one article",
        [article(1, [("Velmora", "uses", "Qwen", "", "reported"), ("Velmora", "uses", "Qwen", "", "negated")])],
        ["assertedAndNegated"],
    ),
    (
        "planned and negated",
        [
            article(1, [("Velmora", "uses", "Qwen", "", "planned")]),
            article(2, [("Velmora", "uses", "Qwen", "", "negated")]),
        ],
        [],
    ),
    (
        "true once and over now",
        [
            article(1, [("Velmora", "uses", "Qwen", "2023")]),
            article(2, [("Velmora", "uses", "Qwen", "2025", "negated")]),
        ],
        [],
    ),
    (
        "denied either way round",
        [
            article(1, [("Velmora", "partnersWith", "Orrery")]),
            article(2, [("Orrery", "partnersWith", "Velmora", "", "negated")]),
        ],
        ["assertedAndNegated"],
    ),
    (
        "asserted and negated in one sentence",
        [article(1, [("Velmora", "uses", "Qwen"), ("Velmora", "uses", "Qwen", "", "negated")], one_sentence=True)],
        [],
    ),
    (
        "over since",
        [
            told(1, ("Velmora", "uses", "Qwen")),
            told(2, ("Velmora", "uses", "Qwen", "", "negated"), DATES[2]),
        ],
        [],
    ),
    (
        "sold within a year",
        [
            told(1, ("Velmora", "uses", "Qwen"), "2025-01-05"),
            told(2, ("Velmora", "uses", "Qwen", "", "negated"), "2025-06-05"),
        ],
        ["update"],
    ),
    (
        "a denial a week later",
        [told(1, ("Velmora", "uses", "Qwen")), told(2, ("Velmora", "uses", "Qwen", "", "negated"), "2025-03-08")],
        ["update"],
    ),
    (
        "denied for the very time",
        [
            told(1, ("Velmora", "uses", "Qwen", "2025-02")),
            told(2, ("Velmora", "uses", "Qwen", "2025-02", "negated"), "2025-03-08"),
        ],
        ["assertedAndNegated"],
    ),
    (
        "so until then",
        [
            told(1, ("Velmora", "uses", "Qwen")),
            told(2, ("Velmora", "uses", "Qwen", "", "negated"), trigger="ngừng dùng"),
        ],
        [],
    ),
    (
        "never before",
        [article(1, [("Velmora", "uses", "Qwen", "2025-03", "reported"), ("Velmora", "uses", "Qwen", "", "negated")])],
        [],
    ),
    (
        "by one measure and not by another",
        [
            told(1, ("Velmora", "surpassed", "Orrery")),
            told(2, ("Velmora", "surpassed", "Orrery", "", "negated")),
        ],
        [],
    ),
]


@pytest.mark.parametrize(
    ("articles", "expected"), [case[1:] for case in EVENTS + DENIALS], ids=[case[0] for case in EVENTS + DENIALS]
)
def test_events_and_denials(articles: list[Extraction], expected: list[str]) -> None:
    agree(articles, expected)


def test_copies_of_one_article_do_not_contradict_each_other() -> None:
    text = " ".join(f"chữ{n}" for n in range(60))
    pair = [
        replace(found, article=replace(found.article, text=text))
        for found in (told(1, ("Lê An", "ceoOf", "Velmora")), told(2, ("Vũ Bình", "ceoOf", "Velmora"), DATES[1]))
    ]
    graph = link(pair)
    assert graph.copies == {"article-2": "article-1"}
    assert kinds(graph) == []


def test_a_conflict_is_the_stronger_the_surer_and_the_more_exactly_dated_its_sides_are() -> None:
    def strength(*articles: Extraction) -> float:
        (conflict,) = link(articles).conflicts.values()
        return conflict.strength

    dated = [told(n, ("Deepseek", "released", "R1", f"202{n}"), confidence=0.9) for n in (3, 5)]
    undated = [
        told(1, ("Lê An", "ceoOf", "Velmora"), confidence=0.9),
        told(2, ("Vũ Bình", "ceoOf", "Velmora"), DATES[1], confidence=0.6),
    ]
    assert (strength(*dated), strength(*undated)) == (0.9, 0.48)


@pytest.mark.slow
def test_the_seeds_disagree_on_when_r1_came_out() -> None:
    graph = build(Path(__file__).parents[1] / "seeds" / "articles")
    (conflict,) = (found for found in graph.conflicts.values() if found.kind == "happensOnce")
    assert [graph.entities[name].label for name in conflict.entities] == ["DeepSeek", "DeepSeek-R1"]
    assert sorted(str(graph.statements[name].time) for name in conflict.statements) == ["2024-09/2024-12", "2025-01"]
