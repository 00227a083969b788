"""What the encoder makes of a fact beside what it makes of others: in the sentence, and in the whole article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from kg.extract.statements.arguments import Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.sentence import SentenceView
from kg.records import Span

__all__ = ["READ", "Opinions", "likely_features"]

#: What features are called that say how likely the encoder thinks a fact, and the log-odds that they tell apart.
READ = "read"
REACHED = (-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3)

#: Facts that the encoder thinks less likely than this are not looked at more closely.
DOUBTFUL = -4.0
#: What other sentences say may confirm what this one is likely to say; it is no reason that this one says it.
SAID = -1.0
#: What is as likely as this is told of a pair.
LIKELY = 0.0
#: Log-odds and their differences are told apart in steps of so much, up to so many steps to either side.
STEP, STEPS = 2.0, 3

#: What is told of a fact by how far it is from another; where there is no other, nothing is.
MARGINS = frozenset({"subject", "object", "turned"})

Key = TypeVar("Key", bound=Hashable)
#: The likeliest by whatever it is of.
_Best = defaultdict[tuple[str, str], dict[Key, float]]


class Opinions:
    """The log-odds of the sentences ``views`` of one article, ordered by what they are of."""

    def __init__(self, views: Sequence[SentenceView]) -> None:
        self._numbers = {view.start: number for number, view in enumerate(views)}
        self._places = [_places(view) for view in views]
        #: Of a fact's sides and its relation the likeliest, by the number of the sentence.
        self._heard: dict[tuple[str, str, str], dict[int, float]] = defaultdict(dict)
        #: Of one side and the relation the likeliest, by the other side.
        self._objects: _Best[str] = defaultdict(dict)
        self._subjects: _Best[str] = defaultdict(dict)
        #: Of two sides the likeliest, by relation.
        self._relations: _Best[str] = defaultdict(dict)
        self._standings: dict[tuple[int, Span, Span, str], dict[str, float | None]] = {}
        for number, subject, relation, object_, likely in self._judged(views):
            _raise(self._relations[subject, object_], relation, likely)
            _raise(self._heard[subject, relation, object_], number, likely)
            _raise(self._objects[subject, relation], object_, likely)
            _raise(self._subjects[object_, relation], subject, likely)

    def standing(self, candidate: Candidate, view: SentenceView) -> dict[str, float | None] | None:
        """How a fact of ``view`` stands beside others, by their names, in log-odds: its distance from the best other
        subject, object or order in the sentence; the best other object, subject and sentence of the article.

        None for one that the encoder thinks hardly one, or does not know.
        """
        place = candidate.subject.place, candidate.object.place
        likely = view.odds.get(place, {}).get(candidate.relation)
        if likely is None or likely < DOUBTFUL:
            return None
        # By whatever word it is proposed, and asked for twice: as features and as numbers.
        key = view.start, *place, candidate.relation
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = self._standing(candidate, view, likely)
        return found

    def _standing(self, candidate: Candidate, view: SentenceView, likely: float) -> dict[str, float | None]:
        relation = candidate.relation
        one, other = candidate.subject.entity, candidate.object.entity
        subject, object_ = self._rivals(candidate, view)
        margins = {"subject": subject, "object": object_, "turned": self._turned(candidate)}
        found: dict[str, float | None] = {
            name: None if rival is None else likely - rival for name, rival in margins.items()
        }
        found["other-object"] = _best(self._objects[one, relation], other)
        found["other-subject"] = _best(self._subjects[other, relation], one)
        found["elsewhere"] = _best(self._heard[one, relation, other], self._numbers[view.start])
        return found

    def names(self, candidate: Candidate, view: SentenceView, standing: Mapping[str, float | None]) -> list[str]:
        """Features that tell how a fact of ``view`` stands beside others."""
        odds = view.odds[candidate.subject.place, candidate.object.place]
        relation, likely = candidate.relation, odds[candidate.relation]
        one, other = candidate.subject.entity, candidate.object.entity
        told: dict[str, int | str] = {
            name: _told(value)
            for name, value in standing.items()
            if not (name in MARGINS and value is None) and not (name == "elsewhere" and likely < SAID)
        }
        out = [f"{READ}-{name}={step}{side}" for name, step in told.items() for side in ("", f":{relation}")]
        out += [f"{READ}-with={relation}:{name}" for name in self._told_of(one, other) if name != relation]
        out += [f"{READ}-against={relation}:{name}" for name in self._told_of(other, one)]
        best, most = max(odds.items(), key=lambda item: (item[1], item[0]))
        return [*out, f"{READ}-outdone={relation}:{best}"] if most > likely else out

    def beside(self, candidate: Candidate) -> tuple[float | None, float | None]:
        """The likeliest other relation of the pair anywhere in the article, and the likeliest of it turned round."""
        one, other = candidate.subject.entity, candidate.object.entity
        turned = self._relations.get((other, one), {})
        return _best(self._relations.get((one, other), {}), candidate.relation), max(turned.values(), default=None)

    def _told_of(self, subject: str, object_: str) -> list[str]:
        """The relations that the pair likely has somewhere in the article."""
        known = self._relations.get((subject, object_), {})
        return sorted(relation for relation, likely in known.items() if likely >= LIKELY)

    def _turned(self, candidate: Candidate) -> float | None:
        """How likely it is anywhere that the fact holds the other way round."""
        turned = self._heard.get((candidate.object.entity, candidate.relation, candidate.subject.entity), {})
        return max(turned.values(), default=None)

    def _rivals(self, candidate: Candidate, view: SentenceView) -> tuple[float | None, float | None]:
        """How likely the sentence's best other subject is, and its best other object; lists hold no rivals."""
        subject, object_ = candidate.subject, candidate.object
        subjects: list[float] = []
        objects: list[float] = []
        places = self._places[self._numbers[view.start]]
        for (one, other), odds in view.odds.items():
            likely = odds.get(candidate.relation)
            if likely is None:
                continue
            if places[other].entity == object_.entity and _apart(places[one], subject):
                subjects.append(likely)
            elif places[one].entity == subject.entity and _apart(places[other], object_):
                objects.append(likely)
        return max(subjects, default=None), max(objects, default=None)

    def _judged(self, views: Sequence[SentenceView]) -> Iterator[tuple[int, str, str, str, float]]:
        for number, (view, places) in enumerate(zip(views, self._places, strict=True)):
            for (one, other), odds in view.odds.items():
                for relation, likely in odds.items():
                    yield number, places[one].entity, relation, places[other].entity, likely


