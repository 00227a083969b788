"""Names that stand close enough to each other for a fact that no word states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.statements.arguments import Argument
from kg.extract.statements.barriers import APPOSING, trails
from kg.extract.statements.sentence import SentenceView

__all__ = ["REACH", "hangs", "touching"]

#: Farther than this many tokens from its trigger nothing is an argument.
REACH = 45
#: An apposition joins names that stand this close; names without a mark between them stand closer.
NEAR = 14
BESIDE = 4
#: So far from its name a bracket may name another; by frame, BESIDE where none is given.
FARTHEST = {"apposed": NEAR, "bracket": REACH}


def touching(frame: str, view: SentenceView) -> Iterator[tuple[Argument, Argument]]:
    """A name and one of the list right behind its own that follows it closely enough for a fact without a word."""
    for left in view.arguments:
        for right in view.members(left.group + 1):
            if _touches(frame, left, right, view) and not trails(left, right, view):
                yield left, right


def _touches(frame: str, left: Argument, right: Argument, view: SentenceView) -> bool:
    if left.end < view.group_end[left.group] and (frame == "bracket" or hangs(left, view)):
        return False
    start, end = view.group_end[left.group], view.group_start[right.group]
    if end - start > FARTHEST.get(frame, BESIDE):
        return False
    between = view.gap(start, end)
    if frame == "bracket":
        return between[:1] == ["("]
    if frame == "apposed":
        return bool(between) and _apposes(between, view)
    return not (view.grammar.joiners | {",", ".", ";", "("}) & set(between)


def hangs(argument: Argument, view: SentenceView) -> bool:
    """Does the name stand behind a link word of its own, in a list that goes on ("A của X, B của Y")?"""
    return argument.end < view.group_end[argument.group] and view.link(argument.start) in view.grammar.wholes


def _apposes(between: Sequence[str], view: SentenceView) -> bool:
    """Does a noun phrase that says what the name is begin behind it?"""
    opened = between[1:] if between[0] == ")" and len(between) > 1 else between
    begins = opened[0] in APPOSING or opened[0] in view.grammar.copulas
    return begins and opened[1:2] != ["V"] and not {".", ";", "("} & set(opened)
