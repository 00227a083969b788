"""Bodies that stand behind another one only to say what it is part of: nothing else is told of them.

"Phó Vụ trưởng Vụ A (Bộ B)" holds no post at B, and "Trung tâm A (Bộ B) hợp tác với C" makes B no partner. Of 97 bodies
that annotated articles name so behind the body of a post, five have the post too.
"""

from __future__ import annotations

from collections.abc import Container

from kg.extract.statements.arguments import Argument
from kg.extract.statements.barriers import APPOSING, PERSON
from kg.extract.statements.sentence import SentenceView

__all__ = ["is_told_of_part"]

#: So many tokens at most stand between a bracket and the name in it ("(thuộc Tập đoàn X)").
INSIDE = 4


def is_told_of_part(one: Argument, other: Argument, view: SentenceView, bodies: Container[str]) -> bool:
    """Is a fact of these two told of the part of one of them? Between the part and its whole it is not.

    ``bodies`` are the classes of organizations.
    """
    pairs = ((one, other), (other, one))
    return any(side.type in bodies and _is_parent(side, against, view) for side, against in pairs)


def _is_parent(body: Argument, other: Argument, view: SentenceView) -> bool:
    """Does ``body`` only say what the name before it is part of, and is ``other`` something else?"""
    if body.context or body.reference:
        return False
    part = next((a for a in view.arguments if a.letter == body.letter and _leads(a, body, other, view)), None)
    return part is not None and other.entity != part.entity and other.group != part.group


def _leads(part: Argument, body: Argument, other: Argument, view: SentenceView) -> bool:
    """Does ``part`` stand right before ``body``, as a part before its whole?"""
    if part.end >= body.start or part.entity == body.entity:
        return False
    low, mark = view.tokens.low, view.word(part.end)
    if mark == "(":
        between = view.gap(part.end + 1, body.start)
        alone = body.start - part.end <= INSIDE + 1 and view.grammar.wholes.union("N").issuperset(between)
        return alone and view.word(body.end) == ")"
    # "Vụ A, Bộ B": of persons alone, since a list of firms looks like it.
    return (
        other.type == PERSON
        and mark in APPOSING
        and body.start == part.end + 1
        and not view.grammar.units.isdisjoint((low[part.start], " ".join(low[part.start : part.start + 2])))
        and low[part.start] != low[body.start]
    )
