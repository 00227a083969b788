"""What changed between two builds, in words, and nothing when nothing did."""

from __future__ import annotations

from pathlib import Path

from making import made_entity, made_extraction, made_measurement, made_statement

from kg.diff import diff
from kg.export import write_file
from kg.export.read import read_graph
from kg.graph import Graph
from kg.linking import link
from kg.records import Extraction, LocalClaim, Modality


def article(
    number: int,
    *,
    subject: str = "Velmora",
    modality: Modality = "asserted",
    time: str | None = None,
    value: str = "5",
    words: str = "Rẻ hơn nhiều",
) -> Extraction:
    """An article in which a company uses Qwen, earns something, and says something."""
    return made_extraction(
        str(number),
        [made_entity("s", "Company", subject), made_entity("o", "AIModel", "Qwen")],
        [made_statement("s", "uses", "o", modality=modality, time=time)],
        claims=(LocalClaim(speaker="s", text=words, start=0, end=9),),
        measurements=(made_measurement("s", "doanh thu", value, time="2024"),),
        date="2025-12-01",
    )


def told(old: Graph, new: Graph) -> list[str]:
    return [" | ".join((change.what, change.kind, change.name, *change.details)) for change in diff(old, new)]


def test_nothing_changed() -> None:
    assert diff(link([article(1), article(2)]), link([article(2), article(1)])) == []


def test_a_graph_read_back_has_not_changed(tmp_path: Path) -> None:
    graph = link([article(1), article(2, modality="negated", value="9")])
    write_file(graph, "ttl", tmp_path / "graph.ttl")
    assert diff(graph, read_graph(tmp_path / "graph.ttl")) == []


def test_an_article_more_adds_its_facts_and_its_conflicts() -> None:
    assert told(link([article(1)]), link([article(1), article(2, modality="negated", value="9")])) == [
        "article | added | 2.txt",
        "claim | added | Velmora: Rẻ hơn nhiều",
        "conflict | added | oneValue: Velmora",
        "conflict | added | assertedAndNegated: Qwen, Velmora",
        "fact | changed | Velmora uses Qwen | articles: 1.txt -> 1.txt, 2.txt | modality: asserted -> asserted, negated"
        " | statements: 1 -> 2",
        "measurement | changed | Velmora doanh thu 2024 (USD) | value: 5 -> 5, 9 | articles: 1.txt -> 1.txt, 2.txt",
    ]


def test_an_entity_gone_takes_its_facts_with_it() -> None:
    assert told(link([article(1), article(2, subject="Orrery")]), link([article(1)])) == [
        "article | gone | 2.txt",
        "claim | gone | Orrery: Rẻ hơn nhiều",
        "entity | gone | Orrery (Company)",
        "fact | gone | Orrery uses Qwen",
        "measurement | gone | Orrery doanh thu 2024 (USD)",
    ]


def test_a_changed_fact_says_how() -> None:
    assert told(link([article(1)]), link([article(1, time="2025-10", modality="reported")])) == [
        "fact | changed | Velmora uses Qwen | modality: asserted -> reported | time: - -> 2025-10"
    ]
