"""A graph that kg wrote keeps its shapes; a graph that somebody changed is told where it does not."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
import yaml
from graphs import awkward_graph, corpus_graph
from rdflib import RDF, SH, URIRef

from kg.errors import InputError
from kg.export import exporter
from kg.graph import Graph
from kg.linking import link
from kg.ontology.ontology import Ontology
from kg.records import Article, Entity, Evidence, Extraction, LocalStatement
from kg.validate import shapes_of, validate

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


def test_it_finds_what_pyshacl_finds(tmp_path: Path) -> None:
    text = turtle(awkward_graph())
    for case in CASES:
        # One fault changes what another case looks for.
        text = text.replace(case["old"], case["new"])
    path = tmp_path / "graph.ttl"
    path.write_text(text, encoding="utf-8")
    ontology = Ontology.load()
    data = rdflib.Graph().parse(path).parse(ontology.folder / "kg.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_of(ontology), inplace=True)

    def short(node: object) -> str:
        text = "" if node is None else str(node)
        return re.split(r"[/#]", text)[-1] if isinstance(node, URIRef) else text

    wanted = {
        tuple(short(report.value(result, of)) for of in (SH.focusNode, SH.resultPath, SH.value))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    found = {tuple(re.sub("^[a-z]+:", "", text) for text in (v.thing, v.property, v.value)) for v in validate(path)}
    assert found == wanted
    assert len(found) >= 10


def test_a_class_that_articles_agree_on_leaves_no_fact_that_it_does_not_allow(tmp_path: Path) -> None:
    def told(number: int, type_: str, *facts: LocalStatement) -> Extraction:
        return Extraction(
            article=Article(id=f"article-{number}", source=f"{number}.txt", text="Oriolis", date="2025"),
            entities=(Entity(id="a", type=type_, label="Oriolis"), Entity(id="b", type="Company", label="Vanta")),
            statements=facts,
        )

    fact = LocalStatement(
        subject="b", relation="country", object="a", evidence=Evidence(start=0, end=7, text="Oriolis"), confidence=0.9
    )
    assert link([told(1, "Country", fact)]).statements
    linked = link([told(1, "Country", fact), *(told(n, "City") for n in range(2, 9))])
    assert linked.entities["Oriolis"].type == "City"
    assert not linked.statements
    assert validate(linked) == []


def test_a_file_that_is_broken_behind_its_first_article_is_told_where(tmp_path: Path) -> None:
    text = turtle(awkward_graph())
    path = tmp_path / "graph.ttl"
    path.write_text(text + "kgr:Oriolis kg:uses", encoding="utf-8")
    with pytest.raises(InputError, match=rf":{text.count(chr(10)) + 1}: "):
        validate(path)


def test_there_are_as_many_cases_as_we_think() -> None:
    assert len(CASES) == 12


@pytest.mark.parametrize("case", CASES, ids=[case["message"] for case in CASES])
def test_a_broken_rule_is_named(case: dict[str, str], tmp_path: Path) -> None:
    text = turtle(awkward_graph())
    assert text.count(case["old"]) == 1, "the case no longer fits the graph"
    (tmp_path / "graph.ttl").write_text(text.replace(case["old"], case["new"]), encoding="utf-8")
    found = validate(tmp_path)
    assert any(v.thing == case["thing"] and case["message"] in v.message for v in found), found
