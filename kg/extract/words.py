"""``kg_words``: sentences, word segmentation and parts of speech on a Doc of syllables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView, strings_of
from kg.language import Segmenter, find_language

__all__ = ["LONGEST", "Found", "Words"]

#: A longer sentence is a list that somebody forgot to end: it is cut behind a mark, since what is looked for between
#: any two names of a sentence costs the square of its length.
LONGEST = 300


class Found(NamedTuple):
    """Of each token: does a sentence start here, does a word begin here, and the tag of the word that it is of.

    White space is in no word: it has no tag, and begins as if it were one.
    """

    starts: list[bool]
    begins: list[bool]
    tags: list[str]


class Words:
    """Sets ``token.is_sent_start``, ``token.tag_`` (the word's tag on all its syllables) and the document's view."""

    def __init__(self, segmenter: Segmenter, sentence_starts: Callable[[Sequence[str]], Sequence[bool]]) -> None:
        self.segmenter = segmenter
        self.sentence_starts = sentence_starts

    def __call__(self, doc: Doc) -> Doc:
        edges = {edge for part in doc.spans.get("structure", ()) for edge in (part.start, part.end)}
        (syllables,) = strings_of(doc, "ORTH")
        found = self.find(syllables, edges)
        _write(doc, found)
        Document.of(doc).view = TokenView.make(doc, found.begins, found.starts, words=syllables, tags=found.tags)
        return doc

    def find(self, syllables: Sequence[str], edges: Iterable[int]) -> Found:
        """Sentences and words; a sentence ends at each of ``edges``, too."""
        starts = list(self.sentence_starts(syllables))
        blank = {syllable for syllable in set(syllables) if syllable.isspace()}
        for i in edges:
            if i < len(starts) and syllables[i] not in blank:
                starts[i] = True
        _cut(starts, syllables)
        white = [i for i, syllable in enumerate(syllables) if syllable in blank]
        written = [syllable for syllable in syllables if syllable not in blank]
        cuts = [i - bisect_left(white, i) for i, start in enumerate(starts) if start and i]
        sentences = [written[left:right] for left, right in pairwise([0, *cuts, len(written)]) if left < right]
        begins, tags = np.ones(len(syllables), dtype=bool), np.full(len(syllables), "", dtype=object)
        solid = np.ones(len(syllables), dtype=bool)
        solid[white] = False
        begins[solid], tags[solid] = self._read(sentences)
        return Found(starts, begins.tolist(), tags.tolist())

    def _read(self, sentences: Sequence[Sequence[str]]) -> tuple[list[bool], list[str]]:
        """Where words begin, and the tags of all syllables."""
        parted = list(self.segmenter.words(sentences))
        found = self.segmenter.tags(list(map(_words, sentences, parted)))
        begins, kinds = list(chain.from_iterable(parted)), list(chain.from_iterable(found))
        # Each sentence begins with a word: the number of a syllable's word is that of the beginnings up to it.
        return begins, [kinds[word - 1] for word in accumulate(begins)]


def _words(syllables: Sequence[str], begins: Sequence[bool]) -> list[str]:
    """The words of a sentence, their syllables joined with ``_``."""
    words: list[str] = []
    for syllable, begin in zip(syllables, begins, strict=True):
        if begin:
            words.append(syllable)
        else:
            words[-1] = f"{words[-1]}_{syllable}"
    return words


def _cut(starts: list[bool], syllables: Sequence[str]) -> None:
    """Sentences of more than ``LONGEST`` tokens begin anew behind the last mark of their second half, or anywhere."""
    edges = [i for i, start in enumerate(starts) if start]
    if all(right - left <= LONGEST for left, right in pairwise([0, *edges, len(starts)])):
        return
    first = mark = 0
    for i, word in enumerate(syllables):
        if starts[i]:
            first = i
        elif i - first >= LONGEST and not word.isspace():
            first = mark + 1 if mark - first >= LONGEST // 2 and not syllables[mark + 1].isspace() else i
            starts[first] = True
        if not word[0].isalnum() and not word.isspace():
            mark = i


def _write(doc: Doc, found: Found) -> None:
    """All tokens at once: a Token object for each would be a quarter of the time of an article's reading."""
    if not len(doc):
        return
    keys = {tag: doc.vocab.strings.add(tag) if tag else 0 for tag in dict.fromkeys(found.tags)}
    rows = np.zeros((len(doc), 2), dtype=np.uint64)
    rows[:, 0] = np.where(found.starts, 1, -1).astype(np.uint64)
    rows[0, 0] = 1
    rows[:, 1] = [keys[tag] for tag in found.tags]
    doc.from_array(["SENT_START", "TAG"], cast(Any, rows))


@Language.factory("kg_words", assigns=["token.tag", "token.is_sent_start"], default_config=DEFAULT)
def create_words(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    language = find_language(configured(ontology).language)
    return Words(language.segmenter(), language.sentence_starts)
