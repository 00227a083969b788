"""Which syllables go on with a word: the CRF of pyvi's segmentation, with two labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from kg.language.crf import CrfModel, Matrix, Numbers
from kg.language.memo import Memo
from kg.language.vi.labelling import Labeller

__all__ = ["Joiner"]

#: No number of several syllables.
NONE = -1
#: The label of a syllable that goes on with a word.
GOES_ON = "I_W"


class Joiner:
    """``grams`` are the pairs and threes of syllables that are known words."""

    def __init__(self, model: CrfModel, grams: Iterable[str]) -> None:
        self._goes_on = model.labels.index(GOES_ON)
        cut = [parts for gram in grams if all(parts := gram.split(" "))]
        known = sorted({syllable for gram in cut for syllable in gram})
        #: The syllables of known words have numbers, and so have their pairs and threes.
        syllables = {syllable: number for number, syllable in enumerate(known, 1)}
        self._base = len(syllables) + 1
        self._numbers = Memo[str, int](lambda syllable: syllables.get(syllable.lower(), 0))
        self._pairs, self._threes = (self._codes(cut, syllables, many) for many in (2, 3))
        names = ("-1:word.bi_gram()", "+1:word.bi_gram()", "-2:word.tri_gram()", "+2:word.tri_gram()")
        sums = model.sums([[name] for name in names])
        self._pair_before, self._pair_behind, self._three_before, self._three_behind = sums
        self._labeller = Labeller(model, _told, self._together)

    def joins(self, sentences: Iterable[Sequence[str]]) -> Iterator[list[bool]]:
        """For each syllable of each sentence: does it go on with the word before?"""
        return ([label == self._goes_on for label in labels] for labels in self._labeller.labels(sentences))

    def _together(self, syllables: Sequence[str], said: Matrix) -> None:
        """What known words say of their first and last syllables."""
        here = np.fromiter(map(self._numbers.__getitem__, syllables), int, len(syllables))
        two = _places(self._code(here[:-1], here[1:]), self._pairs)
        said[two] += self._pair_behind
        said[two + 1] += self._pair_before
        three = _places(self._code(here[:-2], here[1:-1], here[2:]), self._threes)
        said[three] += self._three_behind
        said[three + 2] += self._three_before

    def _codes(self, grams: Iterable[Sequence[str]], syllables: Mapping[str, int], many: int) -> Numbers:
        """The numbers of those that have so many syllables, in order."""
        rows = [[syllables[one] for one in gram] for gram in grams if len(gram) == many]
        return np.unique([NONE, *self._code(*np.array(rows, int).reshape(-1, many).T)])

    def _code(self, *numbers: Any) -> Any:
        """The number of several syllables that stand together; 0 among theirs gives none that is known."""
        return reduce(lambda code, number: code * self._base + number, numbers)


def _places(codes: Numbers, known: Numbers) -> Numbers:
    """Where those of ``codes`` stand that are ``known``, which are in order."""
    nearest = known.take(known.searchsorted(codes), mode="clip")
    return np.flatnonzero(nearest == codes)


def _told(syllable: str) -> Mapping[int, Sequence[str]]:
    lower = f"word.lower():{syllable.lower()}"
    marks = [name for name in ("istitle", "isupper") if getattr(syllable, name)()]
    beside = (lower, *(f"word.{mark}()" for mark in marks))
    own = (*beside, "word.isdigit()") if syllable.isdigit() else beside
    return {0: ("bias", *own), 1: [f"-1:{name}" for name in beside], -1: [f"+1:{name}" for name in beside]}
