"""What an article says of its entities around their names: what they are called, and where they are from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.extract.references.names import Name, Names
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView
from kg.records import Entity

__all__ = ["Subject", "SubjectReader"]

#: So many tokens before a name may hold a noun that it is called by, behind it a country of an apposition, and
#: between a firm and the place of its head office.
BEFORE, APPOSITION, SEAT = 7, 4, 8
#: Between the noun and the name stand only words with these tags, and places.
INSIDE = frozenset({"N", "A", "Np", "V"})
APPOSING = frozenset({",", "(", "-", "–"})


@dataclass(slots=True)
class Subject:
    """What the article says of an entity: its class, honorifics before its names, nouns it is called, its countries."""

    type: str
    honorifics: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


class SubjectReader:
    """Looks around the names of one article. ``homes`` are the countries of well-known entities."""

    def __init__(self, words: ReferenceWords, homes: Mapping[str, str], view: TokenView, names: Names) -> None:
        self._words = words
        self._homes = homes
        self._names = names
        self._low, self._tags = view.low, view.tags
        self._heads = view.hits(words.heads)

    def read(self, entities: Mapping[str, Entity]) -> dict[str, Subject]:
        """All entities of the article with what it says of them."""
        subjects = {key: Subject(record.type) for key, record in entities.items()}
        for start, name in self._names.items():
            self._before(start, subjects[name.entity])
            self._behind(name, subjects[name.entity])
        for entity, country in [*self._known_homes(entities), *self._head_offices()]:
            subjects[entity].countries.add(country)
        return subjects

    def _before(self, start: int, subject: Subject) -> None:
        """Nouns and countries before a name, and its honorific."""
        low = self._low
        for back in range(start - 1, max(0, start - BEFORE) - 1, -1):
            if not low[back][0].isalpha():
                break
            head = self._heads.get(back)
            if head is None or head[0] > start:
                continue
            places = {k: self._place_at(k) for k in range(head[0], start)}
            if all(place or self._tags[k] in INSIDE for k, place in places.items()):
                subject.nouns.add(" ".join(low[back : head[0]]))
                subject.countries.update(filter(None, places.values()))
        if start > 0 and low[start - 1] in self._words.honorifics:
            subject.honorifics[low[start - 1]] += 1

    def _behind(self, name: Name, subject: Subject) -> None:
        """The noun and countries of an apposition, and the country that the name belongs to."""
        low, end = self._low, name.end
        if end + 1 >= len(low):
            return
        if low[end] in APPOSING:
            head = self._heads.get(end + 1)
            if head is not None:
                subject.nouns.add(" ".join(low[end + 1 : head[0]]))
                places = (self._place_at(k) for k in range(head[0], min(head[0] + APPOSITION, len(low))))
                subject.countries.update(filter(None, places))
        if (low[end] in self._words.genitive or low[end] == "(") and (place := self._place_at(end + 1)):
            subject.countries.add(place)

    def _known_homes(self, entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
        """Well-known entities with their countries, as far as the article names those."""
        named = {record.known: key for key, record in entities.items() if record.type in self._words.countries}
        for key, record in entities.items():
            country = self._homes.get(record.known or "")
            if country is not None and country in named:
                yield key, named[country]

    def _head_offices(self) -> Iterator[tuple[str, str]]:
        """Organisations with the place of the head office that stands behind them."""
        before: Name | None = None
        for start, name in sorted(self._names.items()):
            if name.type in self._words.employers:
                before = name
            elif before is not None and name.type in self._words.origins:
                between = self._low[before.end : start]
                if len(between) < SEAT and not self._words.seats.isdisjoint(between):
                    yield before.entity, name.entity

    def _place_at(self, index: int) -> str:
        name = self._names.get(index)
        return name.entity if name is not None and name.type in self._words.origins else ""
