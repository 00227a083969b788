"""Where words of an answer stand in an article: exactly, with spelling folded, in pieces, or aligned."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.names import exact_key, plain_key
from kg.records import Span

__all__ = ["How", "Place", "Places"]

#: How words were found: as they stand; without regard to blanks, marks, case and spelling; as the likest stretch.
How = Literal["exact", "folded", "aligned"]

#: Words of a piece of an evidence that was put together of several, and the pieces at most.
PIECE, PIECES = 5, 4
#: The least likeness of an evidence and the stretch that it is aligned with, and its least length in characters.
LIKE, LONG_ENOUGH = 90.0, 25
#: So many evidences of one article are aligned at most: each takes milliseconds, and a careful reader copies.
ALIGNED = 200
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the article, and how it was found."""

    span: Span
    how: How


class _Keys:
    """A text as the keys of its words, between single blanks, to be searched as one string."""

    def __init__(self, words: list[re.Match[str]], key: Callable[[str], str]) -> None:
        keyed = [(match.span(), key(match.group())) for match in words]
        self.spans = [span for span, text in keyed if text]
        self.joined = f" {' '.join(text for _, text in keyed if text)} "
        starts, at = [], 1
        for text in (text for _, text in keyed if text):
            starts.append(at)
            at += len(text) + 1
        self._starts = starts

    def find(self, wanted: str) -> Iterator[Span]:
        """All places of ``wanted`` (keys between blanks), as spans of the text."""
        at = self.joined.find(f" {wanted} ")
        while at >= 0:
            yield self.span(at + 1, at + 1 + len(wanted))
            at = self.joined.find(f" {wanted} ", at + 1)

    def holds(self, wanted: str) -> bool:
        return f" {wanted} " in self.joined

    def span(self, start: int, end: int) -> Span:
        """The words that the characters ``start:end`` of the keys touch."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, first)
        return self.spans[first][0], self.spans[last][1]


class Places:
    """Finds words in one article's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = list(_WORD.finditer(text))
        self._left = ALIGNED

    @cached_property
    def _exact(self) -> _Keys:
        return _Keys(self._words, exact_key)

    @cached_property
    def _plain(self) -> _Keys:
        return _Keys(self._words, plain_key)

    def names(self, name: str) -> list[Span]:
        """All places of a name; those that begin as it does, with a capital or a small letter, if there are any."""
        wanted = _keys(name, exact_key)
        found = list(self._exact.find(" ".join(wanted))) if wanted else []
        alike = [span for span in found if self._begins(span).isupper() == _first(name).isupper()]
        return alike or found

    def all(self, words: str) -> list[Place]:
        """All places of words that stand in the text in one piece."""
        for keys, key in ((self._exact, exact_key), (self._plain, plain_key)):
            wanted = " ".join(_keys(words, key))
            found = list(keys.find(wanted)) if wanted else []
            if found:
                return [Place(span, "exact" if self._is(span, words) else "folded") for span in found]
        return []

    def evidence(self, words: str) -> list[list[Place]]:
        """The places that an evidence may mean, each in its pieces; none when the text does not hold it."""
        whole = self.all(words)
        if whole:
            return [[place] for place in whole]
        pieces = self._pieces(words)
        if pieces:
            return [pieces]
        aligned = self._aligned(words)
        return [[aligned]] if aligned else []

    def _pieces(self, words: str) -> list[Place]:
        """What was put together of sentences that do not follow each other: all of it, or nothing."""
        keys, wanted, found, at = self._exact, _keys(words, exact_key), list[Place](), 0
        while at < len(wanted):
            low, high = at, len(wanted)
            while low < high:
                middle = (low + high + 1) // 2
                if keys.holds(" ".join(wanted[at:middle])):
                    low = middle
                else:
                    high = middle - 1
            if low - at < PIECE or len(found) == PIECES:
                return []
            found.append(Place(next(keys.find(" ".join(wanted[at:low]))), "folded"))
            at = low
        return found

    def _aligned(self, words: str) -> Place | None:
        """The likest stretch, when it is very like and holds every figure of ``words``."""
        from rapidfuzz import fuzz

        keys, wanted = self._plain, _keys(words, plain_key)
        text = " ".join(wanted)
        if not LONG_ENOUGH <= len(text) <= len(keys.joined) or not self._left:
            return None
        self._left -= 1
        found = fuzz.partial_ratio_alignment(text, keys.joined, score_cutoff=LIKE)
        if found is None:
            return None
        span = keys.span(found.dest_start, found.dest_end)
        held = set(_keys(self.text[slice(*span)], plain_key))
        figures = {word for word in wanted if any(char.isdigit() for char in word)}
        return Place(span, "aligned") if figures <= held else None

    def _is(self, span: Span, words: str) -> bool:
        return " ".join(self.text[slice(*span)].split()) == " ".join(words.split()).strip(" .,;:!?…\"'“”")

    def _begins(self, span: Span) -> str:
        return self.text[span[0]]


def _keys(words: str, key: Callable[[str], str]) -> list[str]:
    return [text for text in map(key, _WORD.findall(words)) if text]


def _first(name: str) -> str:
    found = _WORD.search(name)
    return found.group()[0] if found else ""
