"""Explanations: names as people type them, sentences as they stand in the article."""

from __future__ import annotations

import pytest
from graphs import awkward_graph, corpus_graph

from kg.errors import InputError
from kg.explain import explain


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
