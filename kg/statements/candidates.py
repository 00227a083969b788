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
#: A link word stands this close to both its names.
CLOSE = 5
#: Wordless frames join names that stand this close.
NEAR = 9


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
        for left in arguments:
            for right in arguments:
                if _touch(trigger, left, right, view):
                    for subject, object_ in ((left, right), (right, left)):
                        if _possible(trigger.relation, subject, object_, model):
                            yield Candidate(trigger.relation, subject, object_, trigger, view.group_end[left.group],
                                            view.group_end[left.group])


def _touch(trigger: Trigger, left: Argument, right: Argument, view: SentenceView) -> bool:
    """Does ``right`` (or the list it is in) follow ``left`` closely enough for a fact without a word?"""
    if left.group >= right.group or left.start >= right.start:
        return False
    start, end = view.group_end[left.group], view.group_start[right.group]
    between = view.gap(start, end)
    if any(symbol[0] == "@" for symbol in between):
        return False
    if trigger.frame == "bracket":
        return between[:1] == ["("]
    return end - start <= NEAR and not {".", ";", "(", "V"} & set(between)


def _linked(hit: Hit, near: Sequence[Argument], view: SentenceView, model: Model) -> Iterator[Candidate]:
    """A link word joins the name before it and the name behind it, lists on either side included."""
    left = [a for a in near if a.end <= hit.start and hit.start - view.group_end[a.group] <= CLOSE]
    right = [a for a in near if a.start >= hit.end and view.group_start[a.group] - hit.end <= CLOSE]
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
