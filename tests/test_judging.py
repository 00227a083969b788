"""The sheet of facts and entities to be judged: what is drawn, and the place that is shown."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from explorer_graphs import TEXT, small

from kg.graph import Graph


@pytest.fixture(scope="module")
def judging() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "judging.py"
    spec = importlib.util.spec_from_file_location("judging", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def renamed(label: str, *aliases: str) -> Graph:
    """``small()`` with another name for the entity that has no fact."""
    graph = small()
    entity = replace(graph.entities["Ao_Ca"], label=label, aliases=aliases)
    return replace(graph, entities={**graph.entities, "Ao_Ca": entity})


def test_only_what_the_page_shows_is_drawn(judging: ModuleType) -> None:
    facts, entities = judging.shown(small(), 0.85)
    assert [fact.id for fact in facts] == ["st-1", "st-3", "st-5", "st-6", "st-7"]
    assert entities == ["Anh_Duong", "Bien_Xanh", "Hue", "Ngan_hang_Da_Giang", "Sao_Mai", "Tran_Van_An"]


def test_the_place_of_an_entity_is_the_side_of_its_surest_fact(judging: ModuleType) -> None:
    source, start, end = judging._place("Bien_Xanh", small())
    assert (source, TEXT[start:end]) == ("tin/mot.txt", "Biển Xanh")
    assert start == TEXT.index("Biển Xanh"), "that of st-2: the surer st-3 has no place"
    graph = small()
    later = replace(graph.statements["st-4"], confidence=0.95)
    later = replace(later, evidence=replace(later.evidence, subject=(TEXT.index("Biển Xanh được"),) * 2))
    graph = replace(graph, statements={**graph.statements, "st-4": later})
    assert judging._place("Bien_Xanh", graph)[1] == TEXT.index("Biển Xanh được")


@pytest.mark.parametrize(
    ("names", "at"),
    [
        (("Mai",), None),  # only within "Sao Mai"
        (("Xanh", "Ngân hàng"), "Ngân hàng"),
        (("ua",), None),  # only within "mua"
        (("doanh thu",), "doanh thu"),
    ],
)
def test_a_name_within_a_longer_word_or_name_is_not_the_place(
    judging: ModuleType, names: tuple[str, ...], at: str | None
) -> None:
    found = judging._place("Ao_Ca", renamed(*names))
    assert found == ("tin/mot.txt", *((TEXT.index(at), TEXT.index(at) + len(at)) if at else (0, 0)))
