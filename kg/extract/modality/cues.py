"""``kg_cues``: words that negate, plan, doubt, ask or suppose."""

from __future__ import annotations

from collections.abc import Callable, Container

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import CueHit, Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView
from kg.ontology.cues import Cue, CueFile
from kg.phrases import PhraseTable

__all__ = ["Cues"]

#: Marks behind which a capital is no sign of a name.
OPENERS = frozenset('“"‘«(-–•*:')


class Cues:
    """Writes the document's ``cues``.

    Of cues that overlap the longest wins, the first one of two that are as long; a text that is listed with two
    directions gives two hits. A word with a capital inside a sentence is a name ("Nghi"), and a cue of one syllable
    must be a word of its own ("định" is none in "quyết định").
    """

    def __init__(self, words: CueFile) -> None:
        #: The cues that a text stands for; none for the exceptions.
        cues: dict[str, list[Cue]] = {}
        for cue in words.cues():
            cues.setdefault(cue.text, []).append(cue)
        cues |= {text: [] for text in words.exceptions}
        self._cues = PhraseTable(cues.items())

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        document.cues = self.find(document.view)
        return doc

    def find(self, view: TokenView) -> list[CueHit]:
        """The cues from left to right."""
        starts = {start for start, _ in view.sentences}
        matches = [
            (start, end, cues)
            for start in self._cues.among(view.places)
            for end, cues in self._cues.all_at(view.low, start)
            if _stands(view, start, end, starts)
        ]
        taken: set[int] = set()
        found: list[CueHit] = []
        for start, end, cues in sorted(matches, key=lambda match: (match[0] - match[1], match[0])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found += [CueHit(start, end, cue) for cue in cues]
        return sorted(found, key=lambda hit: hit.start)


def _stands(view: TokenView, start: int, end: int, sentences: Container[int]) -> bool:
    """Whether what looks like a cue is one; ``sentences`` begin at these tokens."""
    if view.words[start][0].isupper() and start not in sentences and view.words[start - 1] not in OPENERS:
        return False
    return end - start > 1 or view.is_word(start)


@Language.factory("kg_cues", default_config=DEFAULT)
def create_cues(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Cues(configured(ontology).cues)
