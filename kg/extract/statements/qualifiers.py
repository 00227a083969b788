"""What is said about a fact beside its two sides and its time: in what post, what for, for how much."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Container, Sequence

from kg.extract.statements.candidates import Candidate
from kg.extract.view import TokenView
from kg.records import LocalMeasurement, LocalStatement, Span

__all__ = ["amount_of", "position_of", "purpose_of"]

#: So close behind the mark that ends a title stands the body that it is held at.
FOLLOWS = 3
#: A purpose begins within so many tokens behind the object.
BEHIND = 4


def position_of(
    tokens: TokenView, candidate: Candidate, names: Container[int], sentence: Span, ends: Collection[str]
) -> str | None:
    """The title as the text has it: from the role noun to a name, a mark, a verb or a word of ``ends``.

    ``names`` are the tokens that names begin at. Verbs belong to the title where a mark ends it and the body follows:
    "Trưởng ban nghiên cứu, Viện X".
    """
    if candidate.trigger.frame != "role":
        return None
    end = verb = candidate.end
    while end < sentence[1] and end not in names:
        if _is_break(tokens.words[end]) or tokens.low[end] in ends:
            break
        small = tokens.begins[end] and tokens.tags[end] == "V" and not tokens.words[end][0].isupper()
        if verb == end and not small:
            verb += 1
        end += 1
    followed = end < sentence[1] and _is_break(tokens.words[end]) and 0 < candidate.object.start - end <= FOLLOWS
    return tokens.text(candidate.start, end if followed else verb).strip() or None


def purpose_of(tokens: TokenView, candidate: Candidate, sentence: Span, words: Collection[str]) -> str | None:
    """The stretch behind the object that one of ``words`` opens ("để vận hành hệ thống …"), to the next mark."""
    behind = candidate.object.end
    for i in range(behind, min(behind + BEHIND, sentence[1])):
        if tokens.low[i] in words:
            end = i + 1
            while end < sentence[1] and not _is_break(tokens.words[end]):
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


def _is_break(word: str) -> bool:
    """A punctuation mark, or white space."""
    return word.isspace() or all(unicodedata.category(letter).startswith("P") for letter in word)
