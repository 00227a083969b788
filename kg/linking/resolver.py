"""Entities being resolved: their names, what speaks against two being one, and joins and doubts put down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.linking.classes import elected
from kg.linking.clusters import Local
from kg.linking.pool import Link, Pool
from kg.linking.words import Words
from kg.names import exact_key, is_plain, words_of

__all__ = ["MAX_RIVALS", "PERSON", "Names", "Resolver"]

PERSON = "Person"
MAX_RIVALS = 12


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one local entity: those that can mean it anywhere, and those that its article shortened."""

    full: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def main(self) -> str:
        """The first of those that can mean it anywhere; empty when there is none."""
        return self.full[0] if self.full else ""


class Resolver:
    """One pool, and what the steps over it share."""

    def __init__(self, pool: Pool, words: Words) -> None:
        self.pool = pool
        self.words = words
        self.names = [self._split(local, pool.top[n]) for n, local in enumerate(pool.locals)]

    # names

    def _split(self, local: Local, top: str) -> Names:
        names = list(dict.fromkeys(part for name in local.names for part in unpacked(name) if exact_key(part)))
        keyed = [(name, words_of(name)) for name in names]
        if top == "Place":  # where land and its government go by one entity, the land's name is its own
            keyed = [item for item in keyed if not self.words.is_state_body(item[0])] or keyed
        full, short = [], []
        for name, own in keyed:
            if self.words.is_generic(name) or (top == PERSON and len(own) == 1):
                continue
            longer = [
                other
                for other, theirs in keyed
                if len(theirs) > len(own)
                and (_inside(own, theirs) or _abbreviates(name))
                and self._differ(name, other, top)
            ]
            if not longer:
                full.append(name)
            elif top != "Product" or any(words_of(other)[-len(own) :] == own for other in longer):
                short.append(name)
        return Names(tuple(full), tuple(short))

    def _differ(self, name: str, other: str, top: str) -> bool:
        return self.words.core(name, top).key != self.words.core(other, top).key

    @cached_property
    def _places(self) -> frozenset[tuple[str, ...]]:
        return frozenset(
            words_of(name)
            for n, local in enumerate(self.pool.locals)
            if self.pool.top[n] == "Place"
            for name in local.names
            if not self.words.is_state_body(name)
        )

    def stateless(self, name: str) -> bool:
        """Whether the name is of a body every state has, and does not tell of which state."""
        if not self.words.is_state_body(name):
            return False
        own = words_of(name)
        return not self.words.says_place(name) and not any(
            own[a:b] in self._places for a in range(len(own)) for b in range(a + 1, a + 5)
        )

    # what speaks against a join

    def anchors(self, n: int) -> set[int]:
        top = self.pool.top[n]
        return self.pool.objects(n, self.words.affiliations if top == PERSON else self.words.homes)

    def against(self, a: int, b: int) -> bool:
        """Whether something speaks against two of one name being one."""
        pool = self.pool
        if pool.find(a) == pool.find(b):
            return False
        if pool.forbidden(a, b):
            return True
        two = self.anchors(b)
        one = self.anchors(a) if two else two
        if one and two and self._stems(one).isdisjoint(self._stems(two)) and not pool.shared(a, b):
            return True
        kinds, others = self.kinds(a), self.kinds(b)
        if kinds and others and kinds.isdisjoint(others):
            return True
        if all(self.stateless(name) for name in self.names[a].full):
            return self.seat(a) != self.seat(b) or not self.seat(a)
        return False

    def seat(self, n: int) -> str:
        """Where a body is that its name alone does not place: the key of its country, or of its town or province.

        Its own facts say so, else the place that its article names most; the country that goes without saying may be
        left out. Empty when nothing tells it.
        """
        pool = self.pool
        stated = sorted(pool.objects(n, self.words.homes))
        if stated:
            return exact_key(pool.locals[stated[0]].entity.label)
        local = any(self.words.is_local_body(name) for name in self.names[n].full)
        near = {m: pool.told(m) for m in pool.beside(n) if pool.top[m] == "Place" and m != n}
        near = {m: told for m, told in near.items() if pool.is_country(m) is not local}
        most = max(near.values(), default=0)
        if local:
            likely = [m for m, told in near.items() if told == most]
            return exact_key(pool.locals[likely[0]].entity.label) if len(likely) == 1 else ""
        own = {exact_key(pool.locals[m].entity.label): told for m, told in near.items()}
        home = self.words.home
        if not own or (home in own and 2 * own[home] >= most):
            return home
        return min(key for key, told in own.items() if told == most)

    def like(self, a: int, b: int) -> bool:
        """Whether the classes that most articles give the two go together: a country is no town."""
        pool = self.pool
        one, other = (elected(pool.model, (pool.locals[m].entity.type for m in pool.members(n))) for n in (a, b))
        return pool.model.is_a(one, other) or pool.model.is_a(other, one)

    def told_apart(self, a: int, b: int) -> bool:
        """Whether one article has the two, by unlike names."""
        one, other = self.pool.locals[a], self.pool.locals[b]
        return one.article == other.article and exact_key(one.entity.label) != exact_key(other.entity.label)

    def _stems(self, roots: set[int]) -> set[str]:
        """What the names of these have in common with others that may yet turn out to be the same."""
        return {
            key
            for n in roots
            for m in self.pool.members(n)[:MAX_RIVALS]
            for name in self.names[m].full
            for key in (self.words.core(name, self.pool.top[m]).key, self.words.without_suffix(name))
            if key
        }

    def kinds(self, n: int) -> set[str]:
        top = self.pool.top[n]
        return {kind for name in self.names[n].full if (kind := self.words.core(name, top).kind)}

    # what comes of it

    def join(self, a: int, b: int, reason: str, score: float, name: str, other: str) -> bool:
        """Join two of one uppermost class, unless that is forbidden."""
        link = self.link(a, b, reason, score, name, other, shared=score < 0.95)
        return self.pool.join(a, b, link)

    def doubt(self, a: int, b: int, reason: str, score: float, name: str, other: str) -> None:
        """Remember a pair that may be one; the surest reason is kept."""
        a, b = min(self.pool.members(a)), min(self.pool.members(b))
        link = self.link(a, b, reason, score, name, other, shared=True)
        pair = (link.a, link.b)
        if a != b and (pair not in self.pool.candidates or self.pool.candidates[pair].score < link.score):
            self.pool.candidates[pair] = link

    def link(self, a: int, b: int, reason: str, score: float, name: str, other: str, *, shared: bool) -> Link:
        if b < a:
            a, b, name, other = b, a, other, name
        near = tuple(self.pool.shared(a, b)[:5]) if shared else ()
        return Link(
            a=self.pool.locals[a].ref,
            b=self.pool.locals[b].ref,
            names=(name, other),
            reason=reason,
            score=round(score, 2),
            shared=near,
        )


def unpacked(name: str) -> tuple[str, ...]:
    """The names in one with an alias in parentheses: ``Zhipu AI (Z.AI)`` has two.

    What stands in the parentheses counts only when it can be no owner or place: ``DeepMind (Google)``.
    """
    outer, bracket, inner = name.removesuffix(")").partition(" (")
    if not bracket or not name.endswith(")"):
        return (name,)
    alias = inner.isupper() or (" " not in outer and not is_plain(inner))
    return (outer, inner) if alias else (outer,)


def _inside(words: Sequence[str], others: Sequence[str]) -> bool:
    size = len(words)
    return any(list(others[at : at + size]) == list(words) for at in range(len(others) - size + 1))


def _abbreviates(name: str) -> bool:
    letters = [ch for ch in name if ch.isalpha()]
    return 1 < len(letters) <= 5 and sum(ch.isupper() for ch in letters) >= 2 and " " not in name
