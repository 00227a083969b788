"""Which entities of different articles are one, why, and which only might be.

First what has the same name is joined, class by class of the uppermost classes, persons last, so that their
neighbours are known by then; then names that are short, or written differently, where something speaks for it.
No two entities are compared that do not share a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter

from kg.linking.clusters import Local
from kg.linking.homonyms import join_aliases, join_known, join_placed, join_same_names
from kg.linking.pool import Pool
from kg.linking.resolver import MAX_RIVALS, PERSON, Resolver, Spelt, bearing
from kg.linking.shortened import join_bare_versions, join_short_names
from kg.linking.union import Link
from kg.linking.variants import join_variants
from kg.linking.votes import join_outvoted
from kg.linking.words import Words
from kg.names import exact_key, words_of

__all__ = ["Resolution", "resolve"]

_ALL = attrgetter(*(field.name for field in fields(Link)))
"""By what links are sorted: compared themselves they take ten times as long."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Groups of local entities that are one, the links that made them so, and pairs that stay in doubt.

    ``labels``: of groups, by their number, those that are called better than any article does.
    """

    clusters: tuple[tuple[Local, ...], ...]
    links: tuple[Link, ...]
    candidates: tuple[Link, ...]
    labels: Mapping[int, str] = field(default_factory=dict)


def resolve(pool: Pool, words: Words) -> Resolution:
    """Join what is one in ``pool``; decisions of people are already in it."""
    resolver = Resolver(pool, words)
    tops = sorted(set(pool.top), key=lambda top: (top == PERSON, top != "Place", top))
    join_known(resolver)
    for top in tops:
        join_same_names(resolver, top)
    for top in tops:
        join_aliases(resolver, top)
    join_placed(resolver)
    join_bare_versions(resolver)
    for top in tops:
        if top != PERSON:
            join_short_names(resolver, top)
    join_variants(resolver)
    join_outvoted(resolver)
    _doubts(resolver)
    resolver.note()
    clusters = pool.clusters()
    candidates = {
        pair: link
        for pair, link in pool.candidates.items()
        if pool.find(pair[0]) != pool.find(pair[1]) and pool.forbidden(*pair) in ("", "class")
    }
    return Resolution(
        tuple(tuple(map(pool.locals.__getitem__, cluster)) for cluster in clusters),
        tuple(sorted(pool.links, key=_ALL)),
        tuple(sorted(candidates.values(), key=lambda link: (-link.score, *_ALL(link)))),
        _placed(resolver, clusters),
    )


def _placed(resolver: Resolver, clusters: Sequence[Sequence[int]]) -> dict[int, str]:
    """Labels with their place for bodies that every province has and whose names do not tell of which they are."""
    found: dict[int, str] = {}
    for number, cluster in enumerate(clusters):
        names = resolver.names[cluster[0]].full
        if names and resolver.words.is_local_body(names[0]) and resolver.seats.unplaced(names):
            place = resolver.seats.of(cluster[0], names)
            if place and all(resolver.seats.unplaced(resolver.names[n].full) for n in cluster):
                found[number] = f"{names[0]} ({place})"
    return found


def _doubts(resolver: Resolver) -> None:
    """Pairs worth a look: one name in two classes, a last name that one person alone could bear."""
    pool = resolver.pool
    for spelt in resolver.in_classes(resolver.called):
        bearers: dict[int, str] = {}
        for n, name in bearing(spelt).items():
            bearers.setdefault(pool.find(n), name)
        roots = sorted(bearers)
        for x, a in enumerate(roots[:MAX_RIVALS]):
            for b in roots[x + 1 : MAX_RIVALS]:
                if pool.top[a] != pool.top[b]:
                    resolver.doubt(a, b, "class", 0.5, bearers[a], bearers[b])
    nameless = sorted(n for own in resolver.called[PERSON] if not own.full for n in own.bearers)
    lonely = [(n, pool.locals[n].entity.label) for n in nameless]
    wanted = {exact_key(name) for _, name in lonely}
    last: dict[str, Spelt] = defaultdict(list)
    for own in resolver.called[PERSON]:
        for name in own.full:
            for word in wanted & {words_of(name)[-1], words_of(name)[0]}:
                last[word].append((own.bearers, name))
    for n, name in lonely:
        bearers = {}
        for m, full in bearing(last.get(exact_key(name), [])).items():
            bearers.setdefault(pool.find(m), full)
        for m in sorted(bearers) if len(bearers) == 1 else ():
            resolver.doubt(m, n, "last-name", 0.5 + 0.2 * bool(pool.shared(m, n)), bearers[m], name)
