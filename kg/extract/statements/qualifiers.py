"""What is said about a fact beside its two sides: when, in what post, what for, for how much."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Container, Iterable, Sequence

from spacy.tokens import Span as DocSpan

from kg.extract.statements.candidates import Candidate
from kg.extract.view import TokenView
from kg.ontology.lexicon import NOMINAL
from kg.records import Measurement, Modality, Span, Statement

__all__ = ["amount_of", "position_of", "purpose_of", "time_of"]

#: A time farther than this many tokens from the trigger dates something else.
NEAR = 25
#: A time that begins within so many tokens opens the sentence.
OPENING = 3
#: A purpose begins within so many tokens behind the object.
BEHIND = 4


def time_of(
    times: Iterable[tuple[DocSpan, str, str]], candidate: Candidate, modality: Modality, sentence: Span, clause: Span
) -> str | None:
    """The EDTF time of a fact: the nearest in its clause, else one that opens the sentence. None for a state.

    ``times`` are those of the article, each as what has happened and as what is planned.
    """
    if candidate.trigger.frame in NOMINAL:
        return None
    near = [time for time in times if sentence[0] <= time[0].start and time[0].end <= sentence[1]]
    inside = [time for time in near if clause[0] <= time[0].start and time[0].end <= clause[1]]
    opening = [time for time in near if time[0].start - sentence[0] <= OPENING]
    for group in (inside, opening):
        best = min(group, key=lambda time: (_distance(time[0], candidate), time[0].start), default=None)
        if best is not None and _distance(best[0], candidate) <= NEAR:
            return (best[2] if modality == "planned" else best[1]) or None
    return None


def _distance(span: DocSpan, candidate: Candidate) -> int:
    return span.start - candidate.end if span.start >= candidate.end else candidate.start - span.end


def position_of(
    tokens: TokenView, candidate: Candidate, names: Container[int], sentence: Span, ends: Collection[str]
) -> str | None:
    """The title as the text has it: from the role noun to a name, a mark, a verb or a word of ``ends``.

    ``names`` are the tokens that names begin at.
    """
    if candidate.trigger.frame != "role":
        return None
    end = candidate.end
    while end < sentence[1] and end not in names:
        if _is_break(tokens.words[end]) or tokens.low[end] in ends or tokens.tags[end] == "V":
            break
        end += 1
    return tokens.text(candidate.start, end).strip() or None


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


def amount_of(statement: Statement, measurements: Sequence[Measurement], currencies: Collection[str]) -> str | None:
    """The id of the sum in one of ``currencies`` nearest to the trigger in the statement's sentence, if any."""
    trigger = statement.evidence.trigger or statement.evidence.object
    near = [
        (abs(place[0] - trigger[0]), figure.id)
        for figure in measurements
        if (place := figure.evidence.trigger)
        and trigger
        and figure.unit in currencies
        and statement.evidence.start <= place[0] < statement.evidence.end
    ]
    return min(near)[1] if near else None


def _is_break(word: str) -> bool:
    """A punctuation mark, or white space."""
    return word.isspace() or all(unicodedata.category(letter).startswith("P") for letter in word)
