"""Names that are parts of longer ones: mere versions, and what an article shortened."""

from __future__ import annotations

from collections import defaultdict

from kg.linking.resolver import MAX_RIVALS, Resolver
from kg.names import exact_key, is_bare

__all__ = ["join_bare_versions", "join_short_names"]


def join_bare_versions(resolver: Resolver) -> None:
    """``R1`` alone is ``DeepSeek R1`` where the article says, or shows, whose it is."""
    pool, words = resolver.pool, resolver.words
    full = {
        exact_key(name): n
        for n in reversed(pool.of_top["Product"])
        for name in resolver.names[n].full
        if not is_bare(name)
    }
    made: dict[str, tuple[int, str]] = {}
    for n in pool.of_top["Product"]:
        bare = [name for name in resolver.names[n].full if is_bare(name)]
        if len(bare) < len(resolver.names[n].full) or not bare:
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
                resolver.join(full[key], n, "owner", score, pool.locals[full[key]].entity.label, keys[key])
                break
            if owners is stated:
                for key in sorted(keys):
                    other, name = made.setdefault(key, (n, keys[key]))
                    resolver.join(other, n, "owner", score, name, keys[key])


def join_short_names(resolver: Resolver, top: str) -> None:
    pool = resolver.pool
    short: dict[str, dict[int, str]] = defaultdict(dict)
    told: dict[str, set[str]] = defaultdict(set)
    full: dict[str, dict[int, str]] = defaultdict(dict)
    for n in pool.of_top[top]:
        for name in resolver.names[n].short:
            short[exact_key(name)].setdefault(pool.find(n), name)
            told[exact_key(name)].add(pool.locals[n].article)
    for n in pool.of_top[top]:
        for name in resolver.names[n].full:
            # Only what something is short for is asked for.
            if (key := exact_key(name)) in short:
                full[key].setdefault(pool.find(n), name)
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
                safe = sole and not resolver.seats.stateless(name) and not (top == "Product" and is_bare(name))
                shared = pool.shared(a, b)
                unlike = resolver.kinds(a) != resolver.kinds(b) or (a in shorts and b in shorts)
                # An article that shortens one to the other, and has both, took one for two.
                two = bool(pool.meetings(a, b) - told[key])
                shorten = a in shorts and b in shorts and not any(resolver.of_state(n) for n in (a, b))
                if shorten and not two and resolver.lengthened(a, b) and not resolver.against(a, b):
                    resolver.join(a, b, "short-name", 0.88, name, name)
                elif unlike or resolver.against(a, b) or two:
                    resolver.doubt(a, b, "short-name", 0.5 + 0.2 * bool(shared), name, name)
                elif safe or (shared and sole and not resolver.seats.stateless(name)):
                    resolver.join(a, b, "short-name", 0.9, name, name)
                else:
                    resolver.doubt(a, b, "short-name", 0.6 + 0.1 * bool(shared), name, name)
