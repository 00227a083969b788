"""What the steps of reading write, each its own part of the article's Document."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from making import made_article
from spacy.tokens import Doc

from kg.extract import Extractor
from kg.extract.document import Document

DESIGN = Path(__file__).parents[1] / "docs" / "design.md"
TEXT = (
    "Orvane mở rộng\n\n"
    "OpenAI tăng đầu tư. CEO Sam Altman nói rằng công ty này sẽ chi 20 triệu USD vào tháng 12.\n"
    "Theo một báo cáo của Đại học Velmora, giá chip đang tăng.\n"
)


def told() -> set[tuple[str, str]]:
    """Part and step, as the design's table has them."""
    rows = re.findall(r"^\| `([a-z]+|doc\.spans.*?)` \| (.*?) \|", DESIGN.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        (part, step)
        for part, cell in rows
        for step in re.findall(r"`(\w+)`", cell)
        if part.startswith("doc.") or part in {field.name for field in fields(Document)}
    }


def parts(doc: Doc) -> dict[str, str]:
    """All that is in the Doc, by part; what has been looked up in it is none."""
    document = Document.of(doc)
    read = [field.name for field in fields(document) if not field.name.startswith("_")]
    found = {name: repr(getattr(document, name, None)) for name in read}
    spans = {
        f'doc.spans["{key}"]': repr([(span.start, span.end, span.label_, span.id_) for span in group])
        for key, group in doc.spans.items()
    }
    return found | spans


def test_each_step_writes_what_the_design_says_and_nothing_else(extractor: Extractor) -> None:
    doc = extractor.nlp.make_doc(TEXT)
    Document.of(doc).date = "2025-12-20"
    written = {("date", "annotate")}
    before = parts(doc)
    for name, step in extractor.nlp.pipeline:
        doc = step(doc)
        after = parts(doc)
        written |= {(part, name) for part, value in after.items() if value != before.get(part)}
        before = after
    assert written == told()
    assert list(doc.user_data.values()) == [Document.of(doc)]


def test_spans_are_looked_at_once_and_again_where_others_are_written(extractor: Extractor) -> None:
    doc = extractor.annotate(made_article(TEXT))
    marked = Document.marked(doc, "mentions")
    assert [(one.start, one.end, one.label, one.id, one.start_char, one.end_char) for one in marked] == [
        (span.start, span.end, span.label_, span.id_, span.start_char, span.end_char) for span in doc.spans["mentions"]
    ]
    assert marked and Document.marked(doc, "mentions") is marked
    doc.spans["mentions"] = list(doc.spans["mentions"])[1:]
    assert Document.marked(doc, "mentions") == marked[1:]
    assert Document.marked(doc, "nothing") == []


def test_every_entity_has_a_key_of_its_own(extractor: Extractor) -> None:
    document = Document.of(extractor.annotate(made_article(TEXT)))
    assert [entity.id for entity in document.entities.values()] == list(document.entities)
    key = document.add("Company", "Tarsilon", ["TSL"])
    assert document.entities[key].label == "Tarsilon"
    assert len({entity.id for entity in document.entities.values()}) == len(document.entities)
