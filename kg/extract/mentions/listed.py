"""Names that stand in one list ("A, B và C")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.tagger import Found

__all__ = ["listed"]

#: A list has so many members at least: of two names one is often something of the other.
FEWEST = 3
JOINING = frozenset({",", "và", "hay", "hoặc", "&"})


def listed(
    ground: Ground, found: Sequence[Found], places: Mapping[str, Sequence[int]], sites: Set[str]
) -> dict[str, tuple[str, ...]]:
    """By name, the others that stand in lists with it; ``places`` are the numbers in ``found`` of each name's.

    Names of ``sites`` stand behind others to say where they are ("Đại học X, New Zealand"): no list holds both.
    """
    name_of = {i: name for name, numbers in places.items() for i in numbers}
    order = sorted(name_of, key=lambda i: found[i].start)
    lists: list[list[int]] = [[i] for i in order[:1]]
    for before, behind in pairwise(order):
        between = ground.view.low[found[before].end : found[behind].start]
        alike = (name_of[before] in sites) == (name_of[behind] in sites)
        if alike and between and JOINING.issuperset(between):
            lists[-1].append(behind)
        else:
            lists.append([behind])
    beside: dict[str, dict[str, None]] = {}
    for members in lists:
        names = dict.fromkeys(name_of[i] for i in members)
        if len(names) >= FEWEST:
            for name in names:
                beside.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    return {name: tuple(others) for name, others in beside.items()}
