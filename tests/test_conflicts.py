"""Facts that cannot both hold are named; facts that only seem to are left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from making import made_article, made_entity, made_evidence, made_extraction, made_measurement, made_statement

from kg.building import build
from kg.edtf import overlap, stretch
from kg.extract import Extractor
from kg.graph import Graph
from kg.linking import link
from kg.linking.wording import POST, names, plainly
from kg.records import Evidence, Extraction, Modality

TYPES = {
    "Deepseek": "Company",
    "Velmora": "Company",
    "R1": "AIModel",
    "Hà Nội": "City",
    "Huế": "City",
    "Việt Nam": "Country",
    "Lê An": "Person",
    "Vũ Bình": "Person",
    "Qwen": "AIModel",
    "Orrery": "Company",
    "Lê Ann": "Person",
    "Wei An Li": "Person",
    "Trần Cả": "Person",
    "Hà Nộị": "City",
    "Chỉ thị 23/CT-VX": "Policy",
}
Fact = tuple[str, str, str] | tuple[str, str, str, str] | tuple[str, str, str, str, Modality]


def article(
    number: int,
    facts: Sequence[Fact] = (),
    *,
    date: str | None = "2025-12-20",
    figures: Sequence[tuple[str, str, str, str]] = (),
    one_sentence: bool = False,
) -> Extraction:
    """An article with facts (subject, relation, object[, time[, modality]]) and figures
    (subject, metric, value, time)."""
    places = [made_evidence(0 if one_sentence else 10 * n, 9) for n in range(max(len(facts), len(figures)))]
    statements = [
        made_statement(
            *fact[:3],
            evidence=place,
            time=(fact[3] or None) if len(fact) > 3 else None,
            modality=fact[4] if len(fact) > 4 else "asserted",
        )
        for fact, place in zip(facts, places, strict=False)
    ]
    measurements = tuple(
        made_measurement(*figure[:3], time=figure[3] or None, evidence=place)
        for figure, place in zip(figures, places, strict=False)
    )
    entities = [made_entity(name, kind, name) for name, kind in TYPES.items()]
    return made_extraction(str(number), entities, statements, measurements=measurements, date=date)


def kinds(graph: Graph) -> list[str]:
    return [conflict.kind for conflict in graph.conflicts.values()]


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


CLASHES: list[tuple[str, list[Extraction], list[str]]] = [
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
        "each owns the other",
        [article(1, [("Velmora", "owns", "Orrery")]), article(2, [("Orrery", "owns", "Velmora")])],
        ["oneWay"],
    ),
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
        "asserted and negated in one sentence",
        [article(1, [("Velmora", "uses", "Qwen"), ("Velmora", "uses", "Qwen", "", "negated")], one_sentence=True)],
        [],
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
]


DATES = ("2025-03-01", "2025-03-20", "2026-03-01")
"""Two articles of one month, and one of a year later."""


def told(number: int, fact: Fact, date: str = DATES[0], *, trigger: str = "", confidence: float = 1.0) -> Extraction:
    """An article of a day with one fact, whose sentence is the words that state it."""
    found = article(number, [fact], date=date)
    (st,) = found.statements
    words = trigger or "x"
    evidence = replace(st.evidence, text=words, end=st.evidence.start + len(words))
    if trigger:
        evidence = replace(evidence, trigger=(evidence.start, evidence.end))
    return replace(found, statements=(replace(st, evidence=evidence, confidence=confidence),))


def figure(number: int, value: str, text: str, *, metric: str = "revenue", date: str = DATES[0]) -> Extraction:
    """An article of a day with a figure for 2024 in a sentence."""
    found = article(number, figures=[("Velmora", metric, value, "2024")], date=date)
    (m,) = found.measurements
    return replace(found, measurements=(replace(m, evidence=replace(m.evidence, text=text, end=len(text))),))


YEAR = "Năm 2024 doanh thu của Velmora đạt {} đồng"
MORE: list[tuple[str, list[Extraction], list[str]]] = [
    (
        "one article contradicts itself only where it says what others say",
        [article(1, [("Lê An", "ceoOf", "Velmora"), ("Vũ Bình", "ceoOf", "Velmora")])],
        [],
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
    (
        "one sentence that gives a post to two",
        [
            article(1, [("Lê An", "ceoOf", "Velmora"), ("Vũ Bình", "ceoOf", "Velmora")], one_sentence=True),
            article(2, [("Trần Cả", "ceoOf", "Velmora")]),
        ],
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
        "a day more or less",
        [
            told(1, ("Deepseek", "released", "R1", "2025-01-20")),
            told(2, ("Deepseek", "released", "R1", "2025-01-21")),
        ],
        [],
    ),
    (
        "forecasts",
        [figure(1, "100", YEAR.format(100)), figure(2, "150", "Dự báo năm 2024 doanh thu của Velmora đạt 150 đồng")],
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


PLAIN = "Ông Lê An, chủ tịch Velmora, đã đến."


@pytest.mark.parametrize(
    ("text", "frame", "expected"),
    [
        (PLAIN, "role", True),
        ("Lê An là chủ tịch của Velmora.", "role", True),
        ("Ông Lê An gặp ở Hà Nội một vị chủ tịch khác của Velmora.", "role", False),
        (PLAIN, "adjacent", False),
    ],
)
def test_what_is_told_plainly(text: str, frame: str, expected: bool) -> None:
    (st,) = link([article(1, [("Lê An", "chairOf", "Velmora")])]).statements.values()
    spans = {
        name: (text.index(word), text.index(word) + len(word))
        for name, word in (("subject", "Lê An"), ("trigger", "chủ tịch"), ("object", "Velmora"))
    }
    evidence = Evidence(start=0, end=len(text), text=text, **spans)
    assert plainly(replace(st, evidence=evidence, rule=f"{frame}: chủ tịch [x +1.0]"), POST) is expected


def test_a_sentence_that_names_both_sides() -> None:
    graph = link([article(1, [("Lê An", "chairOf", "Velmora")])])
    (st,) = graph.statements.values()
    sides = (graph.entities[st.subject], graph.entities[st.object])
    text = "Lê An là chủ tịch của hãng."
    named = Evidence(start=0, end=len(text), text=text, subject=(0, 5))
    assert names(replace(st, evidence=named), *sides)
    assert not names(replace(st, evidence=replace(named, object=(22, 26))), *sides)


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


@pytest.mark.parametrize(
    ("articles", "expected"), [case[1:] for case in CLASHES + MORE], ids=[c[0] for c in CLASHES + MORE]
)
def test_what_conflicts_and_what_does_not(articles: list[Extraction], expected: list[str]) -> None:
    assert kinds(link(articles)) == expected
    assert kinds(link(articles[::-1])) == expected


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2025-01", "2025-01-20", True),
        ("2025-35", "2025-08", True),
        ("2025-35", "2025-06", False),
        ("2024-22", "2024-07-01", True),
        ("2024-24", "2025-02", True),
        ("2024-09/2024-12", "2025-01", False),
        ("2019/..", "2025", True),
        ("../2019", "2025", False),
        ("2025-02-29", "2020", True),
        ("hôm qua", "2020", True),
        ("2025-13", "2020", True),
        ("9999", "2020", True),
        (None, "2020", True),
    ],
)
def test_times_meet_or_not(one: str | None, other: str, meet: bool) -> None:
    assert overlap(stretch(one), stretch(other)) is meet


@pytest.mark.slow
def test_the_seeds_disagree_on_when_r1_came_out() -> None:
    graph = build(Path(__file__).parents[1] / "seeds" / "articles")
    (conflict,) = (found for found in graph.conflicts.values() if found.kind == "happensOnce")
    assert [graph.entities[name].label for name in conflict.entities] == ["DeepSeek", "DeepSeek-R1"]
    assert sorted(str(graph.statements[name].time) for name in conflict.statements) == ["2024-09/2024-12", "2025-01"]