def likely_features(candidate: Candidate, view: SentenceView, opinions: Opinions | None) -> list[str]:
    """How likely the encoder thinks the fact, by itself (a feature for each step of its log-odds that is reached) and
    beside others."""
    likely = view.likely(candidate.subject, candidate.relation, candidate.object)
    if likely is None:
        return [f"{READ}=none"] if view.odds else []
    sides = (candidate.relation, candidate.trigger.frame)
    out = _reached(READ, likely, sides)
    listed = view.listed(candidate.subject, candidate.relation, candidate.object)
    if listed is not None:
        out += _reached(f"{READ}-listed", listed, sides)
    standing = opinions.standing(candidate, view) if opinions else None
    return out + opinions.names(candidate, view, standing) if opinions and standing is not None else out


def _raise(known: dict[Key, float], key: Key, likely: float) -> None:
    known[key] = max(known.get(key, likely), likely)


def _best(known: Mapping[Key, float], but: Key) -> float | None:
    """The likeliest of all but one."""
    return max((likely for key, likely in known.items() if key != but), default=None)


def _told(likely: float | None) -> int | str:
    return "none" if likely is None else _step(likely)


def _step(value: float) -> int:
    return int(max(-STEPS, min(STEPS, value // STEP)))


def _apart(one: Argument, other: Argument) -> bool:
    return one.entity != other.entity and (one.group != other.group or one.group < 0)


def _places(view: SentenceView) -> dict[Span, Argument]:
    inside = [argument for _, argument in view.nested]
    return {argument.place: argument for argument in (*view.context, *inside, *view.arguments)}


def _reached(name: str, likely: float, sides: Sequence[str]) -> list[str]:
    """A feature for each step of the log-odds that is reached, alone and for each of ``sides``."""
    reached = [step for step in REACHED if likely >= step]
    return [f"{name}>={step}{side}" for step in reached for side in ("", *(f":{one}" for one in sides))]
