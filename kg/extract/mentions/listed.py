"""Names that stand in one list ("A, B và C")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.tagger import Found

__all__ = ["lists"]

#: A list has so many members at least: of two names one is often something of the other.
FEWEST = 3


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
    order = sorted(name_of, key=lambda i: found[i].start)
    rows: list[list[int]] = [[i] for i in order[:1]]
    for before, behind in pairwise(order):
        between = ground.view.low[found[before].end : found[behind].start]
        alike = (name_of[before] in sites) == (name_of[behind] in sites)
        if alike and between and joiners.issuperset(between):
            rows[-1].append(behind)
        else:
            rows.append([behind])
    members = [tuple(dict.fromkeys(name_of[i] for i in row)) for row in rows]
    return [names for names in members if len(names) >= FEWEST]
