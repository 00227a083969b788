"""What no name may reach across to a trigger, whatever the words around it weigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.statements.arguments import Argument
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.triggers import ROLES, Hit

__all__ = ["crosses", "fitting", "has_own_post"]


def fitting(hit: Hit, arguments: Sequence[Argument], view: SentenceView) -> Iterator[Argument]:
    """Those of ``arguments`` that may be a side of a fact that ``hit`` states."""
    opened = view.opening(hit.start)
    last = max((a.end for a in view.arguments if a.end <= opened), default=0)
    for argument in arguments:
        # "A, B và C (công ty mẹ của D)": what a bracket says is said of the name before it.
        if last and argument.end < last:
            continue
        role = hit.trigger.frame in ROLES
        if not (_is_whole(hit, argument, view) if role else _is_source(hit, argument, view)):
            yield argument


def crosses(hit: Hit, subject: Argument, object_: Argument, view: SentenceView) -> bool:
    """Does one who may bear the role as well stand nearer to its word ("A, CEO B, và C, chủ tịch D")?

    A verb between them makes the nearer one somebody else ("A được C bổ nhiệm làm chủ tịch").
    """
    if hit.trigger.frame != "role" or subject.letter == object_.letter:
        return False
    before = subject.end <= hit.start
    start, end = (subject.end, hit.start) if before else (hit.end, subject.start)
    return any(
        start <= other.start
        and other.end <= end
        and other.letter == subject.letter
        and other.group != subject.group
        and other.entity != subject.entity
        and "V" not in (view.gap(other.end, hit.start) if before else view.gap(hit.end, other.start))
        for other in view.arguments
    )


def has_own_post(hit: Hit, object_: Argument, hits: Sequence[Hit], view: SentenceView) -> bool:
    """Is a post behind ``hit`` held at ``object_``, and that of ``hit`` elsewhere ("chủ tịch A, phó chủ tịch B")?"""
    if hit.trigger.frame != "role":
        return False
    return any(
        other.end == object_.start
        and other.trigger.frame == "role"
        and any(
            hit.end <= between.start and between.end <= other.start and between.letter == object_.letter
            for between in view.arguments
        )
        for other in hits
    )


def _is_whole(hit: Hit, argument: Argument, view: SentenceView) -> bool:
    """Is it the body that another one behind the role is part of ("giám đốc Sở A thuộc Bộ B")?"""
    i = argument.start - 1
    return (
        i > hit.end
        and view.tokens.low[i] in view.grammar.wholes
        and any(
            other.end <= i <= other.end + 1 and other.start >= hit.end and other.letter == argument.letter
            for other in view.arguments
        )
    )


def _is_source(hit: Hit, argument: Argument, view: SentenceView) -> bool:
    """Does the sentence only give its source by this name ("theo A, …")?"""
    return (
        argument.end <= hit.start
        and view.link(argument.start) in view.grammar.sources
        and "," in view.gap(argument.end, hit.start)
    )
