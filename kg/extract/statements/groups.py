"""The names of a candidate's features, in groups that candidates share: what is asked of a group is asked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

__all__ = ["RELATION", "Features", "Group"]

#: What the feature is called that tells the relation.
RELATION = "rel="


# Most of what is made when a sentence is read: to freeze one takes as long again as to make it.
@dataclass(slots=True)
class Group:
    """``names`` of features that hold together, and what they weigh together; ``counted``: numbers that they tell."""

    names: tuple[str, ...]
    weight: float = 0.0
    counted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What the words tell, what the encoder, and what is told before; all names when it is gone through.

    ``said``: what the three weigh, where that was added up as they were named.
    """

    words: Sequence[Group] = ()
    heard: Sequence[str] = ()
    told: Sequence[str] = ()
    said: tuple[float, float, float] | None = None

    def __iter__(self) -> Iterator[str]:
        return chain(*(group.names for group in self.words), self.heard, self.told)
