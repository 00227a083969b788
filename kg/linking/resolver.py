"""Entities being resolved: their names, what speaks against two being one, and joins and doubts put down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from kg.linking.classes import elected
from kg.linking.people import People
from kg.linking.pool import Pool
from kg.linking.seats import Seats
from kg.linking.union import Link
from kg.linking.words import Words
from kg.names import exact_key, is_plain, words_of

__all__ = ["MAX_RIVALS", "PERSON", "Names", "Resolver", "Spelt", "bearing"]

PERSON = "Person"
MAX_RIVALS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What articles call an entity of an uppermost class: names that can mean it anywhere, and those that its article
    shortened. ``kinds``: what kinds of things the former say that it is. ``bearers`` are all local entities that are
    called just so, in order."""

    top: str
    full: tuple[str, ...]
    short: tuple[str, ...]
    kinds: frozenset[str]
    bearers: list[int] = field(default_factory=list)

    @property
    def main(self) -> str:
        """The first of those that can mean it anywhere; empty when there is none."""
        return self.full[0] if self.full else ""


Spelt = list[tuple[list[int], str]]
"""Who bears a name, and how it is spelt."""


def bearing(spelt: Spelt) -> dict[int, str]:
    """The names of all bearers, in their order; of several the first."""
    if len(spelt) == 1:
        return dict.fromkeys(*spelt[0])
    found: dict[int, str] = {}
    for bearers, name in spelt:
        for n in bearers:
            found.setdefault(n, name)
    return dict(sorted(found.items()))


