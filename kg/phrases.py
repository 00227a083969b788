"""Phrases looked up in a list of tokens: the one table for word lists, names and triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

__all__ = ["PhraseSet", "PhraseTable"]

Value = TypeVar("Value")
ABSENT = object()
#: No token is empty.
END = ""

_Node = dict[str, Any]


class PhraseTable(Generic[Value]):
    """A map from phrases to values; of two values for one phrase the first given stays.

    ``cut`` parts a phrase into the tokens that texts are parted into; by default at its blanks.
    """

    def __init__(self, items: Iterable[tuple[str, Value]], *, cut: Callable[[str], Sequence[str]] = str.split) -> None:
        #: By token what may follow it, and at END the value of the phrase that ends there.
        self._firsts: dict[str, _Node] = {}
        for phrase, value in items:
            first, *others = cut(phrase)
            node = self._firsts.setdefault(first, {})
            for token in others:
                node = node.setdefault(token, {})
            node.setdefault(END, value)

    def at(self, tokens: Sequence[str], start: int, end: int | None = None) -> tuple[int, Value] | None:
        """The longest phrase that begins at ``start`` and ends by ``end``: where it ends, and its value."""
        # Asked at every token of a text by some twenty tables: no generator, and nearly always this look-up alone.
        node = self._firsts.get(tokens[start]) if start < len(tokens) else None
        if node is None:
            return None
        stop = len(tokens) if end is None else min(end, len(tokens))
        found = None
        while start < stop:
            start += 1
            value = node.get(END, ABSENT)
            if value is not ABSENT:
                found = start, cast(Value, value)
            node = node.get(tokens[start]) if start < stop else None
            if node is None:
                break
        return found

    def begins(self, tokens: Sequence[str], start: int = 0, end: int | None = None) -> list[int]:
        """Where the first token of a phrase stands: nowhere else does one begin."""
        firsts = self._firsts
        return [i for i, token in enumerate(tokens[start:end], start) if token in firsts]

    def among(self, places: Mapping[str, Sequence[int]]) -> list[int]:
        """As ``begins``, of tokens of which ``places`` tells where each stands: a text has few, each many times."""
        return sorted(i for token in self._firsts.keys() & places.keys() for i in places[token])

    def all_at(self, tokens: Sequence[str], start: int, end: int | None = None) -> Sequence[tuple[int, Value]]:
        """Every phrase that begins at ``start`` and ends by ``end``, the longest first."""
        node = self._firsts.get(tokens[start]) if start < len(tokens) else None
        if node is None:
            return ()
        stop = len(tokens) if end is None else min(end, len(tokens))
        found: list[tuple[int, Value]] = []
        while start < stop:
            start += 1
            value = node.get(END, ABSENT)
            if value is not ABSENT:
                found.append((start, cast(Value, value)))
            node = node.get(tokens[start]) if start < stop else None
            if node is None:
                break
        return found[::-1]

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, Value]]:
        """All phrases from left to right, none overlapping another: start, end, value."""
        end = 0
        for i in self.begins(tokens):
            hit = self.at(tokens, i) if i >= end else None
            if hit is not None:
                end = hit[0]
                yield i, end, hit[1]


class PhraseSet(PhraseTable[bool]):
    """A set of phrases."""

    def __init__(self, phrases: Iterable[str], *, cut: Callable[[str], Sequence[str]] = str.split) -> None:
        super().__init__(((phrase, True) for phrase in phrases), cut=cut)

    def size(self, tokens: Sequence[str], start: int, end: int) -> int:
        """How many tokens the longest phrase that begins at ``start`` and ends by ``end`` has; 0 for none."""
        hit = self.at(tokens, start, end)
        return 0 if hit is None else hit[0] - start
