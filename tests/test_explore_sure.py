"""The least confidence that a page starts with."""

from __future__ import annotations

from pathlib import Path

from explorer_graphs import doubted, small

from kg.explore.page import network
from kg.explore.subgraph import most_connected
from kg.explore.sure import FEW, SURE, first_confidence


def test_the_page_starts_with_what_is_sure() -> None:
    assert first_confidence(small()) == SURE
    assert network(small()).data["confidence"] == SURE


def test_a_graph_whose_facts_are_all_less_sure_is_not_empty_at_first() -> None:
    assert network(doubted(small(), SURE - 0.01)).data["confidence"] == 0


def test_the_documents_name_the_number() -> None:
    for name in ("README.md", "docs/explorer.md"):
        text = " ".join((Path(__file__).parents[1] / name).read_text(encoding="utf-8").split())
        assert f"a confidence of {SURE} or more" in text, name


def test_facts_count_once_however_many_articles_state_them() -> None:
    graph = small()
    sure = [st for st in graph.statements.values() if st.confidence >= SURE]
    facts = {(st.subject, st.relation, st.object) for st in sure}
    assert len(facts) == FEW + 1 < len(sure)
    assert first_confidence(doubted(graph, 0.5, "st-5")) == SURE
    assert first_confidence(doubted(graph, 0.5, "st-5", "st-6")) == 0, "released, twice, and investedIn"


def test_what_the_page_leaves_out_does_not_count() -> None:
    top = most_connected(small(), 2)
    assert first_confidence(top) == network(small(), top=2).data["confidence"] == 0
