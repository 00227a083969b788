"""Since when and until when a fact is said to hold, and what held at a time: posts, ownership, seats, membership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.edtf import Stretch, stretch
from kg.graph import FACTUAL, Fact, Graph
from kg.records import UPDATE, Article, Statement

__all__ = ["Held", "as_of", "holdings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How long a fact is said to hold, in EDTF: ``since`` and ``until`` where something says so.

    ``first`` and ``as_of`` are the dates of the first and the last article that say it holds; ``pauses`` the times
    between them when it did not, as an update tells: who has a post again had it not while another had it.
    """

    since: str | None = None
    until: str | None = None
    first: str | None = None
    as_of: str | None = None
    pauses: tuple[tuple[str, str], ...] = ()

    def at(self, when: Stretch) -> bool:
        """Whether it is said to hold at some day of ``when``: from what says so first until something ends it."""
        begin, end = stretch(self.since) or stretch(self.first), stretch(self.until)
        if any(_day(start) <= when[0].isoformat() and when[1].isoformat() < _day(over) for start, over in self.pauses):
            return False
        return begin is not None and begin[0] <= when[1] and (end is None or end[1] >= when[0])


def holdings(graph: Graph) -> dict[Fact, Held]:
    """All facts of lasting relations that an article asserts or reports, with how long they hold.

    A fact ends when its subject is said to have left, when a later article denies it, or when one names a successor.
    """
    if "holdings" not in graph.made:
        graph.made["holdings"] = _holdings(graph)
    found: dict[Fact, Held] = graph.made["holdings"]
    return found


def _holdings(graph: Graph) -> dict[Fact, Held]:
    model = graph.ontology.model
    lasting = {name for name, relation in model.relations.items() if relation.lasting}
    ending = {name for name, relation in model.relations.items() if relation.ending}
    told: dict[Fact, list[Statement]] = defaultdict(list)
    ends: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for st in graph.statements.values():
        if st.relation in lasting and st.modality != "planned":
            told[_fact(st)].append(st)
        elif st.relation in ending and st.modality in FACTUAL:
            ends[st.subject, st.object].append(st)
    found = {
        fact: _held(group, ends[fact[0], fact[2]], graph)
        for fact, group in told.items()
        if any(st.modality in FACTUAL for st in group)
    }
    return found | _succeeded(found, told, graph)


def _held(group: Iterable[Statement], ends: Iterable[Statement], graph: Graph) -> Held:
    said = [st for st in group if st.modality in FACTUAL]
    dates = sorted(date for st in said if (date := graph.articles[st.article].date))
    begins, closes = [], []
    for st in said:
        first, slash, last = (st.time or "").partition("/")
        if stretch(first):
            begins.append(first)
        if slash and stretch(last):
            closes.append(last)
    for st in (*ends, *(st for st in group if st.modality not in FACTUAL)):
        over = st.time or graph.articles[st.article].date
        if stretch(over) and (not dates or _day(over) >= _day(dates[0])):
            closes.append(over or "")
    return Held(
        since=min(begins, key=_day, default=None),
        until=min(closes, key=_day, default=None),
        first=dates[0] if dates else None,
        as_of=dates[-1] if dates else None,
    )


def _succeeded(found: Mapping[Fact, Held], told: Mapping[Fact, Sequence[Statement]], graph: Graph) -> dict[Fact, Held]:
    """Facts that end, or pause, where an update names another in their place."""
    changed: dict[Fact, Held] = {}

    def days(side: Statement) -> list[str]:
        """The dates of the articles that say so, of one post."""
        said = [st for st in told[_fact(side)] if st.modality in FACTUAL and _named(st) == _named(side)]
        return sorted((date for st in said if (date := graph.articles[st.article].date)), key=_day)

    for conflict in graph.conflicts.values():
        sides = [st for key in conflict.statements if (st := graph.statements.get(key)) and _fact(st) in found]
        if conflict.kind != UPDATE or not all(map(days, sides)):
            continue
        sides.sort(key=lambda st: (_day(graph.articles[st.article].date), st.id))
        order = [_fact(st) for st in sides]
        for n, (one, other) in enumerate(pairwise(sides)):
            fact, following = order[n], order[n + 1]
            held, own, theirs = changed.get(fact, found[fact]), days(one), days(other)
            begun = theirs[0] if other.position else found[following].since or theirs[0]
            if fact in order[n + 2 :]:
                again = next((day for day in own if _day(day) > _day(theirs[-1])), None)
                if again:
                    changed[fact] = replace(held, pauses=(*held.pauses, (begun, again)))
                continue
            if following in order[:n]:  # who follows had it before, too
                begun = next((day for day in theirs if _day(day) > _day(own[-1])), begun)
            if held.until is None and _day(begun) > _day(own[0]):
                changed[fact] = replace(held, until=begun)
    return changed


def _fact(st: Statement) -> Fact:
    return st.subject, st.relation, st.object


def _named(st: Statement) -> str:
    return (st.position or "").casefold()


def as_of(graph: Graph, when: str) -> Graph:
    """The graph of what held at ``when`` (EDTF): lasting facts then in force, and what had happened and been said.

    Raises ValueError when ``when`` is not a time.
    """
    days = stretch(when)
    if days is None:
        raise ValueError(when)
    held = holdings(graph)

    def known(time: str | None, article: Article) -> bool:
        began = stretch(time) or stretch(article.date)
        return began is None or began[0] <= days[1]

    def holds(st: Statement) -> bool:
        fact = held.get(_fact(st))
        if fact is not None and st.modality in FACTUAL:
            return fact.at(days)
        return known(st.time, graph.articles[st.article])

    statements = {key: st for key, st in graph.statements.items() if holds(st)}
    measurements = {key: m for key, m in graph.measurements.items() if known(m.time, graph.articles[m.article])}
    sides = statements.keys() | measurements.keys()
    return replace(
        graph,
        statements=statements,
        measurements=measurements,
        claims={key: claim for key, claim in graph.claims.items() if known(claim.time, graph.articles[claim.article])},
        conflicts={key: one for key, one in graph.conflicts.items() if sides.issuperset(one.statements)},
    )


def _day(time: str | None) -> str:
    """The first day of a time, to sort by; what is not known comes last."""
    days = stretch(time)
    return days[0].isoformat() if days else "9999-12-31"
