"""Nothing is believed that the text does not hold: where words stand, and what of a fact is taken from the text."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

pytest.importorskip("openai")

from making import made_article
from reading import ANSWERS, TEXTS

from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import read_answer
from kg.readers.llm.places import Places
from kg.readers.llm.reading import read
from kg.records import Extraction, LocalStatement

TEXT = TEXTS["quantor.txt"]
SENTENCE = "Tập đoàn Brisken sử dụng nền tảng Quantor của Orlanda từ năm 2022."
RELEASE = "Ngày 12/3/2024, công ty Velmora của Việt Nam ra mắt mô hình Orrery 2."


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (SENTENCE, "exact"),
        (f"  {SENTENCE}\n", "exact"),
        (SENTENCE.upper(), "folded"),
        (SENTENCE.replace(" ", "\n "), "exact"),
        (SENTENCE.replace("Quantor", "“Quantor”"), "folded"),
        (unicodedata.normalize("NFD", SENTENCE), "exact"),
        ("Quỹ Hòa Bình đã rót 5 triệu USD vào Orlanda.", "folded"),
        ("Tap doan Brisken su dung nen tang Quantor cua Orlanda tu nam 2022.", "folded"),
        (SENTENCE.replace("sử dụng nền tảng", "dùng nền tảng"), "aligned"),
        (SENTENCE.replace("2022", "2023"), None),
        (SENTENCE.replace("Tập đoàn Brisken", "Hôm qua ở Hà Nội tập đoàn Velmora"), None),
        ("dùng nó", None),
        ("", None),
        ("…", None),
    ],
    ids=lambda value: None if value is None else value[:12].strip() or "blank",
)
def test_an_evidence_stands_in_the_text_or_is_refused(words: str, how: str | None) -> None:
    fact = {"s": "a", "p": "uses", "o": "b", "evidence": words}
    facts = read_answer(json.dumps({"entities": ANSWERS["quantor.txt"]["entities"], "facts": [fact]})).facts
    readings = Places(TEXT).evidence(facts[0].evidence) if facts else []
    assert [piece.how for pieces in readings for piece in pieces] == ([how] if how else [])
    for pieces in readings:
        start, end = pieces[0].span
        assert TEXT[start:end] in TEXT and ("Brisken" in TEXT[start:end] or "Orlanda" in TEXT[start:end])


def test_an_evidence_of_two_places_is_found_in_both() -> None:
    words = f"{SENTENCE} Brisken không hợp tác với Velmora."
    ((one, other),) = Places(TEXT).evidence(words)
    assert TEXT[slice(*one.span)] == SENTENCE[:-1] and TEXT[slice(*other.span)].startswith("Brisken không")
    # A piece of a few words proves nothing.
    assert Places(TEXT).evidence(f"{SENTENCE} Brisken hợp tác với Orlanda ở Lào.") == []


def told(name: str, **changes: Any) -> Extraction:
    """What is read when the answer's last fact is another one with these fields."""
    answer = json.loads(json.dumps(ANSWERS[name]))
    for part in ("entities", "claims", "measurements"):
        answer[part] += changes.pop(part, [])
    answer["facts"] = [changes] if changes else []
    return read(made_article(TEXTS[name]), [read_answer(json.dumps(answer))], Ontology.load(), reader="m")


def only(found: Extraction) -> LocalStatement:
    (statement,) = found.statements
    return statement


@pytest.mark.parametrize(
    ("time", "read_as"),
    [
        ("2024-03-12", "2024-03-12"),
        ("2024-03", "2024-03-12"),
        ("2024", "2024-03-12"),
        ("2023", None),
        ("2024-05", None),
        ("last year", None),
        ("", None),
    ],
)
def test_a_time_is_ours_or_none(time: str, read_as: str | None) -> None:
    assert only(told("orrery.txt", s="velmora", p="released", o="orrery2", evidence=RELEASE, time=time)).time == read_as


def test_a_relation_and_its_classes_are_the_ontologys() -> None:
    for relation in ("loves", "ceoOf"):
        found = told("orrery.txt", s="velmora", p=relation, o="orrery2", evidence=RELEASE)
        assert found.statements == () and [one.what for one in found.refused if one.what == "fact"] == ["fact"]
    assert only(told("orrery.txt", s="velmora", p="RELEASED", o="orrery2", evidence=RELEASE)).relation == "released"


@pytest.mark.parametrize(
    ("changes", "sides"),
    [
        ({"o_as": "công ty này"}, "named, words"),
        ({}, "named, reference"),
        ({"o_as": "đang"}, "named, reference"),
    ],
    ids=["words", "reference", "idle words"],
)
def test_a_side_stands_by_its_words_or_by_reference(changes: dict[str, str], sides: str) -> None:
    evidence = "Theo Reuters, tập đoàn Brisken đang đàm phán mua lại công ty này."
    found = only(told("orrery.txt", s="brisken", p="acquired", o="velmora", evidence=evidence, **changes))
    assert found.rule.endswith(f"sides {sides}")
    assert TEXTS["orrery.txt"][slice(*(found.evidence.object or (0, 0)))] == "công ty này"


def test_a_side_that_does_not_stand_there_is_refused() -> None:
    # Việt Nam is named two sentences before, and nothing stands for it.
    found = told(
        "orrery.txt", s="brisken", p="country", o="vn", evidence="tập đoàn Brisken đang đàm phán mua lại công ty này"
    )
    assert found.statements == ()
    assert "a side does not stand in its evidence" in {refusal.reason for refusal in found.refused}


def test_a_post_and_a_speaker_are_words_of_the_text() -> None:
    evidence = "“Chúng tôi sẽ không bán dữ liệu của khách hàng cho bất kỳ ai”, bà Lê Thị Thảo Vy, CEO Velmora, nói."
    fact = {"s": "vy", "p": "ceoOf", "o": "velmora", "evidence": evidence}
    assert only(told("orrery.txt", **fact, position="ceo", by="reuters")).position == "CEO"
    assert only(told("orrery.txt", **fact, position="giám đốc toàn cầu")).position is None
    assert only(told("orrery.txt", **fact, by="nobody")).attributed_to is None


@pytest.mark.parametrize(
    ("value", "unit", "found"),
    [
        (40_000_000, "USD", ("40000000", "USD")),
        (40_000_000, "VND", ("40000000", "USD")),  # The unit is the text's.
        (41_000_000, "USD", None),
        (4_000_000, "USD", None),
    ],
)
def test_a_figure_is_read_from_the_text_again(value: int, unit: str, found: tuple[str, str] | None) -> None:
    answer = json.loads(json.dumps(ANSWERS["orrery.txt"]))
    answer["measurements"] = [{"subject": "velmora", "metric": "revenue", "value": value, "unit": unit}]
    made = read(made_article(TEXTS["orrery.txt"]), [read_answer(json.dumps(answer))], Ontology.load(), reader="m")
    assert [(m.value, m.unit) for m in made.measurements] == ([found] if found else [])
    assert [r.what for r in made.refused if r.what == "measurement"] == ([] if found else ["measurement"])


def test_words_that_nobody_says_are_no_claim() -> None:
    said = [
        {"speaker": "vy", "text": "chúng tôi sẽ bán mọi thứ cho bất kỳ ai"},
        {"speaker": "x", "text": "ra mắt mô hình"},
    ]
    found = told("orrery.txt", claims=said)
    assert [claim.text for claim in found.claims] == ["Chúng tôi sẽ không bán dữ liệu của khách hàng cho bất kỳ ai"]
    assert len([refusal for refusal in found.refused if refusal.what == "claim"]) == 2
