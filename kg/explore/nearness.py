"""What lies near what, in the plane and in a graph: pairs of points, and which nodes hang together.

SciPy has both; importing it takes longer than all that a page asks of it.
"""

from __future__ import annotations

import numpy as np

from kg.explore.packing import Index, Points

__all__ = ["close_pairs", "components", "median_nearest", "pairs_within", "walks"]

_ALL = 400  # points of which each is compared with each
_AT_ONCE = 1000  # points that are compared with those in the cells around them
_LARGE = 3.0  # times the median size: few are, and these are compared with all


def components(count: int, ends: Index) -> Index:
    """For each of ``count`` nodes the smallest that can be reached from it, where ``ends`` has a row for each edge."""
    least = np.arange(count)
    left, right = ends.T
    while True:
        first, second = least[left], least[right]
        apart = first != second
        if not apart.any():
            return least
        # The larger of two roots hangs on the smaller one; then every node on a root again.
        left, right, first, second = left[apart], right[apart], first[apart], second[apart]
        np.minimum.at(least, np.maximum(first, second), np.minimum(first, second))
        while not np.array_equal(further := least[least], least):
            least = further


def walks(count: int, ends: Index, lengths: Points) -> Points:
    """The length of the shortest way between each two of ``count`` nodes, by Floyd and Warshall; infinite for none."""
    shortest = np.full((count, count), np.inf)
    shortest[ends[:, 0], ends[:, 1]] = shortest[ends[:, 1], ends[:, 0]] = lengths
    np.fill_diagonal(shortest, 0.0)
    for middle in range(count):
        np.minimum(shortest, shortest[:, middle, None] + shortest[middle], out=shortest)
    return shortest


def pairs_within(points: Points, reach: float) -> Index:
    """The pairs of ``points`` that are at most ``reach`` apart, the smaller index first, each in a row."""
    cells = np.floor((points - points.min(axis=0)) / reach).astype(np.int64)
    row = int(cells[:, 1].max()) + 2  # an empty one at the end of each
    key = cells[:, 0] * row + cells[:, 1]
    order = np.argsort(key, kind="stable")
    key = key[order]
    found = []
    for at in range(0, len(points), _AT_ONCE):
        # Behind a point come those of its cell and the next, and those of three cells in the next row.
        here = np.arange(at, min(at + _AT_ONCE, len(points)))
        own = key[here]
        first = np.concatenate([here + 1, np.searchsorted(key, own + row - 1)])
        last = np.concatenate([np.searchsorted(key, own + 1, "right"), np.searchsorted(key, own + row + 1, "right")])
        many = last - first
        left = np.repeat(np.concatenate([here, here]), many)
        right = np.arange(len(left)) - np.repeat(np.cumsum(many) - many - first, many)
        left, right = order[left], order[right]
        within = _distance(points, left, right) <= reach
        found.append(np.stack([left[within], right[within]], axis=1))
    return np.asarray(np.sort(np.concatenate(found), axis=1))


def close_pairs(points: Points, sizes: Points, gap: float) -> Index:
    """The pairs of ``points`` with less than ``gap`` between them, where each is as large as its radius, in order."""
    most = _LARGE * float(np.median(sizes))
    near = pairs_within(points, 2 * min(most, float(sizes.max())) + gap)
    found = [near[(sizes[near] <= most).all(axis=1)]]
    across = np.argsort(points[:, 0], kind="stable")
    x = points[across, 0]
    for large in np.flatnonzero(sizes > most):
        reach = sizes[large] + float(sizes.max()) + gap
        first, last = np.searchsorted(x, (points[large, 0] - reach, points[large, 0] + reach))
        others = across[first:last]
        others = others[(sizes[others] <= most) | (others > large)]  # two large ones meet once
        found.append(np.sort(np.stack([np.full(len(others), large), others], axis=1), axis=1))
    pairs = np.concatenate(found)
    pairs = pairs[_apart(points, sizes, pairs) < gap]
    return np.asarray(pairs[np.argsort(pairs[:, 0] * len(points) + pairs[:, 1])])


def _apart(points: Points, sizes: Points, pairs: Index) -> Points:
    """How much is between the two of each pair."""
    left, right = pairs.T
    return np.asarray(_distance(points, left, right) - sizes[left] - sizes[right])


def median_nearest(points: Points) -> float:
    """How far the next one is, of all ``points`` in the middle; there are two or more."""
    count = len(points)
    if count <= _ALL:
        apart = points[:, None] - points
        distance = np.sqrt(apart[..., 0] ** 2 + apart[..., 1] ** 2)
        np.fill_diagonal(distance, np.inf)
        return float(np.median(distance.min(axis=1)))
    reach = float(np.sqrt(np.prod(np.ptp(points, axis=0)) / count)) + 1e-9
    while True:
        left, right = pairs_within(points, reach).T
        nearest, distance = np.full(count, np.inf), _distance(points, left, right)
        np.minimum.at(nearest, left, distance)
        np.minimum.at(nearest, right, distance)
        # Whoever has none so near has none in the nearer half.
        if np.isfinite(nearest).sum() > count // 2 + 1:
            return float(np.median(nearest))
        reach *= 2


def _distance(points: Points, left: Index, right: Index) -> Points:
    apart = points[left] - points[right]
    return np.asarray(np.sqrt(apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1]))
