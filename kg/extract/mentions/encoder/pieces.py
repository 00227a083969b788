"""Words as pieces of a fixed vocabulary: the most probable way to cut each (a unigram model, as SentencePiece has)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["BEGIN", "END", "PADDING", "UNKNOWN", "Pieces"]

#: Numbers of the pieces that stand for no text.
BEGIN, PADDING, END, UNKNOWN = range(4)
#: What stands before a word that has a blank before it.
BLANK = "▁"
#: So much less probable than the rarest piece is a character that no piece has.
PENALTY = 10.0
#: Words whose pieces are remembered.
REMEMBERED = 100_000


class Pieces:
    """Cuts words into numbers of pieces, of which there are ``size``.

    ``normal`` is what a character is written as (compatibility forms, controls).
    """

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], normal: Mapping[str, str]) -> None:
        self.size = len(pieces)
        special = UNKNOWN + 1
        self._known = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if number >= special
        }
        self._normal = str.maketrans(dict(normal))
        self._longest = max(map(len, self._known))
        self._unknown = min(score for _, score in self._known.values()) - PENALTY
        self._memory: dict[tuple[str, bool], tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """The vocabulary of a ``*.json.gz`` file with ``pieces``, ``scores`` and ``norm``."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            data = json.load(file)
        return cls(data["pieces"], data["scores"], data["norm"])

    def cut(self, word: str, blank: bool) -> tuple[int, ...]:
        """The pieces of ``word``, at least one; ``blank``: there is a blank before it."""
        found = self._memory.get((word, blank))
        if found is None:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            text = word.translate(self._normal).replace(" ", "")
            found = self._memory[word, blank] = self._best(BLANK + text if blank else text) or (UNKNOWN,)
        return found

    def _best(self, text: str) -> tuple[int, ...]:
        """The pieces of ``text`` whose scores have the highest sum (Viterbi)."""
        size = len(text)
        best = [0.0] + [float("-inf")] * size
        back: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                piece = self._known.get(text[start:end])
                if piece is not None and best[start] + piece[1] > best[end]:
                    best[end] = best[start] + piece[1]
                    back[end] = (start, piece[0])
            if best[start] + self._unknown > best[start + 1]:
                best[start + 1] = best[start] + self._unknown
                back[start + 1] = (start, UNKNOWN)
        numbers = []
        end = size
        while end:
            end, number = back[end]
            numbers.append(number)
        return tuple(reversed(numbers))
