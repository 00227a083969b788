"""The entities of an answer that the article names, under the names it gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.names import exact_key
from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import Named
from kg.readers.llm.places import Places
from kg.records import Entity, Refusal, Span

__all__ = ["Entities", "Known", "mentions"]

#: Characters of the longest name.
LONG = 120


@dataclass(slots=True)
class Known:
    """An entity with the places of its names; ``names`` as the article writes them, the first one its label.

    ``listed`` is its key in the gazetteer, if it is there.
    """

    key: str
    type: str
    listed: str | None = None
    names: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def places(self) -> list[Span]:
        return sorted({span for spans in self.names.values() for span in spans})

    def record(self) -> Entity:
        """It as an extraction has it."""
        label, *aliases = self.names
        return Entity(id=self.key, type=self.type, label=label, aliases=tuple(aliases), known=self.listed)


class Entities:
    """Entities of one article, from one answer or from those to its parts; ``of`` gives them by the answers' ids."""

    def __init__(self, places: Places, ontology: Ontology, *, gazetteer: bool = True) -> None:
        self._places = places
        self._model = ontology.model
        self._classes = {name.casefold(): name for name in ontology.model.entity_classes}
        entries = ontology.gazetteer if gazetteer else ()
        self._listed = {
            (self._model.top(entry.type), exact_key(name)): entry.key
            for entry in reversed(entries)
            for name in entry.names
        }
        self.known: list[Known] = []
        self.refused: list[Refusal] = []
        self._count = 0
        self._by_name: dict[tuple[str, str], Known] = {}

    def add(self, named: Iterable[Named]) -> dict[str, Known]:
        """One answer's entities by its own ids; those that the article does not name are refused."""
        found: dict[str, Known] = {}
        for item in named:
            known = self._known(item)
            if known is not None and item.id in found and found[item.id] is not known:
                self._refuse(item, "another thing has its id")
            elif known is not None:
                found[item.id] = known
        return found

    def _known(self, item: Named) -> Known | None:
        type_ = self._classes.get(item.type.casefold())
        if type_ is None:
            self._refuse(item, "no class of the ontology")
            return None
        names: dict[str, list[Span]] = {}
        for name in item.names:
            spans = self._places.names(name) if len(name) <= LONG else []
            if spans:
                start, end = spans[0]
                names.setdefault(" ".join(self._places.text[start:end].split()), []).extend(spans)
            elif len(item.names) > 1:
                self._refuse(item, "a name that the article does not have", name)
        if not names:
            self._refuse(item, "the article does not name it")
            return None
        top = self._model.top(type_)
        known = self._by_name.get((top, exact_key(next(iter(names)))))
        if known is None:
            self._count += 1
            known = Known(f"e{self._count}", type_)
            self.known.append(known)
        for name, spans in names.items():
            if self._by_name.setdefault((top, exact_key(name)), known) is known:
                known.names.setdefault(name, spans)
                known.listed = known.listed or self._listed.get((top, exact_key(name)))
        if not known.names:  # all of its names are another's
            self.known.remove(known)
            self._refuse(item, "all its names are another's")
            return None
        return known

    def _refuse(self, item: Named, reason: str, words: str = "") -> None:
        self.refused.append(Refusal(what="entity", reason=reason, words=words or f"{item.names[0]} ({item.type})"))


def mentions(known: Iterable[Known]) -> list[tuple[Span, Known]]:
    """The places of all names, in order; where names overlap the longer one stands."""
    rows = sorted(
        ((span, entity) for entity in known for span in entity.places),
        key=lambda row: (row[0][0] - row[0][1], row[0], row[1].key),
    )
    taken: list[tuple[Span, Known]] = []
    covered: set[int] = set()
    for span, entity in rows:
        if covered.isdisjoint(range(*span)):
            covered.update(range(*span))
            taken.append((span, entity))
    return sorted(taken, key=lambda row: row[0])
