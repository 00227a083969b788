"""Words from syllables, and their parts of speech, with the two CRF models that pyvi ships.

The model files are read with python-crfsuite alone: pyvi's own code would import scikit-learn and cuts
text anew, here the syllables are the Doc's tokens. Features are those the models were trained with
(pyvi 0.1.1, ViTokenizer.py and ViPosTagger.py, MIT licence).
"""

from __future__ import annotations

import importlib.util
import pickletools
import string
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from kg.errors import FailureError

__all__ = ["Segmenter", "load_segmenter"]

PUNCTUATION = frozenset(string.punctuation)
#: So many words' features are kept.
MEMORY = 16_384
FILTERED = PUNCTUATION | {"…", "”", "“", "’", "..."}


class Segmenter:
    """``words`` marks which syllables begin a word; ``tags`` gives each word a tag of pyvi's tag set."""

    def __init__(self, segment: bytes, tag: bytes, grams: frozenset[str]) -> None:
        # The taggers read their models in place: the bytes must live as long as they do.
        self._models = (segment, tag)
        self._segment = pycrfsuite.Tagger()
        self._segment.open_inmemory(segment)
        self._tag = pycrfsuite.Tagger()
        self._tag.open_inmemory(tag)
        self._grams = grams

    def words(self, syllables: Sequence[str]) -> list[bool]:
        """For each syllable of one sentence: does a word begin here?"""
        if not syllables:
            return []
        labels = self._segment.tag(self._segment_features(syllables))
        starts = [True]
        for before, here, label in zip(syllables, syllables[1:], labels[1:], strict=False):
            joined = (
                label == "I_W"
                and here not in FILTERED
                and before not in FILTERED
                and not here[0].isdigit()
                and not before[0].isdigit()
                and not (here[0].istitle() and not before[0].istitle())
            )
            starts.append(not joined)
        return starts

    def tags(self, words: Sequence[str]) -> list[str]:
        """The part of speech of each word; the syllables of a word are joined with ``_``."""
        return list(self._tag.tag(_tag_features(words))) if words else []

    def _segment_features(self, sent: Sequence[str]) -> list[list[str]]:
        seen = [_syllable(word) for word in sent]
        lower = [one.lower for one in seen]
        last = len(sent) - 1
        grams = self._grams
        # Are the syllables from here on a known pair, a known three?
        pairs = [f"{one} {other}" in grams for one, other in pairwise(lower)]
        threes = [f"{lower[i]} {lower[i + 1]} {lower[i + 2]}" in grams for i in range(last - 1)]
        rows = []
        for i, one in enumerate(seen):
            row = [*one.own]
            if i > 0:
                row += seen[i - 1].before
                if pairs[i - 1]:
                    row.append("-1:word.bi_gram()")
                if i > 1 and threes[i - 2]:
                    row.append("-2:word.tri_gram()")
            if i < last:
                row += seen[i + 1].behind
                if pairs[i]:
                    row.append("+1:word.bi_gram()")
                if i < last - 1 and threes[i]:
                    row.append("+2:word.tri_gram()")
            rows.append(row)
        return rows


class _Syllable(NamedTuple):
    """What the segmentation is told of a syllable: at its own place, at the next one, at the one before."""

    lower: str
    own: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]


class _Word(NamedTuple):
    """What the tagger is told of a word: at its own place, and at those one and two behind and before it."""

    own: tuple[str, ...]
    before: tuple[str, ...]
    before2: tuple[str, ...]
    behind: tuple[str, ...]
    behind2: tuple[str, ...]


# A text has few words, each many times: their features are put into words once.
@lru_cache(maxsize=MEMORY)
def _syllable(word: str) -> _Syllable:
    lower = word.lower()
    marks = [mark for mark, holds in (("isupper", word.isupper()), ("istitle", word.istitle())) if holds]
    own = [*marks, "isdigit"] if word.isdigit() else marks
    return _Syllable(
        lower,
        ("bias", f"word.lower():{lower}", *(f"word.{mark}()" for mark in own)),
        (f"-1:word.lower():{lower}", *(f"-1:word.{mark}()" for mark in reversed(marks))),
        (f"+1:word.lower():{lower}", *(f"+1:word.{mark}()" for mark in reversed(marks))),
    )


@lru_cache(maxsize=MEMORY)
def _word(word: str) -> _Word:
    lower, title, upper = word.lower(), word.istitle(), word.isupper()
    digit, upper3 = word[:1].isdigit(), word[:3].isupper()

    def told(*rows: tuple[str, bool]) -> tuple[str, ...]:
        return tuple(name for name, holds in rows if holds)

    def at(offset: str) -> tuple[str, ...]:
        return told(
            (f"{offset}:word.lower():{lower}", True),
            (f"{offset}:word.istitle()", title),
            (f"{offset}:word[:1].isdigit()", digit and offset[1] == "1"),
            (f"{offset}:word[:3].isupper()", upper3 and offset == "-1"),
            (f"{offset}:word.isupper()", upper and offset != "-1"),
        )

    own = told(
        ("bias", True),
        (f"word.lower():{lower}", True),
        ("word.istitle()", title),
        ("word.isdigit()", word.isdigit()),
        ("word[:1].isdigit()", digit),
        ("word[:3].isupper()", upper3),
        ("word.isfiltered", word in FILTERED),
    )
    return _Word(own, at("-1"), at("-2"), at("+1"), at("+2"))


def _tag_features(sent: Sequence[str]) -> list[list[str]]:
    seen = [_word(word) for word in sent]
    last = len(sent) - 1
    rows = []
    for i, one in enumerate(seen):
        row = [*one.own]
        if i == 0:
            row.append("BOS")
        if i == last:
            row.append("EOS")
        if i > 0:
            row += seen[i - 1].before
        if i > 1:
            row += seen[i - 2].before2
        if i < last:
            row += seen[i + 1].behind
        if i < last - 1:
            row += seen[i + 2].behind2
        rows.append(row)
    return rows


@lru_cache(maxsize=1)
def load_segmenter() -> Segmenter:
    """The segmenter over pyvi's model files, read once a process."""
    spec = importlib.util.find_spec("pyvi")
    if spec is None or spec.origin is None:
        raise FailureError(
            "The package pyvi, whose word models kg reads, is missing.", remedy="Install kg with its dependencies."
        )
    models = Path(spec.origin).parent / "models"
    lines = (models / "words.txt").read_text(encoding="utf-8").split("\n")
    grams = frozenset(line for line in lines if line.count(" ") in (1, 2))
    return Segmenter(_model(models / "pyvi3.pkl"), _model(models / "pyvipos3.pkl"), grams)


def _model(path: Path) -> bytes:
    """The CRFsuite model inside a pickle, read as data: nothing is unpickled, so nothing in it can run.

    The pickle (protocol 2) keeps bytes as a string of Latin-1 characters.
    """
    with path.open("rb") as stream:
        model = next(
            (
                arg if isinstance(arg, bytes) else arg.encode("latin-1")
                for _, arg, _ in pickletools.genops(stream)
                if isinstance(arg, str | bytes) and arg[:4] in ("lCRF", b"lCRF")
            ),
            None,
        )
    if model is None:
        raise FailureError(f"{path} holds no CRFsuite model.", remedy="Reinstall pyvi 0.1.1.")
    return model
