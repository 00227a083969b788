"""What can be seen of a candidate one side of which its sentence leaves out ("CEO Hà Quý Đôn nói vui")."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.statements.arguments import Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.forms import FormNamer, opening_words, order_of, shape_of
from kg.extract.statements.gaps import signature
from kg.extract.statements.groups import Group
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.tally import Tally
from kg.ontology.definitions import Model

__all__ = ["AROUND", "left_out_features"]

#: Words are features up to so many tokens to either side of a name.
AROUND = 5
#: The classes of those that hold posts, and of those that posts are held at.
EMPLOYED, EMPLOYER = "Person", "Organization"


def left_out_features(
    candidate: Candidate, view: SentenceView, model: Model, forms: FormNamer, tally: Tally
) -> Iterator[Group]:
    """For a fact one side of which the sentence leaves out."""
    trigger, relation, told = candidate.trigger, candidate.relation, view.told
    side, missing, present = (
        ("S", candidate.subject, candidate.object)
        if candidate.subject.context
        else ("O", candidate.object, candidate.subject)
    )
    order = order_of(candidate.start, candidate.subject, candidate.object, view)
    shape = shape_of(trigger, order)
    yield forms.of(trigger, order, candidate.subject.type, candidate.object.type)
    key: tuple[object, ...] = ("context", shape, missing.context, missing.letter)
    found = told.get(key)
    if found is None:
        found = told[key] = tally.group(
            (f"out-kind={missing.context}:{missing.letter}", f"out-kind={shape}:{missing.context}")
        )
    yield found
    famous = view.fame.get(missing.entity, "") if view.fame else None
    match = None
    if model.is_a(present.type, EMPLOYED) and model.is_a(missing.type, EMPLOYER):
        known = view.employers.get(present.entity)
        match = "none" if known is None else "same" if known == missing.entity else "other"
    key = ("missing", view.start, shape, relation, missing.letter, famous, match)
    found = told.get(key)
    if found is None:
        rivals = min(sum(argument.letter == missing.letter for argument in view.arguments), 2)
        names = [f"out-rivals={shape}:{rivals}", f"out-rivals={relation}:{rivals}"]
        if famous is not None:
            names += [f"out-fame={relation}:{famous}", f"out-fame={shape}:{famous}"]
        if match is not None:
            names += [f"out-employer={shape.partition('.')[0]}:{match}", f"out-employer={relation}:{match}"]
        found = told[key] = tally.group(names)
    yield found
    key = ("present", side, present.start, present.end, candidate.start, candidate.end, relation, shape, trigger.form)
    found = told.get(key)
    if found is None:
        found = told[key] = tally.group(_present_features(candidate, present, view, side, shape))
    yield found
    if opening := opening_words(trigger, candidate.subject, candidate.object, view, tally):
        yield opening


def _present_features(
    candidate: Candidate, present: Argument, view: SentenceView, side: str, shape: str
) -> Iterator[str]:
    """What stands around the trigger and the side that the sentence names."""
    relation, form = candidate.relation, candidate.trigger.form
    begin, end = view.group_start[present.group], view.group_end[present.group]
    span = (end, candidate.start) if present.start < candidate.start else (candidate.end, begin)
    text, core = signature(view.gap(*span)), signature(view.core(*span))
    before, behind = view.word(min(candidate.start, begin) - 1), view.word(max(candidate.end, end))
    yield from (
        f"out-gap={shape}:{text}",
        f"out-gap={relation}:{shape}:{text}",
        f"out-core={shape}:{core}",
        f"out-core={relation}:{form}:{side}:{core}",
        f"out-before={shape}:{before}",
        f"out-behind={shape}:{behind}",
        f"out-behind-T={shape}:{view.word(candidate.end)}",
        f"out-before-T={shape}:{view.word(candidate.start - 1)}",
    )
    yield from (f"out-word={relation}:{word}" for word in view.words(present.start - AROUND, present.end + AROUND))
    if present.rank:
        yield f"out-listed={shape}"
    if not any(view.symbols[: min(candidate.start, begin) - view.start]):
        yield f"out-opens={shape}:{relation}"
