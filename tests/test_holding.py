"""Since when and until when facts are said to hold, who says so, and what held at a time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from making import made_entity, made_evidence, made_extraction, made_statement

from kg.export import exporter, write_file
from kg.export.read import read_graph
from kg.graph import Graph
from kg.holding import Held, as_of, holdings
from kg.linking import link
from kg.records import Extraction, LocalStatement
from kg.store import open_store, run_named

ENTITIES = [
    made_entity("a", "Person", "Lê An"),
    made_entity("b", "Person", "Vũ Bình"),
    made_entity("v", "Company", "Velmora"),
    made_entity("q", "AIModel", "Qwen"),
    made_entity("m", "GovernmentBody", "Bộ Y tế"),
]


def article(number: int, date: str | None, *facts: LocalStatement) -> Extraction:
    placed = [replace(fact, evidence=made_evidence(10 * n, 9)) for n, fact in enumerate(facts)]
    return made_extraction(str(number), ENTITIES, placed, date=date)


def ceo(who: str, time: str | None = None) -> LocalStatement:
    return made_statement(who, "ceoOf", "v", time=time)


def held(graph: Graph) -> dict[str, Held]:
    return {fact[0]: found for fact, found in holdings(graph).items()}


def test_a_post_begins_with_its_time_and_is_known_as_of_the_last_article() -> None:
    graph = link([article(1, "2025-03-01", ceo("a", "2023-05")), article(2, "2025-06-01", ceo("a"))])
    assert held(graph)["Le_An"] == Held(since="2023-05", first="2025-03-01", as_of="2025-06-01")


def test_a_post_ends_where_its_holder_has_left() -> None:
    left = made_statement("a", "left", "v", time="2025-05")
    graph = link([article(1, "2025-03-01", ceo("a")), article(2, "2025-06-01", left)])
    assert held(graph)["Le_An"].until == "2025-05"


def test_a_post_ends_with_its_successor() -> None:
    graph = link([article(1, "2024-03-01", ceo("a")), article(2, "2025-06-01", ceo("b"))])
    assert [conflict.kind for conflict in graph.conflicts.values()] == ["update"]
    found = held(graph)
    assert (found["Le_An"].until, found["Vu_Binh"].until) == ("2025-06-01", None)


def test_who_has_a_post_again_had_it_not_in_between() -> None:
    told = [("2020-03-01", "a"), ("2022-03-01", "b"), ("2022-06-01", "b"), ("2024-03-01", "a")]
    graph = link([article(n, date, ceo(who)) for n, (date, who) in enumerate(told)])
    found = held(graph)
    assert (found["Le_An"].until, found["Le_An"].pauses) == (None, (("2022-03-01", "2024-03-01"),))
    assert (found["Vu_Binh"].first, found["Vu_Binh"].until) == ("2022-03-01", "2024-03-01")
    for when, holders in (("2021", {"Le_An"}), ("2023-05", {"Vu_Binh"}), ("2025", {"Le_An"})):
        assert {st.subject for st in as_of(graph, when).statements.values()} == holders


def test_a_minister_is_followed_from_when_the_other_became_one() -> None:
    def post(who: str, position: str) -> LocalStatement:
        return made_statement(who, "holdsPositionAt", "m", position=position)

    told = [
        ("2020-03-01", post("a", "Bộ trưởng")),
        ("2020-04-01", post("b", "Thứ trưởng")),
        ("2023-03-01", post("b", "Bộ trưởng")),
    ]
    graph = link([article(n, date, fact) for n, (date, fact) in enumerate(told)])
    assert held(graph)["Le_An"].until == "2023-03-01"


def test_what_only_happens_is_not_held() -> None:
    graph = link([article(1, "2025-03-01", made_statement("v", "released", "q", time="2025-01"))])
    assert holdings(graph) == {}


@pytest.mark.parametrize(
    ("when", "holders", "released"),
    [("2023", [], False), ("2024-06", ["Le_An"], False), ("2025-07", ["Vu_Binh"], True), ("2030", ["Vu_Binh"], True)],
)
def test_a_graph_as_of_a_time_has_what_then_held(when: str, holders: list[str], released: bool) -> None:
    released_at = made_statement("v", "released", "q", time="2025-01")
    graph = link([article(1, "2024-03-01", ceo("a")), article(2, "2025-06-01", ceo("b"), released_at)])
    then = as_of(graph, when)
    assert [st.subject for st in then.statements.values() if st.relation == "ceoOf"] == holders
    assert any(st.relation == "released" for st in then.statements.values()) is released


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        as_of(link([]), "soon")


def written(graph: Graph, name: str) -> bytes:
    stream = io.BytesIO()
    exporter(name).write(graph, stream)
    return stream.getvalue()


def test_copies_count_once_and_plans_and_denials_are_no_sources() -> None:
    """Four articles say so, two of them one text; one plans it; one denies it."""
    uses = made_statement("v", "uses", "q")
    planned, denied = (replace(uses, modality=modality) for modality in ("planned", "negated"))
    facts = [uses, uses, uses, planned, denied]
    graph = link([article(n, f"2025-03-0{n + 1}", fact) for n, fact in enumerate(facts)])
    graph = replace(graph, copies={"article-1": "article-0"})
    (edge,) = (data for *_, data in graph.network.edges(data=True))
    assert (edge["articles"], edge["sources"], edge["denials"], edge["asserted"]) == (3, 2, 1, True)
    assert (edge["earliest"], edge["latest"]) == ("2025-03-01", "2025-03-03")
    rows = [json.loads(line) for line in written(graph, "jsonl").splitlines()]
    assert {(row["sources"], row["denials"]) for row in rows} == {(2, 1)}
    table = csv.DictReader(io.StringIO(written(graph, "csv").decode("utf-8-sig"), newline=""))
    assert {(row["sources"], row["denials"]) for row in table} == {("2", "1")}
    parquet = pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(written(graph, "parquet")))
    assert set(parquet["sources"].to_pylist()) == {2}
    with zipfile.ZipFile(io.BytesIO(written(graph, "neo4j"))) as archive:
        [row] = csv.DictReader(io.StringIO(archive.read("facts.csv").decode("utf-8")))
    assert (row["articles:int"], row["sources:int"]) == ("3", "2")
    turtle = written(graph, "ttl").decode()
    assert "kg:sourceCount 2" in turtle and "kg:denialCount 1" in turtle
    [answer] = run_named(open_store(graph), "uses").table()
    assert answer[2:] == ("3", "2")


def test_counts_copies_and_times_survive_turtle(tmp_path: Path) -> None:
    graph = replace(
        link([article(1, "2025-03-01", ceo("a", "2023-05")), article(2, "2025-03-02", ceo("a"))]),
        copies={"article-2": "article-1"},
    )
    path = tmp_path / "graph.ttl"
    write_file(graph, "ttl", path)
    text = path.read_text(encoding="utf-8")
    assert "kg:sourceCount 1" in text
    assert 'kg:since "2023-05"' in text
    assert 'kg:asOf "2025-03-02"' in text
    assert "prov:wasDerivedFrom kgr:article-1" in text
    assert read_graph(path).copies == graph.copies
