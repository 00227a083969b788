"""Words from syllables, and their parts of speech, with the two CRF models that pyvi ships.

The model files are read as numbers (``crf``): pyvi's own code would import scikit-learn and cuts
text anew, here the syllables are the Doc's tokens. Features are those the models were trained with
(pyvi 0.1.1, ViTokenizer.py and ViPosTagger.py, MIT licence).
"""

from __future__ import annotations

import importlib.util
import pickletools
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kg.errors import FailureError
from kg.language.crf import CrfModel, read_crf
from kg.language.vi.joining import Joiner
from kg.language.vi.labelling import Labeller

__all__ = ["Segmenter", "load_segmenter"]

PUNCTUATION = frozenset(string.punctuation)
#: The files of pyvi's models: where words begin, and their tags.
SEGMENT, TAG = "pyvi3.pkl", "pyvipos3.pkl"
FILTERED = PUNCTUATION | {"…", "”", "“", "’", "..."}


class Segmenter:
    """``words`` marks which syllables begin a word; ``tags`` gives each word a tag of pyvi's tag set."""

    def __init__(self, segment: CrfModel, tag: CrfModel, grams: frozenset[str]) -> None:
        self._joiner = Joiner(segment, grams)
        self._tagger = Labeller(tag, _told)
        self._tags = tag.labels

    def words(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[bool]]:
        """For each syllable of each sentence: does a word begin here?"""
        return map(_begins, sentences, self._joiner.joins(sentences))

    def tags(self, sentences: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        """The part of speech of each word of each sentence; the syllables of a word are joined with ``_``."""
        return ([self._tags[label] for label in labels] for labels in self._tagger.labels(sentences))


def _begins(syllables: Sequence[str], joins: Sequence[bool]) -> list[bool]:
    """Where a word begins: no mark or number is in one with others, nor does one go on with a capital."""
    begins = [True] * len(syllables)
    for i, joined in enumerate(joins):
        if joined and i:
            before, here = syllables[i - 1], syllables[i]
            begins[i] = (
                here in FILTERED
                or before in FILTERED
                or here[0].isdigit()
                or before[0].isdigit()
                or (here[0].istitle() and not before[0].istitle())
            )
    return begins


def _told(word: str) -> Mapping[int, Sequence[str]]:
    """The features by which a word tells of itself, and at the places beside it."""
    lower, title, upper = f"word.lower():{word.lower()}", word.istitle(), word.isupper()
    digit, upper3 = word[:1].isdigit(), word[:3].isupper()

    def at(offset: str) -> list[str]:
        marks = (
            ("word.istitle()", title),
            ("word[:1].isdigit()", digit and offset[1] == "1"),
            ("word[:3].isupper()", upper3 and offset == "-1"),
            ("word.isupper()", upper and offset != "-1"),
        )
        return [f"{offset}:{name}" for name in (lower, *(mark for mark, holds in marks if holds))]

    marks = (
        ("word.istitle()", title),
        ("word.isdigit()", word.isdigit()),
        ("word[:1].isdigit()", digit),
        ("word[:3].isupper()", upper3),
        ("word.isfiltered", word in FILTERED),
    )
    own = ["bias", lower, *(mark for mark, holds in marks if holds)]
    return {0: own, 1: at("-1"), 2: at("-2"), -1: at("+1"), -2: at("+2")}


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
    segment, tag = (read_crf(_model(models / name), name) for name in (SEGMENT, TAG))
    return Segmenter(segment, tag, grams)


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
