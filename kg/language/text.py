"""Text made ready for looking words up in it, and numbers written plainly: the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

__all__ = ["alternatives", "canonical", "lower"]


def lower(text: str) -> str:
    """``text`` in lower case with every character at its offset (some lower to two; those are kept)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of ``words``, and nothing where there are none.

    A space in a word matches any run of blanks.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"[ \u00a0]{1,3}".join(re.escape(part) for part in word.split()) for word in ordered) or "(?!)"


def canonical(value: Decimal) -> str:
    """Plain digits without trailing zeros: ``2300000000``, ``0.92``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
