"""What the linking must know of the classes: which lie below which, and which can be one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.ontology.definitions import Model

__all__ = ["Classes"]


class Classes:
    """The classes of an ontology as a forest: abstract classes, that only gather others, left out."""

    def __init__(self, model: Model) -> None:
        self._parents = {
            name: next((p for p in entry.parents if not model.classes[p].abstract), "")
            for name, entry in model.classes.items()
        }

    def top(self, name: str) -> str:
        """The uppermost class: entities of different uppermost classes are never the same."""
        while self._parents.get(name):
            name = self._parents[name]
        return name

    def depth(self, name: str) -> int:
        """How many classes lie above."""
        depth = 0
        while self._parents.get(name):
            name, depth = self._parents[name], depth + 1
        return depth

    def elect(self, votes: Iterable[str]) -> str:
        """The class that most articles give; a more specific one wins over the one it lies below."""
        count = Counter(votes)
        tops = Counter[str]()
        for name, number in count.items():
            tops[self.top(name)] += number
        top = min(tops, key=lambda name: (-tops[name], name))
        below = [name for name in count if self.top(name) == top]
        return min(below, key=lambda name: (self.depth(name) == 0, -count[name], -self.depth(name), name))
