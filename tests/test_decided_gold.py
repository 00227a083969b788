"""Decisions as gold annotations: what a person looked at is required, all else neither for nor against."""

from __future__ import annotations

import json
from pathlib import Path

from making import made_entity, made_evidence, made_extraction, made_statement

from kg.evaluate.decided import decided_gold
from kg.evaluate.gold import read_gold
from kg.linking import Merges, Rule, link_explained
from kg.records import Extraction


def told(name: str) -> Extraction:
    entities = [made_entity("1", "Company", "Velmora|Velmora AI"), made_entity("2", "AIModel", "Tarivo")]
    facts = [
        made_statement("1", "uses", "2", time="2024"),
        made_statement("1", "develops", "2", evidence=made_evidence(5)),
        made_statement("1", "released", "2", evidence=made_evidence(9)),
    ]
    return made_extraction(name, entities, facts)


def test_what_was_decided_is_required_and_what_was_wrong_is_left_out(tmp_path: Path) -> None:
    found = [told("a"), told("b")]
    ids = {(st.article, st.relation): st.id for st in link_explained(found).graph.statements.values()}
    rules = (
        Rule(action="time", a=ids["article-a", "uses"], b="2025"),
        Rule(action="wrong", a=ids["article-a", "develops"], b=""),
        Rule(action="wrong", a="st-gone", b=""),
    )
    rows = decided_gold(link_explained(found, merges=Merges(rules)), found)
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({"articles": rows}), encoding="utf-8")
    (article,) = read_gold(path)
    assert article.source == "a.txt"
    facts = {(fact.relation, fact.time, fact.optional) for fact in article.facts}
    assert facts == {("uses", "2025", False), ("released", None, True)}
    assert all(not entity.optional for entity in article.entities.values())


def test_a_decision_about_an_entity_is_one_about_every_article_that_names_it() -> None:
    found = [told("a"), told("b")]
    merges = Merges((Rule(action="class", a="Velmora", b="Organization"),))
    first, second = decided_gold(link_explained(found, merges=merges), found)
    assert (first["article"], second["article"]) == ("a.txt", "b.txt")
    entities = first["entities"]
    assert entities["Velmora"] == {"type": "Organization", "names": ["Velmora", "Velmora AI"]}
    assert entities["Tarivo"]["optional"] and all(fact["optional"] for fact in first["facts"])
