"""``kg_words``: sentences, word segmentation and parts of speech on a Doc of syllables."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.factories import DEFAULT, Place
from kg.language.vi.segmentation import Segmenter, load_segmenter
from kg.language.vi.sentences import sentence_starts

__all__ = ["Words"]


class Words:
    """Sets ``token.is_sent_start``, ``token._.word_start`` and ``token.tag_`` (the word's tag on all its syllables)."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter

    def __call__(self, doc: Doc) -> Doc:
        begins = {edge for part in doc.spans.get("structure", ()) for edge in (part.start, part.end)}
        for token, start in zip(doc, sentence_starts([token.text for token in doc]), strict=True):
            token.is_sent_start = start or (token.i in begins and not token.is_space)
        if len(doc):
            doc[0].is_sent_start = True
        for sent in doc.sents:
            tokens = [token for token in sent if not token.is_space]
            self._tag(tokens)
        return doc

    def _tag(self, tokens: list[Token]) -> None:
        syllables = [token.text for token in tokens]
        starts = self.segmenter.words(syllables)
        words: list[list[Token]] = []
        for token, start in zip(tokens, starts, strict=True):
            if start:
                words.append([token])
            else:
                words[-1].append(token)
        tags = self.segmenter.tags(["_".join(token.text for token in word) for word in words])
        for word, tag in zip(words, tags, strict=True):
            for token in word:
                token.tag_ = tag
                token._.word_start = token.i == word[0].i


@Language.factory(
    "kg_words", assigns=["token.tag", "token.is_sent_start", "token._.word_start"], default_config=DEFAULT
)
def create_words(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    if not Token.has_extension("word_start"):
        Token.set_extension("word_start", default=True)
    return Words(load_segmenter())
