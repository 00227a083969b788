"""Names of one article that mean the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

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
    person: bool = False

    @property
    def label(self) -> str:
        """The gazetteer's name, else the fullest name of a person, the most frequent of anything else."""
        if self.entry is not None:
            return self.entry.names[0]
        if self.person:
            return min(self.names, key=lambda name: (-name.count(" "), -self.names[name], name))
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
