"""Where the components of a picture go: the largest in the middle, others in free places near it, the rest around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["STRETCH", "Index", "Points", "pack"]

Points = NDArray[np.float64]
Index = NDArray[np.int64]

STRETCH = 1.25  # pictures and labels are wider than high
SPOTS = 6000  # places tried for a component
SEEK_PLACE = 300  # so many components look for a free place each; the rest go around
CELLS = 10  # across the room that a component keeps from others
TOGETHER = 1000  # that are marked, or tried, in one step: enough to be quick, few enough to stay small


class _Taken:
    """The plane in cells: which of them have something that is taken within ``room``, give or take a cell."""

    def __init__(self, room: float, reach: float) -> None:
        self._cell = max(room / CELLS, reach / 2000)
        self._wide = int(room / self._cell) + 1
        side = np.arange(-self._wide, self._wide + 1)
        near = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
        self._near = near[(near**2).sum(axis=1) <= self._wide**2]
        self._half = 0  # cells to each side of the middle; the outermost are always free
        self._cells = np.zeros(1, dtype=bool)
        self.reach = 0.0
        self.right = -np.inf

    def add(self, points: Points) -> None:
        self.reach = max(self.reach, float(np.abs(points).max()))
        self.right = max(self.right, float(points[:, 0].max()))
        self._grow(int(self.reach / self._cell) + self._wide + 3)
        near = self._near[:, 0] * self._width + self._near[:, 1]
        cells = np.unique(self._where(points))
        for some in np.array_split(cells, len(cells) // TOGETHER + 1):
            self._cells[some[:, None] + near] = True

    def free(self, points: Points) -> NDArray[np.bool_]:
        """Which of ``points`` have nothing that is taken near them."""
        return np.asarray(~self._cells[self._where(points)])

    @property
    def _width(self) -> int:
        return 2 * self._half + 1

    def _where(self, points: Points) -> Index:
        cells = np.clip(np.rint(points / self._cell).astype(np.int64), -self._half, self._half) + self._half
        return np.asarray(cells[..., 0] * self._width + cells[..., 1])

    def _grow(self, half: int) -> None:
        if half > self._half:
            # Half as much again as is needed: what is placed next is farther out.
            more = half + half // 2 - self._half
            self._cells = np.pad(self._cells.reshape(self._width, self._width), more).ravel()
            self._half += more


def pack(placed: Sequence[tuple[Index, Points]], sizes: Points, ends: Index) -> Points:
    """The largest component in the middle, others in the free places nearest to it, single nodes around all."""
    count = len(sizes)
    result = np.zeros((count, 2))
    done = np.zeros(count, dtype=bool)
    seeking = [item for n, item in enumerate(placed[: SEEK_PLACE + 1]) if n == 0 or len(item[0]) > 1]
    singles = placed[len(seeking) :]
    order = np.argsort(ends[:, 0], kind="stable")
    of = ends[order, 0]
    room = 2 * max((float(sizes[nodes].max()) for nodes, _ in seeking), default=0.0) + 44.0
    taken = _Taken(room, max((float(np.abs(own).max()) for _, own in seeking[:1]), default=0.0))
    for number, (nodes, own) in enumerate(seeking):
        own = own - (own.max(axis=0) + own.min(axis=0)) / 2
        if number:
            own = own + _free_place(taken, own, room)
        result[nodes] = own
        done[nodes] = True
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


@cache
def _spots() -> Points:
    """Places that cover an ellipse evenly, from its middle outwards."""
    turns = np.arange(SPOTS)
    angle = turns * 2.399963229728653  # the golden angle
    return np.stack([np.cos(angle) * STRETCH, np.sin(angle)], axis=1) * np.sqrt(turns / SPOTS)[:, None]


def _free_place(taken: _Taken, own: Points, room: float) -> Points:
    """Where ``own`` comes nearest to the middle without coming near a node or a line that is placed already."""
    reach = taken.reach + 2 * float(np.abs(own).max()) + 2 * room
    spots = _spots() * reach
    # Most places fall out by the outermost points alone.
    for point in own[np.unique(np.concatenate([own.argmin(axis=0), own.argmax(axis=0)]))]:
        spots = spots[taken.free(spots + point)]
    for some in np.array_split(spots, len(own) * len(spots) // TOGETHER + 1):
        fits = taken.free(some[:, None] + own).all(axis=1)
        if fits.any():
            return np.asarray(some[fits.argmax()])
    return np.array([taken.right + room - float(own[:, 0].min()), 0.0])
