"""A graph that kg wrote keeps its shapes; a graph that somebody changed is told where it does not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml
from graphs import awkward_graph, corpus_graph

from kg.export import exporter
from kg.graph import Graph
from kg.validate import validate

CASES = yaml.safe_load((Path(__file__).parent / "data" / "shape_faults.yaml").read_text(encoding="utf-8"))


def turtle(graph: Graph) -> str:
    stream = io.BytesIO()
    exporter("ttl").write(graph, stream)
    return stream.getvalue().decode("utf-8")


def test_nothing_is_wrong_with_what_we_write() -> None:
    assert validate(awkward_graph()) == []
    assert validate(awkward_graph("https://other.example/")) == []


@pytest.mark.slow
def test_annotated_facts_that_the_ontology_does_not_join() -> None:
    # Looked at by hand: a territory typed as a place, a metonymy, and a warning about a draft law.
    assert {violation.thing for violation in validate(corpus_graph())} == {
        "kgr:Hong_Kong",
        "kgr:Nghi_dinh_ve_quan_ly_noi_dung_do_tri_tue_nhan_tao_tao_ra",
        "kgr:ZaloPay",
    }


def test_there_are_as_many_cases_as_we_think() -> None:
    assert len(CASES) == 12


@pytest.mark.parametrize("case", CASES, ids=[case["message"] for case in CASES])
def test_a_broken_rule_is_named(case: dict[str, str], tmp_path: Path) -> None:
    text = turtle(awkward_graph())
    assert text.count(case["old"]) == 1, "the case no longer fits the graph"
    (tmp_path / "graph.ttl").write_text(text.replace(case["old"], case["new"]), encoding="utf-8")
    found = validate(tmp_path)
    assert any(v.thing == case["thing"] and case["message"] in v.message for v in found), found
