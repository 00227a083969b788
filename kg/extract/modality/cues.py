"""``kg_cues``: words that negate, plan, doubt, ask or suppose, as ``doc.spans["cues"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extract.factories import DEFAULT, Place
from kg.ontology.cues import CueFile, load_cues

__all__ = ["Cues"]

#: Marks behind which a capital is no sign of a name.
OPENERS = frozenset('“"‘«(-–•*:')


class Cues:
    """Writes ``doc.spans["cues"]``: ``label_`` is the cue's kind, ``id_`` its name (text/kind/direction).

    Of cues that overlap the longest wins, the first one of two that are as long; a text that is listed with two
    directions gives two spans. A word with a capital inside a sentence is a name ("Nghi"), and a cue of one syllable
    must be a word of its own ("định" is none in "quyết định").
    """

    def __init__(self, vocab: Vocab, data: CueFile) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._cues: dict[str, list[tuple[str, str]]] = {}
        for cue in data.cues():
            self._cues.setdefault(cue.text, []).append((cue.kind, cue.name))
        for text in data.exceptions:
            self._cues[text] = []
        for text in self._cues:
            self._matcher.add(text, [Doc(vocab, words=text.split(" "))])

    def __call__(self, doc: Doc) -> Doc:
        matches = [
            (start - end, start, end, match)
            for match, start, end in self._matcher(doc)
            if self._stands(doc, start, end)
        ]
        taken: set[int] = set()
        found: list[tuple[int, int, str]] = []
        for _, start, end, match in sorted(matches):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append((start, end, doc.vocab.strings[match]))
        doc.spans["cues"] = [
            Span(doc, start, end, label=kind, span_id=name)
            for start, end, text in sorted(found)
            for kind, name in self._cues[text]
        ]
        return doc

    def _stands(self, doc: Doc, start: int, end: int) -> bool:
        first = doc[start]
        if first.text[0].isupper() and not first.is_sent_start and doc[start - 1].text not in OPENERS:
            return False
        return end - start > 1 or (first._.word_start and (end == len(doc) or bool(doc[end]._.word_start)))


@Language.factory("kg_cues", default_config=DEFAULT)
def create_cues(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Cues(nlp.vocab, load_cues())
