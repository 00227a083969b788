"""Who holds a post now, and who held it before: the turns at each post that one person holds alone.

The turns are ordered by what articles tell of them: by the time that a sentence states, else by its article's date.
Where one holder's turn follows on another's, that is an update, with the surest sentence of each; where two are said to
hold a post in one month, that is a conflict. A name that one source alone gives while others call somebody else so
before and after was misread, or tells of old times, and is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from operator import itemgetter

from kg.edtf import stretch
from kg.linking.sources import LATER, Sources, strength
from kg.linking.wording import POST, around, follows, goes_on, names, plainly, post, same_name, within
from kg.linking.words import Words
from kg.names import is_plain
from kg.ontology.definitions import Model
from kg.records import UPDATE, Entity, Statement

__all__ = ["RULE", "find_post_conflicts"]

RULE = "inverseFunctionalInTime"
NEAR = 3
"""Words before and behind a post, its holder and its body that may say that it is another post, or over."""
CLOSE = 5
"""Letters at most between a post such as "Bộ trưởng", its body and its holder."""

Post = tuple[str, str, str]
"""A body, the relation and what the post is called."""
Told = tuple[date, Statement]
"""What tells of a post, and the day that it tells of."""
Found = tuple[str, list[Statement], float]


@dataclass(slots=True)
class _Turn:
    """One holder, and the sentences that tell of the post being held, in the order of their days."""

    holder: str
    told: list[Told]

    @property
    def surest(self) -> Statement:
        return max((st for _, st in self.told), key=lambda st: (st.confidence, st.id))


def find_post_conflicts(
    facts: Iterable[Statement], entities: Mapping[str, Entity], model: Model, words: Words, sources: Sources
) -> Iterator[Found]:
    """Kind, sides and strength of each conflict and update about a post; ``facts`` are asserted or reported."""
    finder = _Finder(entities, model, words, sources)
    for group in finder.groups(list(facts)):
        yield from finder.compare(finder.turns(group))


class _Finder:
    def __init__(self, entities: Mapping[str, Entity], model: Model, words: Words, sources: Sources) -> None:
        self.entities = entities
        self.words = words
        self.sources = sources
        self.over: set[tuple[str, str]] = set()
        relations = model.relations.items()
        #: Relations of posts that one person holds alone, and those that hold for a time.
        self.alone = frozenset(name for name, relation in relations if RULE in relation.conflict_rules)
        self.lasting = frozenset(name for name, relation in relations if relation.lasting)

    def groups(self, facts: Sequence[Statement]) -> Iterator[list[Told]]:
        """What is plainly told of each post that one person holds alone, in the order of days."""
        self.over = {(st.subject, st.object) for st in facts if st.relation in self.words.endings}
        # Article by article, so that each text is read once.
        posts = sorted(filter(self._alone, facts), key=lambda st: st.article)
        alone = _alone_at(posts)
        every: dict[Post, list[Told]] = defaultdict(list)
        for st in posts:
            day = self._day(st)
            if day is not None:
                every[st.object, st.relation, self.words.post(post(st))].append((day, st))
        for _, told in sorted(every.items()):
            # Where one person alone is named there is no turn.
            if len({st.subject for _, st in told}) > 1:
                group = [(day, st) for day, st in told if not self.words.limits_post(around(st, NEAR))]
                plain = [(day, st) for day, st in group if st.id in alone and self._plain(st)]
                yield sorted(self._borne_out(plain, group), key=lambda item: (item[0], item[1].subject, item[1].id))

    def _borne_out(self, plain: Iterable[Told], group: Iterable[Told]) -> Iterator[Told]:
        """Of ``plain`` all but what one source alone tells of somebody, while others name another before and after."""
        days: dict[str, list[date]] = defaultdict(list)
        sources: dict[str, set[str]] = defaultdict(set)
        for day, st in group:
            days[st.subject].append(day)
            sources[st.subject].add(self.sources.origin(st.article))
        spans = sorted((min(found), max(found)) for found in days.values())
        reach = list(accumulate((last for _, last in spans), max))
        for day, st in plain:
            before = bisect_left(spans, day, key=itemgetter(0))
            if len(sources[st.subject]) > 1 or not before or reach[before - 1] <= day:
                yield day, st

    def _alone(self, st: Statement) -> bool:
        return st.relation in self.alone or (
            st.relation in self.lasting and self.words.is_sole(st.position or "", self.entities[st.object].label)
        )

    def _plain(self, st: Statement) -> bool:
        if st.relation not in self.alone and not (plainly(st, CLOSE) and follows(st)):
            return False
        if not names(st, self.entities[st.subject], self.entities[st.object]) or not plainly(st, POST):
            return False
        return not self.words.is_local_post(within(st)) and not goes_on(st, self.words.within)

    def _day(self, st: Statement) -> date | None:
        """The last day of the time that is stated, if it was over by then, else that of the article."""
        told = self.sources.day(st.article)
        time = stretch(st.time)
        if time is None or time[0] == date.min or time[1] == date.max:
            return told
        return None if told is not None and time[0] > told else min(time[1], told or date.max)

    def turns(self, group: Iterable[Told]) -> list[_Turn]:
        """Who held the post, one after the other; one source between two turns of one other tells of old times."""
        turns: list[_Turn] = []
        for day, st in group:
            if len(turns) > 1 and self._one(turns[-2].holder, st.subject) and self._passing(turns[-1], day):
                del turns[-1]
            if turns and self._one(turns[-1].holder, st.subject):
                turns[-1].told.append((day, st))
            else:
                turns.append(_Turn(st.subject, [(day, st)]))
        return turns

    def _passing(self, turn: _Turn, until: date) -> bool:
        """Whether one source alone tells of a turn that is over by then."""
        return turn.told[-1][0] < until and len({self.sources.origin(st.article) for _, st in turn.told}) == 1

    def _one(self, holder: str, other: str) -> bool:
        """Whether two holders may be one person whose name is written in two ways."""
        if holder == other:
            return True
        one, two = self.entities[holder].label, self.entities[other].label
        # A name in letters of the language and one without may be one name, read and written ("Chu Quần Phi").
        return is_plain(one) is not is_plain(two) or same_name(one, two)

    def compare(self, turns: Sequence[_Turn]) -> Iterator[Found]:
        """The update that the turns are, and those of them that meet within a month."""
        follow: list[tuple[Statement, Statement]] = []
        for one, other in pairwise(turns):
            a, b = one.surest, other.surest
            if not self.sources.apart(a.article, b.article):
                continue
            last, first, end = one.told[-1][0], other.told[0][0], other.told[-1][0]
            if (first - last).days > LATER or (end - last).days > LATER:
                follow.append((a, b))
            elif (a.subject, a.object) not in self.over and (b.subject, b.object) not in self.over:
                yield RULE, [a, b], strength(a, b)
        if follow:
            sides = {st.id: st for pair in follow for st in pair}
            yield UPDATE, list(sides.values()), max(strength(*pair) for pair in follow)


def _alone_at(posts: Iterable[Statement]) -> set[str]:
    """The statements of words, or sentences, that give a post to one person alone: at the body that is next."""
    places: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    for st in posts:
        places[st.article, (st.evidence.trigger or (st.evidence.start,))[0], st.relation].append(st)
    return {min(told, key=_away).id for told in places.values() if len({st.subject for st in told}) == 1}


def _away(st: Statement) -> tuple[int, str]:
    """How far the body stands from the word for the post."""
    body, word = st.evidence.object, st.evidence.trigger
    return (abs(body[0] - word[0]) if body and word else 0), st.id
