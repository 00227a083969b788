"""Who says what, from cases people can read: tests/cases/claims.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc, Span

import kg.extract.mentions.documents
import kg.extract.modality.cues
import kg.extract.speech.component
import kg.extract.words
import kg.language.vi.tokenizer  # noqa: F401
from kg.extract.modality.reader import attribution
from kg.extract.speech.claims import ClaimReader
from kg.ontology.ontology import Ontology
from kg.records import Article, Claim

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases" / "claims.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]
NAMES: dict[str, str] = DATA["names"]
CLAIMS = ClaimReader(Ontology.load())


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kg.vi.Tokenizer"}}})
    nlp.add_pipe("kg_words")
    return nlp


@pytest.fixture(scope="module")
def speech(nlp: Language) -> list[Any]:
    return [nlp.create_pipe("kg_documents"), nlp.create_pipe("kg_speech")]


def annotated(nlp: Language, speech: list[Any], text: str, references: dict[str, str]) -> Doc:
    """The text with every known name as a mention, so that only the search for speakers is tested."""
    doc = nlp(text)
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
    doc.user_data["kg_entities"] = {
        name: {"type": kind, "label": name, "aliases": [], "known": ""} for name, kind in NAMES.items()
    }
    for component in speech:
        doc = component(doc)
    return doc


def read(
    nlp: Language,
    speech: list[Any],
    text: str,
    references: dict[str, str] | None = None,
) -> tuple[Doc, tuple[Claim, ...]]:
    doc = annotated(nlp, speech, text, references or {})
    return doc, CLAIMS.read(doc, Article(id="article-1", source="one.txt", text=text))


def test_there_are_as_many_cases_as_were_written() -> None:
    assert len(CASES) == 51


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["why"],
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
        )
        for case in CASES
    ],
)
def test_claims(nlp: Language, speech: list[Any], case: dict[str, Any]) -> None:
    doc, found = read(nlp, speech, case["text"], case.get("references"))
    entities = doc.user_data["kg_entities"]
    assert [[entities[claim.speaker]["label"], claim.text] for claim in found] == case["expected"]
    assert all(case["text"][claim.start : claim.end] == claim.text for claim in found)
    assert len({claim.id for claim in found}) == len(found)


def test_the_medium_is_the_venue(nlp: Language, speech: list[Any]) -> None:
    _, found = read(nlp, speech, "“Chúng tôi không vội mở cửa hàng mới”, bà Mai Ký nói với Reuters.")
    assert [claim.venue for claim in found] == ["Reuters"]
    _, found = read(nlp, speech, "“Chúng tôi không vội mở cửa hàng mới”, bà Mai Ký nói.")
    assert [claim.venue for claim in found] == [None]


def test_what_stands_in_reported_speech_is_attributed_and_the_rest_is_not(nlp: Language, speech: list[Any]) -> None:
    text = "Lá Sen mua Mưa Ngâu. Theo Reuters, Lá Sen đang đàm phán mua Sông Mây."
    doc, _ = read(nlp, speech, text)
    words = [token.text for token in doc]
    first, second = (i for i, word in enumerate(words) if word == "mua")
    assert attribution(doc, first, first + 1) is None
    assert attribution(doc, second, second + 1) == "Reuters"


def test_a_text_without_speakers_or_words_has_no_claims(nlp: Language, speech: list[Any]) -> None:
    assert read(nlp, speech, "")[1] == ()
    assert read(nlp, speech, "“Không ai biết ai nói câu này cả”.")[1] == ()
