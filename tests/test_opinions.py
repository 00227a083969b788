"""How what the encoder thinks of a fact stands beside what it thinks of others."""

from __future__ import annotations

from collections.abc import Mapping

from making import hand_made

from kg.extract.document import Document
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.opinions import Opinions
from kg.extract.statements.sentence import SentenceReader, SentenceView
from kg.ontology.lexicon import Trigger
from kg.ontology.ontology import Ontology

ONTOLOGY = Ontology.load()
#: Log-odds by sentence, subject and object.
Odds = Mapping[tuple[int, str, str], Mapping[str, float]]


def told(text: str, odds: Odds, fact: tuple[str, str, str]) -> dict[str, str]:
    """What is told of ``fact``, without what is told by relation."""
    return dict(name.split("=") for name in all_told(text, odds, fact) if ":" not in name)


def all_told(text: str, odds: Odds, fact: tuple[str, str, str]) -> list[str]:
    """What is told of ``fact`` in the first sentence of ``text``."""
    doc = hand_made(text)
    tokens = Document.of(doc).view
    reader = SentenceReader(ONTOLOGY.grammar, ONTOLOGY.model)
    views = [reader.read(tokens, place, doc.spans["mentions"], doc.spans["references"]) for place in tokens.sentences]
    for number, view in enumerate(views):
        by_name = {argument.entity: argument for argument in view.arguments}
        view.odds = {
            (by_name[one].place, by_name[other].place): likely
            for (where, one, other), likely in odds.items()
            if where == number
        }
    opinions, one = Opinions(views), candidate(views[0], fact)
    standing = opinions.standing(one, views[0])
    return [] if standing is None else opinions.names(one, views[0], standing)


def candidate(view: SentenceView, fact: tuple[str, str, str]) -> Candidate:
    by_name = {argument.entity: argument for argument in view.arguments}
    subject, relation, object_ = fact
    pair = Trigger(relation, "pair", "")
    return Candidate(relation, by_name[subject], by_name[object_], pair, view.start, view.start)


TWO = "A/Np@Person gặp/V B/Np@Company và/C C/Np@Company | A/Np@Person rời/V B/Np@Company"
FACT = "A", "ceoOf", "B"


def test_another_sentence_may_confirm_what_this_one_says() -> None:
    there = {"ceoOf": 5.0}
    assert told(TWO, {(0, "A", "B"): {"ceoOf": 1.0}, (1, "A", "B"): there}, FACT)["read-elsewhere"] == "2"
    assert told(TWO, {(0, "A", "B"): {"ceoOf": 1.0}}, FACT)["read-elsewhere"] == "none"
    # It is no reason that this one says it.
    assert "read-elsewhere" not in told(TWO, {(0, "A", "B"): {"ceoOf": -2.0}, (1, "A", "B"): there}, FACT)


def test_rivals_are_told_by_how_much_less_likely_they_are() -> None:
    odds = {(0, "A", "B"): {"owns": 1.0}, (0, "A", "C"): {"owns": 3.5}}
    found = told("A/Np@Company mua/V B/Np@Company của/E C/Np@Company", odds, ("A", "owns", "B"))
    assert (found["read-object"], found["read-other-object"]) == ("-2", "1")


def test_who_stands_in_a_list_with_it_is_no_rival() -> None:
    odds = {(0, "A", "B"): {"ceoOf": 1.0}, (0, "A", "C"): {"ceoOf": 3.5}}
    assert "read-object" not in told(TWO, odds, FACT)


def test_the_other_way_round_counts_from_the_whole_article() -> None:
    text = "A/Np@Company gặp/V B/Np@Company | A/Np@Company mua/V B/Np@Company"
    odds = {(0, "A", "B"): {"owns": 1.0}, (1, "B", "A"): {"owns": 4.0}}
    assert told(text, odds, ("A", "owns", "B"))["read-turned"] == "-2"


def test_a_likelier_relation_of_the_pair_is_named() -> None:
    names = all_told(TWO, {(0, "A", "B"): {"ceoOf": 1.0, "left": 2.0}}, FACT)
    assert "read-outdone=ceoOf:left" in names


def test_what_the_article_tells_of_the_pair_besides_is_named() -> None:
    odds = {(0, "A", "B"): {"owns": 1.0, "sued": -1.0}, (1, "A", "B"): {"sued": 2.0}, (1, "B", "A"): {"uses": 3.0}}
    text = "A/Np@Company gặp/V B/Np@Company | A/Np@Company kiện/V B/Np@Company"
    names = all_told(text, odds, ("A", "owns", "B"))
    assert {"read-with=owns:sued", "read-against=owns:uses"} <= set(names)
    assert "read-with=owns:owns" not in names


def test_what_it_never_learned_it_has_no_opinion_of() -> None:
    assert told(TWO, {(0, "A", "B"): {"ceoOf": 1.0}}, ("A", "left", "B")) == {}


def test_what_is_hardly_a_fact_is_not_looked_at() -> None:
    assert told(TWO, {(0, "A", "B"): {"ceoOf": -5.0}}, FACT) == {}
