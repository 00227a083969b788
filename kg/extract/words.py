"""``kg_words``: sentences, word segmentation and parts of speech on a Doc of syllables."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView, strings_of
from kg.language import Segmenter, find_language

__all__ = ["LONGEST", "Word", "Words"]

#: A longer sentence is a list that somebody forgot to end: it is cut behind a mark, since what is looked for between
#: any two names of a sentence costs the square of its length.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Word:
    """The syllables ``tokens`` are one word with the tag ``tag``."""

    tokens: Sequence[int]
    tag: str


class Words:
    """Sets ``token.is_sent_start``, ``token.tag_`` (the word's tag on all its syllables) and the document's view."""

    def __init__(self, segmenter: Segmenter, sentence_starts: Callable[[Sequence[str]], Sequence[bool]]) -> None:
        self.segmenter = segmenter
        self.sentence_starts = sentence_starts

    def __call__(self, doc: Doc) -> Doc:
        edges = {edge for part in doc.spans.get("structure", ()) for edge in (part.start, part.end)}
        starts, words = self.find(strings_of(doc, "ORTH")[0], edges)
        _write(doc, starts, words)
        inside = {i for word in words for i in word.tokens[1:]}
        Document.of(doc).view = TokenView.make(doc, [i not in inside for i in range(len(doc))], starts)
        return doc

    def find(self, syllables: Sequence[str], edges: Container[int]) -> tuple[list[bool], list[Word]]:
        """Where sentences start, and the words; a sentence ends at each of ``edges``, too."""
        starts = [
            start or (i in edges and not syllables[i].isspace())
            for i, start in enumerate(self.sentence_starts(syllables))
        ]
        _cut(starts, syllables)
        return starts, list(self._words(syllables, starts))

    def _words(self, syllables: Sequence[str], starts: Sequence[bool]) -> Iterator[Word]:
        """The words of all sentences, in order; white space is in none."""
        cuts = [i for i, start in enumerate(starts) if start and i]
        for left, right in pairwise([0, *cuts, len(syllables)]):
            tokens = [i for i in range(left, right) if not syllables[i].isspace()]
            words: list[list[int]] = []
            for i, begins in zip(tokens, self.segmenter.words([syllables[i] for i in tokens]), strict=True):
                if begins:
                    words.append([i])
                else:
                    words[-1].append(i)
            tags = self.segmenter.tags(["_".join(syllables[i] for i in word) for word in words])
            yield from map(Word, words, tags)


def _cut(starts: list[bool], syllables: Sequence[str]) -> None:
    """Sentences of more than ``LONGEST`` tokens begin anew behind the last mark of their second half, or anywhere."""
    first = mark = 0
    for i, word in enumerate(syllables):
        if starts[i]:
            first = i
        elif i - first >= LONGEST and not word.isspace():
            first = mark + 1 if mark - first >= LONGEST // 2 and not syllables[mark + 1].isspace() else i
            starts[first] = True
        if not word[0].isalnum() and not word.isspace():
            mark = i


def _write(doc: Doc, starts: Sequence[bool], words: Iterable[Word]) -> None:
    """All tokens at once: a Token object for each would be a quarter of the time of an article's reading."""
    if not len(doc):
        return
    keys: dict[str, int] = {}
    tags = [0] * len(doc)
    for word in words:
        key = keys.get(word.tag)
        if key is None:
            key = keys[word.tag] = doc.vocab.strings.add(word.tag)
        for i in word.tokens:
            tags[i] = key
    rows = np.zeros((len(doc), 2), dtype=np.uint64)
    rows[:, 0] = np.where(starts, 1, -1).astype(np.uint64)
    rows[0, 0] = 1
    rows[:, 1] = tags
    doc.from_array(["SENT_START", "TAG"], cast(Any, rows))


@Language.factory("kg_words", assigns=["token.tag", "token.is_sent_start"], default_config=DEFAULT)
def create_words(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    language = find_language(configured(ontology).language)
    return Words(language.segmenter(), language.sentence_starts)
