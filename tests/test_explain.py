"""Explanations: names as people type them, sentences as they stand in the article, in words that people read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from graphs import awkward_graph, corpus_graph

from kg.errors import InputError
from kg.explain import LANGUAGES, Words, decided_in, explain, how_sure, told
from kg.explore import network
from kg.ontology.ontology import Ontology


def test_a_fact_with_all_that_is_known_of_it() -> None:
    (first, second) = explain(awkward_graph(), "zhipu", "ra mat", "glm 4.6")
    assert (first.subject, first.relation, first.object) == ("Z.AI", "released", "GLM-4.6")
    assert first.sentence.startswith("Ông nói:") and first.trigger == "n"
    assert (first.article, first.source, first.date) == ("Tiêu đề “một”", "a b/ü.txt", "2025-12-20")
    assert (first.time, first.modality, first.attributed_to) == ("2025-10", "reported", "Nguyễn Văn Đạt")
    assert (first.position, first.amount, first.confidence) == ("CEO", "2300000000 USD", 0.92)
    assert second.modality == "negated" and second.article == "b.txt"


def test_without_an_object_both_directions_are_shown() -> None:
    assert {row.relation for row in explain(awkward_graph(), "GLM-4.6")} == {"released", "uses"}


def test_a_relation_includes_those_below_it() -> None:
    assert [row.relation for row in explain(awkward_graph(), "nguyen van dat", "holdsPositionAt")] == ["ceoOf"]


def test_a_symmetric_fact_is_found_from_both_sides() -> None:
    graph = corpus_graph()
    fact = next(st for st in graph.statements.values() if st.relation == "competesWith")
    there = {row.statement for row in explain(graph, fact.subject, "competesWith", fact.object)}
    back = {row.statement for row in explain(graph, fact.object, "cạnh tranh với", fact.subject)}
    assert fact.id in there and there == back


@pytest.mark.parametrize("name", ["3M", "3m", "a/b inc", "NGUYEN VAN DAT", "nguyễn văn đạt"])
def test_names_are_found(name: str) -> None:
    assert len(awkward_graph().find(name)) == 1


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(InputError, match=r"Did you mean .*GLM-4\.6"):
        explain(awkward_graph(), "GLM-4.7")


def test_an_unknown_relation_lists_them() -> None:
    with pytest.raises(InputError, match=r"no relation 'employs'.*uses"):
        explain(awkward_graph(), "Z.AI", "employs")


def said(language: str) -> dict[str, str]:
    path = Path(network.__file__).with_name(f"strings.{language}.json")
    strings: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return strings


def test_the_words_of_all_languages_have_the_same_keys_and_places() -> None:
    one, *others = (Words.of(language).said for language in LANGUAGES)
    for other in others:
        assert one.keys() == other.keys()
        for key, text in one.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", other[key])), key


@pytest.mark.parametrize(
    ("edtf", "english", "vietnamese"),
    [
        ("XXXX-10", "October, year unknown", "tháng 10, không rõ năm"),
        ("XXXX-01-20", "20 January, year unknown", "ngày 20/1, không rõ năm"),
        ("2025-01-20", "20 January 2025", "20/1/2025"),
        ("2025", "2025", "năm 2025"),
        ("2025-35", "the third quarter of 2025", "quý III năm 2025"),
        ("2024-01/2024-04", "January 2024 to April 2024", "tháng 1/2024 đến tháng 4/2024"),
        ("2024/..", "since 2024", "từ năm 2024"),
        ("2024~", "about 2024", "khoảng năm 2024"),
        ("2025-99", "2025-99", "2025-99"),
        ("hôm nay", "hôm nay", "hôm nay"),
    ],
)
def test_a_time_is_told_as_people_say_it(edtf: str, english: str, vietnamese: str) -> None:
    assert (Words.of("en").time(edtf), Words.of("vi").time(edtf)) == (english, vietnamese)


def test_the_page_says_that_a_year_is_not_known() -> None:
    assert said("vi")["time.month.noyear"].format(m=10) == Words.of("vi").time("XXXX-10")
    assert said("en")["time.month.noyear"].endswith(", year unknown")


def test_a_fact_is_told_in_sentences() -> None:
    graph = awkward_graph()
    first, second = explain(graph, "zhipu", "ra mat", "glm 4.6")
    english, vietnamese = Words.of("en"), Words.of("vi")
    assert told(first, english, graph.ontology.model) == [
        "Nguyễn Văn Đạt reports that Z.AI released GLM-4.6 in October 2025.",
        "The post: CEO.",
        'What for: để "thử".',
        "The amount: 2,300,000,000 USD.",
        "So writes “Tiêu đề “một”” (Báo Mới, 20 December 2025):",
    ]
    assert told(second, vietnamese, graph.ontology.model) == [
        "Bị phủ nhận: không đúng là Z.AI ra mắt GLM-4.6.",
        "Theo bài “b.txt”:",
    ]
    assert how_sure(first, english) == "Of 100 facts read as surely as this one, about 92 are right."


def test_a_graph_without_a_build_has_no_decisions(tmp_path: Path) -> None:
    assert decided_in(tmp_path / "graph.ttl") == []
    (tmp_path / "linking.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        decided_in(tmp_path)


def test_metrics_are_called_as_people_call_them() -> None:
    vi, en = Words.of("vi"), Words.of("en")
    assert (vi.metric("market_share"), en.metric("market_share")) == ("thị phần", "market share")
    assert (vi.metric("growth_of_revenue"), en.metric("decline_of_share_price")) == (
        "tăng doanh thu",
        "decline of share price",
    )
    assert vi.metric("doanh số quý") == "doanh số quý" and vi.metric("new_kind") == "new kind"
    data = Ontology.load().metrics
    names = {one.name for one in data.metrics} | set(data.defaults.values())
    assert {name for name in names if f"metric.{name}" not in vi.said} == set(), (
        "a new metric needs its Vietnamese name"
    )
