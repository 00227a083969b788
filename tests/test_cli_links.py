"""What the commands tell of merges, of conflicts and updates, and of what held at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from making import made_entity, made_evidence, made_extraction, made_statement

from kg.cli import main
from kg.export import write_file
from kg.linking import link_explained

Capture = pytest.CaptureFixture[str]
FIRM = made_entity("v", "Company", "Velmora|Orrery Holding")
POST = made_statement("p", "ceoOf", "v", evidence=made_evidence(10, 9))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chief executive, a later one, and a firm with two names."""
    articles = [
        made_extraction("1", [FIRM, made_entity("p", "Person", "Lê An")], [POST], date="2024-03-01"),
        made_extraction("2", [FIRM, made_entity("p", "Person", "Vũ Bình")], [POST], date="2025-06-01"),
    ]
    articles = [
        replace(found, article=replace(found.article, text="Công ty Velmora. Orrery Holding bán xe."))
        for found in articles
    ]
    linked = link_explained(articles)
    place = tmp_path_factory.mktemp("built")
    write_file(linked.graph, "ttl", place / "graph.ttl")
    (place / "linking.json").write_text(json.dumps(linked.report()), encoding="utf-8")
    return place


def test_doubtful_merges_come_with_both_sides_sentences(folder: Path, capsys: Capture) -> None:
    assert main(["entities", str(folder), "--doubtful"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Velmora ~ Orrery Holding: an article calls it by both names (1.txt and 1 more)" in out
    assert "“Công ty Velmora.”" in out
    assert "“Orrery Holding bán xe.”" in out
    assert out.endswith("1 doubtful")


def test_an_update_is_shown_as_one_in_order_and_counted_by_itself(folder: Path, capsys: Capture) -> None:
    assert main(["conflicts", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "later news replaces earlier" in out
    assert out.index("1.txt") < out.index("2.txt")
    assert out.splitlines()[-1] == "0 conflicts, 1 update"


@pytest.mark.parametrize(("when", "holder"), [("2024-06", "Lê An"), ("2025-07", "Vũ Bình")])
def test_a_query_as_of_a_time(folder: Path, when: str, holder: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    sparql = "SELECT ?name { ?who kg:ceoOf kgr:Velmora ; rdfs:label ?name }"
    assert main(["query", str(folder), sparql, "--as-of", when]) == 0
    assert capfdbinary.readouterr().out.decode("utf-8-sig").split("\r\n")[:2] == ["name", holder]


def test_a_query_as_of_no_time_is_refused(folder: Path, capsys: Capture) -> None:
    assert main(["query", str(folder), "ASK {}", "--as-of", "soon"]) == 2
    assert "is not a time" in capsys.readouterr().err
