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

    A space in a word matches any run of blanks. Words of one first letter are together, so that the others are passed
    over at once.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    rests: dict[str, list[str]] = {}
    for word in ordered:
        whole = r"[ \u00a0]{1,3}".join(re.escape(part) for part in word.split())
        first = re.escape(word.split()[0][0])
        rests.setdefault(first, []).append(whole.removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(found)})" for first, found in rests.items()) or "(?!)"


def canonical(value: Decimal) -> str:
    """Plain digits without trailing zeros: ``2300000000``, ``0.92``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
