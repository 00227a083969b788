"""Which entity each expression of an article means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.references.discourse import Discourse, Seen
from kg.extract.references.employers import Employers
from kg.extract.references.expressions import Expression, ExpressionFinder, Form
from kg.extract.references.fits import Fits
from kg.extract.references.names import Names
from kg.extract.references.roles import RoleReader
from kg.extract.references.subjects import Subject
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView

__all__ = ["Reference", "Resolver"]

#: So many sentences back may lie what an expression means; for "họ" and its like the last one.
REACH: dict[Form, int] = {"determined": 4, "national": 4, "own": 2, "owned": 3, "bare": 8, "pronoun": 4}
PEOPLE_REACH = 1
#: The employer of the person spoken of: a bare noun may mean it, an owned one does.
EMPLOYED, OWNED = 1.6, 3.0
STOPS = frozenset({",", ";"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Tokens ``[start, end)`` that mean an entity."""

    start: int
    end: int
    entity: str


class Resolver:
    """Reads the sentences of one article in their order."""

    def __init__(
        self, words: ReferenceWords, fits: Fits, view: TokenView, names: Names, subjects: Mapping[str, Subject]
    ) -> None:
        self._words = words
        self._fits = fits
        self._view = view
        self._names = names
        self._subjects = subjects
        self._expressions = ExpressionFinder(words, view, names)
        self._roles = RoleReader(words, view, names)
        self._discourse = Discourse()
        types = {entity: subject.type for entity, subject in subjects.items()}
        self._employers = Employers(words, view, names, types)

    @property
    def employers(self) -> dict[str, str]:
        """Whom the people read so far work for: person -> organisation."""
        return self._employers.found

    def read(self) -> list[Reference]:
        """The expressions that mean an entity, in order."""
        return [
            reference
            for number, (start, end) in enumerate(self._view.sentences)
            for reference in self._read(number, start, end)
        ]

    def _read(self, number: int, start: int, end: int) -> list[Reference]:
        found = []
        expressions = {item.start: item for item in self._expressions.find(start, end)}
        i = start
        while i < end:
            name = self._names.get(i)
            if name is not None:
                if self._subjects[name.entity].type in self._words.people and name.entity not in self.employers:
                    self._employers.learn(i, start, number, self._discourse)
                self._discourse.add(Seen(name.entity, i, name.end, number, self._roles.role(i, start)))
                i = name.end
            elif i in expressions:
                item = expressions[i]
                entity = self._meant(item, number, start)
                if entity:
                    found.append(Reference(item.start, item.end, entity))
                    self._discourse.add(Seen(entity, item.start, item.end, number, self._roles.role(i, start)))
                i = item.end
            else:
                i += 1
        return found

    def _meant(self, item: Expression, number: int, first: int) -> str:
        """The entity that an expression of a sentence means, or ""."""
        fits = {
            entity: fit
            for entity in self._discourse.counts
            if (fit := self._fits.fit(item, self._subjects[entity])) > 0.0
        }
        if item.form in {"bare", "own", "owned"}:
            employer = self._employers.spoken_of(item.start, number, self._discourse)
            if employer in fits:
                fits[employer] *= EMPLOYED if item.form == "bare" else OWNED
            elif item.form == "owned":
                return ""
        if not fits:
            return ""
        points = item.form in {"determined", "national"}
        return self._discourse.best(
            fits,
            number,
            near=points or item.type == "people",
            reach=PEOPLE_REACH if item.type == "people" else REACH[item.form],
            barred=self._barred(item, number, first) if points else (),
            fronted=item.form in {"determined", "bare"} and self._is_fronted(item, first),
        )

    def _barred(self, item: Expression, number: int, first: int) -> list[str]:
        """What is the subject of the same clause, where the expression is none."""
        if self._roles.role(item.start, first) not in {"object", "other"}:
            return []
        return [
            seen.entity
            for seen in self._discourse.seen
            if seen.sentence == number
            and seen.role in {"subject", "agent"}
            and not any(word in STOPS or word in self._words.parting for word in self._view.low[seen.end : item.start])
        ]

    def _is_fronted(self, item: Expression, first: int) -> bool:
        """What stands before the expression only leads up to it ("Do X sáng lập, công ty này")."""
        return (
            item.start > first
            and self._view.low[item.start - 1] == ","
            and (self._view.low[first] in self._words.fronting or self._view.tags[first] == "V")
        )
