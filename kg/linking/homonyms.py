"""Entities of one name, or of one entry of the gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.linking.resolver import PERSON, Resolver, Spelt, bearing
from kg.names import exact_key, is_bare

__all__ = ["join_aliases", "join_known", "join_placed", "join_same_names"]

MAX_HOMONYMS = 4
OUTWEIGHED = 3
"""For each article that tells two apart, so many that give one the other's name do not make them one."""


def join_known(resolver: Resolver) -> None:
    first: dict[tuple[str, str], int] = {}
    for n in resolver.pool.listed:
        entity = resolver.pool.locals[n].entity
        if entity.known:
            other = first.setdefault((resolver.pool.top[n], entity.known), n)
            resolver.join(other, n, "known", 1.0, entity.known, entity.label)


def join_same_names(resolver: Resolver, top: str) -> None:
    """Join what articles call first by one name; other names are for ``join_aliases``."""
    pool = resolver.pool
    spelt: dict[str, Spelt] = defaultdict(list)
    for own in resolver.called[top]:
        if own.full and not (top == "Product" and is_bare(own.main)):
            spelt[exact_key(own.main)].append((own.bearers, own.main))
    listed: dict[str, dict[int, str]] = defaultdict(dict)
    for n in pool.listed if top == PERSON else ():
        if pool.top[n] == top:
            label = pool.locals[n].entity.label
            listed[exact_key(label)][n] = label
    alone = {key for key, found in spelt.items() if len(found) == 1 and len(found[0][0]) == 1 and key not in listed}
    for key in sorted((spelt.keys() | listed.keys()) - alone):
        bearers = bearing(spelt.get(key, []))
        if key in listed:
            bearers = dict(sorted((bearers | listed[key]).items()))
        if len(bearers) > 1 and not _plainly_one(resolver, top, bearers):
            _homonyms(resolver, list(bearers.items()))


def join_aliases(resolver: Resolver, top: str) -> None:
    """Join what some articles call by a name that others call first, or second, too.

    Articles that tell the two apart outweigh those that give one both names, unless these are many more.
    """
    pool = resolver.pool
    second: dict[str, set[int]] = defaultdict(set)
    for own in resolver.called[top]:
        for name in own.full[1:]:
            if not (top == "Product" and is_bare(name)):
                second[exact_key(name)].update(own.bearers)
    for key in sorted(second):
        bearers = bearing(resolver.spelt[top][key])
        if len(set(map(pool.find, bearers))) > 1:
            _aliases(resolver, bearers, {n: pool.article(n) for n in sorted(second[key])})


def _aliases(resolver: Resolver, bearers: Mapping[int, str], second: Mapping[int, int]) -> None:
    """Join clusters that bear a name as another of their names (in articles, ``second``) to what it fits best."""
    pool = resolver.pool
    called: dict[int, str] = {}
    for n, name in bearers.items():
        called.setdefault(pool.find(n), name)
    saying: dict[int, set[int]] = defaultdict(set)
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
    is_local = resolver.words.is_local_body
    mute = (
        own
        for called in resolver.called.values()
        for own in called
        if own.full and is_local(own.main) and resolver.seats.unplaced(own.full)
    )
    for n in sorted(n for own in mute for n in own.bearers):
        own = resolver.names[n]
        place = resolver.seats.of(n, own.full)
        placed = resolver.spelt[own.top].get(exact_key(f"{own.main} {place}"), []) if place else []
        other = min((bearers[0] for bearers, name in placed if is_local(name)), default=n)
        if pool.find(other) != pool.find(n):
            resolver.join(other, n, "place", 0.9, pool.locals[other].entity.label, own.main)


def _plainly_one(resolver: Resolver, top: str, bearers: Mapping[int, str]) -> bool:
    """Join all that bears one name where nothing is told of any of it that could speak against that, as it is of most:
    what ``_homonyms`` would do, which looks at each. False when something is told, and nothing was joined."""
    pool, first = resolver.pool, next(iter(bearers))
    roots = list(dict.fromkeys(map(pool.find, bearers)))
    if len(set(map(pool.article, bearers))) < len(bearers) or pool.bound_among(roots) > 1:
        return False
    looked_at = pool.looked_at(roots)
    if pool.tells(looked_at, resolver.tying(top)) or (top == PERSON and pool.is_dated(looked_at)):
        return False
    if resolver.seats.unplaced(resolver.names[first].full) or not resolver.of_kind(first, bearers):
        return False
    pool.join_all(roots)
    return True


def _homonyms(resolver: Resolver, group: Sequence[tuple[int, str]]) -> None:
    """Join what bears one name; whatever something speaks against becomes an entity of its own."""
    pool = resolver.pool
    found = {item: resolver.anchors(item[0]) for item in group}
    anchored = [item for item, anchors in found.items() if anchors]
    free = [item for item, anchors in found.items() if not anchors]
    kept: list[tuple[int, str]] = []
    at: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for n, name in [*anchored, *free]:
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
