"""Syllables, words and numbers as tokens, and what a lost line break has stuck together."""

from __future__ import annotations

import pytest

from kg.language.vi.tokenizer import syllables


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("vàOrvane", ["và", "Orvane"]),
        ("OrvaneMột", ["Orvane", "Một"]),
        ("Talu 8.Từ", ["Talu", "8", ".", "Từ"]),
        ("K5Mặc", ["K5", "Mặc"]),
        ("McVela YouTube iPhone GPT-4o Tp.Kela", ["McVela", "YouTube", "iPhone", "GPT-4o", "Tp.", "Kela"]),
        ("l’Oréal O'Néill", ["l’Oréal", "O'Néill"]),
    ],
)
def test_words_that_hang_together_are_parted_where_no_word_has_a_capital(text: str, tokens: list[str]) -> None:
    assert list(syllables(text)) == tokens
