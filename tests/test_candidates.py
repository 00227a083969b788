"""The facts that sentences made by hand might state, before anything learned weighs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from proposing import active, candidates, pairs, view_of

from kg.extract.statements.candidates import REACH, CandidateFinder
from kg.extract.statements.features import FeatureNamer
from kg.extract.statements.triggers import TriggerFinder
from kg.ontology.folder import data_dir
from kg.ontology.lexicon import Lexicon, Trigger
from kg.ontology.ontology import Ontology

WORDLESS = {
    frame: Trigger(relation, frame, "")
    for frame, relation in (
        ("adjacent", "country"),
        ("apposed", "country"),
        ("bracket", "owns"),
        ("inside", "published"),
    )
}


# Lists and symbols


def groups(text: str) -> list[list[str]]:
    """The entities of a sentence, those of one list together, in the order of their ranks."""
    found: dict[int, list[str]] = {}
    for argument in view_of(text).arguments:
        members = found.setdefault(argument.group, [])
        assert argument.rank == len(members)
        members.append(argument.entity)
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A/Np@Company ,/F B/Np@Company và/C C/Np@Company", [["A", "B", "C"]]),
        # Classes of one letter are alike; a country is not a place among others.
        ("A/Np@Company và/C B/Np@University ,/F C/Np@Person", [["A", "B"], ["C"]]),
        ("A/Np@City và/C B/Np@Country", [["A"], ["B"]]),
        # A class noun may stand before a member, a verb may not.
        ("A/Np@Company và/C công_ty/N B/Np@Company", [["A", "B"]]),
        ("A/Np@Company và/C mua/V B/Np@Company", [["A"], ["B"]]),
        ("A/Np@Company ,/F “/F B/Np@Company", [["A", "B"]]),
        ("A/Np@Company B/Np@Company", [["A"], ["B"]]),
        # A bracket behind a member.
        ("A/Np@Company (/F Pháp/Np )/F và/C B/Np@Company", [["A", "B"]]),
        ("A/Np@Company (/F Pháp/Np )/F B/Np@Company", [["A"], ["B"]]),
        ("A/Np@Company (/F hãng/N chip/N lớn/A hơn/R Pháp/Np )/F và/C B/Np@Company", [["A"], ["B"]]),
    ],
)
def test_lists(text: str, expected: list[list[str]]) -> None:
    assert groups(text) == expected


def test_what_stands_between() -> None:
    view = view_of("Hãng/N A/Np@Company (/F cũ/A )/F đã/R “/F mua/V 3/M B/Np@Product ,/F của/E Lan_Anh/Np ./F")
    assert view.symbols == ["N", "@O", "(", "A", ")", "đã", "", "V", "#", "@D", ",", "của", "Np", "Np", "."]
    assert view.gap(2, 9) == ["(", "A", ")", "đã", "V", "#"]
    assert view.core(2, 9) == ["V"]
    assert view.gap(9, 15) == ["@D", ",", "của", "Np", "."]
    assert (view.link(9), view.link(14), view.link(1)) == ("V", "của", "^")
    assert (view.word(-1), view.word(6), view.word(15)) == ("^", "@", "$")


def test_a_name_within_another_mention_is_nested() -> None:
    view = view_of("[ Công_ty/N Hàng_Châu/Np@City này/P ]@Company:Orvane mua/V A/Np@Company")
    assert [argument.entity for argument in view.arguments] == ["Orvane", "A"]
    assert [(outer.entity, inner.entity) for outer, inner in view.nested] == [("Orvane", "Hàng Châu")]


# Triggers with words


def test_any_two_sides_that_the_ontology_allows() -> None:
    text = "A/Np@Company ,/F B/Np@Company mua_lại/V C/Np@AIModel"
    acquired = active("acquired", "mua lại")
    assert pairs(text, acquired) == [("A", "B"), ("A", "C"), ("B", "A"), ("B", "C")]
    assert pairs(text, active("uses", "mua lại")) == [("A", "C"), ("B", "C")]
    assert pairs(text, active("ceoOf", "mua lại")) == []


def test_the_same_entity_is_not_both_sides() -> None:
    assert pairs("A/Np@Company mua/V [ hãng/N này/P ]@Company:A", active("acquired", "mua")) == []


def test_a_symmetric_fact_is_stated_in_the_order_of_the_text() -> None:
    text = "A/Np@Company đấu/V B/Np@Company"
    assert pairs(text, Trigger("competesWith", "mutual", "đấu")) == [("A", "B")]


@pytest.mark.parametrize(("words", "found"), [(REACH - 1, 1), (REACH, 0)])
def test_what_is_far_from_its_trigger_is_no_argument(words: int, found: int) -> None:
    text = f"A/Np@Company dùng/V {' '.join(['rất/R'] * words)} B/Np@Product"
    assert len(pairs(text, active("uses", "dùng"))) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A/Np@Product của/E B/Np@Company", [("B", "A")]),
        # Lists on either side.
        ("A/Np@Product và/C C/Np@Product của/E B/Np@Company", [("B", "A"), ("B", "C")]),
        # Brackets and an adjective belong to the name, a verb does not.
        ("A/Np@Product mới/A (/F tức/V X/Np )/F của/E B/Np@Company", [("B", "A")]),
        ("A/Np@Product này/P của/E B/Np@Company", [("B", "A")]),
        ("A/Np@Product tăng/V của/E B/Np@Company", []),
        ("A/Np@Product của/E một/L hai/M ba/M bốn/M năm/M B/Np@Company", [("B", "A")]),
        ("A/Np@Product của/E một/L hai/M ba/M bốn/M năm/M sáu/M B/Np@Company", []),
    ],
)
def test_a_link_word_joins_what_stands_on_its_two_sides(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text, Trigger("develops", "of", "của", "OS")) == expected
    turned = [(other, one) for one, other in expected]
    assert pairs(text, Trigger("availableOn", "of", "của", "SO")) == turned


# Triggers without a word


@pytest.mark.parametrize(
    ("frame", "text", "expected"),
    [
        ("adjacent", "hãng/N Pháp/Np@Country A/Np@Company", [("A", "Pháp")]),
        ("adjacent", "hãng/N Pháp/Np@Country làm/V chip/N lớn/A A/Np@Company", [("A", "Pháp")]),
        ("adjacent", "hãng/N Pháp/Np@Country một/L hai/M ba/M bốn/M năm/M A/Np@Company", []),
        ("adjacent", "Pháp/Np@Country ,/F A/Np@Company", []),
        ("apposed", "A/Np@Company ,/F hãng/N Pháp/Np@Country", [("A", "Pháp")]),
        ("apposed", "A/Np@Company –/F hãng/N chip/N lớn/A của/E Pháp/Np@Country", [("A", "Pháp")]),
        ("apposed", "A/Np@Company là/V hãng/N bán/V chip/N của/E Pháp/Np@Country", [("A", "Pháp")]),
        ("apposed", "A/Np@Company hãng/N Pháp/Np@Country", []),
        ("apposed", "A/Np@Company ,/F bán/V Pháp/Np@Country", []),
        ("apposed", "A/Np@Company ,/F B/Np@Person ,/F Pháp/Np@Country", [("B", "Pháp")]),
        ("bracket", "A/Np@Company (/F B/Np@Product )/F", [("A", "B")]),
        ("bracket", "A/Np@Company B/Np@Product", []),
        # Of a list the last one has the bracket.
        ("bracket", "A/Np@Company và/C B/Np@Company (/F C/Np@Product )/F", [("B", "C")]),
        ("inside", "[ báo_cáo/N của/E Stanford/Np@University ]@Report:Báo_cáo", [("Stanford", "Báo_cáo")]),
        ("inside", "Báo_cáo/N@Report của/E Stanford/Np@University", []),
    ],
)
def test_names_that_state_a_fact_without_a_word(frame: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text, WORDLESS[frame]) == expected


# What is left out


def test_a_side_that_the_sentence_leaves_out() -> None:
    known = view_of("Orvane/Np@Company").arguments[0]
    view = view_of("Sản_phẩm/N mới/A dùng/V Qwen/Np@AIModel ./F")
    view.context = [known]
    assert [(one.subject.entity, one.object.entity) for one in candidates(view, active("uses", "dùng"))] == [
        ("Orvane", "Qwen")
    ]


def test_nothing_is_left_out_of_a_class_that_hangs_on_the_trigger() -> None:
    known = view_of("Orvane/Np@Company").arguments[0]
    view = view_of("Giám_đốc/N của/E Velmora/Np@Company ,/F Lan/Np@Person")
    view.context = [known]
    found = candidates(view, Trigger("holdsPositionAt", "role", "giám đốc"))
    assert [(one.subject.entity, one.object.entity) for one in found] == [("Lan", "Velmora")]


# A class by data alone

BANK = """
kg:Bank a owl:Class ;
    rdfs:label "ngân hàng"@vi , "bank"@en ;
    rdfs:comment "…"@vi , "…"@en ;
    rdfs:subClassOf kg:Company .
