"""Names of one article that mean the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.names import words_of
from kg.ontology.gazetteer import Entry

__all__ = ["Cluster"]


@dataclass(slots=True)
class Cluster:
    """An entity of the article: its class, names by how often they stand there, and places (start, end)."""

    type: str
    names: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int]] = field(default_factory=list)
    entry: Entry | None = None
    weights: dict[str, float] = field(default_factory=dict)
    full: bool = False  # the fullest name is the label

    @property
    def label(self) -> str:
        """The gazetteer's name, else the fullest where that is asked for, else the most frequent."""
        if self.entry is not None:
            return self.entry.names[0]
        if self.full:
            return min(self.names, key=lambda name: (-len(words_of(name)), -self.names[name], name))
        return min(self.names, key=lambda name: (-self.names[name], -len(name), name))

    @property
    def aliases(self) -> tuple[str, ...]:
        known = self.entry.names if self.entry is not None else ()
        return tuple(sorted({*self.names, *known} - {self.label}))

    @property
    def known(self) -> str | None:
        return self.entry.key if self.entry is not None else None

    def take(self, other: Cluster) -> None:
        """The names and places of another cluster that is the same."""
        self.names.update(other.names)
        self.places += other.places
        self.entry = self.entry or other.entry
        self.full = self.full or other.full
