"""Phrases found in a list of tokens, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from kg.language.vi.tokenizer import TOKEN

__all__ = ["Phrases", "syllables"]

Value = TypeVar("Value")


def syllables(text: str) -> tuple[str, ...]:
    """The tokens of a phrase, cut as the tokenizer cuts articles."""
    return tuple(match.group() for match in TOKEN.finditer(text) if not match.group().isspace())


class Phrases(Generic[Value]):
    """A map from phrases to values; of two values for one phrase the first given stays."""

    def __init__(self, items: Iterable[tuple[str, Value]]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], Value]] = {}
        for phrase, value in items:
            tokens = syllables(phrase)
            self._by_first.setdefault(tokens[0], {}).setdefault(tokens, value)
        self._lengths = {
            first: sorted({len(tokens) for tokens in found}, reverse=True) for first, found in self._by_first.items()
        }

    def at(self, tokens: Sequence[str], start: int) -> tuple[int, Value] | None:
        """The longest phrase that begins at ``start``: its end and value."""
        lengths = self._lengths.get(tokens[start])
        if lengths is None:
            return None
        found = self._by_first[tokens[start]]
        for length in lengths:
            key = tuple(tokens[start : start + length])
            if key in found:
                return start + len(key), found[key]
        return None

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, Value]]:
        """All phrases from left to right, none overlapping another: start, end, value."""
        i = 0
        firsts = self._lengths
        while i < len(tokens):
            hit = self.at(tokens, i) if tokens[i] in firsts else None
            if hit is None:
                i += 1
            else:
                yield i, hit[0], hit[1]
                i = hit[0]
