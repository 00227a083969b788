"""What people decide about entities overrules the names, in every build, and is checked when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from making import made_entity, made_extraction

from kg.errors import Fault, InputError, OntologyError
from kg.export import write_file
from kg.export.read import read_graph
from kg.graph import Graph
from kg.linking import Linked, Merges, Rule, append_rule, link_explained, read_merges
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.ontology.wikidata import read_wikidata, same_as
from kg.records import Entity, Extraction

CLASSES = ("Company", "AIModel", "Person")


def article(source: str, *entities: tuple[str, str]) -> Extraction:
    """An article that names entities (class, names parted by |)."""
    return made_extraction(source, [made_entity(str(n), *entity) for n, entity in enumerate(entities)])


ARTICLES = [
    article("1", ("Company", "Velmora"), ("Company", "Llama"), ("Person", "Zhang")),
    article("2", ("Company", "Velmora AI"), ("AIModel", "Llama"), ("Person", "Zhang")),
    article("3", ("Company", "Velmora"), ("Company", "Vạn Xuân|VX"), ("Company", "Vĩnh Xương|VX Corp")),
]


def built(*rules: Rule) -> Linked:
    return link_explained(ARTICLES, merges=Merges(rules))


def labels(graph: Graph) -> list[str]:
    return sorted(f"{entity.label} {entity.type}" for entity in graph.entities.values())


def test_without_decisions_these_are_apart_and_in_doubt() -> None:
    linked = built()
    assert labels(linked.graph) == [
        "Llama AIModel",
        "Llama Company",
        "Velmora AI Company",
        "Velmora Company",
        "Vĩnh Xương Company",
        "Vạn Xuân Company",
        "Zhang Person",
        "Zhang Person",
    ]
    pairs = {frozenset((row["a"], row["b"])) for row in linked.report()["candidates"]}
    assert frozenset(("Velmora", "Velmora_AI")) in pairs
    assert any({linked.graph.entities[name].label for name in pair} == {"Llama"} for pair in pairs)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Velmora", "Velmora_AI"),
        ("Velmora", "Velmora AI"),
        ("velmora", "VELMORA-AI"),
        ("Velmora @ 1.txt", "Velmora AI [Company]"),
    ],
)
def test_same_by_id_name_or_narrowed_name(a: str, b: str) -> None:
    linked = built(Rule(action="same", a=a, b=b, who="Hà", why="one registration number"))
    assert "Velmora AI Company" not in labels(linked.graph)
    assert linked.graph.entities["Velmora"].aliases == ("Velmora AI",)
    rows = linked.report()["merges"]["Velmora"]
    assert {"reason": "decided", "shared": ["Hà", "one registration number"]}.items() <= rows[0].items()
    assert not any({"Velmora", "Velmora_AI"} == {row["a"], row["b"]} for row in linked.report()["candidates"])


def test_same_may_cross_classes_and_class_says_which() -> None:
    linked = built(
        Rule(action="same", a="Llama [Company]", b="Llama [AIModel]"),
        Rule(action="class", a="Llama [Company]", b="AIModel"),
    )
    assert [entity.type for entity in linked.graph.entities.values() if entity.label == "Llama"] == ["AIModel"]


def test_different_parts_what_has_one_name() -> None:
    linked = built(Rule(action="different", a="Velmora @ 1.txt", b="Velmora @ 3.txt"))
    assert labels(linked.graph).count("Velmora Company") == 2
    assert linked.ids["article-1", "0"] != linked.ids["article-3", "0"]


def test_different_takes_a_pair_from_the_candidates() -> None:
    linked = built(Rule(action="different", a="Velmora", b="Velmora AI"))
    assert not any({"Velmora", "Velmora_AI"} == {row["a"], row["b"]} for row in linked.report()["candidates"])


def test_label_gives_name_and_id() -> None:
    graph = built(Rule(action="label", a="Velmora", b="Velmora Việt Nam")).graph
    assert graph.entities["Velmora_Viet_Nam"].aliases == ("Velmora",)


def test_a_decision_about_nothing_here_is_reported() -> None:
    rule = Rule(action="same", a="Orrery", b="Orrery Labs")
    assert built(rule).report()["unused"] == ["same,Orrery,Orrery Labs"]


def test_decisions_that_fight_over_the_same_entities_are_an_error() -> None:
    with pytest.raises(InputError, match=r"merges.csv:7: .* cannot be one"):
        built(
            Rule(action="different", a="Velmora", b="Velmora_AI"),
            Rule(action="same", a="Velmora @ 1.txt", b="Velmora AI @ 2.txt", line=7),
        )


def test_decisions_of_another_file_are_not_told_as_those_of_merges_csv() -> None:
    report = built(Rule(action="same", a="Velmora", b="Velmora_AI", file="page.csv")).report()
    assert report["merges"]["Velmora"][0]["why"] == "somebody decided so"
    assert "merges.csv" not in str(report)
    with pytest.raises(InputError, match=r"page.csv:7: .* cannot be one"):
        built(
            Rule(action="different", a="Velmora", b="Velmora_AI"),
            Rule(action="same", a="Velmora @ 1.txt", b="Velmora AI @ 2.txt", line=7, file="page.csv"),
        )


def test_every_fault_of_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "merges.csv"
    path.write_text(
        "action,a,b,who,why\nsame,A,B,,\n# a comment\nmerge,A,B,,\nsame,A,A,,\nsame,B,a,,\n"
        "different,A,B,,\nclass,A,Firm,,\nclass,A,Company,,\nclass,A,Person,,\nsame,,B,,\n"
        "same,B,C,,\ndifferent,A,C,,\nsame,A\n",
        encoding="utf-8",
    )
    with pytest.raises(OntologyError) as caught:
        read_merges(path, classes=CLASSES)
    assert [fault.line for fault in caught.value.faults] == [4, 5, 6, 7, 8, 10, 11, 13, 14]
    assert all(fault.path == "merges.csv" and fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"action,a,b,who,why\nsame,\xff,b,,\n"], ids=["empty", "columns", "not UTF-8"]
)
def test_a_file_of_another_kind_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "merges.csv").write_bytes(content)
    with pytest.raises(OntologyError):
        read_merges(tmp_path / "merges.csv")


def test_appending_makes_the_file_and_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "merges.csv"
    assert read_merges(path) == Merges()
    append_rule(path, Rule(action="same", a="A, B", b='"C"', who="Hà", why="xem báo, trang 3"))
    append_rule(path, Rule(action="label", a="A, B", b="AB"))
    assert [(rule.action, rule.a, rule.b, rule.who, rule.line) for rule in read_merges(path).rules] == [
        ("same", "A, B", '"C"', "Hà", 2),
        ("label", "A, B", "AB", "", 3),
    ]
    with pytest.raises(OntologyError, match="contradicts line 2"):
        append_rule(path, Rule(action="different", a='"C"', b="A, B"))
    assert len(read_merges(path).rules) == 2
    assert [entry.name for entry in path.parent.iterdir()] == ["merges.csv"]


@pytest.mark.slow
@given(
    some.lists(
        some.tuples(
            some.sampled_from(["same", "different"]),
            some.sampled_from(["Velmora", "Velmora AI", "Zhang @ 1.txt", "Zhang @ 2.txt", "Llama", "Llama [AIModel]"]),
            some.sampled_from(["Velmora @ 3.txt", "Velmora AI", "Zhang @ 2.txt", "Llama", "Vạn Xuân"]),
        ),
        max_size=4,
    )
)
def test_whatever_is_decided_is_kept_or_refused(decisions: list[tuple[str, str, str]]) -> None:
    rules = [Rule(action="same" if action == "same" else "different", a=a, b=b) for action, a, b in decisions if a != b]
    try:
        linked = built(*rules)
    except InputError:
        return
    assert set(linked.ids) == set(built().ids)
    assert set(linked.ids.values()) == set(linked.graph.entities)


def test_wikidata_links_only_what_the_gazetteer_knows_under_its_class() -> None:
    keys = {entry.key: entry.type for entry in Ontology.load().gazetteer}
    faults: list[Fault] = []
    items = read_wikidata(data_dir() / "wikidata.csv", known=keys, faults=faults)
    assert faults == []
    assert {key: kind for key, kind in items if keys[key] != kind} == {}
    some_entities = [
        Entity(id="Google", type="Company", label="Google", known="Google"),
        Entity(id="Google_Product", type="Product", label="Google", known="Google"),
        Entity(id="Apple", type="Company", label="Apple"),
    ]
    assert same_as(some_entities, items) == {"Google": "http://www.wikidata.org/entity/Q95"}


def test_faults_of_the_wikidata_table_have_lines(tmp_path: Path) -> None:
    path = tmp_path / "wikidata.csv"
    path.write_text("# note\nkey,class,item,label\nA,Company,Q1,A\nA,Company,Q1,A\nB,Company,1,B\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        _ = Ontology(tmp_path).wikidata
    assert [fault.line for fault in caught.value.faults] == [4, 5]


def test_the_graph_says_what_is_an_item_of_wikidata(tmp_path: Path) -> None:
    made = Graph(
        articles={},
        entities={
            "Google": Entity(id="Google", type="Company", label="Google", known="Google"),
            "Apple": Entity(id="Apple", type="Company", label="Apple"),
        },
        statements={},
    )
    write_file(made, "ttl", tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert text.count("owl:sameAs wd:") == 1
    assert "owl:sameAs wd:Q95" in text
    assert read_graph(tmp_path / "graph.ttl") == made
