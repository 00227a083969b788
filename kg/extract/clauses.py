"""Where clauses begin and end inside a sentence, by marks and words; token indices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from spacy.tokens import Doc, Span

from kg.ontology.cues import load_cues
from kg.phrases import Phrases

__all__ = ["clauses"]

MARKS = frozenset(';:—“”"«»()[]?!…‘’•')
DASHES = frozenset("-–")


@lru_cache(maxsize=1)
def _words() -> tuple[Phrases, Phrases]:
    words = load_cues().clauses
    return Phrases(words.openers), Phrases(words.after_comma)


def clauses(doc: Doc, sent: Span) -> list[tuple[int, int]]:
    """The clauses of ``sent`` in order, as (start, end) token indices; together they cover the sentence.

    A clause begins behind a semicolon, colon, dash, quote mark or bracket, at a word that opens one ("nhưng",
    "trong khi", "mà"), and behind a comma when what follows is a predicate, a relative or a subject with its
    predicate. A comma inside a list of names opens none: "A, B và C" stays together.
    """
    return split([token.lower_ for token in sent], [token.tag_ for token in sent], sent.start)


def split(words: Sequence[str], tags: Sequence[str], offset: int) -> list[tuple[int, int]]:
    """``clauses`` over plain lists; ``offset`` is the index of the first word."""
    openers, after_comma = _words()
    cuts: set[int] = set()
    end = len(words)
    for i, word in enumerate(words):
        if word in MARKS:
            cuts.add(i + 1)
            cuts.add(i)
        elif word in DASHES and 0 < i < end - 1 and tags[i] == "F":
            cuts.add(i + 1)
        elif word == ",":
            if i + 1 < end and (after_comma.at(words, i + 1, end) or _predicate_follows(words, tags, i + 1)):
                cuts.add(i + 1)
        elif i and openers.at(words, i, end):
            cuts.add(i)
    edges = sorted({0, end, *(cut for cut in cuts if 0 < cut < end)})
    return [(offset + a, offset + b) for a, b in pairwise(edges)]


def _predicate_follows(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Does a predicate begin at ``i``, at once or behind a nominal subject, before the next comma?"""
    if tags[i].startswith(("V", "R", "C")):
        return True
    for j in range(i, min(i + 9, len(words))):
        tag = tags[j]
        if words[j] in (",", "và", "cùng", "hay", "hoặc") or words[j] in MARKS:
            return False
        if tag.startswith(("V", "R")):
            return True
        if tag.startswith("E"):
            return False
    return False
