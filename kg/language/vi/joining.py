"""Which syllables go on with a word: the CRF of pyvi's segmentation, with two labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from kg.language.crf import CrfModel, Matrix
from kg.language.vi.labelling import Labeller

__all__ = ["Joiner"]

#: A word begins, a word goes on.
LABELS = ("B_W", "I_W")


class Joiner:
    """``grams`` are the pairs and threes of syllables that are known words."""

    def __init__(self, model: CrfModel, grams: Iterable[str]) -> None:
        columns = [model.labels.index(label) for label in LABELS]
        two = replace(
            model,
            labels=LABELS,
            weights=model.weights[:, columns],
            transitions=model.transitions[columns][:, columns],
        )
        self._grams = frozenset(grams)
        #: The first pairs of all.
        self._begun = frozenset(" ".join(gram.split(" ")[:2]) for gram in self._grams)
        self._pair_before, self._pair_behind = two.weigh(["-1:word.bi_gram()"]), two.weigh(["+1:word.bi_gram()"])
        self._three_before, self._three_behind = two.weigh(["-2:word.tri_gram()"]), two.weigh(["+2:word.tri_gram()"])
        self._labeller = Labeller(two, _told, self._together)

    def joins(self, sentences: Iterable[Sequence[str]]) -> Iterator[list[bool]]:
        """For each syllable of each sentence: does it go on with the word before?"""
        return (list(map(bool, labels)) for labels in self._labeller.labels(sentences))

    def _together(self, syllables: Sequence[str], said: Matrix) -> None:
        """What known words say of their first and last syllables."""
        low = [syllable.lower() for syllable in syllables]
        pairs = [f"{one} {other}" for one, other in pairwise(low)]
        grams, begun = self._grams, self._begun
        found = [(i, pair) for i, pair in enumerate(pairs) if pair in begun]
        two = np.array([i for i, pair in found if pair in grams], dtype=int)
        said[two] += self._pair_behind
        said[two + 1] += self._pair_before
        three = np.array([i for i, pair in found if f"{pair} {low[i + 2]}" in grams], dtype=int)
        said[three] += self._three_behind
        said[three + 2] += self._three_before


def _told(syllable: str) -> Mapping[int, Sequence[str]]:
    lower = f"word.lower():{syllable.lower()}"
    marks = [name for name in ("istitle", "isupper") if getattr(syllable, name)()]
    beside = (lower, *(f"word.{mark}()" for mark in marks))
    own = (*beside, "word.isdigit()") if syllable.isdigit() else beside
    return {0: ("bias", *own), 1: [f"-1:{name}" for name in beside], -1: [f"+1:{name}" for name in beside]}
