"""What classes, relations and conflicts are called in the page, which class stands under which, and its colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.ontology.definitions import Model

__all__ = ["Labels", "labels_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """``names``: local name of a class, relation or conflict rule -> language -> label;
    ``sentences``: conflict rule -> language -> what it says in a sentence;
    ``parents``: class -> the classes directly above it; ``colors``: class -> its own colour, ``#rrggbb``."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colors: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str, language: str) -> str:
        """The label in ``language``; the local name itself where the ontology gives none."""
        return self.names.get(name, {}).get(language) or name

    def color(self, name: str) -> str | None:
        """The colour of a class, its own or that of the nearest above it; None where there is none."""
        return next((self.colors[found] for found in (name, *self.above(name)) if found in self.colors), None)

    def above(self, name: str) -> list[str]:
        """The classes above ``name``, nearest first."""
        found: list[str] = []
        waiting = list(self.parents.get(name, ()))
        while waiting:
            parent = waiting.pop(0)
            if parent not in found:
                found.append(parent)
                waiting.extend(self.parents.get(parent, ()))
        return found


def labels_of(model: Model) -> Labels:
    """The labels of an ontology."""
    classes = {name: item.labels for name, item in model.classes.items()}
    relations = {name: item.labels for name, item in model.relations.items()}
    return Labels(
        names={**classes, **relations, **model.conflict_rules},
        sentences=model.conflict_words,
        parents={name: item.parents for name, item in model.classes.items()},
        colors={name: item.color for name, item in model.classes.items() if item.color},
    )
