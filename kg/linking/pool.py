"""Article-local entities being joined, with what forbids a join and what speaks for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from kg.edtf import stretch
from kg.linking.clusters import Local, Ref
from kg.linking.outline import Outline
from kg.ontology.definitions import Model

__all__ = ["Link", "Pool"]

MAX_CONTEXT = 400
"""Neighbours of an entity that are looked at; more say nothing new and cost time."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Link:
    """Two entities of articles that are one (or perhaps one), by which names, why, and how surely."""

    a: Ref
    b: Ref
    names: tuple[str, str]
    reason: str
    score: float
    shared: tuple[str, ...] = ()


class Pool:
    """Union-find over the local entities, by their index in ``locals``, that may refuse to join two."""

    def __init__(self, outlines: Sequence[Outline], model: Model) -> None:
        #: By articles, and by their keys in each.
        self.locals: list[Local] = []
        self._told: list[int] = []
        self._beside: dict[str, range] = {}
        self._posts: dict[int, list[str]] = defaultdict(list)
        self._years: dict[int, list[int]] = defaultdict(list)
        self._near: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
        for one in sorted(outlines, key=lambda outline: outline.article.id):
            self._add(one)
        self.model = model
        self.top = [model.top(local.entity.type) for local in self.locals]
        #: By their uppermost class.
        self.of_top: dict[str, list[int]] = defaultdict(list)
        for n, top in enumerate(self.top):
            self.of_top[top].append(n)
        self.links: list[Link] = []
        self.candidates: dict[tuple[int, int], Link] = {}
        self._root = list(range(len(self.locals)))
        #: The index that stands for the cluster of one.
        self.find: Callable[[int], int] = self._root.__getitem__
        #: Of clusters, by their roots: members and articles of those of more than one, and what some have.
        self._members: dict[int, list[int]] = {}
        self._articles: dict[int, set[str]] = {}
        known: dict[str, frozenset[str]] = {}
        self._known = {
            n: known.setdefault(local.entity.known, frozenset((local.entity.known,)))
            for n, local in enumerate(self.locals)
            if local.entity.known
        }
        self._sides: dict[int, set[tuple[int, int]]] = {}
        #: Ends of the facts of some relations, by their other end; and of clusters, since two were joined last.
        self._ends: dict[tuple[frozenset[str], bool], dict[int, list[int]]] = {}
        self._led: dict[tuple[int, frozenset[str], bool], set[int]] = {}
        self.articles = len(outlines)

    def _add(self, outline: Outline) -> None:
        """The entities of one article, and what is told of them."""
        article, gist, start = outline.article.id, outline.gist, len(self.locals)
        own = sorted(zip(gist.entities, gist.told, strict=False), key=lambda item: item[0].id)
        self.locals += [Local(article, entity) for entity, _ in own]
        self._told += [told for _, told in own]
        self._beside[article] = range(start, len(self.locals))
        number = {entity.id: n for n, (entity, _) in enumerate(own, start)}
        for subject, relation, object_, position, time in gist.stated:
            s, o = number.get(subject), number.get(object_)
            if s is not None and o is not None and s != o:
                self._near[s].append((relation, o, True))
                self._near[o].append((relation, s, False))
            if s is not None and position:
                self._posts[s].append(position)
            when = stretch(time) if s is not None else None
            if s is not None and when is not None:
                self._years[s] += [day.year for day in when if day not in (date.min, date.max)]

    def members(self, n: int) -> list[int]:
        root = self.find(n)
        return self._members.get(root) or [root]

    def _met(self, n: int) -> set[str]:
        """The articles of the cluster."""
        root = self.find(n)
        return self._articles.get(root) or {self.locals[root].article}

    def clusters(self) -> list[list[int]]:
        """The groups, each in order, in the order of their first members."""
        return sorted(sorted(self.members(n)) for n, root in enumerate(self._root) if root == n)

    def article(self, n: int) -> str:
        return self.locals[n].article

    def is_bound(self, root: int) -> bool:
        """Whether something may forbid that a cluster, by its root, is joined with another of its class."""
        return root in self._known or root in self._sides

    def keep_apart(self, ones: Iterable[int], others: Iterable[int], number: int) -> None:
        """No cluster will hold one of ``ones`` and one of ``others``; ``number`` is the decision's."""
        for side, indices in enumerate((ones, others)):
            for n in indices:
                self._sides.setdefault(self.find(n), set()).add((number, side))

    def forbidden(self, a: int, b: int) -> str:
        """Why the clusters of ``a`` and ``b`` can never be one; empty when they can."""
        a, b = self.find(a), self.find(b)
        if a in self._sides and b in self._sides:
            sides = self._sides[b]
            if any((number, 1 - side) in sides for number, side in self._sides[a]):
                return "decided"
        if self.top[a] != self.top[b]:
            return "class"
        if a in self._known and b in self._known and self._known[a].isdisjoint(self._known[b]):
            return "known"
        return ""

    def meet(self, a: int, b: int) -> bool:
        """Whether one article tells the two apart: it has them as two entities."""
        return not self._met(a).isdisjoint(self._met(b))

    def meetings(self, a: int, b: int) -> set[str]:
        """The articles that have the two as two entities."""
        return self._met(a) & self._met(b)

    def spread(self, n: int) -> int:
        """The number of articles that name the cluster."""
        root = self.find(n)
        return len(self._articles[root]) if root in self._articles else 1

    def may_join(self, a: int, b: int, reason: str) -> bool:
        """Whether the two may be made one for this reason, or are one."""
        if self.find(a) == self.find(b):
            return True
        against = self.forbidden(a, b)
        return not against or against == reason == "class" or (reason == "decided" != against)

    def join(self, a: int, b: int, link: Link | None = None) -> None:
        """Make one of two clusters that ``may_join``; ``link`` is kept unless they are one already, and has nothing to
        tell where both have one name."""
        root, other = self.find(a), self.find(b)
        if root == other:
            return
        self._led.clear()
        ones, others = self._members.get(root), self._members.pop(other, None)
        if len(ones or (root,)) < len(others or (other,)):
            root, other, ones, others = other, root, others, self._members.pop(root, None)
        met = self._articles.pop(other, None)
        if ones is None:
            ones, self._articles[root] = [root], {self.locals[root].article}
        self._members[root] = ones
        if others is None or met is None:
            ones.append(other)
            self._articles[root].add(self.locals[other].article)
            self._root[other] = root
        else:
            ones += others
            self._articles[root] |= met
            for n in others:
                self._root[n] = root
        if other in self._known:
            theirs = self._known.pop(other)
            self._known[root] = self._known.get(root, theirs) | theirs
        if other in self._sides:
            self._sides.setdefault(root, set()).update(self._sides.pop(other))
        if link:
            self.links.append(link)

    def posts(self, n: int) -> list[str]:
        """What the cluster's posts are called."""
        return [post for m in self.members(n)[:MAX_CONTEXT] for post in self._posts.get(m, ())]

    def years(self, n: int) -> list[int]:
        """The years of what is stated of the cluster."""
        return [year for m in self.members(n)[:MAX_CONTEXT] for year in self._years.get(m, ())]

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
        ends = self._ends.get((relations, inverse))
        if ends is None:
            ends = self._ends[relations, inverse] = defaultdict(list)
            for m, facts in self._near.items():
                for relation, other, forward in facts:
                    if relation in relations and forward is not inverse:
                        ends[m].append(other)
        root = self.find(n)
        members = self._members.get(root)
        if members is None:  # most are of one entity, and lead nowhere
            return set(map(self.find, ends[n])) if n in ends else set()
        found = self._led.get((root, relations, inverse))
        if found is None:
            found = {self.find(other) for m in members[:MAX_CONTEXT] if m in ends for other in ends[m]}
            self._led[root, relations, inverse] = found
        return found

    def company(self, n: int) -> set[int]:
        """Roots of the entities that stand in an article together with one of the cluster."""
        articles = (self._beside[self.locals[m].article][:MAX_CONTEXT] for m in self.members(n)[: MAX_CONTEXT // 4])
        found = set(map(self.find, chain.from_iterable(articles)))
        found.discard(self.find(n))
        return found

    def beside(self, n: int) -> range:
        """The entities of the article of the one at ``n``, itself among them."""
        return self._beside[self.locals[n].article]

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

    def known(self, n: int) -> bool:
        """Whether the gazetteer has the cluster."""
        return self.find(n) in self._known

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
