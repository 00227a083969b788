"""One name in several classes: which class it has is decided by all articles together."""

from __future__ import annotations

from kg.linking.classes import elected
from kg.linking.resolver import PERSON, Resolver, bearing

__all__ = ["join_outvoted"]

VOTING = frozenset({"Organization", "Place", "Product", PERSON})
"""Uppermost classes that articles take for one another; a kind of thing, or a work, is told by its own words."""
VOTES = 5
"""Articles that agree on a class before they outvote one that takes a person for a thing, or a thing for a person."""
FEW = 2
"""What more articles than these give another class is another thing."""
MAX_NAMED = 4
"""How often one article's naming of an entity counts at most."""


def join_outvoted(resolver: Resolver) -> None:
    """Make one of what bears one name in several classes, where no article tells two apart by them.

    A firm and its product, a land and its government go by one name; the class that more is said in wins if all facts
    that are stated of the others may be stated of it. People and things of one name are two, unless one article alone
    says so, and states nothing.
    """
    pool = resolver.pool
    for spelt in resolver.in_classes(sorted(VOTING)):
        bearers = set(map(pool.find, set(bearing(spelt))))
        roots = sorted(bearers, key=lambda n: _weight(resolver, n), reverse=True)
        for n in roots[1:]:
            if _one(resolver, roots[0], n):
                label = pool.locals[roots[0]].entity.label
                resolver.join(roots[0], n, "class", 0.86, label, pool.locals[n].entity.label)


def _weight(resolver: Resolver, n: int) -> tuple[int, int]:
    """In how many articles a cluster is, and how often it is named in them."""
    pool = resolver.pool
    return pool.spread(n), sum(min(pool.told(m), MAX_NAMED) for m in pool.members(n))


def _slight(resolver: Resolver, n: int) -> bool:
    """Whether nothing is stated of a cluster, and it is hardly named: an article that has it beside another of its name
    took one for two."""
    pool = resolver.pool
    return not pool.neighbours(n) and sum(pool.told(m) for m in pool.members(n)) <= FEW


def _one(resolver: Resolver, usual: int, n: int) -> bool:
    """Whether all others outvote ``n`` about the class of its name."""
    pool = resolver.pool
    if pool.forbidden(usual, n) != "class" or pool.spread(n) > FEW:
        return False
    if pool.meet(usual, n):
        return _slight(resolver, n) and PERSON not in (pool.top[usual], pool.top[n])
    if PERSON in (pool.top[usual], pool.top[n]):
        return pool.spread(n) == 1 and not pool.neighbours(n) and pool.spread(usual) >= VOTES
    kind = elected(pool.model, (pool.locals[m].entity.type for m in pool.members(usual)))
    return pool.spread(usual) >= 2 * pool.spread(n) and pool.fits(n, kind)
