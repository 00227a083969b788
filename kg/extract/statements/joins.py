"""Which classes relations join: most names of a sentence can have few relations, and most pairs of them none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kg.ontology.definitions import Model

__all__ = ["Joined", "Joins"]

#: Of so many sets of classes it is kept which relations they may have.
KEPT = 1024


@dataclass(frozen=True, slots=True)
class Joined:
    """The classes that one relation joins: of subjects, of objects, and as pairs of both."""

    subjects: frozenset[str]
    objects: frozenset[str]
    pairs: frozenset[tuple[str, str]]


class Joins:
    """Those of all relations of ``model``; ``symmetric`` are those that hold both ways round."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.symmetric = frozenset(filter(model.symmetric, model.relations))
        self._joined: dict[str, Joined] = {}
        self._between = lru_cache(maxsize=KEPT)(self._possible)

    def of(self, relation: str) -> Joined:
        """What ``relation`` joins."""
        known = self._joined.get(relation)
        if known is None:
            classes, allows = self._model.classes, self._model.allows
            pairs = frozenset((a, b) for a in classes for b in classes if allows(a, relation, b))
            known = Joined(frozenset(a for a, _ in pairs), frozenset(b for _, b in pairs), pairs)
            self._joined[relation] = known
        return known

    def possible(self, classes: Iterable[str]) -> frozenset[str]:
        """The relations that some two of ``classes`` may have."""
        return self._between(frozenset(classes))

    def _possible(self, classes: frozenset[str]) -> frozenset[str]:
        joined = ((relation, self.of(relation)) for relation in self._model.relations)
        return frozenset(
            relation
            for relation, one in joined
            if not (one.subjects.isdisjoint(classes) or one.objects.isdisjoint(classes))
        )
