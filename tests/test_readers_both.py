"""Two readers of one article: all that either found, and who found it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import Reply, playing
from making import made_article, made_entity, made_measurement, made_statement
from reading import careful, put_articles

from kg.cli import main
from kg.export.read import read_graph
from kg.ontology.ontology import Ontology
from kg.readers.both import union
from kg.readers.differences import differences
from kg.readers.llm.confidence import Confidence, load_confidence
from kg.records import Evidence, Extraction, LocalClaim, Mention

TEXT = "Velmora mua Brisken. Velmora dùng Orrery. " * 3
MODEL = Ontology.load().model
PLAIN = Confidence({"both own": 0.5, "both llm": 1.0, "only own own": 1.0, "only llm llm": 1.0, "only own": -1.0})


def place(start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, text=TEXT[start:end])


def extraction(**fields: object) -> Extraction:
    return Extraction(article=made_article(TEXT), **fields)  # type: ignore[arg-type]


OWN = extraction(
    entities=(made_entity("e1", "Company", "Velmora"), made_entity("e2", "Person", "Brisken")),
    mentions=(Mention(entity="e1", start=0, end=7), Mention(entity="e2", start=12, end=19)),
    statements=(
        made_statement("e1", "acquired", "e2", evidence=place(0, 20), confidence=0.6, readers=("kg 1",), amount=0),
        made_statement("e2", "ceoOf", "e1", evidence=place(0, 20), confidence=0.6, readers=("kg 1",)),
    ),
    measurements=(made_measurement("e1", "price", "5"),),
    claims=(LocalClaim(speaker="e1", text=TEXT[0:20], start=0, end=20),),
)
TOLD = extraction(
    entities=(
        made_entity("e1", "Company", "Brisken|Tập đoàn Brisken"),
        made_entity("e2", "Company", "Velmora"),
        made_entity("e3", "Product", "Orrery"),
    ),
    mentions=(
        Mention(entity="e1", start=12, end=19),
        Mention(entity="e2", start=0, end=7),
        Mention(entity="e3", start=34, end=40),
    ),
    statements=(
        made_statement("e2", "acquired", "e1", evidence=place(0, 20), confidence=0.9, time="2024", readers=("llm m",)),
        made_statement("e2", "uses", "e3", evidence=place(21, 41), confidence=0.9, readers=("llm m",)),
    ),
    claims=(LocalClaim(speaker="e2", text=TEXT[0:19], start=0, end=19),),
)


def test_what_both_found_is_one_and_what_one_found_stays() -> None:
    found = union(OWN, TOLD, MODEL, PLAIN)
    types = {entity.label: entity.type for entity in found.entities}
    assert types == {"Velmora": "Company", "Brisken": "Company", "Orrery": "Product"}  # the model's class counts
    assert {(st.relation, st.readers, st.time) for st in found.statements} == {
        ("acquired", ("kg 1", "llm m"), "2024"),
        ("uses", ("llm m",), None),
    }
    # What our reader had of a person is not so of a company, and told.
    assert [refusal.reason for refusal in found.refused] == ["the other reader's class does not allow it"]
    both, alone = found.statements
    assert both.confidence > 0.9 >= alone.confidence
    assert both.amount == 0 and len(found.measurements) == 1
    assert [claim.text for claim in found.claims] == [TEXT[0:20]]
    keys = {entity.id for entity in found.entities}
    assert {mention.entity for mention in found.mentions} == keys


def test_agreement_makes_sure_and_being_alone_unsure() -> None:
    shipped = load_confidence()
    told = shipped.of("exact", ("named", "named"), "uses")
    assert shipped.both(0.6, told) > shipped.alone("llm", told, "uses") > shipped.alone("own", 0.6, "uses")
    assert shipped.of("aligned", ("named", "before"), "uses") < told
    assert 0.8 < told < 1
    # Our own reader's silence says more of a relation most of whose facts it finds.
    assert shipped.alone("llm", told, "holdsPositionAt") < shipped.alone("llm", told, "memberOf") < told
    # And what our own reader often gets wrong a model is taken to get wrong more often than other things.
    exact = ("exact", ("named", "named"))
    assert shipped.of(*exact, "founderOf") < shipped.of(*exact, "develops") < shipped.of(*exact, "holdsPositionAt")
    named = [name.partition("relation=")[2] for name in shipped.weights if "relation=" in name]
    assert len(named) > 20 and set(named) <= set(MODEL.relations)


def test_a_build_with_both_says_who_found_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, out = put_articles(tmp_path / "in"), tmp_path / "out"
    with playing(careful({"sanvo.txt": Reply(text="no")})) as endpoint:
        arguments = ["build", str(articles), "--out", str(out), "--fast", "--reader", "both", "--model", "m"]
        assert main([*arguments, "--answers", str(tmp_path / "answers"), "--endpoint", endpoint.url]) == 0
    graph = read_graph(out)
    found = differences(graph)
    assert found.shared > 0 and len(found.alone) == 2
    of_sanvo = {st.readers for st in graph.statements.values() if graph.articles[st.article].source == "sanvo.txt"}
    assert of_sanvo and all(len(readers) == 1 and readers[0].startswith("kg ") for readers in of_sanvo)
    capsys.readouterr()
    assert main(["reader", "diff", str(out)]) == 0
    told = capsys.readouterr().out
    assert f"both: {found.shared}" in told and "only llm m" in told and "only kg" in told
    assert main(["validate", str(out)]) == 0
