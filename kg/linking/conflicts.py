"""Facts that cannot both hold. Which relations obey which rule is said in the ontology, not here.

A fact without a time of its own is taken to hold in the year of its article; without that, at any time. Planned facts
conflict with nothing. Both sides are told by sources that do not copy each other. Where what holds for a time is told
otherwise by a much later article, that is an update and no contradiction. All sides stay in the graph: a conflict only
names them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations

from kg.edtf import Stretch, overlap, stretch, year_of
from kg.graph import FACTUAL
from kg.linking.figures import find_figure_conflicts
from kg.linking.posts import find_post_conflicts
from kg.linking.sources import Sources, strength
from kg.linking.wording import CLOSE, names, plainly, said, same_name, within
from kg.linking.words import Words
from kg.names import words_of
from kg.ontology.definitions import Model
from kg.records import UPDATE, Article, Conflict, Entity, Measurement, Statement, stable_hash

__all__ = ["find_conflicts"]

NEGATED = "negated"
MAX_SIDES = 200
"""Statements of one group that are compared with each other."""
LEAST = 0.5
"""A fact of less confidence contradicts nothing: it was rather misread."""
ROUNDED = 3
"""Days between two times of one event that say no more than that one was not told exactly."""
DENIED = 3
"""Days after which a denial, or an assertion, of what has no time of its own is news."""

NUMBERED = re.compile(r"\d/(?!\d{4})")
"""Numbers of documents without their year, which begin anew in each."""

Clash = Callable[[Statement, Statement], bool]


def find_conflicts(
    articles: Mapping[str, Article],
    entities: Mapping[str, Entity],
    statements: Iterable[Statement],
    measurements: Iterable[Measurement],
    model: Model,
    words: Words,
    *,
    copies: Mapping[str, str] | None = None,
) -> dict[str, Conflict]:
    """All conflicts and updates by id: one for each rule and each thing that it is broken about.

    ``copies``: of articles that only repeat another, that one's id.
    """
    sure = (st for st in statements if st.confidence >= LEAST and st.modality in FACTUAL | {NEGATED})
    facts = sorted(sure, key=lambda st: st.id)
    sources = Sources(articles, copies or {})
    finder = _Finder(facts, articles, entities, model, words, sources)
    made: dict[str, Conflict] = {}
    for kind, sides, power in finder.find():
        ids = tuple(sorted(st.id for st in sides))
        about = tuple(sorted({side for st in sides for side in (st.subject, st.object)}))
        conflict = Conflict(
            id=f"conflict-{stable_hash([kind, *ids])}", kind=kind, statements=ids, entities=about, strength=power
        )
        made[conflict.id] = conflict
    figures = sorted(measurements, key=lambda m: m.id)
    for kind, group, power in find_figure_conflicts(figures, words, sources.apart, sources.later):
        ids = tuple(sorted(m.id for m in group))
        conflict = Conflict(
            id=f"conflict-{stable_hash([kind, *ids])}",
            kind=kind,
            statements=ids,
            entities=(group[0].subject,),
            strength=power,
        )
        made[conflict.id] = conflict
    return dict(sorted(made.items()))


class _Finder:
    """The statements of a graph, compared rule by rule."""

    def __init__(
        self,
        facts: Sequence[Statement],
        articles: Mapping[str, Article],
        entities: Mapping[str, Entity],
        model: Model,
        words: Words,
        sources: Sources,
    ) -> None:
        self.facts = facts
        self.factual = [st for st in facts if st.modality in FACTUAL]
        self.entities = entities
        self.words = words
        self.model = model
        self.sources = sources
        self.articles = articles
        self.lines = _Lines(facts, entities, words)

    def find(self) -> Iterator[tuple[str, list[Statement], float]]:
        yield from self._groups("happensOnce", lambda st: (st.subject, st.relation, st.object), self._two_times, ())
        yield from self._groups("functionalInTime", lambda st: (st.subject, st.relation), self._two_objects, (UPDATE,))
        yield from find_post_conflicts(self.factual, self.entities, self.model, self.words, self.sources)
        yield from self._groups(
            "oneWay", lambda st: (st.relation, *sorted((st.subject, st.object))), self._both_ways, ()
        )
        yield from self._groups(
            "assertedAndNegated", lambda st: (st.subject, st.relation, st.object), self._denied, (UPDATE,)
        )

    def _groups(
        self, kind: str, key: Callable[[Statement], tuple[str, ...]], clash: Clash, other: tuple[str, ...]
    ) -> Iterator[tuple[str, list[Statement], float]]:
        """The statements of each group that clash with another of it; with ``other``, what is only later apart."""
        groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
        if kind == "assertedAndNegated":
            denied = {key(st) for st in self.facts if st.modality == NEGATED}
            facts = [st for st in self.facts if key(st) in denied]
        else:
            bound = {name for name, relation in self.model.relations.items() if kind in relation.conflict_rules}
            facts = [st for st in self.factual if st.relation in bound]
        for st in facts:
            groups[key(st)].append(st)
        for _, group in sorted(groups.items()):
            sides: dict[str, dict[str, Statement]] = defaultdict(dict)
            power: dict[str, float] = defaultdict(float)
            for a, b in combinations(group[:MAX_SIDES], 2):
                if clash(a, b) and self._names(a) and self._names(b):
                    found = other[0] if other and self._is_news(kind, a, b) else kind
                    sides[found] |= {a.id: a, b.id: b}
                    power[found] = max(power[found], strength(a, b))
            for found, members in sorted(sides.items()):
                yield found, list(members.values()), power[found]

    def _is_news(self, kind: str, a: Statement, b: Statement) -> bool:
        """Whether the later of two articles tells what has changed since the other."""
        if kind != "assertedAndNegated":
            return self.sources.later(a.article, b.article)
        dated = a.time is not None and b.time is not None
        return not dated and self.sources.later(a.article, b.article, DENIED)

    def _when(self, st: Statement) -> Stretch | None:
        """When a fact holds: at its own time, or in the year of its article."""
        return stretch(st.time) if st.time else year_of(self.articles[st.article].date)

    def _together(self, a: Statement, b: Statement) -> bool:
        """Whether both are told to hold at one time."""
        one, other = self._when(a), self._when(b)
        told = one is not None and other is not None
        return told and self.sources.apart(a.article, b.article) and overlap(one, other)

    def _rival(self, a: Statement, b: Statement) -> bool:
        """The same, or one is told so much later that it comes in the other's place."""
        return self._together(a, b) or (
            self.sources.apart(a.article, b.article) and self.sources.later(a.article, b.article)
        )

    # the rules

    def _two_times(self, a: Statement, b: Statement) -> bool:
        one, other = stretch(a.time), stretch(b.time)
        if one is None or other is None or overlap(one, other) or not self.sources.apart(a.article, b.article):
            return False
        first, second = sorted((one, other))
        exact = first[0] == first[1] and second[0] == second[1]
        if a.object in self.lines or (exact and (second[0] - first[1]).days <= ROUNDED):
            return False
        plans = self.words.foretells(within(a)) or self.words.foretells(within(b))
        if plans or not self._plain(a, b) or NUMBERED.search(self.entities[a.object].label):
            return False
        # Announced, agreed and done are events of one year, told by words of their own.
        return said(a) == said(b) or first[1].year != second[0].year

    def _two_objects(self, a: Statement, b: Statement) -> bool:
        """A town and its country are not two seats: only what is of one narrow class can rule the other out."""
        kind, other = self.entities[a.object].type, self.entities[b.object].type
        if a.object == b.object or kind != other or not self.model.classes[kind].parents:
            return False
        one_name = same_name(self.entities[a.object].label, self.entities[b.object].label)
        plain = self._plain(a, b) and not self._limited(a, b)
        return plain and not one_name and self._rival(a, b)

    def _both_ways(self, a: Statement, b: Statement) -> bool:
        return a.subject == b.object and self._plain(a, b) and self._together(a, b)

    def _denied(self, a: Statement, b: Statement) -> bool:
        if (a.modality == NEGATED) is (b.modality == NEGATED) or not overlap(self._when(a), self._when(b)):
            return False
        denial = a if a.modality == NEGATED else b
        if a.relation in self.words.compared or a.object in self.lines or not self._plain(a, b):
            return False
        if a.article == b.article:  # what is said, and denied, by others than the article itself
            if (a.time is None) is not (b.time is None) or self.words.changes(denial.evidence.text):
                return False  # it has not been so before, or is so no longer
            apart = a.evidence.end <= b.evidence.start or b.evidence.end <= a.evidence.start
            return apart and (a if b.modality == NEGATED else b).modality == "reported"
        changed = self.words.changes(denial.evidence.text) and not self._is_news("assertedAndNegated", a, b)
        return not changed and self._together(a, b)

    def _plain(self, a: Statement, b: Statement, most: int = CLOSE) -> bool:
        """Whether both sentences say it plainly."""
        return plainly(a, most) and plainly(b, most)

    def _names(self, st: Statement) -> bool:
        return names(st, self.entities[st.subject], self.entities[st.object])

    def _limited(self, a: Statement, b: Statement) -> bool:
        return self.words.limits(a.evidence.text) or self.words.limits(b.evidence.text)


class _Lines:
    """Lines of products, that come out again and again: what has versions, or gives longer names their beginning."""

    def __init__(self, facts: Iterable[Statement], entities: Mapping[str, Entity], words: Words) -> None:
        self._entities = entities
        self._found = {st.object: True for st in facts if st.relation in words.lines}

    def __contains__(self, id_: str) -> bool:
        if id_ not in self._found:
            words = words_of(self._entities[id_].label)
            # What begins with another name has its first word, or a mark before it.
            labels = chain.from_iterable(self._labels.get(first, ()) for first in {(), words[:1]})
            longer = (others for others in map(words_of, labels) if len(others) > len(words))
            self._found[id_] = bool(words) and any(others[: len(words)] == words for others in longer)
        return self._found[id_]

    @cached_property
    def _labels(self) -> Mapping[tuple[str, ...], list[str]]:
        """All names by the first word of what stands before their first space; none where that is but a mark."""
        heads: dict[str, list[str]] = defaultdict(list)
        for entity in self._entities.values():
            heads[entity.label.partition(" ")[0]].append(entity.label)
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for head, labels in heads.items():
            found[words_of(head)[:1]] += labels
        return found
