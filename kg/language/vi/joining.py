"""Which syllables go on with a word: the CRF of pyvi's segmentation, with two labels, decoded here.

Sums and the best path are those of CRFsuite to the last bit: each syllable's weights are added up in the order of its
attributes, and of equally good labels the first is taken.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.language.vi.crf import CrfModel

__all__ = ["Joiner"]

#: So many syllables' weights are kept.
MEMORY = 16_384

#: What speaks for a word that begins (the real part) and for one that goes on (the imaginary one): added up together.
Said = complex


class _Syllable(NamedTuple):
    """What a syllable says at its own place, added up, and one by one at the next place and at the one before."""

    lower: str
    own: Said
    before: tuple[Said, ...]
    behind: tuple[Said, ...]


class Joiner:
    """``grams`` are the pairs and threes of syllables that are known words."""

    def __init__(self, model: CrfModel, grams: Container[str]) -> None:
        self._grams = grams
        begins, goes_on = (model.labels.index(label) for label in ("B_W", "I_W"))
        columns = [begins, goes_on]
        rows = model.weights[:, columns].tolist()
        self._weights = {name: complex(*rows[i]) for name, i in model.attributes.items()}
        (self._bb, self._bi), (self._ib, self._ii) = model.transitions[columns][:, columns].tolist()
        self._pair_before, self._pair_behind = self._weigh("-1:word.bi_gram()"), self._weigh("+1:word.bi_gram()")
        self._three_before, self._three_behind = self._weigh("-2:word.tri_gram()"), self._weigh("+2:word.tri_gram()")
        # A text has few syllables, each many times.
        self._syllable = lru_cache(maxsize=MEMORY)(self._told)

    def joins(self, syllables: Sequence[str]) -> list[bool]:
        """For each syllable of one sentence, which has some: does it go on with the word before?"""
        spoken = self._spoken([self._syllable(syllable) for syllable in syllables])
        begin, go_on = spoken[0].real, spoken[0].imag
        # Of the best path that ends in either label: was the label before that it goes on?
        back: list[tuple[bool, bool]] = []
        bb, bi, ib, ii = self._bb, self._bi, self._ib, self._ii
        for said in spoken[1:]:
            from_begin, from_go_on = begin + bb, go_on + ib
            other_begin, other_go_on = begin + bi, go_on + ii
            joined, other_joined = from_begin < from_go_on, other_begin < other_go_on
            back.append((joined, other_joined))
            begin = (from_go_on if joined else from_begin) + said.real
            go_on = (other_go_on if other_joined else other_begin) + said.imag
        path = [begin < go_on]
        for joined, other_joined in reversed(back):
            path.append(other_joined if path[-1] else joined)
        path.reverse()
        return path

    def _spoken(self, seen: Sequence[_Syllable]) -> list[Said]:
        """What speaks for either label at each place of a sentence."""
        grams, last = self._grams, len(seen) - 1
        lower = [one.lower for one in seen]
        # Are the syllables from here on a known pair, a known three?
        pairs = [f"{one} {other}" in grams for one, other in pairwise(lower)]
        threes = [f"{lower[i]} {lower[i + 1]} {lower[i + 2]}" in grams for i in range(last - 1)]
        found = []
        for i, (_, said, _, _) in enumerate(seen):
            if i > 0:
                for more in seen[i - 1].before:
                    said += more
                if pairs[i - 1]:
                    said += self._pair_before
                if i > 1 and threes[i - 2]:
                    said += self._three_before
            if i < last:
                for more in seen[i + 1].behind:
                    said += more
                if pairs[i]:
                    said += self._pair_behind
                if i < last - 1 and threes[i]:
                    said += self._three_behind
            found.append(said)
        return found

    def _told(self, syllable: str) -> _Syllable:
        lower = syllable.lower()
        marks = [name for name, holds in (("isupper", syllable.isupper()), ("istitle", syllable.istitle())) if holds]
        digit = ["isdigit"] if syllable.isdigit() else []
        own = 0j
        for said in self._known("bias", f"word.lower():{lower}", *(f"word.{mark}()" for mark in (*marks, *digit))):
            own += said
        beside = (f"word.lower():{lower}", *(f"word.{mark}()" for mark in reversed(marks)))
        before, behind = (self._known(*(f"{place}:{name}" for name in beside)) for place in ("-1", "+1"))
        return _Syllable(lower, own, before, behind)

    def _known(self, *names: str) -> tuple[Said, ...]:
        """The weights of those of ``names`` that the model has."""
        return tuple(self._weights[name] for name in names if name in self._weights)

    def _weigh(self, name: str) -> Said:
        return self._weights.get(name, 0j)
