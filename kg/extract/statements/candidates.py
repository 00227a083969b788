"""Every fact that a sentence might state: a trigger with a subject and an object that the ontology allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.statements.sentence import Argument, SentenceView
from kg.extract.statements.triggers import Hit
from kg.ontology.lexicon import Lexicon, Trigger
from kg.ontology.model import Model

__all__ = ["Candidate", "candidates"]

#: Farther than this many tokens from its trigger nothing is an argument.
REACH = 45
#: A link word stands this close to both its names.
CLOSE = 5
#: What may stand between a name and the link word behind it.
OWN = frozenset({")", "A", "P", "#"})
#: An apposition joins names that stand this close; names without a mark between them stand closer.
NEAR = 9
BESIDE = 4


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
        given = _given(hit, near, view)
        for missing in view.context:
            if missing.letter in given:
                continue
            for present in near:
                for subject, object_ in ((missing, present), (present, missing)):
                    if _possible(hit.trigger.relation, subject, object_, model):
                        yield Candidate(hit.trigger.relation, subject, object_, hit.trigger, hit.start, hit.end)
    for trigger in lexicon.wordless:
        if trigger.frame == "inside":
            for outer, inner in view.nested:
                for subject, object_ in ((outer, inner), (inner, outer)):
                    if _possible(trigger.relation, subject, object_, model):
                        yield Candidate(trigger.relation, subject, object_, trigger, inner.start, inner.start)
            continue
        for left in arguments:
            for right in arguments:
                if _touch(trigger, left, right, view):
                    for subject, object_ in ((left, right), (right, left)):
                        if _possible(trigger.relation, subject, object_, model):
                            yield Candidate(
                                trigger.relation,
                                subject,
                                object_,
                                trigger,
                                view.group_end[left.group],
                                view.group_end[left.group],
                            )


def _given(hit: Hit, near: Sequence[Argument], view: SentenceView) -> set[str]:
    """The classes, by letter, of which a name hangs on the trigger itself: of those nothing is left out."""
    given = set()
    for argument in near:
        if argument.start >= hit.end:
            between = view.core(hit.end, view.group_start[argument.group])
        elif argument.end <= hit.start:
            between = view.core(view.group_end[argument.group], hit.start)
        else:
            continue
        if not between or (len(between) == 1 and between[0] in view.grammar.links):
            given.add(argument.letter)
    return given


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
    if trigger.frame == "apposed":
        return "," in between and end - start <= NEAR and not {".", ";", "(", "V"} & set(between)
    return end - start <= BESIDE and not {",", ".", ";", "("} & set(between)


def _linked(hit: Hit, near: Sequence[Argument], view: SentenceView, model: Model) -> Iterator[Candidate]:
    """A link word joins the name before it and the name behind it, lists on either side included."""
    left = [
        a
        for a in near
        if a.end <= hit.start
        and hit.start - view.group_end[a.group] <= CLOSE
        and _plain(view, view.group_end[a.group], hit.start)
    ]
    right = [a for a in near if a.start >= hit.end and view.group_start[a.group] - hit.end <= CLOSE]
    for before in left:
        for behind in right:
            subject, object_ = (before, behind) if hit.trigger.order == "SO" else (behind, before)
            if _possible(hit.trigger.relation, subject, object_, model):
                yield Candidate(hit.trigger.relation, subject, object_, hit.trigger, hit.start, hit.end)


def _plain(view: SentenceView, start: int, end: int) -> bool:
    """Do only brackets and an adjective or "này" stand in the tokens? Then the link word is the name's own."""
    depth = 0
    for symbol in view.gap(start, end):
        depth += (symbol == "(") - (symbol == ")")
        if depth == 0 and symbol not in OWN and symbol not in view.grammar.demonstratives:
            return False
    return True


def _possible(relation: str, subject: Argument, object_: Argument, model: Model) -> bool:
    if subject.entity == object_.entity or not model.allows(subject.type, relation, object_.type):
        return False
    # A symmetric fact is stated once, in the order of the text; what a sentence leaves out comes first.
    return not model.relations[relation].symmetric or subject.start < object_.start or bool(subject.context)
