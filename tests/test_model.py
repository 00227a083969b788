"""The ontology: what it joins, and that every fault in it names its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from kg.errors import OntologyError
from kg.ontology.folder import data_dir
from kg.ontology.model import Model, load_model
from kg.serve.vocabulary import vocabulary_page

CASES = yaml.safe_load((Path(__file__).parent / "data" / "ontology_faults.yaml").read_text(encoding="utf-8"))

CONTRACT = {
    "uses",
    "develops",
    "released",
    "versionOf",
    "basedOn",
    "availableOn",
    "surpassed",
    "competesWith",
    "partnersWith",
    "owns",
    "acquired",
    "investedIn",
    "supplies",
    "headquarteredIn",
    "country",
    "founderOf",
    "ceoOf",
    "ctoOf",
    "chairOf",
    "holdsPositionAt",
    "left",
    "memberOf",
    "published",
    "interviewedBy",
    "warnedAbout",
    "sued",
    "restricted",
}


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(data_dir())


def test_every_relation_of_the_contract_is_there_and_no_other(model: Model) -> None:
    assert set(model.relations) == CONTRACT


def test_only_the_two_mutual_relations_are_symmetric(model: Model) -> None:
    assert {r.name for r in model.relations.values() if r.symmetric} == {"competesWith", "partnersWith"}


def test_entity_classes_leave_out_unions_and_records(model: Model) -> None:
    assert model.entity_classes == {
        "Organization",
        "Company",
        "University",
        "GovernmentBody",
        "MediaOutlet",
        "Person",
        "Product",
        "AIModel",
        "Place",
        "Country",
        "City",
        "Work",
        "Report",
        "Policy",
        "Group",
        "Technology",
    }


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("Company", "uses", "AIModel"),
        ("Country", "uses", "Technology"),
        ("Person", "ceoOf", "Company"),
        ("Person", "holdsPositionAt", "Country"),
        ("Person", "holdsPositionAt", "Place"),
        ("Country", "restricted", "Company"),
        ("Group", "investedIn", "Country"),
        ("University", "headquarteredIn", "City"),
        ("AIModel", "surpassed", "Technology"),
        ("Country", "surpassed", "Company"),
        ("AIModel", "competesWith", "Product"),
    ],
)
def test_allowed(model: Model, subject: str, relation: str, object_: str) -> None:
    assert model.allows(subject, relation, object_)


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("AIModel", "uses", "Company"),
        ("Company", "ceoOf", "Company"),
        ("City", "uses", "Product"),
        ("Company", "country", "City"),
        ("Company", "surpassed", "AIModel"),
        ("Company", "competesWith", "Product"),
        ("Person", "interviewedBy", "Company"),
        ("Company", "employs", "Person"),
        ("Alien", "uses", "Product"),
    ],
)
def test_not_allowed(model: Model, subject: str, relation: str, object_: str) -> None:
    assert not model.allows(subject, relation, object_)


def test_posts_stand_below_the_general_post(model: Model) -> None:
    for post in ("ceoOf", "ctoOf", "chairOf"):
        assert model.is_a(post, "holdsPositionAt")
    assert model.is_a("Country", "Agent") and model.is_a("Country", "Place")
    assert not model.is_a("Place", "Country")


def test_conflict_rules_are_data(model: Model) -> None:
    assert model.relations["headquarteredIn"].conflict_rules == ("functionalInTime",)
    assert model.relations["ceoOf"].conflict_rules == ("inverseFunctionalInTime",)
    assert model.relations["uses"].conflict_rules == ()
    assert model.conflict_rules["happensOnce"]["vi"] == "một việc, hai thời điểm"


def test_a_class_has_its_own_colour_or_that_of_a_class_above(model: Model, tmp_path: Path) -> None:
    assert model.color("Company") == "#0072b2"
    assert model.color("Alien") == "#6b7280"
    text = (data_dir() / "kg.ttl").read_text(encoding="utf-8").replace(' ;\n    kg:color "#0072b2" .', " .")
    (tmp_path / "kg.ttl").write_text(text, encoding="utf-8")
    assert load_model(tmp_path).color("Company") == model.color("Organization")


def test_a_new_relation_is_one_block(tmp_path: Path) -> None:
    text = (data_dir() / "kg.ttl").read_text(encoding="utf-8")
    block = """
kg:employs a kg:Relation , owl:ObjectProperty ;
    rdfs:label "tuyển dụng"@vi , "employs"@en ;
    rdfs:comment "Nhận một người vào làm."@vi , "Takes a person on."@en ;
    rdfs:domain kg:Organization ; rdfs:range kg:Person .
"""
    (tmp_path / "kg.ttl").write_text(text + block, encoding="utf-8")
    assert load_model(tmp_path).allows("Company", "employs", "Person")


def test_there_are_as_many_fault_cases_as_we_think() -> None:
    assert len(CASES) == 16


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_fault_names_its_line(case: dict[str, str], tmp_path: Path) -> None:
    text = (data_dir() / "kg.ttl").read_text(encoding="utf-8")
    assert text.count(case["old"]) == 1, "the case no longer fits kg.ttl"
    broken = text.replace(case["old"], case["new"])
    (tmp_path / "kg.ttl").write_text(broken, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_model(tmp_path)
    lines = broken.splitlines()
    found = [(fault.message, lines[fault.line - 1]) for fault in caught.value.faults]
    assert any(case["message"] in message and case["line"] in line for message, line in found), found
    assert all(fault.remedy for fault in caught.value.faults)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"kg\.ttl:1: cannot be read"):
        load_model(tmp_path)


def test_loading_is_fast() -> None:
    load_model(data_dir())
    start = time.process_time()
    load_model(data_dir())
    assert time.process_time() - start < 0.1


def test_properties_of_records_are_described(model: Model) -> None:
    assert model.properties["confidence"].range == ("xsd:decimal",)
    assert set(model.properties["evidence"].domain) == {"Statement", "Measurement"}
    assert not set(model.properties) & set(model.relations)


def test_the_page_of_the_vocabulary_is_that_of_the_ontology(model: Model) -> None:
    page = Path(__file__).parents[1] / "docs" / "ontology.html"
    assert page.read_text(encoding="utf-8") == vocabulary_page(model, alone=True), "run: python docs/ontology.py"


def test_modalities_have_names(model: Model) -> None:
    assert {name: labels["vi"] for name, labels in model.modalities.items()} == {
        "asserted": "khẳng định",
        "negated": "phủ định",
        "planned": "dự định",
        "reported": "nghe nói",
    }
