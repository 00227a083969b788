"""Entities of many articles become one graph, whatever order the articles come in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from making import made_entity, made_evidence, made_extraction, made_measurement, made_statement

from kg import names
from kg.errors import OntologyError
from kg.linking import link
from kg.linking.clusters import Local, global_entities
from kg.ontology.definitions import ClassDef
from kg.ontology.folder import data_dir
from kg.ontology.model import load_model
from kg.ontology.ontology import Ontology
from kg.records import Entity, Extraction, LocalClaim

MODEL = load_model(data_dir())


def article(
    name: str, entities: Sequence[tuple[str, str, str]], facts: Sequence[tuple[str, str, str]] = (), **more: object
) -> Extraction:
    """An extraction of ``(id, class, names parted by |)`` and ``(subject, relation, object)``."""
    statements = [made_statement(*fact, evidence=made_evidence(n)) for n, fact in enumerate(facts)]
    return made_extraction(name, [made_entity(*entity) for entity in entities], statements, **more)


ONE = article(
    "1",
    [("a", "Organization", "Velmora"), ("b", "City", "Hàng Châu"), ("c", "Company", "Đông Á")],
    [("a", "headquarteredIn", "b"), ("c", "competesWith", "a")],
)
TWO = article(
    "2",
    [("x", "Company", "Velmora|Velmora AI"), ("y", "Company", "Đông Á"), ("z", "Company", "VELMORA AI")],
    [("x", "competesWith", "y"), ("x", "partnersWith", "z")],
)


def test_an_entity_of_two_articles_is_one_with_its_usual_name_and_its_most_specific_class() -> None:
    graph = link([ONE, TWO])
    assert graph.entities["Velmora"].type == "Company"
    assert graph.entities["Velmora"].aliases == ("VELMORA AI", "Velmora AI")
    assert graph.mentions == {"article-1": ("Dong_A", "Hang_Chau", "Velmora"), "article-2": ("Dong_A", "Velmora")}


def test_a_symmetric_fact_has_one_direction_and_a_fact_about_itself_is_dropped() -> None:
    facts = [(st.subject, st.relation, st.object) for st in link([ONE, TWO]).statements.values()]
    assert sorted(facts) == [
        ("Dong_A", "competesWith", "Velmora"),
        ("Dong_A", "competesWith", "Velmora"),
        ("Velmora", "headquarteredIn", "Hang_Chau"),
    ]


def test_ids_of_statements_do_not_depend_on_other_articles() -> None:
    assert set(link([ONE]).statements) < set(link([ONE, TWO]).statements)


def test_claims_measurements_and_speakers_follow_their_entities() -> None:
    found = made_extraction(
        "1",
        [made_entity("s", "Person", "Lê Thu Hà"), made_entity("c", "Company", "Velmora")],
        [made_statement("s", "ceoOf", "c", attributed_to="s", amount=1)],
        claims=(LocalClaim(speaker="s", text="Rẻ", start=0, end=2),),
        measurements=tuple(made_measurement("c", "doanh thu", value) for value in ("4", "5")),
    )
    graph = link([found])
    (st,), (claim,) = graph.statements.values(), graph.claims.values()
    figure = graph.measurements[st.amount or ""]
    assert (st.attributed_to, claim.speaker, figure.subject) == ("Le_Thu_Ha", "Le_Thu_Ha", "Velmora")
    assert (figure.value, len(graph.measurements)) == ("5", 2)
    assert (st.id[:3], claim.id[:6], figure.id[:2]) == ("st-", "claim-", "m-")


def test_last_names_are_shared_by_people() -> None:
    graph = link([article("1", [("p", "Person", "Zhang")]), article("2", [("p", "Person", "Zhang")])])
    assert len(graph.entities) == 2


def test_a_class_below_person_is_called_by_the_fullest_name() -> None:
    classes = dict(MODEL.classes) | {"Athlete": ClassDef(name="Athlete", parents=("Person",))}
    said = [("1", "Hạnh"), ("2", "Hạnh"), ("3", "Lê Thu Hạnh")]
    local = [Local(f"article-{n}", Entity(id="e", type="Athlete", label=name)) for n, name in said]
    (entity,) = global_entities([local], replace(MODEL, classes=classes))
    assert (entity.type, entity.label) == ("Athlete", "Lê Thu Hạnh")


def ids_of(*names: str) -> list[str]:
    """The ids of entities of these names, ``name/Class`` for another class than Company."""
    clusters = [
        [Local(f"article-{n}", Entity(id="e", type=[*name.split("/", 1), "Company"][1], label=name.split("/", 1)[0]))]
        for n, name in enumerate(names)
    ]
    return [entity.id for entity in global_entities(clusters, MODEL)]


def test_ids_are_readable() -> None:
    assert ids_of("Hàng Châu", "Đà Nẵng", "GPT-4o", "Claude 3.5", "Łódź", "深度求索") == [
        "Hang_Chau",
        "Da_Nang",
        "GPT_4o",
        "Claude_3.5",
        "Lodz",
        "ShenDuQiuSuo",
    ]


def test_a_contested_id_tells_the_class_then_a_hash() -> None:
    one, two, three = ids_of("Llama", "Llama/AIModel", "llama/AIModel")
    assert {one, two, three} >= {"Llama"} and len({one, two, three}) == 3
    assert all(re.fullmatch(r"[Ll]lama(_\w+)?", name) for name in (one, two, three))


@given(some.lists(some.text(min_size=1, max_size=200), min_size=1, max_size=12))
def test_ids_of_any_names_are_safe_bounded_and_distinct(names: list[str]) -> None:
    ids = ids_of(*(name.replace("/", " ") for name in names))
    assert len({name.casefold() for name in ids}) == len(ids)
    for name in ids:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.]{0,110}", name)
        assert not name.endswith(".")
        assert not name.startswith(("st-", "claim-", "m-", "article-", "conflict-"))


@given(some.permutations([ONE, TWO, article("3", [("q", "AIModel", "VELMORA"), ("r", "Person", "Lê Hà")])]))
def test_the_order_of_articles_makes_no_difference(order: list[Extraction]) -> None:
    assert repr(link(order)) == repr(link(sorted(order, key=lambda e: e.article.id)))


def test_one_article_that_knows_nothing_is_outvoted_about_a_class() -> None:
    towns = [article(str(n), [("a", "City", "Huế")]) for n in range(5)]
    stray = article("9", [("a", "Company", "Huế")])
    assert [entity.type for entity in link([*towns, stray]).entities.values()] == ["City"]
    firm = article("9", [("a", "Company", "Huế"), ("b", "AIModel", "Qwen")], [("a", "uses", "b")])
    assert sorted(entity.type for entity in link([*towns, firm]).entities.values()) == ["AIModel", "City", "Company"]
    assert len(link([*towns[:1], stray]).entities) == 2  # one against one outvotes nobody


def test_faults_of_the_words_have_lines(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    text = (data_dir() / "vi" / "linking.yaml").read_text(encoding="utf-8")
    wrong = text.replace("homes: [country]", "homes: [land]").replace("University: university", "School: university")
    (tmp_path / "vi" / "linking.yaml").write_text(wrong, encoding="utf-8")
    shutil.copy(data_dir() / "kg.ttl", tmp_path)
    with pytest.raises(OntologyError) as caught:
        _ = Ontology(tmp_path).linking
    lines = wrong.splitlines()
    assert [(fault.message, lines[fault.line - 1].split(":")[0]) for fault in caught.value.faults] == [
        ("'land' is not a relation of the ontology.", "homes"),
        ("'School' is not a class of the ontology.", "class_kinds"),
    ]
    (tmp_path / "vi" / "linking.yaml").write_text("forms: {}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="suffixes"):
        _ = Ontology(tmp_path).linking


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Hoá  ch\u1ea5t",
        " TP.HCM \u2013 B\u00e0 R\u1ecba",
        "t\u0103ng 3.5 %.",
        "1. 5",
        "\u0301 a",
        "Nguy\u1ec5n\u200bV\u0103n \u1e9e \u0130",
        "- _ -",
        "\u4e2d \u56fd",
        "A\u00a0b",
    ],
)
def test_the_parts_of_a_name_give_what_it_gives_whole(name: str) -> None:
    ascii_name = names._ascii(name)
    assert names.words_of(name) == names._words(name)
    assert names.plain_key(name) == "".join(names._words(ascii_name))
    assert names.ascii_slug(name) == names.UNSAFE.sub("_", ascii_name.replace("'", ""))[: names.MAX_SLUG].strip("_.")
