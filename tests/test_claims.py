"""Who says what, from cases people can read: tests/cases/claims.yaml."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import made_params, stepped
from spacy.tokens import Doc, Span

from kg.errors import FailureError
from kg.extract import Extractor
from kg.extract.document import Document, Utterance
from kg.extract.modality.reader import attribution
from kg.extract.speech.component import Speech
from kg.extract.speech.content import Content
from kg.extract.speech.judge import Judge
from kg.extract.speech.reader import SpeechReader
from kg.extract.speech.rules import Rules
from kg.extract.speech.speakers import Who
from kg.extract.speech.units import units_of
from kg.extract.view import TokenView
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.records import Claim, Entity

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases" / "claims.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]
JUDGED: list[dict[str, Any]] = DATA["judged"]
NAMES: dict[str, str] = DATA["names"]
RULES = Judge({}, 0.0, 0.0)


def annotated(extractor: Extractor, text: str, references: dict[str, str], judge: Judge | None = RULES) -> Doc:
    """The text with every known name as a mention, so that only the search for speakers is tested.

    ``judge`` believes what no rule speaks against; without one it is the shipped one.
    """
    doc = stepped(extractor, text, "kg_words")
    mentions: list[Span] = []
    for name in sorted(NAMES, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            span = doc.char_span(*match.span(), label=NAMES[name], span_id=name)
            if span is not None and all(span.end <= other.start or other.end <= span.start for other in mentions):
                mentions.append(span)
    doc.spans["mentions"] = sorted(mentions, key=lambda span: span.start)
    pointers = []
    for words, name in references.items():
        first = doc.char_span(text.index(words), text.index(words) + len(words.split()[0]))
        assert first is not None
        pointers.append(Span(doc, first.start, first.end, label=NAMES[name], span_id=name))
    doc.spans["references"] = pointers
    Document.of(doc).entities = {name: Entity(id=name, type=kind, label=name) for name, kind in NAMES.items()}
    doc = extractor.nlp.get_pipe("kg_reports")(doc)
    speech = Speech(SpeechReader(Rules(extractor.ontology), judge)) if judge else extractor.nlp.get_pipe("kg_speech")
    return speech(doc)


def read(
    extractor: Extractor, text: str, references: dict[str, str] | None = None, judge: Judge | None = RULES
) -> tuple[Doc, tuple[Claim, ...]]:
    doc = annotated(extractor, text, references or {}, judge)
    return doc, extractor.claims.read(doc)


def test_there_are_as_many_cases_as_were_written() -> None:
    assert (len(CASES), len(JUDGED)) == (154, 8)


@pytest.mark.parametrize("case", made_params(CASES, by="why"))
def test_claims(extractor: Extractor, case: dict[str, Any]) -> None:
    doc, found = read(extractor, case["text"], case.get("references"))
    entities = Document.of(doc).entities
    assert [[entities[claim.speaker].label, claim.text] for claim in found] == case["expected"]
    assert all(case["text"][claim.start : claim.end] == claim.text for claim in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("case", made_params(JUDGED, by="why"))
def test_what_is_a_claim_is_learned(extractor: Extractor, case: dict[str, Any]) -> None:
    doc, found = read(extractor, case["text"], judge=None)
    entities = Document.of(doc).entities
    assert [[entities[claim.speaker].label, claim.text] for claim in found] == case["expected"]
    _, ruled = read(extractor, case["text"])
    assert ruled != found


def test_weights_of_claims_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FailureError, match="not a model of claims"):
        Judge.load(tmp_path / "none.json")


def test_the_medium_is_the_venue(extractor: Extractor) -> None:
    _, found = read(extractor, "“Chúng tôi không vội mở cửa hàng mới”, bà Mai Ký nói với Reuters.")
    assert [claim.venue for claim in found] == ["Reuters"]
    _, found = read(extractor, "“Chúng tôi không vội mở cửa hàng mới”, bà Mai Ký nói.")
    assert [claim.venue for claim in found] == [None]


def test_what_stands_in_reported_speech_is_attributed_and_the_rest_is_not(extractor: Extractor) -> None:
    text = "Lá Sen mua Mưa Ngâu. Theo Reuters, Lá Sen đang đàm phán mua Sông Mây."
    doc, _ = read(extractor, text)
    words = [token.text for token in doc]
    first, second = (i for i, word in enumerate(words) if word == "mua")
    assert attribution(doc, first, first + 1) is None
    assert attribution(doc, second, second + 1) == "Reuters"


def test_a_text_without_speakers_or_words_has_no_claims(extractor: Extractor) -> None:
    assert read(extractor, "")[1] == ()
    assert read(extractor, "“Không ai biết ai nói câu này cả”.")[1] == ()


def view(text: str, tags: str) -> TokenView:
    """Tokens parted by blanks, each a word of its own, in one sentence."""
    words = text.split()
    return TokenView(
        words=words,
        low=[word.lower() for word in words],
        tags=tags.split(),
        spaces=[True] * len(words),
        begins=[True] * len(words),
        sentences=[(0, len(words))],
    )


def test_speech_is_read_from_words_and_names_alone() -> None:
    known = Ontology.load()
    reader = SpeechReader(Rules(known))
    said = view("Mai nói rằng hãng sẽ mở cửa .", "Np V C N R V N F")
    assert reader.read(said, [Who(0, 1, "Person", "mai")]) == [Utterance(3, 7, False, "mai", 0, 8)]
    assert reader.read(said, [Who(0, 1, "City", "mai")]) == []
    assert reader.read(said, []) == []


def test_a_new_class_below_one_that_speaks_speaks_too(tmp_path: Path) -> None:
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    with (folder / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write(
            '\nkg:Minister a owl:Class ; rdfs:label "bộ trưởng"@vi , "minister"@en ;\n'
            '    rdfs:comment "…"@vi , "…"@en ; rdfs:subClassOf kg:Person .\n'
        )
    known = Ontology(folder)
    reader = SpeechReader(Rules(known))
    said = view("Mai nói rằng hãng sẽ mở cửa .", "Np V C N R V N F")
    assert [one.speaker for one in reader.read(said, [Who(0, 1, "Minister", "mai")])] == ["mai"]


def test_a_sentence_is_cut_inside_no_quote() -> None:
    words = view("“ Một . Hai . ” , Mai nói . Ba .", "F M F M F F F Np V F M F")
    cut = replace(words, sentences=[(0, 3), (3, 10), (10, 12)])
    assert [(unit.left, unit.right, unit.quotes) for unit in units_of(cut)] == [(0, 10, ((0, 5),)), (10, 12, ())]


def test_a_statement_ends_where_a_second_speaker_takes_over() -> None:
    known = Ontology.load()
    content = Content(
        view("Mai nói hãng lãi , còn Ký nói hãng lỗ", "Np V N V F C Np V N V"),
        Rules(known),
    )
    assert content.stop(2, 10, 7) == 5
    assert content.stop(2, 10, 1) == 10
    assert content.has_verb(2, 4) and not content.has_verb(2, 3) and not content.says(2, 4)


def test_who_speaks_for_a_body_says_what_the_body_says() -> None:
    known = Ontology.load()
    reader = SpeechReader(Rules(known))
    said = view("Đại diện Lá_Sen nói rằng hãng sẽ mở cửa .", "N N Np V C N R V N F")
    spoke = Who(0, 2, "Person", "mai", named=False)
    assert [one.speaker for one in reader.read(said, [spoke, Who(2, 3, "Company", "sen")])] == ["sen"]
    assert [one.speaker for one in reader.read(said, [spoke])] == ["mai"]
    assert [one.speaker for one in reader.read(said, [replace(spoke, named=True), Who(2, 3, "Company", "sen")])] == [
        "mai"
    ]


def test_a_post_is_held_by_whom_the_text_names_with_it_whatever_the_reference_means() -> None:
    known = Ontology.load()
    reader = SpeechReader(Rules(known))
    said = view("Thủ tướng Mai đến . Thủ tướng nói rằng hãng sẽ mở cửa .", "N N Np V F N N V C N R V N F")
    said = replace(said, sentences=[(0, 5), (5, 14)])
    named = [Who(2, 3, "Person", "mai"), Who(5, 7, "Person", "lan", named=False)]
    assert [one.speaker for one in reader.read(said, named)] == ["mai"]
