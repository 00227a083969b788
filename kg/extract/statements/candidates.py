"""Every fact that a sentence might state: a trigger with a subject and an object that the ontology allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from kg.extract.statements.arguments import Argument
from kg.extract.statements.barriers import (
    COUNTRY,
    bears,
    crosses,
    elsewhere,
    fitting,
    listed,
    passed_over,
    says_whose,
    severed,
    trails,
)
from kg.extract.statements.forms import Sieve, order_of
from kg.extract.statements.joins import Joins
from kg.extract.statements.parents import Parents
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.touching import REACH, hangs, touching
from kg.extract.statements.triggers import ROLES, Hit
from kg.ontology.definitions import Model
from kg.ontology.lexicon import Trigger

__all__ = ["REACH", "Candidate", "CandidateFinder"]

#: A link word stands this close to both its names.
CLOSE = 5
#: What may stand between a name and the link word behind it.
OWN = frozenset({")", "A", "P", "#"})
#: Log-odds from which the encoder alone proposes a fact.
LIKELY = -2.5
#: The classes of those that act, and of where they do.
ACTOR, SITE = "Organization", "Place"


@dataclass(frozen=True, slots=True)
class Candidate:
    """``relation`` between two arguments, because of ``trigger`` at the tokens ``start:end`` (none: wordless)."""

    relation: str
    subject: Argument
    object: Argument
    trigger: Trigger
    start: int
    end: int


class CandidateFinder:
    """Joins arguments by what the ontology allows. ``wordless`` are the triggers that need no word."""

    def __init__(self, wordless: Sequence[Trigger], model: Model) -> None:
        self._wordless = wordless
        self._model = model
        self._bodies = model.below(ACTOR)
        self.joins = Joins(model)

    def find(self, view: SentenceView, hits: Iterable[Hit], sieve: Sieve | None = None) -> list[Candidate]:
        """All candidates of a sentence: by its triggers, in their order, then those without a word. With ``sieve``
        those that pass it.

        What the encoder thinks likely and no trigger proposes comes last.
        """
        hits = list(hits)
        found = list(self._found(view, hits, sieve))
        if view.odds:
            found += self._likely(view, hits, {(one.subject, one.relation, one.object) for one in found})
        clause, parents = severed(view), Parents(view, self._bodies)
        countries = any(argument.type == COUNTRY for argument in view.arguments)
        roles: dict[str, list[Hit]] = {}
        for hit in hits:
            if hit.trigger.frame == "role":
                roles.setdefault(hit.trigger.relation, []).append(hit)
        return [
            one
            for one in found
            if (clause == view.start or _in_one(clause, one.subject, one.object))
            and not (countries and self._is_of_many(one, view))
            and not parents.is_told_of_part(one.subject, one.object)
            and (one.relation in self.joins.symmetric or not _is_of_another(one, roles.get(one.relation, ()), view))
        ]

    def _is_of_many(self, one: Candidate, view: SentenceView) -> bool:
        """Is it told of what many of a country do, or is done to them? What happens in a country may be told so."""
        relation, trigger = one.relation, (one.start, one.end)
        (left, right), allows = (one.subject.type, one.object.type), self._model.allows
        return (
            allows(ACTOR, relation, right)
            and not allows(SITE, relation, right)
            and says_whose(one.subject, trigger, view)
        ) or (
            allows(left, relation, ACTOR) and not allows(left, relation, SITE) and says_whose(one.object, trigger, view)
        )

    def _likely(
        self, view: SentenceView, hits: Sequence[Hit], known: Set[tuple[Argument, str, Argument]]
    ) -> Iterator[Candidate]:
        """What no trigger proposes, but for a higher post than the one right before the body ("Phó Chủ tịch X")."""
        inside = [argument for _, argument in view.nested]
        by_place = {argument.place: argument for argument in (*view.context, *inside, *view.arguments)}
        for (one, other), odds in view.odds.items():
            subject, object_ = by_place[one], by_place[other]
            place = _verb(view, subject, object_)
            for relation, likely in odds.items():
                lower = any(
                    hit.end == object_.start
                    and relation != hit.trigger.relation
                    and hit.trigger.frame == "role"
                    and self._model.is_a(relation, hit.trigger.relation)
                    for hit in hits
                )
                together = view.listed(subject, relation, object_)
                if (likely if together is None else max(likely, together)) < LIKELY:
                    continue
                if lower or trails(subject, object_, view):
                    continue
                if (subject, relation, object_) not in known:
                    trigger = Trigger(relation, "pair", "")
                    yield from self._allowed([(subject, object_)], trigger, (place, place), view)

    def _found(self, view: SentenceView, hits: Sequence[Hit], sieve: Sieve | None) -> Iterator[Candidate]:
        # Many triggers stand at one place: a word may state several relations.
        places: dict[tuple[int, int, bool], _Near] = {}
        for hit in hits:
            role = hit.trigger.frame in ROLES
            near = places.get((hit.start, hit.end, role))
            if near is None:
                near = places[hit.start, hit.end, role] = _Near(hit, view)
            pairs = _linked(hit, near.reached, view) if hit.trigger.frame == "of" else self._around(hit, near, view)
            symmetric = hit.trigger.relation in self.joins.symmetric
            for one in self._allowed(pairs, hit.trigger, (hit.start, hit.end), view, sieve):
                among = symmetric and listed(hit, one.subject, one.object, view)
                if not among and not (role and elsewhere(hit, one.subject, one.object, hits, view)):
                    yield one
        beside: dict[str, list[tuple[Argument, Argument]]] = {}
        for trigger in self._wordless:
            if trigger.frame == "inside":
                for outer, inner in view.nested:
                    yield from self._allowed(_both_ways(outer, inner), trigger, (inner.start, inner.start), view)
                continue
            if trigger.frame not in beside:
                beside[trigger.frame] = list(touching(trigger.frame, view))
            for left, right in beside[trigger.frame]:
                place = view.group_end[left.group]
                yield from self._allowed(_both_ways(left, right), trigger, (place, place), view, sieve)

    def _around(self, hit: Hit, near: _Near, view: SentenceView) -> Iterator[tuple[Argument, Argument]]:
        """Any two arguments that the relation may join, and those that the sentence may leave out with each one that it
        names."""
        joined = self.joins.of(hit.trigger.relation)
        first, second = joined.subjects, joined.objects
        role = hit.trigger.frame == "role"
        subjects = [one for one in near.fitting if one.type in first]
        objects = [one for one in near.fitting if one.type in second]
        for subject in subjects:
            for object_ in objects:
                if not (role and crosses(hit, subject, object_, view)):
                    yield subject, object_
        for missing in view.context:
            leads, ends = missing.type in first, missing.type in second
            if not (leads or ends) or missing.letter in near.given:
                continue
            for present in near.fitting:
                if leads and present.type in second:
                    yield missing, present
                if ends and present.type in first:
                    yield present, missing

    def _allowed(
        self,
        pairs: Iterable[tuple[Argument, Argument]],
        trigger: Trigger,
        place: tuple[int, int],
        view: SentenceView,
        sieve: Sieve | None = None,
    ) -> Iterator[Candidate]:
        """The candidates among ``pairs`` of subject and object."""
        relation = trigger.relation
        joined, symmetric = self.joins.of(relation).pairs, relation in self.joins.symmetric
        for subject, object_ in pairs:
            if subject.entity == object_.entity or (subject.type, object_.type) not in joined:
                continue
            # A symmetric fact is stated once, in the order of the text; what a sentence leaves out comes first.
            if symmetric and not subject.context and subject.start >= object_.start:
                continue
            if sieve is None or sieve.passes(
                trigger, order_of(place[0], subject, object_, view), subject.type, object_.type
            ):
                yield Candidate(relation, subject, object_, trigger, *place)


def _is_of_another(one: Candidate, roles: Sequence[Hit], view: SentenceView) -> bool:
    """Do the words tell it of somebody else than the candidate's subject? ``roles`` are those of its relation."""
    return (bool(roles) and bears(one.subject, one.object, roles, view)) or (
        one.trigger.frame not in ROLES and passed_over(one.subject, one.object, (one.start, one.end), view)
    )


