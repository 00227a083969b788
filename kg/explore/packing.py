"""Where the components of a picture go: the largest in the middle, others in free places near it, the rest around."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["STRETCH", "Index", "Points", "pack"]

Points = NDArray[np.float64]
Index = NDArray[np.int64]

STRETCH = 1.25  # pictures and labels are wider than high
SPOTS = 6000  # places tried for a component
AT_ONCE = 500  # of them, or of what is marked, are looked at together: most components find one of the first
SEEK_PLACE = 300  # so many components look for a free place each; the rest go around
CELLS = 6  # of the grid, so many are as wide as what is to stay free around a point


class _Taken:
    """Where something is, told by a grid: of each cell whether any place in it is within ``room`` of what is there.

    ``reach`` is how far from the middle, and ``right`` how far to the right, anything is.
    """

    def __init__(self) -> None:
        self.reach = 0.0
        self.right = -np.inf
        self.room = 0.0
        self._near = np.zeros((0, 0), dtype=bool)
        self._points: list[Points] = []
        self._marked = 0

    def add(self, points: Points) -> None:
        self.reach = max(self.reach, float(np.abs(points).max()))
        self.right = max(self.right, float(points[:, 0].max()))
        self._points.append(points)

    def free(self, places: Points, room: float) -> NDArray[np.bool_]:
        """Which of ``places``, by their last axis, have nothing within ``room``, and some not that have hardly more."""
        if room != self.room:
            self.room, self._near, self._marked = room, np.zeros((0, 0), dtype=bool), 0
        if self._marked < len(self._points):
            self._mark(np.concatenate(self._points[self._marked :]))
        wide = len(self._near)
        at = np.floor(places * (CELLS / room)).astype(np.int64) + wide // 2
        # What lies outside meets the edge, where nothing is marked.
        np.minimum(np.maximum(at, 0, out=at), wide - 1, out=at)
        near: NDArray[np.bool_] = self._near.ravel()[at[..., 0] * wide + at[..., 1]]
        return ~near

    def _mark(self, points: Points) -> None:
        half = int(self.reach * CELLS / self.room) + CELLS + 3
        missing = half - len(self._near) // 2
        if missing > 0:
            self._near = np.pad(self._near, missing + half // 4)  # so that it seldom has to grow
        wide = len(self._near)
        cells = np.floor(points * (CELLS / self.room)).astype(np.int64) + wide // 2
        marked, around = np.unique(cells[:, 0] * wide + cells[:, 1]), _DISC[:, 0] * wide + _DISC[:, 1]
        for at in range(0, len(marked), AT_ONCE):
            self._near.ravel()[marked[at : at + AT_ONCE, None] + around] = True
        self._marked = len(self._points)


_STEPS = range(-CELLS, CELLS + 1)
_DISC = np.array([(x, y) for x in _STEPS for y in _STEPS if math.hypot(max(abs(x) - 1, 0), max(abs(y) - 1, 0)) < CELLS])
"""Steps from a cell to all those that have a place within so many cells of one in it."""


def pack(placed: Sequence[tuple[Index, Points]], alone: Index, sizes: Points, ends: Index) -> Points:
    """The largest component in the middle, others in the free places nearest to it, and around all of them the rest
    and those nodes that are ``alone``."""
    count = len(sizes)
    result = np.zeros((count, 2))
    done = np.zeros(count, dtype=bool)
    around: list[tuple[Index, Points]] = []
    taken, largest = _Taken(), 0.0
    order = np.argsort(ends[:, 0], kind="stable")
    of = ends[order, 0]
    if not placed:
        done[alone[:1]], alone = True, alone[1:]
    for number, (nodes, own) in enumerate(placed):
        if number > SEEK_PLACE:
            around.append((nodes, own))
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
    reach = [float(np.max(np.sqrt((own**2).sum(axis=1)) + sizes[nodes])) + 18.0 for nodes, own in around]
    middles = np.array(_ring([*reach, *(sizes[alone] + 18.0).tolist()], ring)).reshape(-1, 2)
    for (nodes, own), middle in zip(around, middles, strict=False):
        result[nodes] = own + middle
    result[alone] = middles[len(around) :]
    return result


def _ring(reach: Sequence[float], ring: float) -> list[tuple[float, float]]:
    """Places side by side for what has so much ``reach``, on the ring of that size, and then on one around it."""
    places = []
    angle = deepest = 0.0
    for own in reach:
        step = 2 * math.asin(min(1.0, own / ring))
        if angle + step > 2 * math.pi:
            ring, angle, deepest = ring + deepest, 0.0, 0.0
        middle = angle + step / 2
        places.append((math.cos(middle) * STRETCH * ring, math.sin(middle) * ring))
        angle, deepest = angle + step, max(deepest, 2 * own)
    return places


def _free_place(taken: _Taken, own: Points, largest: float) -> Points:
    """Where ``own`` comes nearest to the middle without coming near a node or a line that is placed already."""
    room = 2 * largest + 44.0
    reach = taken.reach + 2 * float(np.abs(own).max()) + 2 * room
    # Most places fall out by the outermost points alone.
    outermost = own[np.unique(np.concatenate([own.argmin(axis=0), own.argmax(axis=0)]))]
    turns = _spiral()
    for at in range(0, SPOTS, AT_ONCE):
        spots = turns[at : at + AT_ONCE] * reach
        for spot in spots[taken.free(spots + outermost[:, None], room).all(axis=0)]:
            if len(outermost) == len(own) or taken.free(own + spot, room).all():
                return np.asarray(spot)
    return np.array([taken.right + room - float(own[:, 0].min()), 0.0])


@cache
def _spiral() -> Points:
    """Places that cover a circle of the size 1 evenly, from its middle outwards."""
    turns = np.arange(SPOTS)
    angle = turns * 2.399963229728653  # the golden angle
    return np.stack([np.cos(angle) * STRETCH, np.sin(angle)], axis=1) * np.sqrt(turns / SPOTS)[:, None]
