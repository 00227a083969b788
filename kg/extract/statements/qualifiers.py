"""What is said about a fact beside its two sides: when, in what post, what for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Span

from kg.extract.statements.candidates import Candidate
from kg.ontology.lexicon import NOMINAL
from kg.records import Measurement, Modality, Statement

__all__ = ["amount_of", "position_of", "purpose_of", "time_of"]

#: A time farther than this many tokens from the trigger dates something else.
NEAR = 25


def time_of(doc: Doc, candidate: Candidate, modality: Modality, sentence: Span, clause: tuple[int, int]) -> str | None:
    """The EDTF time of a fact: the nearest in its clause, else one that opens the sentence. None for a state."""
    if candidate.trigger.frame in NOMINAL:
        return None
    times = [span for span in doc.spans.get("times", ()) if sentence.start <= span.start and span.end <= sentence.end]
    inside = [span for span in times if clause[0] <= span.start and span.end <= clause[1]]
    opening = [span for span in times if span.start - sentence.start <= 3]
    for group in (inside, opening):
        best = min(group, key=lambda span: (_distance(span, candidate), span.start), default=None)
        if best is not None and _distance(best, candidate) <= NEAR:
            return (best.kb_id_ if modality == "planned" else best.id_) or None
    return None


def _distance(span: Span, candidate: Candidate) -> int:
    return span.start - candidate.end if span.start >= candidate.end else candidate.start - span.end


def position_of(
    doc: Doc, candidate: Candidate, names: Sequence[Span], sentence: Span, ends: frozenset[str]
) -> str | None:
    """The title as the text has it: from the role noun to the organisation, a mark or a word of ``ends``."""
    if candidate.trigger.frame != "role":
        return None
    stops = {span.start for span in names}
    end = candidate.end
    while end < sentence.end and end not in stops:
        token = doc[end]
        if token.is_punct or token.lower_ in ends or token.tag_ == "V" or token.is_space:
            break
        end += 1
    return doc[candidate.start : end].text.strip() or None


def purpose_of(doc: Doc, candidate: Candidate, sentence: Span, words: frozenset[str]) -> str | None:
    """The stretch behind the object that one of ``words`` opens ("để vận hành hệ thống …"), to the next mark."""
    end = candidate.object.end
    for i in range(end, min(end + 4, sentence.end)):
        if doc[i].lower_ in words:
            j = i + 1
            while j < sentence.end and not doc[j].is_punct and not doc[j].is_space:
                j += 1
            return doc[i + 1 : j].text.strip() or None
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
