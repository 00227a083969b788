"""Modality of facts, from cases people can read: tests/cases/modality.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from making import made_params, stepped
from spacy.tokens import Doc

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.modality.clauses import ClauseSplitter
from kg.extract.modality.reader import ModalityRules
from kg.ontology.cues import ClauseWords
from kg.ontology.ontology import Ontology

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "modality.yaml").read_text(encoding="utf-8")
)


def tokens(doc: Doc, words: str) -> tuple[int, int]:
    start = doc.text.index(words)
    span = doc.char_span(start, start + len(words))
    assert span is not None, f"{words!r} is not on token boundaries"
    return span.start, span.end


def test_there_are_as_many_cases_as_were_written() -> None:
    assert len(CASES) == 74


@pytest.mark.parametrize("case", made_params(CASES, by="why"))
def test_modality(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = stepped(extractor, case["text"], "kg_words", "kg_cues")
    sides = {side: tokens(doc, case[side]) for side in ("subject", "object") if side in case}
    reader = ModalityRules.of(Ontology.load()).reader(doc)
    assert (reader.modality(tokens(doc, case["trigger"]), **sides) or "none") == case["expected"]


def test_clauses_cover_the_sentence_and_lists_stay_whole(extractor: Extractor) -> None:
    doc = stepped(
        extractor,
        "Sông Mây, vốn không dùng Qwen, đã mua Lá Sen, Mưa Ngâu và Chích Chòe nhưng bán Cà Cuống.",
        "kg_words",
        "kg_cues",
    )
    sent = next(doc.sents)
    found = ClauseSplitter(Ontology.load().cues.clauses).clauses(Document.of(doc).view, 0)
    assert found[0][0] == sent.start and found[-1][1] == sent.end
    assert [doc[a:b].text for a, b in found] == [
        "Sông Mây,",
        "vốn không dùng Qwen,",
        "đã mua Lá Sen, Mưa Ngâu và Chích Chòe",
        "nhưng bán Cà Cuống.",
    ]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("A/N buys/V B/N but/C sells/V C/N", [(0, 3), (3, 6)]),
        ("A/N ,/F B/N and/C C/N buy/V D/N", [(0, 7)]),
        ("A/N buys/V B/N ,/F which/P C/N owns/V", [(0, 4), (4, 7)]),
        ("A/N buys/V B/N ,/F C/N sells/V D/N", [(0, 4), (4, 7)]),
        ("A/N says/V :/F “/F B/N wins/V ”/F", [(0, 2), (2, 3), (3, 4), (4, 6), (6, 7)]),
        ("A/N -/F B/N", [(0, 2), (2, 3)]),
    ],
)
def test_clauses_of_lists_by_words_that_are_given(sentence: str, clauses: list[tuple[int, int]]) -> None:
    words, tags = zip(*(item.rsplit("/", 1) for item in sentence.split()), strict=True)
    splitter = ClauseSplitter(ClauseWords(openers=("but",), after_comma=("which",), joiners=("and",)))
    assert splitter.split(words, tags) == clauses
    assert splitter.split(words, tags, 5) == [(5 + start, 5 + end) for start, end in clauses]


def test_a_reader_reads_with_the_words_that_it_is_given(extractor: Extractor) -> None:
    doc = stepped(extractor, "Velmora không mua Orvane.", "kg_words", "kg_cues")
    rules = ModalityRules.of(Ontology.load())
    trigger = tokens(doc, "mua")
    assert rules.reader(doc).modality(trigger) == "negated"
    through = rules.words.model_copy(update={"void_before": ("mua",)})
    assert ModalityRules(through, rules.splitter).reader(doc).modality(trigger) == "asserted"
