"""Is a text in the language that is read? Told by its letters and most frequent words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.ontology.recognition import LanguageCues

__all__ = ["Recognizer", "Verdict"]

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z\u00e0-\u1ef9]")
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text ``fits`` the language, the ``share`` of words that do, and the ``other`` language, if known."""

    fits: bool
    share: float
    other: str | None = None


class Recognizer:
    """Knows a language by its ``cues``."""

    def __init__(self, cues: LanguageCues) -> None:
        self._letters = re.compile("[" + "".join(cues.letters) + "]" if cues.letters else "(?!)")
        self._words = frozenset(cues.words)
        self._others = tuple((name, frozenset(words)) for name, words in cues.others.items())
        self._short = cues.short
        self._share = cues.share

    def judge(self, text: str) -> Verdict:
        """Whether ``text`` is in the language, from its first 20,000 characters.

        A text too short to count is taken to be unless more of its words are those of another language.
        """
        words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
        if not any(_LATIN.match(word) for word in words):
            return Verdict(False, 0.0)
        ours = sum(1 for word in words if self._letters.search(word) or word in self._words)
        counts = sorted((-sum(word in known for word in words), name) for name, known in self._others)
        share = ours / len(words)
        theirs, other = (-counts[0][0], counts[0][1]) if counts and counts[0][0] else (0, None)
        fits = ours >= theirs if len(words) < self._short else share >= self._share
        return Verdict(fits, share, None if fits or theirs * 20 < len(words) else other)
