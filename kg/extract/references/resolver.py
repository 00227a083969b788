"""Which entity each expression of an article means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.extract.references.discourse import Discourse, Seen
from kg.extract.references.employers import Employers
from kg.extract.references.expressions import Expression, ExpressionFinder
from kg.extract.references.features import Group, Scene, features
from kg.extract.references.fits import Fits
from kg.extract.references.holders import Holders
from kg.extract.references.names import Names
from kg.extract.references.roles import RoleReader
from kg.extract.references.subjects import Subject
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView, inside

__all__ = ["Choose", "Question", "Reference", "Resolver"]

#: So many sentences back may lie what an expression means; for "họ" and its like the last one.
REACH = 8
PEOPLE_REACH = 1
STOPS = frozenset({",", ";"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Tokens ``[start, end)`` that mean an entity."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class Question:
    """What an expression may mean: entities, and groups of the names of the features that hold for each."""

    item: Expression
    entities: list[str]
    rows: list[list[Group]]


#: Says which of a question's entities is meant, or None.
Choose = Callable[[Question], int | None]


class Resolver:
    """Reads the sentences of one article in their order."""

    def __init__(
        self,
        words: ReferenceWords,
        fits: Fits,
        view: TokenView,
        names: Names,
        subjects: Mapping[str, Subject],
        choose: Choose,
    ) -> None:
        self._choose = choose
        self._words = words
        self._fits = fits
        self._view = view
        self._names = names
        self._subjects = subjects
        self._starts = sorted(names)
        self._expressions = ExpressionFinder(words, view, names)
        self._roles = RoleReader(words, view, names)
        self._discourse = Discourse()
        types = {entity: subject.type for entity, subject in subjects.items()}
        self._employers = Employers(words, view, names, types)
        self._holders = Holders(words, view, names)
        opening = view.sentences[0] if view.sentences else (0, 0)
        self._heads = frozenset(name.entity for start, name in names.items() if opening[0] <= start < opening[1])

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
        behind = start
        for i in sorted({*expressions, *inside(self._starts, start, end)}):
            if i < behind:
                continue
            name = self._names.get(i)
            if name is not None:
                if self._subjects[name.entity].type in self._words.people:
                    self._holders.learn(i, (start, end))
                    if name.entity not in self.employers:
                        self._employers.learn(i, start, number, self._meant)
                self._discourse.add(Seen(name.entity, i, name.end, number, self._roles.role(i, start)))
                behind = name.end
            else:
                item = expressions[i]
                entity = self._meant(item, number, start)
                if entity:
                    found.append(Reference(item.start, item.end, entity))
                    role = self._roles.role(i, start)
                    self._discourse.add(Seen(entity, item.start, item.end, number, role, item.noun))
                behind = item.end
        return found

    def _meant(self, item: Expression, number: int, first: int) -> str:
        """The entity that an expression of a sentence means, or ""."""
        employer = ""
        if item.form in {"bare", "own", "owned"}:
            employer = self._employers.spoken_of(item.start, number, self._discourse)
        if item.form == "owned" or (item.form == "own" and employer):
            return employer if employer and self._fits.fit(item, self._subjects[employer]) > 0.0 else ""
        question = self._question(item, number, first, employer)
        if question is None:
            return ""
        chosen = self._choose(question)
        return "" if chosen is None else question.entities[chosen]

    def _question(self, item: Expression, number: int, first: int, employer: str) -> Question | None:
        """What an expression of a sentence may mean, with the features of each; None where nothing fits.

        ``employer`` is that of the person spoken of.
        """
        fits = self._fits.among(item, self._discourse.known, self._subjects)
        fits.pop(item.other, None)
        if item.form in {"role", "bare"} and item.type in self._words.people:
            fits = {one: fit for one, fit in fits.items() if self._holders.may_hold(one, item.noun, item.other)}
        present = self._discourse.present(fits, number, reach=PEOPLE_REACH if item.type == "people" else REACH)
        if not present:
            return None
        scene = Scene(
            item=item,
            sentence=number,
            role=self._roles.role(item.start, first),
            before=self._view.low[item.start - 1] if item.start > first else "^",
            behind=self._view.low[item.end] if item.end < len(self._view) else "$",
            tags=(
                self._view.tags[item.start - 1] if item.start > first else "^",
                self._view.tags[item.end] if item.end < len(self._view) else "$",
            ),
            fronted=self._is_fronted(item, first),
            barred=self._barred(item, number, first),
            employer=employer,
            same=self._discourse.latest(item.noun),
            beside=self._discourse.beside(item.other) if item.other else {},
            alone=item.noun in self._words.alone,
            heads=self._heads,
        )
        entities = [one.seen.entity for one in present]
        rows = features(scene, [(one, self._subjects[one.seen.entity], fits[one.seen.entity]) for one in present])
        return Question(item, entities, rows)

    def _barred(self, item: Expression, number: int, first: int) -> list[str]:
        """What is the subject of the same clause, where the expression is none."""
        if self._roles.role(item.start, first) not in {"object", "other"}:
            return []
        return [
            seen.entity
            for seen in self._discourse.within(number)
            if seen.role in {"subject", "agent"}
            and not any(word in STOPS or word in self._words.parting for word in self._view.low[seen.end : item.start])
        ]

    def _is_fronted(self, item: Expression, first: int) -> bool:
        """What stands before the expression only leads up to it ("Do X sáng lập, công ty này")."""
        return (
            item.start > first
            and self._view.low[item.start - 1] == ","
            and (self._view.low[first] in self._words.fronting or self._view.tags[first] == "V")
        )
