"""Bodies that stand behind another one only to say what it is part of: nothing else is told of them.

"Phó Vụ trưởng Vụ A (Bộ B)" holds no post at B, and "Trung tâm A (Bộ B) hợp tác với C" makes B no partner. Of 97 bodies
that annotated articles name so behind the body of a post, five have the post too.
"""

from __future__ import annotations

from collections.abc import Container

from kg.extract.statements.arguments import Argument
from kg.extract.statements.barriers import APPOSING, PERSON
from kg.extract.statements.sentence import SentenceView

__all__ = ["Parents"]

#: So many tokens at most stand between a bracket and the name in it ("(thuộc Tập đoàn X)").
INSIDE = 4


class Parents:
    """Finds them in one sentence; ``bodies`` are the classes of organizations."""

    def __init__(self, view: SentenceView, bodies: Container[str]) -> None:
        self._view, self._bodies = view, bodies
        self._parts: dict[tuple[int, int, str, bool], Argument | None] = {}

    def is_told_of_part(self, one: Argument, other: Argument) -> bool:
        """Is a fact of these two told of the part of one of them? Between the part and its whole it is not."""
        return self._is_parent(one, other) or self._is_parent(other, one)

    def _is_parent(self, body: Argument, other: Argument) -> bool:
        """Does ``body`` only say what the name before it is part of, and is ``other`` something else?"""
        if body.context or body.reference or body.type not in self._bodies:
            return False
        person = other.type == PERSON
        key = body.start, body.end, body.entity, person
        if key not in self._parts:
            self._parts[key] = next((a for a in self._view.arguments if self._leads(a, body, person=person)), None)
        part = self._parts[key]
        return part is not None and other.entity != part.entity and other.group != part.group

    def _leads(self, part: Argument, body: Argument, *, person: bool) -> bool:
        """Does ``part`` stand right before ``body``, as a part before its whole?"""
        if part.end >= body.start or part.letter != body.letter or part.entity == body.entity:
            return False
        view = self._view
        low, mark = view.tokens.low, view.word(part.end)
        if mark == "(":
            between = view.gap(part.end + 1, body.start)
            alone = body.start - part.end <= INSIDE + 1 and view.grammar.wholes.union("N").issuperset(between)
            return alone and view.word(body.end) == ")"
        # "Vụ A, Bộ B": of persons alone, since a list of firms looks like it.
        return (
            person
            and mark in APPOSING
            and body.start == part.end + 1
            and not view.grammar.units.isdisjoint((low[part.start], " ".join(low[part.start : part.start + 2])))
            and low[part.start] != low[body.start]
        )
