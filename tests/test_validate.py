"""A graph that kg wrote keeps its shapes; a graph that somebody changed is told where it does not."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
import yaml
from graphs import awkward_graph, corpus_graph
from rdflib import RDF, SH, URIRef

from kg import validate as module
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


def built(folder: Path, text: str) -> Path:
    """A folder that says of a Turtle file that a build has written it."""
    content = text.encode("utf-8")
    (folder / "graph.ttl").write_bytes(content)
    told = {"outputs": {"graph.ttl": {"sha256": hashlib.sha256(content).hexdigest()}}}
    (folder / "report.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.mark.parametrize("graph", [awkward_graph, lambda: awkward_graph("https://other.example/")])
def test_what_a_build_wrote_is_checked_in_portions(
    graph: Callable[[], Graph], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = turtle(graph())
    monkeypatch.setattr(module, "PORTION", 1)
    portions = list(module._portions(text.encode("utf-8")))
    assert len(portions) > 5
    assert all(block in b"".join(portions) for block in text.encode("utf-8").split(b"\n\n"))
    monkeypatch.setattr(module.shifty, "validate", None)  # nobody asks what is wrong with the whole
    assert validate(built(tmp_path, text)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["message"] for case in CASES])
def test_a_broken_rule_is_found_in_portions(
    case: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = turtle(awkward_graph()).replace(case["old"], case["new"])
    (tmp_path / "graph.ttl").write_text(text, encoding="utf-8")
    whole = validate(tmp_path / "graph.ttl")
    monkeypatch.setattr(module, "PORTION", 1)
    assert validate(built(tmp_path, text)) == whole != []


def test_shapes_that_look_further_are_not_checked_in_portions() -> None:
    shapes = shapes_of(Ontology.load())
    assert module._is_local(shapes)
    for further in (
        "kg:X sh:targetClass kg:Company ; sh:property [ sh:path [ sh:inversePath kg:owns ] ; sh:maxCount 1 ] .",
        "kg:X sh:targetClass kg:Company ; sh:property [ sh:path ( kg:owns kg:country ) ; sh:minCount 1 ] .",
        "kg:X sh:targetObjectsOf kg:owns ; sh:property [ sh:path kg:country ; sh:maxCount 1 ] .",
        'kg:X sh:targetClass kg:Company ; sh:sparql [ sh:select "SELECT $this { $this kg:owns $this }" ] .',
    ):
        more = rdflib.Graph().parse(
            data=f"@prefix kg: <https://example.org/kg/ontology#> . @prefix sh: <{SH}> . {further}", format="turtle"
        )
        assert not module._is_local(shapes + more), further
