"""Where the components of a picture go: the largest in the middle, others in free places near it, the rest around."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

__all__ = ["STRETCH", "Index", "Points", "pack"]

Points = NDArray[np.float64]
Index = NDArray[np.int64]

STRETCH = 1.25  # pictures and labels are wider than high
SPOTS = 6000  # places tried for a component
SEEK_PLACE = 300  # so many components look for a free place each; the rest go around


class _Taken:
    """Points that are taken. The trees that find them have sizes that halve at least, so that adding stays cheap."""

    def __init__(self) -> None:
        self._parts: list[tuple[Points, cKDTree]] = []
        self.reach = 0.0
        self.right = -np.inf

    def add(self, points: Points) -> None:
        self.reach = max(self.reach, float(np.abs(points).max()))
        self.right = max(self.right, float(points[:, 0].max()))
        while self._parts and len(self._parts[-1][0]) < 2 * len(points):
            points = np.concatenate([self._parts.pop()[0], points])
        self._parts.append((points, cKDTree(points)))

    def free(self, points: Points, room: float) -> NDArray[np.bool_]:
        """Which of ``points`` have none that is taken within ``room``."""
        found = np.ones(len(points), dtype=bool)
        for _, tree in self._parts:
            found[found] = np.isinf(tree.query(points[found], distance_upper_bound=room)[0])
        return found


def pack(placed: Sequence[tuple[Index, Points]], sizes: Points, ends: Index) -> Points:
    """The largest component in the middle, others in the free places nearest to it, single nodes around all."""
    count = len(sizes)
    result = np.zeros((count, 2))
    done = np.zeros(count, dtype=bool)
    singles = []
    taken, largest = _Taken(), 0.0
    order = np.argsort(ends[:, 0], kind="stable")
    of = ends[order, 0]
    for number, (nodes, own) in enumerate(placed):
        if number and (len(nodes) == 1 or number > SEEK_PLACE):
            singles.append((nodes, own))
            continue
        own = own - (own.max(axis=0) + own.min(axis=0)) / 2
        if number:
            own = own + _free_place(taken, own, largest)
        result[nodes] = own
        done[nodes] = True
        largest = max(largest, float(sizes[nodes].max()))
        first, last = np.searchsorted(of, nodes), np.searchsorted(of, nodes, side="right")
        lines = ends[order[np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])]]
        between = [result[lines[:, 0]] * part + result[lines[:, 1]] * (1 - part) for part in (0.2, 0.4, 0.6, 0.8)]
        taken.add(np.concatenate([own, *between]))
    if done.any():
        result[done] -= (result[done].max(axis=0) + result[done].min(axis=0)) / 2
    ring = 60.0 + float(np.max(np.abs(result[done] / [STRETCH, 1.0]), initial=0.0)) * 1.1
    angle = deepest = 0.0
    for nodes, own in singles:
        reach = float(np.max(np.sqrt((own**2).sum(axis=1)) + sizes[nodes])) + 18.0
        step = 2 * float(np.arcsin(min(1.0, reach / ring)))
        if angle + step > 2 * np.pi:
            ring, angle, deepest = ring + deepest, 0.0, 0.0
        middle = angle + step / 2
        result[nodes] = own + np.array([np.cos(middle) * STRETCH, np.sin(middle)]) * ring
        angle, deepest = angle + step, max(deepest, 2 * reach)
    return result


def _free_place(taken: _Taken, own: Points, largest: float) -> Points:
    """Where ``own`` comes nearest to the middle without coming near a node or a line that is placed already."""
    room = 2 * largest + 44.0
    reach = taken.reach + 2 * float(np.abs(own).max()) + 2 * room
    # Most places fall out by the outermost points alone.
    outermost = own[np.unique(np.concatenate([own.argmin(axis=0), own.argmax(axis=0)]))]
    for turns in np.array_split(np.arange(SPOTS), SPOTS // 250):
        angle = turns * 2.399963229728653  # the golden angle: even cover of the plane
        spots = np.stack([np.cos(angle) * STRETCH, np.sin(angle)], axis=1) * (reach * np.sqrt(turns / SPOTS))[:, None]
        for point in outermost:
            spots = spots[taken.free(spots + point, room)]
        for spot in spots:
            if taken.free(own + spot, room).all():
                return np.asarray(spot)
    return np.array([taken.right + room - float(own[:, 0].min()), 0.0])
