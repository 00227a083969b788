"""Article-local entities being joined, with what is told of them: what speaks for a join, and against one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg.edtf import stretch
from kg.linking.clusters import Local
from kg.linking.outline import Outline
from kg.linking.union import MAX_CONTEXT, Union
from kg.ontology.definitions import Model

__all__ = ["Pool"]

REMEMBERED = 32
"""Clusters of which it is remembered what stands together with them: of some that is thousands."""


class Pool(Union):
    """The local entities of articles being joined, and what is told of them."""

    def __init__(self, outlines: Sequence[Outline], model: Model) -> None:
        locals_: list[Local] = []
        of: list[int] = []
        self._told: list[int] = []
        #: Which are of each article, by its number.
        self._beside: list[range] = []
        self._posts: dict[int, list[str]] = defaultdict(list)
        self._years: dict[int, list[int]] = defaultdict(list)
        self._near: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
        for one in sorted(outlines, key=lambda outline: outline.article.id):
            of += [len(self._beside)] * len(one.gist.entities)
            self._add(one, locals_)
        super().__init__(locals_, of, [model.top(local.entity.type) for local in locals_])
        self.model = model
        #: By their uppermost class.
        self.of_top: dict[str, list[int]] = defaultdict(list)
        for n, top in enumerate(self.top):
            self.of_top[top].append(n)
        self.articles = len(outlines)
        #: Ends of the facts of some relations, by their other end.
        self._ends: dict[tuple[frozenset[str], bool], dict[int, list[int]]] = {}
        #: Of clusters, since so many were joined: the same, and what stands together with them.
        self._since = 0
        self._led: dict[tuple[int, frozenset[str], bool], set[int]] = {}
        self._met_with: dict[int, set[int]] = {}

    def _add(self, outline: Outline, locals_: list[Local]) -> None:
        """Put the entities of one article to ``locals_``, and note what is told of them."""
        article, gist, start = outline.article.id, outline.gist, len(locals_)
        own = sorted(zip(gist.entities, gist.told, strict=False), key=lambda item: item[0].id)
        locals_ += [Local(article, entity) for entity, _ in own]
        self._told += [told for _, told in own]
        self._beside.append(range(start, len(locals_)))
        number = {entity.id: n for n, (entity, _) in enumerate(own, start)}
        for subject, relation, object_, position, time in gist.stated:
            s, o = number.get(subject), number.get(object_)
            if s is not None and o is not None and s != o:
                self._near[s].append((relation, o, True))
                self._near[o].append((relation, s, False))
            if s is not None and position:
                self._posts[s].append(position)
            when = stretch(time) if s is not None else None
            years = [day.year for day in when if day not in (date.min, date.max)] if when is not None else []
            if s is not None and years:
                self._years[s] += years

    def tells(self, ns: Iterable[int], relations: frozenset[str]) -> bool:
        """Whether a fact of ``relations`` of one of these alone leads anywhere."""
        return not self._led_by(relations, inverse=False).keys().isdisjoint(ns)

    def is_dated(self, ns: Iterable[int]) -> bool:
        """Whether a post, or the year of a fact, of one of these alone is told."""
        return not (self._posts.keys().isdisjoint(ns) and self._years.keys().isdisjoint(ns))

    def posts(self, n: int) -> list[str]:
        """What the cluster's posts are called."""
        return [post for m in self.looked_at((self.find(n),)) if m in self._posts for post in self._posts[m]]

    def years(self, n: int) -> list[int]:
        """The years of what is stated of the cluster."""
        return [year for m in self.looked_at((self.find(n),)) if m in self._years for year in self._years[m]]

    def neighbours(self, n: int, relations: frozenset[str] | None = None) -> set[int]:
        """Roots of the entities that share a fact with one of the cluster (of ``relations`` alone)."""
        return {
            self.find(other)
            for m in self.members(n)[:MAX_CONTEXT]
            for relation, other, _ in self._near.get(m, ())
            if relations is None or relation in relations
        }

    def objects(self, n: int, relations: frozenset[str], *, inverse: bool = False) -> set[int]:
        """Roots of what the cluster's own facts of ``relations`` lead to (or, inverse, come from)."""
        ends, root = self._led_by(relations, inverse=inverse), self.find(n)
        self._forget()
        members = self._members.get(root)
        if members is None:  # most are of one entity, and lead nowhere
            return set(map(self.find, ends[n])) if n in ends else set()
        found = self._led.get((root, relations, inverse))
        if found is None:
            found = {self.find(other) for m in members[:MAX_CONTEXT] if m in ends for other in ends[m]}
            self._led[root, relations, inverse] = found
        return found

    def _led_by(self, relations: frozenset[str], *, inverse: bool) -> Mapping[int, list[int]]:
        """Of each entity the ends of its own facts of ``relations``, by its index."""
        ends = self._ends.get((relations, inverse))
        if ends is None:
            ends = self._ends[relations, inverse] = defaultdict(list)
            for m, facts in self._near.items():
                for relation, other, forward in facts:
                    if relation in relations and forward is not inverse:
                        ends[m].append(other)
        return ends

    def _forget(self) -> None:
        """What clusters lead to, and stand together with, may be other clusters since two were joined."""
        if self._since != self.joins:
            self._since = self.joins
            self._led.clear()
            self._met_with.clear()

    def company(self, n: int) -> set[int]:
        """Roots of the entities that stand in an article together with one of the cluster."""
        self._forget()
        root = self.find(n)
        found = self._met_with.get(root)
        if found is None:
            places = map(self.beside, self.members(root)[: MAX_CONTEXT // 4])
            found = set().union(*(self._root[at.start : at.stop][:MAX_CONTEXT] for at in places))
            found.discard(root)
            if len(self._met_with) == REMEMBERED:
                self._met_with.clear()
            self._met_with[root] = found
        return found

    def beside(self, n: int) -> range:
        """The entities of the article of the one at ``n``, itself among them."""
        return self._beside[self._of[n]]

    def told(self, n: int) -> int:
        """How often its article names the entity at ``n``."""
        return self._told[n]

    def is_country(self, n: int) -> bool:
        return self.model.is_a(self.locals[n].entity.type, "Country")

    def bound(self, a: int, b: int) -> bool:
        """Whether somebody stands near both, or a fact ties both to one thing that is not a place."""
        own = {self.find(a), self.find(b)}
        people = {n for n in self.company(a) & self.company(b) if self.top[n] == "Person"}
        tied = {n for n in self.neighbours(a) & self.neighbours(b) if self.top[n] != "Place"}
        return bool((people | tied) - own)

    def fits(self, n: int, kind: str) -> bool:
        """Whether all facts of the cluster may be stated of an entity of the class ``kind``."""

        def allowed(relation: str, other: int, forward: bool) -> bool:
            sides = (kind, self.locals[other].entity.type)
            subject, object_ = sides if forward else sides[::-1]
            return self.model.allows(subject, relation, object_)

        return all(allowed(*fact) for m in self.members(n) for fact in self._near.get(m, ()))

    def shared(self, a: int, b: int) -> list[str]:
        """Labels of what both clusters have near them and few others have."""
        limit = max(4, self.articles // 20)
        own = {self.find(a), self.find(b)}
        both = (self.company(a) & self.company(b)) - own
        direct = (self.neighbours(a) & self.neighbours(b)) - own
        return sorted(
            {
                self.locals[min(self.members(n))].entity.label
                for n in both
                if self.spread(n) <= limit or (n in direct and self.top[n] != "Place")
            }
        )