"""


def test_a_new_class_is_read_as_the_one_above_it(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    with (folder / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write(BANK)
    ontology = Ontology.load(folder)
    trigger = active("acquired", "mua lại")

    def found(kind: str) -> list[tuple[str, list[str]]]:
        view = view_of(f"A/Np@Company và/C B/Np@{kind} mua_lại/V C/Np@Product", ontology)
        hits = TriggerFinder(lexicon).find(view.tokens, (view.start, view.end), set())
        finder = CandidateFinder((), ontology.model)
        names = FeatureNamer(ontology.model).names
        return [(f"{one.subject.entity} {one.object.entity}", names(one, view)) for one in finder.find(view, hits)]

    lexicon = Lexicon({("mua", "lại"): (trigger,)}, (), {}, frozenset(), frozenset())
    assert found("Bank") == found("Company")
    assert [pair for pair, _ in found("Bank")] == ["A B", "A C", "B A", "B C"]


def test_a_link_word_joins_only_what_stands_beside_it() -> None:
    """“X (Y) của A, Z của B”: neither does B make X, nor Y from inside its bracket."""
    of = Trigger("develops", "of", "của", "OS")
    text = (
        "Velm/Np@Product (/F Vòng/Np@Product )/F của/E Orvane/Np@Company ,/F "
        "Zarth/Np@Product của/E Kelbrin/Np@Company ./F"
    )
    assert pairs(text, of) == [("Orvane", "Velm"), ("Orvane", "Vòng"), ("Kelbrin", "Zarth")]


def test_only_what_two_of_a_sentence_may_have_is_looked_for_and_every_role() -> None:
    """Who bears a role is told by its word, whatever else the sentence tells of whom."""
    ontology = Ontology.load()
    joins = CandidateFinder((), ontology.model).joins
    assert "acquired" in joins.possible(["Company"]) and "ceoOf" not in joins.possible(["Company"])
    assert joins.possible([]) == frozenset()
    words = {("mua",): active("acquired", "mua"), ("chủ", "tịch"): Trigger("chairOf", "role", "chủ tịch")}
    lexicon = Lexicon({form: (trigger,) for form, trigger in words.items()}, (), {}, frozenset(), frozenset())
    view = view_of("A/Np@Person mua/V sách/N của/E chủ_tịch/N")
    sentence, finder = (view.start, view.end), TriggerFinder(lexicon)
    every = finder.find(view.tokens, sentence, set())
    assert [hit.trigger.relation for hit in every] == ["acquired", "chairOf"]
    wanted = finder.find(view.tokens, sentence, set(), joins.possible(["Person"]))
    assert [hit.trigger.relation for hit in wanted] == ["chairOf"]
