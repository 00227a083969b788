"""Which entities belong together: groups within which there are more facts than between them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

__all__ = ["LEAST", "communities"]

LEAST = 5
"""So many entities make a community; fewer can be seen at a glance."""

_BETTER = 1e-9
"""A move that gains less than this is none: two that gain the same would go on for ever."""

#: Of each node what it has in common with others: how many edges, or their sum.
Near = list[dict[int, int]]


def communities(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The community of each of ``count`` entities, numbered from the largest on; -1 for those that are in none.

    ``edges`` are pairs of indices. The same graph gives the same communities (Louvain's method, without chance).
    """
    pairs = sorted({(min(u, v), max(u, v)) for u, v in edges if u != v})
    degree = Counter(end for pair in pairs for end in pair)
    # Who has one neighbour belongs where that one does: what is left is half of a graph of news.
    core = [(u, v) for u, v in pairs if degree[u] > 1 and degree[v] > 1]
    member = [-1] * count
    nodes = sorted({end for pair in core for end in pair})
    place = {node: at for at, node in enumerate(nodes)}
    for node, number in zip(nodes, _louvain(len(nodes), [(place[u], place[v]) for u, v in core]), strict=True):
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


def _louvain(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The community of each of ``count`` nodes: nodes join where that raises the modularity, then communities join as
    if each were a node, until none does."""
    near: Near = [{} for _ in range(count)]
    for u, v in pairs:
        near[u][v] = near[v][u] = 1
    degree = [len(others) for others in near]
    whole = list(range(count))
    while True:
        joined = _joined(near, degree, 2 * len(pairs))
        numbers = {number: at for at, number in enumerate(dict.fromkeys(joined))}
        if len(numbers) == len(near):
            return whole
        of = [numbers[number] for number in joined]
        whole = [of[number] for number in whole]
        near, degree = _together(near, degree, of, len(numbers))


def _joined(near: Near, degree: Sequence[int], ends: int) -> list[int]:
    """The group that each node is in when none gains by going to another; one that goes lets its neighbours ask again.

    ``degree`` is how many of the graph's ``ends`` of edges a node has, those of edges within it too.
    """
    member, held = list(range(len(near))), list(degree)
    waiting, asked = deque(range(len(near))), [True] * len(near)
    while waiting:
        node = waiting.popleft()
        asked[node] = False
        shared: dict[int, int] = {}
        for other, many in near[node].items():
            group = member[other]
            shared[group] = shared.get(group, 0) + many
        own, share = member[node], degree[node] / ends
        held[own] -= degree[node]
        best, most = own, shared.get(own, 0) - held[own] * share + _BETTER
        for group, many in shared.items():
            gain = many - held[group] * share
            if gain > most:
                best, most = group, gain
        held[best] += degree[node]
        if best != own:
            member[node] = best
            for other in near[node]:
                if member[other] != best and not asked[other]:
                    asked[other] = True
                    waiting.append(other)
    return member


def _together(near: Near, degree: Sequence[int], of: Sequence[int], count: int) -> tuple[Near, list[int]]:
    """The same of ``count`` groups, where ``of`` has that of each node."""
    between: Near = [{} for _ in range(count)]
    degrees = [0] * count
    for group, others, ends in zip(of, near, degree, strict=True):
        degrees[group] += ends
        told = between[group]
        for other, many in others.items():
            beside = of[other]
            if beside != group:
                told[beside] = told.get(beside, 0) + many
    return between, degrees
