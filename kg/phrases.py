"""Phrases looked up in a list of words, by their first word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Phrases"]


class Phrases:
    """A set of phrases (words apart by one space, lower case)."""

    def __init__(self, phrases: Iterable[str]) -> None:
        table: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(phrase.split(" "))
            table.setdefault(words[0], []).append(words)
        self._by_first = {first: sorted(rows, key=len, reverse=True) for first, rows in table.items()}

    def at(self, words: Sequence[str], i: int, end: int) -> int:
        """How many words the longest phrase that begins at ``i`` and ends by ``end`` has; 0 for none."""
        for row in self._by_first.get(words[i], ()) if i < end else ():
            if i + len(row) <= end and (len(row) == 1 or tuple(words[i : i + len(row)]) == row):
                return len(row)
        return 0
