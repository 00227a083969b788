"""The least confidence that a page starts with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from explorer_graphs import doubted, small

from kg.explore.page import html_of
from kg.explore.subgraph import most_connected
from kg.explore.sure import FEW, first_confidence
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology

SURE = small().ontology.model.shown_from


def test_the_page_starts_with_what_is_sure() -> None:
    assert first_confidence(small()) == SURE
    assert html_of(small()).data["confidence"] == SURE


def test_another_ontology_has_its_own_limit(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    vocabulary = folder / "kg.ttl"
    text = vocabulary.read_text(encoding="utf-8")
    assert f"kg:shownFrom {SURE} ." in text
    vocabulary.write_text(text.replace(f"kg:shownFrom {SURE} .", "kg:shownFrom 0.6 ."), encoding="utf-8")
    assert html_of(replace(small(), ontology=Ontology.load(folder))).data["confidence"] == 0.6


def test_a_graph_whose_facts_are_all_less_sure_is_not_empty_at_first() -> None:
    assert html_of(doubted(small(), SURE - 0.01)).data["confidence"] == 0


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
    assert first_confidence(top) == html_of(small(), top=2).data["confidence"] == 0
