"""Names that stand in lists: what is listed together is mostly of one class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.mentions.kinds import Scene
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.trained import NOTHING

__all__ = ["as_others", "listed"]

#: Names that a list has at least, and how much a class counts that none of the others has.
LISTED, FAITH = 3, 0.2
#: Between the names of a list, beside words.
MARKS = frozenset({",", ";"})


def listed(scene: Scene, lexis: Lexis) -> dict[str, set[str]]:
    """Names that stand in lists only ("A, B và C"), each with those beside it there."""
    view, found = scene.ground.view, scene.found
    runs: list[list[int]] = []
    for index, item in enumerate(found):
        between = view.low[found[index - 1].end : item.start] if index else []
        if len(between) == 1 and (between[0] in MARKS or between[0] in lexis.nouns.enumerating):
            runs[-1].append(index)
        else:
            runs.append([index])
    names = {index: name for name, places in scene.places.items() for index in places}
    others: dict[str, set[str]] = {}
    alone: set[str] = set()
    for run in runs:
        listed = {names[index] for index in run}
        for name in listed:
            if len(listed) < LISTED:
                alone.add(name)
            others.setdefault(name, set()).update(listed - {name})
    return {name: beside for name, beside in others.items() if name not in alone}


def as_others(weights: Mapping[str, float], others: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The weights of a name's classes, more for those that the names beside it are likely of."""
    mean: dict[str, float] = {}
    for row in others:
        whole = sum(row.values()) or 1.0
        for kind, weight in row.items():
            mean[kind] = mean.get(kind, 0.0) + weight / whole / len(others)
    return {
        kind: weight if kind == NOTHING else weight * (FAITH + mean.get(kind, 0.0)) for kind, weight in weights.items()
    }
