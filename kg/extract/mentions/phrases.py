"""Bridge: remove when all rooms are in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from kg.language.vi.tokenizer import syllables
from kg.phrases import PhraseTable

__all__ = ["Phrases", "syllables"]

Value = TypeVar("Value")


class Phrases(PhraseTable[Value]):  # bridge: remove when all rooms are in
    """``PhraseTable(items, cut=syllables)``."""

    def __init__(self, items: Iterable[tuple[str, Value]]) -> None:
        super().__init__(items, cut=syllables)
