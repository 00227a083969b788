"""What is said about a fact beside its two sides, its time and a post: what for, and for how much."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from kg.extract.statements.candidates import Candidate
from kg.extract.view import TokenView
from kg.records import LocalMeasurement, LocalStatement, Span

__all__ = ["amount_of", "is_break", "purpose_of"]

#: A purpose begins within so many tokens behind the object.
BEHIND = 4


def purpose_of(tokens: TokenView, candidate: Candidate, sentence: Span, words: Collection[str]) -> str | None:
    """The stretch behind the object that one of ``words`` opens ("để vận hành hệ thống …"), to the next mark."""
    behind = candidate.object.end
    for i in range(behind, min(behind + BEHIND, sentence[1])):
        if tokens.low[i] in words:
            end = i + 1
            while end < sentence[1] and not is_break(tokens.words[end]):
                end += 1
            return tokens.text(i + 1, end).strip() or None
    return None


def amount_of(
    statement: LocalStatement, measurements: Sequence[LocalMeasurement], currencies: Collection[str]
) -> int | None:
    """The index of the sum in one of ``currencies`` nearest to the trigger in the statement's sentence, if any."""
    trigger = statement.evidence.trigger or statement.evidence.object
    near = [
        (abs(place[0] - trigger[0]), index)
        for index, figure in enumerate(measurements)
        if (place := figure.evidence.trigger)
        and trigger
        and figure.unit in currencies
        and statement.evidence.start <= place[0] < statement.evidence.end
    ]
    return min(near)[1] if near else None


def is_break(word: str) -> bool:
    """A punctuation mark, or white space."""
    return word.isspace() or all(unicodedata.category(letter).startswith("P") for letter in word)
