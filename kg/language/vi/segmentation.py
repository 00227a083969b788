"""Words from syllables, and their parts of speech, with the two CRF models that pyvi ships.

The model files are read with python-crfsuite alone: pyvi's own code would import scikit-learn and cuts
text anew, here the syllables are the Doc's tokens. Features are those the models were trained with
(pyvi 0.1.1, ViTokenizer.py and ViPosTagger.py, MIT licence).
"""

from __future__ import annotations

import importlib.util
import pickletools
import string
from collections.abc import Container, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from kg.errors import FailureError
from kg.language.vi.crf import read_crf
from kg.language.vi.joining import Joiner

__all__ = ["Segmenter", "load_segmenter"]

PUNCTUATION = frozenset(string.punctuation)
#: The files of pyvi's models: where words begin, and their tags.
SEGMENT, TAG = "pyvi3.pkl", "pyvipos3.pkl"
#: So many words' features are kept.
MEMORY = 16_384
FILTERED = PUNCTUATION | {"…", "”", "“", "’", "..."}


class Segmenter:
    """``words`` marks which syllables begin a word; ``tags`` gives each word a tag of pyvi's tag set."""

    def __init__(self, segment: bytes, tag: bytes, grams: frozenset[str]) -> None:
        self._segment = Joiner(read_crf(segment, SEGMENT), grams)
        # The tagger reads its model in place: the bytes must live as long as it does.
        self._model = tag
        self._tag = pycrfsuite.Tagger()
        self._tag.open_inmemory(tag)
        self._words = _Words(read_crf(tag, TAG).attributes)

    def words(self, syllables: Sequence[str]) -> list[bool]:
        """For each syllable of one sentence: does a word begin here?"""
        if not syllables:
            return []
        starts = [True]
        for before, here, joins in zip(syllables, syllables[1:], self._segment.joins(syllables)[1:], strict=False):
            joined = (
                joins
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
        return list(self._tag.tag(self._words.rows(words))) if words else []


class _Word(NamedTuple):
    """What the tagger is told of a word: at its own place, and at those one and two behind and before it."""

    own: Sequence[bytes]
    before: Sequence[bytes]
    before2: Sequence[bytes]
    behind: Sequence[bytes]
    behind2: Sequence[bytes]


class _Words:
    """Features of words for the tagger, of which it has the attributes ``known``: others would change nothing.

    They are bytes, as the tagger needs them: both together save a quarter of its time.
    """

    def __init__(self, known: Container[str]) -> None:
        self._known = known
        # A text has few words, each many times: their features are put into words once.
        self._word = lru_cache(maxsize=MEMORY)(self._features)
        self._first, self._last = self._told(("BOS", True)), self._told(("EOS", True))

    def rows(self, sent: Sequence[str]) -> list[list[bytes]]:
        """The features of each word of a sentence."""
        seen = [self._word(word) for word in sent]
        last = len(sent) - 1
        rows = []
        for i, one in enumerate(seen):
            row = [*one.own]
            if i == 0:
                row += self._first
            if i == last:
                row += self._last
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

    def _told(self, *names: tuple[str, bool]) -> Sequence[bytes]:
        return tuple(name.encode("utf-8") for name, holds in names if holds and name in self._known)

    def _features(self, word: str) -> _Word:
        lower, title, upper = word.lower(), word.istitle(), word.isupper()
        digit, upper3 = word[:1].isdigit(), word[:3].isupper()

        def at(offset: str) -> Sequence[bytes]:
            return self._told(
                (f"{offset}:word.lower():{lower}", True),
                (f"{offset}:word.istitle()", title),
                (f"{offset}:word[:1].isdigit()", digit and offset[1] == "1"),
                (f"{offset}:word[:3].isupper()", upper3 and offset == "-1"),
                (f"{offset}:word.isupper()", upper and offset != "-1"),
            )

        own = self._told(
            ("bias", True),
            (f"word.lower():{lower}", True),
            ("word.istitle()", title),
            ("word.isdigit()", word.isdigit()),
            ("word[:1].isdigit()", digit),
            ("word[:3].isupper()", upper3),
            ("word.isfiltered", word in FILTERED),
        )
        return _Word(own, at("-1"), at("-2"), at("+1"), at("+2"))


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
    return Segmenter(_model(models / SEGMENT), _model(models / TAG), grams)


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
