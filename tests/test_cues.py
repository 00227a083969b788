"""``kg_cues``: which words are cues, and which only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import stepped

from kg.errors import Fault
from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.modality.cues import Cues
from kg.extract.view import TokenView
from kg.ontology.cues import CueFile, read_cues
from kg.ontology.ontology import Ontology


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Hãng không dùng chip này.", ["không"]),
        ("Hãng không còn dùng chip này.", ["không còn"]),
        ("Hãng không chỉ dùng chip này.", []),
        ("Chưa đầy một năm, hãng sẽ bán chip.", ["sẽ"]),
        ("Hãng quyết định mua chip.", []),
        ("Chị Nghi và anh Định mua chip.", []),
        ("Hãng phủ nhận tin muốn mua chip.", ["phủ nhận", "muốn"]),
    ],
)
def test_cues_in_text(extractor: Extractor, text: str, cues: list[str]) -> None:
    doc = stepped(extractor, text, "kg_words", "kg_cues")
    found = list(dict.fromkeys(doc[hit.start : hit.end].text for hit in Document.of(doc).cues))
    assert found == cues


def view(*sentences: str) -> TokenView:
    """Sentences of words; "+" before a syllable that begins no word."""
    rows = [sentence.split() for sentence in sentences]
    words = [word.lstrip("+") for row in rows for word in row]
    begins = [not word.startswith("+") for row in rows for word in row]
    places: list[tuple[int, int]] = []
    for row in rows:
        start = places[-1][1] if places else 0
        places.append((start, start + len(row)))
    return TokenView(words, [word.lower() for word in words], ["N"] * len(words), [True] * len(words), begins, places)


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        (["the firm may not buy"], [(2, "hedge"), (3, "negation")]),
        (["the firm will not buy"], [(2, "plan"), (3, "negation")]),
        (["not only the firm"], []),
        (["the firm no longer buys"], [(2, "end")]),
        (["the firm is no +body"], []),
        (["May is a month", "the month of May"], [(0, "hedge")]),
        (["a letter “ May we “"], [(3, "hedge")]),
        (["the firm tries and fails to"], [(4, "negation"), (4, "refusal")]),
    ],
)
def test_cues_are_those_of_the_words_given(sentences: list[str], found: list[tuple[int, str]]) -> None:
    """The longest wins; a capital inside a sentence and a part of a word are none; the same text may be two."""
    words = Ontology.load().cues.model_dump() | {
        "groups": [
            {"kind": kind, "direction": direction, "scope": "clause", "cues": cues}
            for kind, direction, cues in (
                ("negation", "forward", ["not", "no", "fails to"]),
                ("refusal", "backward", ["fails to"]),
                ("end", "forward", ["no longer"]),
                ("hedge", "forward", ["may"]),
                ("plan", "forward", ["will"]),
            )
        ],
        "exceptions": ["not only"],
    }
    hits = Cues(CueFile.model_validate(words)).find(view(*sentences))
    assert [(hit.start, hit.cue.kind) for hit in hits] == found


def test_a_cue_knows_its_kind_direction_and_scope() -> None:
    cue = next(cue for cue in Ontology.load().cues.cues() if cue.text == "phủ nhận")
    assert (cue.kind, cue.direction, cue.scope) == ("deny", "forward", "sentence")


def test_no_cue_is_listed_twice_or_spelled_with_capitals() -> None:
    cues = [(cue.text, cue.kind, cue.direction) for cue in Ontology.load().cues.cues()]
    assert sorted(cues) == sorted(set(cues))
    assert all(text == text.lower() for text, _, _ in cues)


def test_a_fault_in_the_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cues.yaml"
    path.write_text(
        "groups:\n  - kind: maybe\n    direction: forward\n    scope: clause\n    cues: [có thể]\n", encoding="utf-8"
    )
    faults: list[Fault] = []
    assert read_cues(path, faults=faults) is None
    assert faults[0].line == 2 and "kind" in faults[0].message
