"""Claims: what somebody says in an article, verbatim."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract.document import Document
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet
from kg.records import LocalClaim

__all__ = ["ClaimReader"]

MARKS = '“”"«»‘’ \n\t,.;:'
PAIRS = (("“", "”"), ("«", "»"), ("‘", "’"))
#: Words of the longest way to the name of a medium, and those that stand between at most ("nói với tờ báo X").
LONGEST = 4
BETWEEN = 2

Outside = tuple[range, range]


class ClaimReader:
    """Makes claims of what ``kg_speech`` has found, with the words of ``speech.yaml`` for where they were made."""

    def __init__(self, ontology: Ontology) -> None:
        self._venues = PhraseSet(ontology.speech.venues)
        self._published = ontology.speech.published
        self._topics = ontology.speech.topics
        self._media = ontology.model.below("MediaOutlet")
        self._places = ontology.model.below("Place")

    def read(self, doc: Doc) -> tuple[LocalClaim, ...]:
        """The claims of an article, in order, from what ``kg_speech`` found in its Doc.

        A claim needs a speaker. Its text is that of the article in ``start:end``, without the quote marks around it.
        """
        document = Document.of(doc)
        found: list[LocalClaim] = []
        for said in document.speech:
            if not said.speaker:
                continue
            span = doc[said.start : said.end]
            text = _balanced(span.text.strip(MARKS), span.text)
            start = span.start_char + span.text.index(text)
            outside = (range(said.left, min(said.right, said.start)), range(max(said.left, said.end), said.right))
            found.append(
                LocalClaim(
                    speaker=said.speaker,
                    text=text,
                    start=start,
                    end=start + len(text),
                    time=self._time(document, outside),
                    venue=self._venue(doc, document.view, outside),
                )
            )
        return tuple(found)

    def _venue(self, doc: Doc, view: TokenView, outside: Outside) -> str | None:
        """The medium in which it was said, when the words around the claim name one."""
        for span in doc.spans.get("mentions", ()):
            if not _inside(span.start, outside):
                continue
            for i in range(span.start - 1, max(span.start - LONGEST, 0) - 1, -1):
                length = self._venues.size(view.low, i, span.start)
                if not length or span.start - i - length > BETWEEN:
                    continue
                if span.label_ in self._media or (view.low[i] in self._published and span.label_ not in self._places):
                    return str(span.text)
        return None

    def _time(self, document: Document, outside: Outside) -> str | None:
        """The time of saying, when the words around the claim give exactly one."""
        low = document.view.low
        times = {
            when.past
            for when in document.times
            if when.past and _inside(when.start, outside) and not (when.start and low[when.start - 1] in self._topics)
        }
        return times.pop() if len(times) == 1 else None


def _balanced(text: str, whole: str) -> str:
    """``text`` with a closing mark again that belongs to an opening one inside it."""
    for opening, closing in PAIRS:
        if text.count(opening) > text.count(closing) and whole.find(text + closing) >= 0:
            return text + closing
    return text + '"' if text.count('"') % 2 and whole.find(text + '"') >= 0 else text


def _inside(start: int, outside: Outside) -> bool:
    return start in outside[0] or start in outside[1]
