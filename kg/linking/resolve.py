"""Which entities of different articles are one, why, and which only might be.

First what has the same name is joined, class by class of the uppermost classes, persons last, so that their
neighbours are known by then; then names that are short, or written differently, where something speaks for it.
No two entities are compared that do not share a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.linking.classes import Classes
from kg.linking.clusters import Local
from kg.linking.merges import Rule
from kg.linking.pool import Link, Pool
from kg.linking.variants import join_variants
from kg.linking.words import Words
from kg.names import exact_key, is_bare, is_plain, words_of

__all__ = ["Resolution", "resolve"]

PERSON = "Person"
MAX_RIVALS = 12
MAX_HOMONYMS = 4
VOTING = frozenset({"Organization", "Place", "Product", PERSON})
VOTES = 5
"""Articles that agree on a class before they outvote one that does not."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Groups of local entities that are one, the links that made them so, and pairs that stay in doubt."""

    clusters: tuple[tuple[Local, ...], ...]
    links: tuple[Link, ...]
    candidates: tuple[Link, ...]
    unused: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one local entity: those that can mean it anywhere, and those that its article shortened."""

    full: tuple[str, ...]
    short: tuple[str, ...]


def resolve(pool: Pool, classes: Classes, words: Words) -> Resolution:
    """Join what is one in ``pool``; decisions of people are already in it."""
    Resolver(pool, classes, words).run()
    clusters = pool.clusters()
    candidates = {
        pair: link
        for pair, link in pool.candidates.items()
        if pool.find(pool.index[link.a]) != pool.find(pool.index[link.b])
        and pool.forbidden(pool.index[link.a], pool.index[link.b]) in ("", "class")
    }
    return Resolution(
        tuple(tuple(cluster) for cluster in clusters),
        tuple(sorted(pool.links)),
        tuple(sorted(candidates.values(), key=lambda link: (-link.score, link))),
    )


class Resolver:
    """The steps over one pool."""

    def __init__(self, pool: Pool, classes: Classes, words: Words) -> None:
        self.pool = pool
        self.words = words
        self.classes = classes
        self.names = [self._split(local, pool.top[n]) for n, local in enumerate(pool.locals)]

    def run(self) -> None:
        self._known()
        tops = sorted(set(self.pool.top), key=lambda top: (top == PERSON, top != "Place", top))
        for top in tops:
            self._same_names(top)
        self._bare_versions()
        for top in tops:
            if top != PERSON:
                self._short_names(top)
        join_variants(self)
        self._outvoted()
        self._doubts()

    # names

    def _split(self, local: Local, top: str) -> Names:
        names = list(dict.fromkeys(part for name in local.names for part in unpacked(name) if exact_key(part)))
        keyed = [(name, words_of(name)) for name in names]
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
        )

    def stateless(self, name: str) -> bool:
        """Whether the name is of a body every state has, and does not tell of which state."""
        if not self.words.is_state_body(name):
            return False
        own = words_of(name)
        return not any(own[a:b] in self._places for a in range(len(own)) for b in range(a + 1, a + 5))

    # steps

    def _known(self) -> None:
        first: dict[tuple[str, str], int] = {}
        for n, local in enumerate(self.pool.locals):
            if local.entity.known:
                other = first.setdefault((self.pool.top[n], local.entity.known), n)
                self.join(other, n, "known", 1.0, local.entity.known, local.entity.label)

    def _same_names(self, top: str) -> None:
        groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for n, local in enumerate(self.pool.locals):
            if self.pool.top[n] == top:
                for name in self.names[n].full:
                    if not (top == "Product" and is_bare(name)):
                        groups[exact_key(name)].append((n, name))
                if top == PERSON and local.entity.known:
                    groups[exact_key(local.entity.label)].append((n, local.entity.label))
        for key in sorted(groups):
            self._homonyms(list(dict(groups[key]).items()))

    def _homonyms(self, group: Sequence[tuple[int, str]]) -> None:
        """Join what bears one name; whatever something speaks against becomes an entity of its own."""
        has = [bool(self._anchors(n)) for n, _ in group]
        anchored = [item for item, anchor in zip(group, has, strict=True) if anchor]
        free = [item for item, anchor in zip(group, has, strict=True) if not anchor]
        kept: list[tuple[int, str]] = []
        at: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for n, name in [*anchored, *free]:
            anchors = self._anchors(n)
            near = [item for anchor in sorted(anchors) for item in at[anchor]]
            rivals = [
                item
                for item in dict.fromkeys([*near[:MAX_HOMONYMS], *kept[:MAX_HOMONYMS]])
                if not self.against(item[0], n)
            ]
            if len(rivals) > 1:
                rivals = sorted(rivals, key=lambda item: -len(self.pool.shared(item[0], n)))
                if not anchors and not self.pool.shared(rivals[0][0], n):
                    rivals = [item for item in rivals if not self._anchors(item[0])]
            if not rivals or not self.join(
                rivals[0][0], n, "same-name", 1.0 if name == rivals[0][1] else 0.98, rivals[0][1], name
            ):
                for m, other in kept[:2]:
                    self.doubt(m, n, "homonym", 0.6, other, name)
                kept.append((n, name))
                rivals = [(n, name)]
            for anchor in anchors:
                at[anchor].append(rivals[0])

    def _anchors(self, n: int) -> set[int]:
        top = self.pool.top[n]
        return self.pool.objects(n, self.words.affiliations if top == PERSON else self.words.homes)

    def against(self, a: int, b: int) -> bool:
        """Whether something speaks against two of one name being one."""
        pool = self.pool
        if pool.find(a) == pool.find(b):
            return False
        if pool.forbidden(a, b):
            return True
        two = self._anchors(b)
        one = self._anchors(a) if two else two
        if one and two and self._stems(one).isdisjoint(self._stems(two)) and not pool.shared(a, b):
            return True
        kinds, others = self._kinds(a), self._kinds(b)
        if kinds and others and kinds.isdisjoint(others):
            return True
        if pool.top[a] == "Organization" and all(self.stateless(name) for name in self.names[a].full):
            here, there = self._countries(a), self._countries(b)
            return bool(here and there and here.isdisjoint(there))
        return False

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

    def _kinds(self, n: int) -> set[str]:
        top = self.pool.top[n]
        return {kind for name in self.names[n].full if (kind := self.words.core(name, top).kind)}

    def _countries(self, n: int) -> set[int]:
        return {m for m in self.pool.company(n) if self.pool.locals[m].entity.type == "Country"}

    def _bare_versions(self) -> None:
        """``R1`` alone is ``DeepSeek R1`` where the article says, or shows, whose it is."""
        pool, words = self.pool, self.words
        full = {
            exact_key(name): n
            for n in reversed(range(len(pool.locals)))
            if pool.top[n] == "Product"
            for name in self.names[n].full
            if not is_bare(name)
        }
        made: dict[str, tuple[int, str]] = {}
        for n in range(len(pool.locals)):
            bare = [name for name in self.names[n].full if is_bare(name)]
            if pool.top[n] != "Product" or len(bare) < len(self.names[n].full) or not bare:
                continue
            stated = pool.objects(n, words.makers, inverse=True) | pool.objects(n, words.lines)
            for owners, score in ((stated, 0.95), (pool.company(n), 0.88)):
                keys = {
                    exact_key(f"{owner} {name}"): name
                    for m in sorted(owners)
                    for name in bare
                    if pool.top[m] in ("Organization", "Product")
                    for owner in pool.locals[m].names
                }
                found = {pool.find(full[key]): key for key in sorted(keys) if key in full}
                if len(found) == 1:
                    key = next(iter(found.values()))
                    self.join(full[key], n, "owner", score, pool.locals[full[key]].entity.label, keys[key])
                    break
                if owners is stated:
                    for key in sorted(keys):
                        other, name = made.setdefault(key, (n, keys[key]))
                        self.join(other, n, "owner", score, name, keys[key])

    def _short_names(self, top: str) -> None:
        pool = self.pool
        short: dict[str, dict[int, str]] = defaultdict(dict)
        full: dict[str, dict[int, str]] = defaultdict(dict)
        for n in range(len(pool.locals)):
            if pool.top[n] == top:
                for name in self.names[n].short:
                    short[exact_key(name)].setdefault(pool.find(n), name)
                for name in self.names[n].full:
                    full[exact_key(name)].setdefault(pool.find(n), name)
        for key in sorted(short):
            shorts = {pool.find(n): name for n, name in short[key].items()}
            fulls = {pool.find(n): name for n, name in full.get(key, {}).items()}
            both = sorted({*shorts, *fulls})
            if len(both) < 2 or len(both) > MAX_RIVALS:
                continue
            name = (fulls or shorts)[min(fulls or shorts)]
            sole = len(shorts) == 1 and len(set(fulls) - set(shorts)) == 1
            for x, a in enumerate(both):
                for b in both[x + 1 :]:
                    safe = sole and not self.stateless(name) and not (top == "Product" and is_bare(name))
                    shared = pool.shared(a, b)
                    unlike = self._kinds(a) != self._kinds(b) or (a in shorts and b in shorts)
                    if unlike or self.against(a, b) or pool.meet(a, b):
                        self.doubt(a, b, "short-name", 0.5 + 0.2 * bool(shared), name, name)
                    elif safe or (shared and sole and not self.stateless(name)):
                        self.join(a, b, "short-name", 0.9, name, name)
                    else:
                        self.doubt(a, b, "short-name", 0.6 + 0.1 * bool(shared), name, name)

    def _outvoted(self) -> None:
        """What one article alone puts into another class, and says nothing of, is what all others mean."""
        pool = self.pool
        by_key: dict[str, set[int]] = defaultdict(set)
        for n in range(len(pool.locals)):
            if pool.top[n] in VOTING:
                for name in self.names[n].full:
                    by_key[exact_key(name)].add(pool.find(n))
        for key in sorted(by_key):
            usual = max(sorted(by_key[key]), key=pool.spread)
            for n in sorted(by_key[key]):
                rare = pool.spread(n) == 1 and not pool.neighbours(n) and pool.spread(usual) >= VOTES
                if n != usual and rare and pool.forbidden(usual, n) == "class" and not pool.meet(usual, n):
                    local = pool.locals[n].entity
                    self.join(usual, n, "class", 0.86, pool.locals[usual].entity.label, local.label)

    def _doubts(self) -> None:
        """Pairs worth a look: one name in two classes, a last name that one person alone could bear."""
        pool = self.pool
        by_key: dict[str, dict[int, str]] = defaultdict(dict)
        last: dict[str, dict[int, str]] = defaultdict(dict)
        lonely: list[tuple[int, str]] = []
        for n, local in enumerate(pool.locals):
            for name in self.names[n].full:
                by_key[exact_key(name)].setdefault(pool.find(n), name)
            if pool.top[n] == PERSON:
                for name in self.names[n].full:
                    for word in {words_of(name)[-1], words_of(name)[0]}:
                        last[word].setdefault(pool.find(n), name)
                if not self.names[n].full:
                    lonely.append((n, local.entity.label))
        for key in sorted(by_key):
            roots = sorted(by_key[key])
            for x, a in enumerate(roots[:MAX_RIVALS]):
                for b in roots[x + 1 : MAX_RIVALS]:
                    if pool.top[a] != pool.top[b]:
                        self.doubt(a, b, "class", 0.5, by_key[key][a], by_key[key][b])
        for n, name in lonely:
            bearers = {pool.find(m): full for m, full in last.get(exact_key(name), {}).items()}
            for m in sorted(bearers) if len(bearers) == 1 else ():
                self.doubt(m, n, "last-name", 0.5 + 0.2 * bool(pool.shared(m, n)), bearers[m], name)

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
