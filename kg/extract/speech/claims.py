"""Claims: what somebody says in an article, verbatim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from spacy.tokens import Doc

from kg.extract.document import Document, Marked, When
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
Placed = TypeVar("Placed", Marked, When)


class _Placed(Generic[Placed]):
    """Things of an article, asked for by where they begin."""

    def __init__(self, things: Iterable[Placed]) -> None:
        self._things: list[Placed] = sorted(things, key=lambda thing: thing.start)
        self._starts: list[int] = [thing.start for thing in self._things]

    def within(self, places: Outside) -> Iterator[Placed]:
        for place in places:
            yield from self._things[slice(*(bisect_left(self._starts, edge) for edge in (place.start, place.stop)))]


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
        view, text_of = document.view, Document.text_of(doc)
        names, times = _Placed(Document.marked(doc, "mentions")), _Placed(document.times)
        found: list[LocalClaim] = []
        for said in document.speech:
            if not said.speaker:
                continue
            first, last = view.chars(said.start, said.end)
            whole = text_of[first:last]
            text = _balanced(whole.strip(MARKS), whole)
            start = first + whole.index(text)
            outside = (range(said.left, min(said.right, said.start)), range(max(said.left, said.end), said.right))
            found.append(
                LocalClaim(
                    speaker=said.speaker,
                    text=text,
                    start=start,
                    end=start + len(text),
                    time=self._time(times, view, outside),
                    venue=self._venue(names, view, outside),
                )
            )
        return tuple(found)

    def _venue(self, names: _Placed[Marked], view: TokenView, outside: Outside) -> str | None:
        """The medium in which it was said, when the words around the claim name one."""
        for span in names.within(outside):
            for i in range(span.start - 1, max(span.start - LONGEST, 0) - 1, -1):
                length = self._venues.size(view.low, i, span.start)
                if not length or span.start - i - length > BETWEEN:
                    continue
                if span.label in self._media or (view.low[i] in self._published and span.label not in self._places):
                    return view.text(span.start, span.end)
        return None

    def _time(self, times: _Placed[When], view: TokenView, outside: Outside) -> str | None:
        """The time of saying, when the words around the claim give exactly one."""
        found = {
            when.past
            for when in times.within(outside)
            if when.past and not (when.start and view.low[when.start - 1] in self._topics)
        }
        return found.pop() if len(found) == 1 else None


def _balanced(text: str, whole: str) -> str:
    """``text`` with a closing mark again that belongs to an opening one inside it."""
    for opening, closing in PAIRS:
        if text.count(opening) > text.count(closing) and whole.find(text + closing) >= 0:
            return text + closing
    return text + '"' if text.count('"') % 2 and whole.find(text + '"') >= 0 else text
