"""Every fact that a sentence might state: a trigger with a subject and an object that the ontology allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.ontology.lexicon import Lexicon, Trigger
from kg.ontology.model import Model
from kg.statements.sentence import Argument, SentenceView
from kg.statements.triggers import Hit

__all__ = ["Candidate", "candidates"]

#: Farther than this many tokens from its trigger nothing is an argument.
REACH = 45
#: Wordless frames join names that stand this close.
NEAR = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """``relation`` between two arguments, because of ``trigger`` at the tokens ``start:end`` (none: wordless)."""

    relation: str
    subject: Argument
    object: Argument
    trigger: Trigger
    start: int
    end: int


def candidates(view: SentenceView, hits: Sequence[Hit], lexicon: Lexicon, model: Model) -> Iterator[Candidate]:
    """All candidates of a sentence, in the order of their places."""
    arguments = view.arguments
    for hit in hits:
        near = [a for a in arguments if a.start < hit.end + REACH and a.end > hit.start - REACH]
        if hit.trigger.frame == "of":
            yield from _linked(hit, near, view, model)
            continue
        for subject in near:
            for object_ in near:
                if _possible(hit.trigger.relation, subject, object_, model):
                    yield Candidate(hit.trigger.relation, subject, object_, hit.trigger, hit.start, hit.end)
        for missing in view.context:
            for present in near:
                for subject, object_ in ((missing, present), (present, missing)):
                    if _possible(hit.trigger.relation, subject, object_, model):
                        yield Candidate(hit.trigger.relation, subject, object_, hit.trigger, hit.start, hit.end)
    for trigger in lexicon.wordless:
        for left, right in zip(arguments, arguments[1:], strict=False):
            between = view.gap(left.end, right.start)
            if trigger.frame == "bracket" and between[:1] != ["("]:
                continue
            if trigger.frame == "adjacent" and (right.start - left.end > NEAR or {",", ".", ";", "("} & set(between)):
                continue
            for subject, object_ in ((left, right), (right, left)):
                if _possible(trigger.relation, subject, object_, model):
                    yield Candidate(trigger.relation, subject, object_, trigger, left.end, left.end)


def _linked(hit: Hit, near: Sequence[Argument], view: SentenceView, model: Model) -> Iterator[Candidate]:
    """A link word joins the name before it and the name behind it, lists on either side included."""
    left = [a for a in near if a.end <= hit.start and hit.start - view.group_end[a.group] <= NEAR]
    right = [a for a in near if a.start >= hit.end and view.group_start[a.group] - hit.end <= NEAR]
    for before in left:
        for behind in right:
            subject, object_ = (before, behind) if hit.trigger.order == "SO" else (behind, before)
            if _possible(hit.trigger.relation, subject, object_, model):
                yield Candidate(hit.trigger.relation, subject, object_, hit.trigger, hit.start, hit.end)


def _possible(relation: str, subject: Argument, object_: Argument, model: Model) -> bool:
    if subject.entity == object_.entity or not model.allows(subject.type, relation, object_.type):
        return False
    # A symmetric fact is stated once, in the order of the text; what a sentence leaves out comes first.
    return not model.relations[relation].symmetric or subject.start < object_.start or bool(subject.context)
