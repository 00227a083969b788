"""Article-local entities being joined, with what forbids a join."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.linking.clusters import Local, Ref

__all__ = ["MAX_CONTEXT", "Link", "Union"]

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


class Union:
    """Union-find over local entities, by their index in ``locals``, that may refuse to join two.

    ``of`` is the number of the article of each, ``top`` its uppermost class.
    """

    def __init__(self, locals_: Sequence[Local], of: Sequence[int], top: Sequence[str]) -> None:
        #: By articles, and by their keys in each.
        self.locals = locals_
        self._of = of
        self.top = top
        self.links: list[Link] = []
        self.candidates: dict[tuple[int, int], Link] = {}
        self._root = list(range(len(locals_)))
        #: The index that stands for the cluster of one.
        self.find: Callable[[int], int] = self._root.__getitem__
        #: The number of the article of one.
        self.article: Callable[[int], int] = of.__getitem__
        #: Of clusters, by their roots: members and articles of those of more than one, and what some have.
        self._members: dict[int, list[int]] = {}
        self._articles: dict[int, set[int]] = {}
        known: dict[str, frozenset[str]] = {}
        self._known = {
            n: known.setdefault(local.entity.known, frozenset((local.entity.known,)))
            for n, local in enumerate(locals_)
            if local.entity.known
        }
        self._sides: dict[int, set[tuple[int, int]]] = {}
        #: Those that the gazetteer has.
        self.listed = tuple(self._known)
        #: Those in clusters of several uppermost classes.
        self.mixed: set[int] = set()
        #: How often two were joined: what was found out of clusters may have changed since.
        self.joins = 0

    def members(self, n: int) -> list[int]:
        root = self.find(n)
        return self._members.get(root) or [root]

    def looked_at(self, roots: Iterable[int]) -> list[int]:
        """The members of clusters, by their roots, that are looked at for what is told of them."""
        return [n for root in roots for n in self._members.get(root, (root,))[:MAX_CONTEXT]]

    def _met(self, n: int) -> set[int]:
        """The articles of the cluster."""
        root = self.find(n)
        return self._articles.get(root) or {self._of[root]}

    def clusters(self) -> list[list[int]]:
        """The groups, each in order, in the order of their first members."""
        roots = [n for n, root in enumerate(self._root) if root == n]
        return sorted([sorted(members) if (members := self._members.get(n)) else [n] for n in roots])

    def bound_among(self, roots: Sequence[int]) -> int:
        """How many of clusters, by their roots, something may forbid to be joined with another of its class."""
        return len((self._known.keys() & roots) | (self._sides.keys() & roots))

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

    def meetings(self, a: int, b: int) -> set[int]:
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
        self.joins += 1
        if self.top[root] != self.top[other]:
            self.mixed.update(self.members(root), self.members(other))
        ones, others = self._members.get(root), self._members.pop(other, None)
        if len(ones or (root,)) < len(others or (other,)):
            root, other, ones, others = other, root, others, self._members.pop(root, None)
        met = self._articles.pop(other, None)
        if ones is None:
            ones, self._articles[root] = [root], {self._of[root]}
        self._members[root] = ones
        if others is None or met is None:
            ones.append(other)
            self._articles[root].add(self._of[other])
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

    def join_all(self, roots: Sequence[int]) -> None:
        """Make one of clusters, by their roots, that have one name: ``join`` of the first with each."""
        first = roots[0]
        if self._members.keys().isdisjoint(roots) and not self.bound_among(roots):
            # Most are of one entity.
            self.joins += 1
            self._members[first], self._articles[first] = list(roots), set(map(self.article, roots))
            for root in roots:
                self._root[root] = first
        else:
            for root in roots:
                self.join(first, root)

    def known(self, n: int) -> bool:
        """Whether the gazetteer has the cluster."""
        return self.find(n) in self._known
