"""What the linking must know of the classes: which lie below which, and which can be one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

__all__ = ["Classes"]


class Classes:
    """``parents`` maps a class to the class right above it, by local names."""

    def __init__(self, parents: Mapping[str, str], symmetric: Iterable[str] = ()) -> None:
        self._parents = dict(parents)
        self.symmetric = frozenset(symmetric)

    def top(self, name: str) -> str:
        """The uppermost class: entities of different uppermost classes are never the same."""
        while name in self._parents:
            name = self._parents[name]
        return name

    def depth(self, name: str) -> int:
        """How many classes lie above."""
        depth = 0
        while name in self._parents:
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
        return min(below, key=lambda name: (-self.depth(name) if self.depth(name) == 0 else -1,
                                            -count[name], -self.depth(name), name))


def contract_classes() -> Classes:
    """The classes of the contract, until kg.ontology.model can be asked."""
    parents = {"Company": "Organization", "University": "Organization", "GovernmentBody": "Organization",
               "MediaOutlet": "Organization", "AIModel": "Product", "Country": "Place", "City": "Place",
               "Report": "Work", "Policy": "Work"}
    return Classes(parents, ("competesWith", "partnersWith"))
