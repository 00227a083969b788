"""Which class the entities of many articles have when they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.ontology.definitions import Model

__all__ = ["elected"]


def elected(model: Model, votes: Iterable[str]) -> str:
    """The class that most articles give; a more specific one wins over the one it lies below."""
    given = list(votes)
    if len(set(given)) == 1:
        return given[0]
    count = Counter(given)
    tops = Counter[str]()
    for name, number in count.items():
        tops[model.top(name)] += number
    top = min(tops, key=lambda name: (-tops[name], name))
    below = [name for name in count if model.top(name) == top]
    return min(below, key=lambda name: (name == top, -count[name], -len(model.lineage(name)), name))