class _Near:
    """What a trigger that stands where ``hit`` does reaches."""

    def __init__(self, hit: Hit, view: SentenceView) -> None:
        self._hit, self._view = hit, view
        self.reached = [a for a in view.arguments if a.start < hit.end + REACH and a.end > hit.start - REACH]
        #: Those that may be a side of a fact that it states.
        self.fitting = list(fitting(hit, self.reached, view))

    @cached_property
    def given(self) -> set[str]:
        """The classes, by letter, of which a name hangs on the trigger itself: of those nothing is left out."""
        hit, view, given = self._hit, self._view, set()
        for argument in self.fitting:
            if argument.start >= hit.end:
                between = view.core(hit.end, view.group_start[argument.group])
            elif argument.end <= hit.start:
                between = view.core(view.group_end[argument.group], hit.start)
            else:
                continue
            if not between or (len(between) == 1 and between[0] in view.grammar.links):
                given.add(argument.letter)
        return given


def _verb(view: SentenceView, one: Argument, other: Argument) -> int:
    """The first verb between two arguments; where there is none the token behind the first."""
    left, right = sorted((one, other), key=lambda argument: (argument.start, argument.end))
    between = range(min(left.end, view.end - 1), max(right.start, left.end))
    return next((i for i in between if view.word(i) == "V"), between.start)


def _in_one(clause: int, one: Argument, other: Argument) -> bool:
    """Do both stand before the token ``clause`` or both behind it? What the sentence leaves out stands nowhere."""
    return bool(one.context or other.context) or (one.start < clause) == (other.start < clause)


def _both_ways(one: Argument, other: Argument) -> tuple[tuple[Argument, Argument], ...]:
    return (one, other), (other, one)


def _linked(hit: Hit, near: Sequence[Argument], view: SentenceView) -> Iterator[tuple[Argument, Argument]]:
    """A link word joins the name before it and the name behind it, lists on either side included."""
    left = [
        a
        for a in near
        if a.end <= hit.start
        and hit.start - view.group_end[a.group] <= CLOSE
        and _plain(view, view.group_end[a.group], hit.start)
        and not hangs(a, view)
    ]
    right = [
        a
        for a in near
        if a.start >= hit.end
        and view.group_start[a.group] - hit.end <= CLOSE
        # "X của A, Y của B": B has nothing to do with X.
        and not (view.grammar.wholes | {","}) & set(view.gap(hit.end, view.group_start[a.group]))
    ]
    for before in left:
        for behind in right:
            yield (before, behind) if hit.trigger.order == "SO" else (behind, before)


def _plain(view: SentenceView, start: int, end: int) -> bool:
    """Do only brackets and an adjective or "này" stand in the tokens? Then the link word is the name's own."""
    depth = 0
    for symbol in view.gap(start, end):
        # The bracket that closes first is the one that the name itself stands in.
        depth = max(0, depth + (symbol == "(") - (symbol == ")"))
        if depth == 0 and symbol not in OWN and symbol not in view.grammar.demonstratives:
            return False
    return True
