"""An article as plain lists: where things stand in it, looked for once."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.extract.document import Document
from kg.extract.view import TokenView
from kg.language.memo import Memo
from kg.phrases import PhraseTable

TEXT = (
    "Chè Lá Sen (Huế) mở rộng\n\n"
    "Theo báo cáo (quý 3, nhà máy (mới) ở Huế), Lá Sen tăng  9%.\nMột ngoặc ( để ngỏ\nđóng ) sau.\n"
)


@pytest.fixture(scope="module")
def view(extractor: Extractor) -> TokenView:
    return Document.of(extractor.annotate(made_article(TEXT))).view


def test_tokens_stand_where_their_characters_do(view: TokenView, extractor: Extractor) -> None:
    doc = extractor.annotate(made_article(TEXT))
    assert view.offsets == [*(token.idx for token in doc), len(TEXT)]
    for start in range(len(view)):
        for end in range(start + 1, min(start + 4, len(view)) + 1):
            span = doc[start:end]
            assert view.chars(start, end) == (span.start_char, span.end_char)
    assert [line.strip() for line in TEXT.split("\n") if line] == [view.text(*line) for line in view.lines]


def test_brackets_are_closed_on_their_line_and_the_last_opened_first(view: TokenView) -> None:
    told = [view.text(start, end + 1) for start, end in view.brackets]
    assert told == ["(Huế)", "(mới)"]


def test_phrases_of_an_article_are_looked_for_once(view: TokenView) -> None:
    table = PhraseTable([("lá sen", 1), ("lá", 2), ("nhà máy", 3), ("huế mới", 4)])
    found = view.hits(table)
    wanted = {i: hit for i in range(len(view)) if (hit := table.at(view.low, i)) is not None}
    assert found == wanted and len(found) == 3
    assert view.hits(table) is found
    assert view.where(["lá", "huế"]) == [i for i, word in enumerate(view.low) if word in ("lá", "huế")]


def test_what_a_function_has_said_is_kept_until_there_is_too_much() -> None:
    asked: list[int] = []

    def square(key: int) -> int:
        asked.append(key)
        return key * key

    memory = Memo(square, kept=3)
    assert [memory[key] for key in (1, 2, 1, 3, 2)] == [1, 4, 1, 9, 4]
    assert asked == [1, 2, 3]
    assert memory[4] == 16 and set(memory) == {4}
