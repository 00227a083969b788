"""Entities of one name, or of one entry of the gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.linking.resolver import PERSON, Resolver
from kg.names import exact_key, is_bare

__all__ = ["join_aliases", "join_known", "join_placed", "join_same_names"]

MAX_HOMONYMS = 4
OUTWEIGHED = 3
"""For each article that tells two apart, so many that give one the other's name do not make them one."""


def join_known(resolver: Resolver) -> None:
    first: dict[tuple[str, str], int] = {}
    for n, local in enumerate(resolver.pool.locals):
        if local.entity.known:
            other = first.setdefault((resolver.pool.top[n], local.entity.known), n)
            resolver.join(other, n, "known", 1.0, local.entity.known, local.entity.label)


def join_same_names(resolver: Resolver, top: str) -> None:
    """Join what articles call first by one name; other names are for ``join_aliases``."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for n in resolver.pool.of_top[top]:
        entity, name = resolver.pool.locals[n].entity, resolver.names[n].main
        if name and not (top == "Product" and is_bare(name)):
            groups[exact_key(name)].append((n, name))
        if top == PERSON and entity.known:
            groups[exact_key(entity.label)].append((n, entity.label))
    for key in sorted(key for key, group in groups.items() if len(group) > 1):
        _homonyms(resolver, list(dict(groups[key]).items()))


def join_aliases(resolver: Resolver, top: str) -> None:
    """Join what some articles call by a name that others call first, or second, too.

    Articles that tell the two apart outweigh those that give one both names, unless these are many more.
    """
    pool = resolver.pool
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    second: dict[str, dict[int, str]] = defaultdict(dict)
    for n in pool.of_top[top]:
        for name in resolver.names[n].full:
            if not (top == "Product" and is_bare(name)):
                groups[exact_key(name)].setdefault(n, name)
                if name != resolver.names[n].main:
                    second[exact_key(name)][n] = pool.locals[n].article
    for key in sorted(second):
        if len({pool.find(n) for n in groups[key]}) > 1:
            _aliases(resolver, groups[key], second[key])


def _aliases(resolver: Resolver, bearers: Mapping[int, str], second: Mapping[int, str]) -> None:
    """Join clusters that bear a name as another of their names (in articles, ``second``) to what it fits best."""
    pool = resolver.pool
    called: dict[int, str] = {}
    for n, name in bearers.items():
        called.setdefault(pool.find(n), name)
    saying: dict[int, set[str]] = defaultdict(set)
    for n, article in second.items():
        saying[pool.find(n)].add(article)
    for root in sorted(saying):
        others = sorted(other for other in called if pool.find(other) != pool.find(root))
        fits = [other for other in others if resolver.like(other, root) and not resolver.against(other, root)]
        free = []
        for other in fits:
            told = saying[root] | saying.get(other, set())
            # An article that gives one the other's name, and has both, took one for two.
            if len(told) > OUTWEIGHED * len(pool.meetings(other, root) - told):
                free.append(other)
            else:
                resolver.doubt(other, root, "alias", 0.5, called[other], called[root])
        first = [other for other in free if other not in saying]
        if len(first) > 1:
            near = [other for other in first if pool.shared(other, root)]
            free = near[:1] or first[:1]
        for other in free:
            resolver.join(other, root, "alias", 0.95, called[other], called[root])


def join_placed(resolver: Resolver) -> None:
    """A body without its place in its name is that of its article's place, where others name that."""
    pool = resolver.pool
    placed: dict[tuple[str, str], int] = {}
    for n in range(len(pool.locals)):
        for name in resolver.names[n].full:
            if resolver.words.is_local_body(name):
                placed.setdefault((pool.top[n], exact_key(name)), n)
    for n in range(len(pool.locals)):
        names = resolver.names[n].full
        if names and resolver.words.is_local_body(names[0]) and resolver.seats.unplaced(names):
            place = resolver.seats.of(n, names)
            other = placed.get((pool.top[n], exact_key(f"{names[0]} {place}")))
            if place and other is not None and pool.find(other) != pool.find(n):
                resolver.join(other, n, "place", 0.9, pool.locals[other].entity.label, names[0])


def _homonyms(resolver: Resolver, group: Sequence[tuple[int, str]]) -> None:
    """Join what bears one name; whatever something speaks against becomes an entity of its own."""
    pool = resolver.pool
    found = {item: resolver.anchors(item[0]) for item in group}
    anchored = [item for item, anchors in found.items() if anchors]
    free = [item for item, anchors in found.items() if not anchors]
    kept: list[tuple[int, str]] = []
    at: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for n, name in [*anchored, *free]:
        # Most of one name are one, and nothing is told of them that could speak against it.
        if not anchored and len(kept) == 1 and resolver.plainly_one(kept[0][0], n):
            pool.join(kept[0][0], n)
            continue
        anchors = found[n, name]
        # What is joined here may have joined these, too.
        if len(pool.members(n)) > 1 or any(pool.top[anchor] == pool.top[n] for anchor in anchors):
            anchors = resolver.anchors(n)
        near = [item for anchor in sorted(anchors) for item in at[anchor]]
        rivals = [
            item
            for item in dict.fromkeys([*near[:MAX_HOMONYMS], *kept[:MAX_HOMONYMS]])
            if not resolver.against(item[0], n) and not resolver.told_apart(item[0], n)
        ]
        if len(rivals) > 1:
            rivals = sorted(rivals, key=lambda item: -len(pool.shared(item[0], n)))
            if not anchors and not pool.shared(rivals[0][0], n):
                rivals = [item for item in rivals if not resolver.anchors(item[0])]
        if not rivals or not resolver.join(
            rivals[0][0], n, "same-name", 1.0 if name == rivals[0][1] else 0.98, rivals[0][1], name
        ):
            for m, other in kept[:2]:
                resolver.doubt(m, n, "homonym", 0.6, other, name)
            kept.append((n, name))
            rivals = [(n, name)]
        for anchor in anchors:
            at[anchor].append(rivals[0])
