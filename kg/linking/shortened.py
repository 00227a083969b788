"""Names that are parts of longer ones: mere versions, and what an article shortened."""

from __future__ import annotations

from collections import defaultdict

from kg.linking.resolver import MAX_RIVALS, Resolver, Spelt, bearing
from kg.names import exact_key, is_bare

__all__ = ["join_bare_versions", "join_short_names"]


def join_bare_versions(resolver: Resolver) -> None:
    """``R1`` alone is ``DeepSeek R1`` where the article says, or shows, whose it is."""
    pool, words = resolver.pool, resolver.words
    spelt = resolver.spelt.get("Product", {})
    full = {key: min(bearers[0] for bearers, _ in found) for key, found in spelt.items() if not is_bare(found[0][1])}
    made: dict[str, tuple[int, str]] = {}
    versions = (own for own in resolver.called["Product"] if own.full and all(map(is_bare, own.full)))
    for n in sorted(n for own in versions for n in own.bearers):
        bare = resolver.names[n].full
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
                resolver.join(full[key], n, "owner", score, pool.locals[full[key]].entity.label, keys[key])
                break
            if owners is stated:
                for key in sorted(keys):
                    other, name = made.setdefault(key, (n, keys[key]))
                    resolver.join(other, n, "owner", score, name, keys[key])


def _first(resolver: Resolver, spelt: Spelt) -> dict[int, str]:
    """The names of clusters, by their roots, as the first of them bears them."""
    found: dict[int, str] = {}
    for n, name in bearing(spelt).items():
        found.setdefault(resolver.pool.find(n), name)
    return found


def join_short_names(resolver: Resolver, top: str) -> None:
    pool = resolver.pool
    spelt: dict[str, Spelt] = defaultdict(list)
    for own in resolver.called[top]:
        for name in own.short:
            spelt[exact_key(name)].append((own.bearers, name))
    short = {key: _first(resolver, found) for key, found in spelt.items()}
    full = {key: _first(resolver, found) for key in spelt if (found := resolver.spelt[top].get(key))}
    for key in sorted(short):
        shorts = {pool.find(n): name for n, name in short[key].items()}
        fulls = {pool.find(n): name for n, name in full.get(key, {}).items()}
        both = sorted({*shorts, *fulls})
        if len(both) < 2 or len(both) > MAX_RIVALS:
            continue
        name = (fulls or shorts)[min(fulls or shorts)]
        told = {pool.article(n) for bearers, _ in spelt[key] for n in bearers}
        sole = len(shorts) == 1 and len(set(fulls) - set(shorts)) == 1
        for x, a in enumerate(both):
            for b in both[x + 1 :]:
                safe = sole and not resolver.seats.stateless(name) and not (top == "Product" and is_bare(name))
                shared = pool.shared(a, b)
                unlike = resolver.kinds(a) != resolver.kinds(b) or (a in shorts and b in shorts)
                # An article that shortens one to the other, and has both, took one for two.
                two = bool(pool.meetings(a, b) - told)
                shorten = a in shorts and b in shorts and not any(resolver.of_state(n) for n in (a, b))
                if shorten and not two and resolver.lengthened(a, b) and not resolver.against(a, b):
                    resolver.join(a, b, "short-name", 0.88, name, name)
                elif unlike or resolver.against(a, b) or two:
                    resolver.doubt(a, b, "short-name", 0.5 + 0.2 * bool(shared), name, name)
                elif safe or (shared and sole and not resolver.seats.stateless(name)):
                    resolver.join(a, b, "short-name", 0.9, name, name)
                else:
                    resolver.doubt(a, b, "short-name", 0.6 + 0.1 * bool(shared), name, name)
