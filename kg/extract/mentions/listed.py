"""Names that stand in one list ("A, B và C"), and what the noun before a list says that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found

__all__ = ["headed", "lists"]

#: A list has so many members at least: of two names one is often something of the other.
FEWEST = 3
#: So many tokens may stand between a noun and what opens its list, the noun itself having so many at most.
APART, NOUN = 3, 3
QUOTES = frozenset("“”\"'‘’")


def lists(
    ground: Ground,
    found: Sequence[Found],
    places: Mapping[str, Sequence[int]],
    sites: Set[str],
    joiners: frozenset[str],
) -> list[tuple[str, ...]]:
    """The names of each list, each once; ``places`` are the numbers in ``found`` of each name's.

    ``joiners`` are the words and marks between members. Names of ``sites`` stand behind others to say where they are
    ("Đại học X, New Zealand"): no list holds both.
    """
    name_of = {i: name for name, numbers in places.items() for i in numbers}
    members = [tuple(dict.fromkeys(name_of[i] for i in row)) for row in _rows(ground, found, name_of, sites, joiners)]
    return [names for names in members if len(names) >= FEWEST]


def headed(ground: Ground, found: Sequence[Found], places: Mapping[str, Sequence[int]], lexis: Lexis) -> dict[str, str]:
    """The class of each name in a list behind a noun for many ("các phần mềm như A, B"); the first list counts."""
    name_of = {i: name for name, numbers in places.items() for i in numbers}
    told: dict[str, str] = {}
    for row in _rows(ground, found, name_of, frozenset(), lexis.listing):
        kind = _heading(ground, found[row[0]].start, lexis) if len(row) > 1 else ""
        for i in row if kind else ():
            told.setdefault(name_of[i], kind)
    return told


def _heading(ground: Ground, start: int, lexis: Lexis) -> str:
    """The class that the noun before the list beginning at ``start`` tells, or ""."""
    low = ground.view.low
    first = ground.view.sentences[ground.view.sentence_of(start)][0]
    at = start - 1
    while at > first and (low[at] in QUOTES or low[at] in lexis.opening):
        at -= 1
    opened = lexis.opening.intersection(low[at + 1 : start])
    for i in range(at, max(first, at - APART - NOUN) - 1, -1) if opened else ():
        hit = lexis.listed.at(low, i)
        if hit is not None and at + 1 - APART <= hit[0] <= at + 1:
            many = i > first and (low[i - 1] in lexis.many or low[i - 1][0].isdigit())
            return hit[1] if many else ""
    return ""


def _rows(
    ground: Ground, found: Sequence[Found], name_of: Mapping[int, str], sites: Set[str], joiners: frozenset[str]
) -> list[list[int]]:
    """The lists as numbers in ``found``; a name in none is a list by itself."""
    order = sorted(name_of, key=lambda i: found[i].start)
    rows: list[list[int]] = [[i] for i in order[:1]]
    for before, behind in pairwise(order):
        between = ground.view.low[found[before].end : found[behind].start]
        alike = (name_of[before] in sites) == (name_of[behind] in sites)
        if alike and between and joiners.issuperset(between):
            rows[-1].append(behind)
        else:
            rows.append([behind])
    return rows
