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
from pathlib import Path

import pycrfsuite

from kg.errors import FailureError

__all__ = ["Segmenter", "load_segmenter"]

PUNCTUATION = frozenset(string.punctuation)
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
        lower = [word.lower() for word in sent]
        own = [
            (f"word.lower():{low}", word.isupper(), word.istitle(), word.isdigit())
            for word, low in zip(sent, lower, strict=True)
        ]
        last = len(sent) - 1
        grams = self._grams
        rows = []
        for i, (form, upper, title, digit) in enumerate(own):
            row = ["bias", form]
            if upper:
                row.append("word.isupper()")
            if title:
                row.append("word.istitle()")
            if digit:
                row.append("word.isdigit()")
            if i > 0:
                row.append(f"-1:word.lower():{lower[i - 1]}")
                if own[i - 1][2]:
                    row.append("-1:word.istitle()")
                if own[i - 1][1]:
                    row.append("-1:word.isupper()")
                if f"{lower[i - 1]} {lower[i]}" in grams:
                    row.append("-1:word.bi_gram()")
                if i > 1 and f"{lower[i - 2]} {lower[i - 1]} {lower[i]}" in grams:
                    row.append("-2:word.tri_gram()")
            if i < last:
                row.append(f"+1:word.lower():{lower[i + 1]}")
                if own[i + 1][2]:
                    row.append("+1:word.istitle()")
                if own[i + 1][1]:
                    row.append("+1:word.isupper()")
                if f"{lower[i]} {lower[i + 1]}" in grams:
                    row.append("+1:word.bi_gram()")
                if i < last - 1 and f"{lower[i]} {lower[i + 1]} {lower[i + 2]}" in grams:
                    row.append("+2:word.tri_gram()")
            rows.append(row)
        return rows


def _tag_features(sent: Sequence[str]) -> list[list[str]]:
    own = [(word.lower(), word.istitle(), word[:1].isdigit(), word[:3].isupper(), word.isupper()) for word in sent]
    last = len(sent) - 1
    rows = []
    for i, (lower, title, digit, upper3, _) in enumerate(own):
        row = ["bias", f"word.lower():{lower}"]
        if title:
            row.append("word.istitle()")
        if sent[i].isdigit():
            row.append("word.isdigit()")
        if digit:
            row.append("word[:1].isdigit()")
        if upper3:
            row.append("word[:3].isupper()")
        if sent[i] in FILTERED:
            row.append("word.isfiltered")
        if i == 0:
            row.append("BOS")
        if i == last:
            row.append("EOS")
        for offset in (-1, -2, 1, 2):
            if not 0 <= i + offset <= last:
                continue
            word, is_title, is_digit, is_upper3, is_upper = own[i + offset]
            row.append(f"{offset:+d}:word.lower():{word}")
            if is_title:
                row.append(f"{offset:+d}:word.istitle()")
            if abs(offset) == 1 and is_digit:
                row.append(f"{offset:+d}:word[:1].isdigit()")
            if offset == -1 and is_upper3:
                row.append("-1:word[:3].isupper()")
            if offset != -1 and is_upper:
                row.append(f"{offset:+d}:word.isupper()")
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
