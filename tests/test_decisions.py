"""A file of decisions about statements, as the page exports it: checked at load, kept to by every build."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import made_entity, made_extraction

from kg.building.decisions import decided
from kg.errors import InputError, OntologyError
from kg.linking import Merges, Rule, link_explained, read_merges
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.records import Evidence, Extraction, LocalStatement

HEAD = "action,a,b,who,why\n"


def told() -> Extraction:
    one, two = made_entity("1", "Company", "Velmora"), made_entity("2", "Company", "Zentis")
    found = made_extraction("1", [one, two])
    evidence = Evidence(start=0, end=4, text=found.article.text[:4])
    fact = LocalStatement(subject="1", relation="acquired", object="2", evidence=evidence, time="2024")
    return Extraction(article=found.article, entities=found.entities, mentions=found.mentions, statements=(fact,))


def test_a_statement_is_left_out_or_changed() -> None:
    (key,) = link_explained([told()]).graph.statements
    assert not link_explained([told()], merges=Merges((Rule(action="wrong", a=key, b=""),))).graph.statements
    rules = (Rule(action="time", a=key, b="2025-03"), Rule(action="modality", a=key, b="planned"))
    (st,) = link_explained([told()], merges=Merges(rules)).graph.statements.values()
    assert (st.id, st.time, st.modality) == (key, "2025-03", "planned")
    (st,) = link_explained([told()], merges=Merges((Rule(action="time", a=key, b=""),))).graph.statements.values()
    assert st.time is None


def test_what_decisions_did_is_kept_with_the_graph() -> None:
    (key,) = link_explained([told()]).graph.statements
    rules = (
        Rule(action="wrong", a=key, b="", who="Hà", why="nhầm"),
        Rule(action="class", a="Velmora", b="Organization"),
        Rule(action="different", a="Velmora", b="Zentis"),
        Rule(action="label", a="Orrery", b="Orrery Labs"),
    )
    wrong, class_, different, label = link_explained([told()], merges=Merges(rules)).report()["decisions"]
    assert wrong["about"] == [key] and (wrong["who"], wrong["why"]) == ("Hà", "nhầm")
    fact = wrong["fact"]
    assert fact["labels"] == ["Velmora", "Zentis"]
    assert (fact["subject"], fact["relation"], fact["object"], fact["source"]) == (
        "Velmora",
        "acquired",
        "Zentis",
        "1.txt",
    )
    assert (class_["about"], class_["was"], different["about"]) == (["Velmora"], "Company", ["Velmora", "Zentis"])
    assert label["about"] == []


def test_a_decision_whose_statement_is_gone_is_told() -> None:
    linked = link_explained([told()], merges=Merges((Rule(action="wrong", a="st-nothing", b=""),)))
    assert linked.report()["unused"] == ["wrong,st-nothing,"]
    assert len(linked.graph.statements) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("wrong,,,,", "names no statement"),
        ("modality,st-1,maybe,,", "'maybe' is not a modality"),
        ("time,st-1,yesterday,,", "'yesterday' is not a time"),
        ("time,st-1,2024,,\ntime,st-1,2025,,", "contradicts line 2"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"{HEAD}{line}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=fault):
        read_merges(path)


def test_both_files_count_and_what_one_repeats_counts_once(tmp_path: Path) -> None:
    ontology = Ontology.load(data_dir())
    merges, decisions = tmp_path / "merges.csv", tmp_path / "decisions.csv"
    merges.write_text(f"{HEAD}same,Velmora,Velmora AI,,\n", encoding="utf-8")
    decisions.write_text(f"{HEAD}same,Velmora,Velmora AI,,\nwrong,st-1,,,\n", encoding="utf-8")
    rules = decided(merges, decisions, ontology)
    assert rules
    assert [(rule.action, rule.file) for rule in rules.rules] == [("same", "merges.csv"), ("wrong", "decisions.csv")]
    decisions.write_text(f"{HEAD}different,Velmora,Velmora AI,,\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"contradicts line 2 of merges\.csv"):
        decided(merges, decisions, ontology)
    with pytest.raises(InputError, match="does not exist"):
        decided(None, tmp_path / "none.csv", ontology)
    assert decided(None, None, ontology) is None