class Resolver:
    """One pool, and what the steps over it share."""

    def __init__(self, pool: Pool, words: Words) -> None:
        self.pool = pool
        self.words = words
        self.seats = Seats(pool, words)
        self.people = People(pool, words)
        self._new, called = 0, dict[tuple[tuple[str, ...], str], Names]()
        #: Of each local entity; and all of them, each once, by uppermost class.
        self.names: list[Names] = []
        for n, key in enumerate(zip((local.names for local in pool.locals), pool.top, strict=True)):
            own = called.get(key) or called.setdefault(key, self._called(*key))
            own.bearers.append(n)
            self.names.append(own)
        self.called: dict[str, list[Names]] = defaultdict(list)
        for own in called.values():
            self.called[own.top].append(own)

    def note(self) -> None:
        """Note what was found out of names, for the next build, where it is much."""
        noted = self.words.noted
        noted.changed = not noted.fits(sum(map(len, self.called.values())), self._new)
        if noted.changed:
            every = {(self.pool.locals[n].names, self.pool.top[n]): own for n, own in enumerate(self.names)}
            noted.split = {key: (own.full, own.short, tuple(sorted(own.kinds))) for key, own in every.items()}
            names = {name for (given, _), own in every.items() for name in chain(given, own.full, own.short)}
            noted.exact = {name: exact_key(name) for name in names}
            self.words.note({name for own in every.values() for name in own.full})

    # names

    def _called(self, given: tuple[str, ...], top: str) -> Names:
        """What has these names, as it was noted or is found out now; nobody bears them yet."""
        noted = self.words.noted.split.get((given, top))
        if noted is not None:
            full, short, kinds = noted
            return Names(top, full, short, frozenset(kinds))
        self._new += 1
        full, short = self._split(given, top)
        cores = (self.words.core(name, top) for name in full)
        return Names(top, full, short, frozenset(core.kind for core in cores if core.kind))

    def _split(self, given: Sequence[str], top: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = list(dict.fromkeys(part for name in given for part in unpacked(name) if exact_key(part)))
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
        return tuple(full), tuple(short)

    @cached_property
    def telling(self) -> dict[tuple[str, str], list[int]]:
        """Uppermost classes and full names by which two may be one wherever they are, with who bears them."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for top, called in self.called.items():
            for own in called:
                for name in own.full:
                    if not self.seats.anywhere(name):
                        found[top, name] += own.bearers
        return found

    @cached_property
    def spelt(self) -> dict[str, dict[str, Spelt]]:
        """The full names of entities of each uppermost class, by their keys."""
        found: dict[str, dict[str, Spelt]] = {}
        for top, called in self.called.items():
            of_top = found[top] = {}
            for own in called:
                for name in own.full:
                    of_top.setdefault(exact_key(name), []).append((own.bearers, name))
        return found

    def in_classes(self, tops: Iterable[str]) -> Iterator[Spelt]:
        """Names of one key each, in the order of keys, whose bearers are of several of these uppermost classes."""
        pool, found, several = self.pool, dict[str, Spelt](), set[str]()
        for top in tops:
            of_top = self.spelt.get(top, {})
            several |= found.keys() & of_top.keys()
            for key, spelt in of_top.items():
                found[key] = found[key] + spelt if key in found else spelt
        for key in sorted(key for key, spelt in found.items() if len(spelt) > 1 or len(spelt[0][0]) > 1):
            if key in several or not all(pool.mixed.isdisjoint(bearers) for bearers, _ in found[key]):
                roots = set(map(pool.find, chain.from_iterable(bearers for bearers, _ in found[key])))
                if len(roots) > 1 and len(set(map(pool.top.__getitem__, roots))) > 1:
                    yield found[key]

    def _differ(self, name: str, other: str, top: str) -> bool:
        return self.words.core(name, top).key != self.words.core(other, top).key

    # what speaks against a join

    def tying(self, top: str) -> frozenset[str]:
        """Relations that lead from an entity of this uppermost class to what tells it from others of its name."""
        return self.words.affiliations if top == PERSON else self.words.homes

    def anchors(self, n: int) -> set[int]:
        return self.pool.objects(n, self.tying(self.pool.top[n]))

    def against(self, a: int, b: int) -> bool:
        """Whether something speaks against two of one name being one."""
        pool = self.pool
        if pool.find(a) == pool.find(b):
            return False
        if pool.forbidden(a, b):
            return True
        two = self.anchors(b)
        one = self.anchors(a) if two else two
        if pool.top[a] == PERSON:
            if self.people.apart(a, b, one | two):
                return True
            if one and two and self.people.one_career(one, two):
                one = two
        if one and two and self._stems(one).isdisjoint(self._stems(two)) and not pool.shared(a, b):
            return True
        kinds, others = self.kinds(a), self.kinds(b)
        if kinds and others and kinds.isdisjoint(others):
            return True
        if self.seats.unplaced(self.names[a].full):
            here, there = (exact_key(self.seats.of(n, self.names[n].full)) for n in (a, b))
            return here != there or not here
        return False

    def of_state(self, n: int) -> bool:
        """Whether it is a body that every country or province has: of unlike places there are many."""
        return any(map(self.words.is_state_body, self.names[n].full))

    def lengthened(self, a: int, b: int) -> bool:
        """Whether a name of one is one of the other's with the place behind it where it is."""
        pairs = [(x, y) for x in self.names[a].full for y in self.names[b].full]
        return any(self.seats.behind(x, y) or self.seats.behind(y, x) for x, y in pairs)

    def like(self, a: int, b: int) -> bool:
        """Whether the classes that most articles give the two go together: a country is no town."""
        pool = self.pool
        one, other = (elected(pool.model, (pool.locals[m].entity.type for m in pool.members(n))) for n in (a, b))
        return pool.model.is_a(one, other) or pool.model.is_a(other, one)

    def inner(self, n: int, name: str) -> bool:
        """Whether the one article that has the cluster has its name in the middle of another thing's, too: it may be
        short for that (``Virgin`` beside ``British Virgin Islands``)."""
        pool, own = self.pool, words_of(name)
        return pool.spread(n) == 1 and any(
            _inside(own, words_of(longer)[1:-1])
            for m in pool.beside(n)
            if pool.top[m] != pool.top[n]
            for longer in pool.locals[m].names
        )

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

    def kinds(self, n: int) -> frozenset[str]:
        """What kinds of things the names say that it is."""
        return self.names[n].kinds

    def of_kind(self, n: int, others: Iterable[int]) -> bool:
        """Whether the names of none of the others say that it is of another kind."""
        kinds = self.kinds(n)
        return not kinds or not any(theirs and kinds.isdisjoint(theirs) for theirs in map(self.kinds, others))

    # what comes of it

    def join(self, a: int, b: int, reason: str, score: float, name: str, other: str) -> bool:
        """Join two, unless that is forbidden; True when they are one afterwards."""
        if not self.pool.may_join(a, b, reason):
            return False
        # One name, or one entry of the gazetteer, is no news.
        told = reason == "class" or (reason != "known" and name != other and exact_key(name) != exact_key(other))
        link = self.link(a, b, reason, score, name, other, shared=score < 0.95) if told else None
        self.pool.join(a, b, link)
        return True

    def doubt(self, a: int, b: int, reason: str, score: float, name: str, other: str) -> None:
        """Remember a pair that may be one; the surest reason is kept."""
        a, b = min(self.pool.members(a)), min(self.pool.members(b))
        pair = min(a, b), max(a, b)
        known = self.pool.candidates.get(pair)
        if a != b and (known is None or known.score < round(score, 2)):
            self.pool.candidates[pair] = self.link(a, b, reason, score, name, other, shared=True)

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
