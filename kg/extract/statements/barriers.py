"""What no name may reach across to a trigger, whatever the words around it weigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.statements.arguments import NESTED, Argument
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.triggers import ROLES, Hit
from kg.records import Span

__all__ = [
    "APPOSING",
    "COUNTRY",
    "bears",
    "crosses",
    "elsewhere",
    "fitting",
    "listed",
    "passed_over",
    "regional",
    "says_whose",
    "severed",
    "trails",
]

#: An apposition begins with one of these ("X, một hãng Y"), or with a word of being ("X là hãng Y").
APPOSING = frozenset({",", "-", "–", "—"})
#: Marks between members of a list.
LISTING = frozenset("(;:")
#: What a noun phrase before a name is made of.
NAMING = frozenset({"N", "Np", "A", "X", ""})
#: Of these classes a name says nothing of the one right before it.
PERSON, COUNTRY = "Person", "Country"


def fitting(hit: Hit, arguments: Sequence[Argument], view: SentenceView) -> Iterator[Argument]:
    """Those of ``arguments`` that may be a side of a fact that ``hit`` states."""
    opened = view.opening(hit.start)
    last = max((a.end for a in view.arguments if a.end <= opened), default=0) if opened >= 0 else 0
    for argument in arguments:
        # "A, B và C (công ty mẹ của D)": what a bracket says is said of the name before it.
        if last and argument.end < last:
            continue
        if hit.trigger.frame in ROLES or not _is_source(hit, argument, view):
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


def bears(subject: Argument, object_: Argument, roles: Sequence[Hit], view: SentenceView) -> bool:
    """Does ``object_`` bear one of ``roles`` towards ``subject`` ("B, công ty mẹ của A", "công ty mẹ B của A")?

    Then it is the one of them that the relation of these roles is true of.
    """
    for hit in roles:
        if subject.start < hit.end:
            continue
        words = view.core(hit.end, _start(view, subject))
        if not words or words[-1] not in view.grammar.wholes:
            continue
        if words[:-1] == [object_.symbol] and hit.end <= object_.start < subject.start:
            return True
        apart = view.core(_end(view, object_), hit.start) if object_.end <= hit.start else ["V"]
        if len(words) == 1 and APPOSING.union(view.grammar.copulas).issuperset(apart):
            return True
    return False


def elsewhere(hit: Hit, subject: Argument, object_: Argument, hits: Sequence[Hit], view: SentenceView) -> bool:
    """Is the role of ``hit`` borne towards something else than ``object_``?

    Towards its part ("giám đốc Sở A thuộc Bộ B"), towards what stands right behind its word where ``object_`` stands
    right before the person ("phó giám đốc B X, trưởng phòng A"), or ``object_`` has a post of its own ("chủ tịch A,
    phó chủ tịch B").
    """
    if hit.trigger.frame not in ROLES:
        return False
    if subject.letter != object_.letter and any(_is_whole(hit, side, view) for side in (subject, object_)):
        return True
    if hit.trigger.frame != "role":
        return False
    if (
        object_.end == subject.start
        and subject.end <= hit.start
        and any(
            other.start == hit.end and other.letter == object_.letter and other.entity != object_.entity
            for other in view.arguments
        )
    ):
        return True
    return any(
        other.end == object_.start
        and other.trigger.frame == "role"
        and any(
            hit.end <= between.start and between.end <= other.start and between.letter == object_.letter
            for between in view.arguments
        )
        for other in hits
    )


def listed(hit: Hit, subject: Argument, object_: Argument, view: SentenceView) -> bool:
    """Are both of those that a plural word before them lists ("các đối thủ gồm A và B": rivals of somebody else)?"""
    words = view.tokens.low[max(view.start, hit.start - 1) : hit.start + 1]
    if hit.trigger.frame != "role" or view.grammar.several.isdisjoint(words):
        return False
    first, last = sorted((subject, object_), key=lambda one: one.start)
    return first.start >= hit.end and "V" not in view.gap(first.end, last.start)


def trails(subject: Argument, object_: Argument, view: SentenceView) -> bool:
    """Does a country stand right behind a person's name? Whose country it is stands before the name, or by a word."""
    return (
        subject.type == PERSON
        and object_.type == COUNTRY
        and subject.end <= object_.start
        and not view.gap(subject.end, object_.start)
    )


def passed_over(subject: Argument, object_: Argument, trigger: Span, view: SentenceView) -> bool:
    """Does another one begin the clause behind the trigger's, and do something of its own with ``subject`` ("sau khi
    A ra mắt, B bắt tay với C": C has not released A)?"""
    if subject.context or object_.context or subject.start < object_.end:
        return False
    if view.word(_start(view, subject) - 1) in view.grammar.agents:
        return False
    first = max(object_.end, trigger[1]) if trigger[1] <= subject.start else object_.end
    return any(
        first <= other.start
        and other.end <= subject.start
        and other.letter == subject.letter
        and other.group != subject.group
        and other.entity not in (subject.entity, object_.entity)
        and view.gap(first, other.start)[-1:] == [","]
        and "V" in (words := view.gap(other.end, subject.start))
        and LISTING.isdisjoint(words)
        for other in view.arguments
    )


def regional(subject: Argument, object_: Argument, view: SentenceView) -> bool:
    """Does a part of ``object_`` begin right behind its name ("Tổng Giám đốc X khu vực Đông Nam Á")?

    Who holds a post there does not hold the one at its head.
    """
    return subject.type == PERSON and object_.end < view.end and view.tokens.low[object_.end] in view.grammar.regional


def says_whose(argument: Argument, trigger: Span, view: SentenceView) -> bool:
    """Does a country only say whose the many are that something is told of ("cảnh báo các công ty Mỹ")?

    Where the trigger is the word for the many it is the country's ("các nhà lãnh đạo Mỹ").
    """
    if argument.type != COUNTRY or argument.context or argument.group == NESTED:
        return False
    first = last = _start(view, argument)
    while first > view.start and view.symbols[first - 1 - view.start] in NAMING:
        first -= 1
    many = view.start < first < last and view.tokens.low[first - 1] in view.grammar.several
    return many and not first <= trigger[0] < trigger[1] <= last


def severed(view: SentenceView) -> int:
    """Where the clause begins that a source opens ("theo A có trụ sở ở B, C là …"): C has nothing to do with A and B.

    The sentence's start where there is no such.
    """
    first = view.arguments[0] if view.arguments else None
    if first is None or view.link(first.start) not in view.grammar.sources:
        return view.start
    for before, behind in pairwise(view.arguments):
        gap = view.gap(before.end, behind.start)
        if "," in gap:
            verb = view.core(view.group_end[behind.group], view.end)[:1]
            opens = gap == [","] and not ({"V"} | view.grammar.copulas).isdisjoint(verb)
            return behind.start if opens else view.start
    return view.start


def _start(view: SentenceView, argument: Argument) -> int:
    return view.group_start.get(argument.group, argument.start)


def _end(view: SentenceView, argument: Argument) -> int:
    return view.group_end.get(argument.group, argument.end)


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
