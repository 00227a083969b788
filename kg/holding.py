"""Since when and until when a fact is said to hold, and what held at a time: posts, ownership, seats, membership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.edtf import Stretch, stretch
from kg.graph import FACTUAL, Fact, Graph
from kg.records import UPDATE, Article, Statement

__all__ = ["Held", "as_of", "holdings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How long a fact is said to hold, in EDTF: ``since`` and ``until`` where something says so.

    ``first`` and ``as_of`` are the dates of the first and the last article that say it holds.
    """

    since: str | None = None
    until: str | None = None
    first: str | None = None
    as_of: str | None = None

    def at(self, when: Stretch) -> bool:
        """Whether it is said to hold at some day of ``when``: from what says so first until something ends it."""
        begin, end = stretch(self.since) or stretch(self.first), stretch(self.until)
        return begin is not None and begin[0] <= when[1] and (end is None or end[1] >= when[0])


def holdings(graph: Graph) -> dict[Fact, Held]:
    """All facts of lasting relations that an article asserts or reports, with how long they hold.

    A fact ends when its subject is said to have left, when a later article denies it, or when one names a successor.
    """
    model = graph.ontology.model
    lasting = {name for name, relation in model.relations.items() if relation.lasting}
    ending = {name for name, relation in model.relations.items() if relation.ending}
    told: dict[Fact, list[Statement]] = defaultdict(list)
    ends: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for st in graph.statements.values():
        if st.relation in lasting and st.modality != "planned":
            told[st.subject, st.relation, st.object].append(st)
        elif st.relation in ending and st.modality in FACTUAL:
            ends[st.subject, st.object].append(st)
    found = {
        fact: _held(group, ends[fact[0], fact[2]], graph)
        for fact, group in told.items()
        if any(st.modality in FACTUAL for st in group)
    }
    return found | _succeeded(found, graph)


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


def _succeeded(found: dict[Fact, Held], graph: Graph) -> dict[Fact, Held]:
    """Facts that end where an update names another in their place."""
    ended: dict[Fact, Held] = {}
    for conflict in graph.conflicts.values():
        sides = {
            (st.subject, st.relation, st.object) for key in conflict.statements if (st := graph.statements.get(key))
        }
        if conflict.kind != UPDATE or len(sides) < 2:
            continue
        order = sorted((side for side in sides if side in found), key=lambda side: (_day(found[side].first), side))
        for fact, following in pairwise(order):
            held, start = found[fact], found[following].since or found[following].first
            if held.until is None and _day(start) > _day(held.first):
                ended[fact] = replace(held, until=start)
    return ended


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
        fact = held.get((st.subject, st.relation, st.object))
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
