"""Long articles in overlapping parts, cut where sentences begin."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.language import find_language
from kg.records import Span

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PART", "parts_of"]

#: Characters of a part at most, and about how many of a part stand in the next one again.
PART, OVERLAP = 24_000, 1_500


def parts_of(text: str, language: str, *, most: int = PART, overlap: int = OVERLAP) -> list[Span]:
    """The parts of ``text``, in order; one where it is short enough. A sentence longer than a part is cut."""
    if len(text) <= most:
        return [(0, len(text))]
    starts = _starts(text, language)
    found: list[Span] = []
    at = 0
    while len(text) - at > most:
        end = max((start for start in starts if at < start <= at + most), default=at + most)
        found.append((at, end))
        back = [start for start in starts if at < start < end and start >= end - overlap]
        at = min(back, default=end)
    found.append((at, len(text)))
    return found


def _starts(text: str, language: str) -> list[int]:
    doc = _pipeline(language).make_doc(text)
    begins = find_language(language).sentence_starts([token.text for token in doc])
    return [token.idx for token, start in zip(doc, begins, strict=True) if start]


@lru_cache(maxsize=2)
def _pipeline(language: str) -> Language:
    return find_language(language).pipeline()
