"""Which entities belong together: groups within which there are more facts than between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import networkx as nx

__all__ = ["LEAST", "communities"]

LEAST = 5
"""So many entities make a community; fewer can be seen at a glance."""

SEED = 1


def communities(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The community of each of ``count`` entities, numbered from the largest on; -1 for those that are in none.

    ``edges`` are pairs of indices. The same graph gives the same communities (Louvain's method, seeded).
    """
    pairs = sorted({(min(u, v), max(u, v)) for u, v in edges if u != v})
    degree = Counter(end for pair in pairs for end in pair)
    # Who has one neighbour belongs where that one does: what is left is half of a graph of news.
    core = nx.Graph((u, v) for u, v in pairs if degree[u] > 1 and degree[v] > 1)
    member = [-1] * count
    for number, found in enumerate(nx.community.louvain_communities(core, seed=SEED) if core else []):
        for node in found:
            member[node] = number
    hubs = sorted({v if degree[u] == 1 else u for u, v in pairs if (degree[u] == 1) != (degree[v] == 1)})
    fresh = len(pairs)
    for hub in hubs:
        if member[hub] < 0:  # the middle of a star
            member[hub] = fresh = fresh + 1
    for u, v in pairs:
        if degree[u] == 1 or degree[v] == 1:
            leaf, hub = (u, v) if degree[u] == 1 else (v, u)
            member[leaf] = member[hub]
    sizes = Counter(number for number in member if number >= 0)
    first = {number: node for node, number in reversed(list(enumerate(member)))}
    ranked = sorted((number for number, size in sizes.items() if size >= LEAST), key=lambda n: (-sizes[n], first[n]))
    rank = {number: place for place, number in enumerate(ranked)}
    return [rank.get(number, -1) for number in member]
