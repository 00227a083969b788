"""Where clauses begin and end inside a sentence, by marks and words; token indices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.extract.view import TokenView
from kg.ontology.cues import ClauseWords
from kg.phrases import PhraseSet
from kg.records import Span

__all__ = ["ClauseSplitter"]

MARKS = frozenset(';:—“”"«»()[]?!…‘’•')
DASHES = frozenset("-–")


class ClauseSplitter:
    """Parts sentences into clauses, with the words of ``cues.yaml``.

    A clause begins behind a semicolon, colon, dash, quote mark or bracket, at a word that opens one ("nhưng",
    "trong khi", "mà"), and behind a comma when what follows is a predicate, a relative or a subject with its
    predicate. A comma inside a list of names opens none: "A, B và C" stays together.
    """

    def __init__(self, words: ClauseWords) -> None:
        self._openers = PhraseSet(words.openers)
        self._after_comma = PhraseSet(words.after_comma)
        self._joiners = frozenset(words.joiners)

    def clauses(self, view: TokenView, sentence: int) -> list[Span]:
        """The clauses of a sentence of the view, in order; together they cover it."""
        found = view.clauses.get(sentence)
        if found is None:
            start, end = view.sentences[sentence]
            found = view.clauses[sentence] = self.split(view.low[start:end], view.tags[start:end], start)
        return found

    def split(self, words: Sequence[str], tags: Sequence[str], offset: int = 0) -> list[Span]:
        """The clauses of a sentence given as lists; ``offset`` is the index of the first word."""
        cuts: set[int] = set()
        end = len(words)
        openers = set(self._openers.begins(words))
        for i, word in enumerate(words):
            if word in MARKS:
                cuts.add(i + 1)
                cuts.add(i)
            elif word in DASHES and 0 < i < end - 1 and tags[i] == "F":
                cuts.add(i + 1)
            elif word == ",":
                if i + 1 < end and (self._after_comma.at(words, i + 1, end) or self._predicate(words, tags, i + 1)):
                    cuts.add(i + 1)
            elif i and i in openers and self._openers.at(words, i, end):
                cuts.add(i)
        edges = sorted({0, end, *(cut for cut in cuts if 0 < cut < end)})
        return [(offset + a, offset + b) for a, b in pairwise(edges)]

    def _predicate(self, words: Sequence[str], tags: Sequence[str], i: int) -> bool:
        """Does a predicate begin at ``i``, at once or behind a nominal subject, before the next comma?"""
        if tags[i].startswith(("V", "R", "C")):
            return True
        for j in range(i, min(i + 9, len(words))):
            tag = tags[j]
            if words[j] == "," or words[j] in self._joiners or words[j] in MARKS:
                return False
            if tag.startswith(("V", "R")):
                return True
            if tag.startswith("E"):
                return False
        return False
