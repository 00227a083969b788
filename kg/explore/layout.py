"""Where each entity stands in the picture.

Start positions come from the ids alone, smoothed over the graph; what follows involves neither chance nor order. So
the same graph gives the same picture, and a few more facts move it a little.

Small components are laid out by stress: distances in the plane follow distances in the graph. Large ones by forces:
attraction grows with the logarithm of the distance and repulsion with the degree, which pulls communities apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.explore.nearness import close_pairs, components, median_nearest, walks
from kg.explore.packing import STRETCH, Index, Points, pack
from kg.files.parts import Parts

__all__ = ["Points", "layout", "radius"]

STRESS_UP_TO = 400  # nodes of a component; above, forces
LEAST = 3  # nodes of a component that is worth keeping
ROUNDS, LOOK_EACH, STILL = 200, 10, 1e-4  # of stress: at most; it ends when a round moves nothing so far
GRID = 128
REPULSION, GRAVITY = 0.02, 0.005  # against the attraction: weak enough for communities to close up
_WHAT = f"layout {np.__version__}"


def radius(degree: NDArray[np.int64]) -> Points:
    """Node radii in the units of the layout (CSS pixels at zoom 1)."""
    return np.asarray(6.0 + 3.2 * np.sqrt(degree), dtype=np.float64)


def layout(ids: Sequence[str], edges: Sequence[tuple[int, int]], parts: Parts | None = None) -> Points:
    """Positions, one row (x, y) for each of ``ids``; ``edges`` are pairs of indices, direction does not matter.

    ``parts`` has the components that were laid out before.
    """
    parts = parts or Parts()
    count = len(ids)
    pairs = sorted({(min(u, v), max(u, v)) for u, v in edges if u != v})
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(np.array(edges, dtype=np.int64).ravel(), minlength=count)
    sizes = radius(degree)
    alone = np.ones(count, dtype=bool)
    alone[ends.ravel()] = False
    linked = np.flatnonzero(~alone)
    start = np.zeros((count, 2))
    start[linked] = _start([ids[node] for node in linked.tolist()])
    member = components(count, ends)
    groups = _groups(member)
    groups.sort(key=lambda nodes: (-len(nodes), ids[nodes[0]]))
    place = np.zeros(count, dtype=np.int64)
    placed: list[tuple[Index, Points]] = []
    component_of = member[ends[:, 0]] if len(ends) else np.zeros(0, dtype=np.int64)
    order = np.argsort(component_of, kind="stable")
    bounds = np.searchsorted(component_of[order], np.arange(count + 1))
    for nodes in groups:
        place[nodes] = np.arange(len(nodes))
        which = member[nodes[0]]
        own = place[ends[order[bounds[which] : bounds[which + 1]]]]
        placed.append((nodes, _kept(parts, start[nodes], own, sizes[nodes])))
    single = sorted(np.flatnonzero(alone).tolist(), key=ids.__getitem__)
    return pack(placed, np.array(single, dtype=np.int64), sizes, ends)


def _groups(member: NDArray[np.int64]) -> list[Index]:
    """The components of more than one node: those of one are as many as all others together."""
    order = np.argsort(member, kind="stable")
    begin = np.flatnonzero(np.diff(member[order], prepend=-1))
    size = np.diff(begin, append=len(member))
    return [order[at : at + many] for at, many in zip(begin[size > 1], size[size > 1], strict=True)]


def _start(ids: Sequence[str]) -> Points:
    digests = b"".join(hashlib.sha256(i.encode("utf-8", "replace")).digest()[:8] for i in ids)
    raw = np.frombuffer(digests, dtype="<u4").reshape(-1, 2).astype(np.float64)
    return raw / 2.0**31 - 1.0


def _kept(parts: Parts, start: Points, ends: Index, sizes: Points) -> Points:
    """``_component``, not laid out again where it is what it was."""
    if len(start) < LEAST:
        return _component(start, ends, sizes)
    made_from = (array.tobytes() for array in (start, ends, sizes))
    told = parts.of(_WHAT, made_from, lambda: _component(start, ends, sizes).tobytes())
    return np.frombuffer(told).reshape(-1, 2)


def _component(start: Points, ends: Index, sizes: Points) -> Points:
    count = len(start)
    if count == 2:
        reach = 55.0 + sizes.sum() / 2
        return (
            np.array([[-reach, 0.0], [reach, 0.0]])
            if start[0, 0] < start[1, 0]
            else np.array([[reach, 0.0], [-reach, 0.0]])
        )
    begin = _smooth(start, ends)
    points = _lay_flat(_stress(begin, ends) if count <= STRESS_UP_TO else _forces(begin, ends))
    small = float(np.exp(-count / 150))
    apart = (2.4 + 6.0 * small) * np.median(sizes)
    points *= apart / max(median_nearest(points), 1e-6)
    points[:, 0] *= STRETCH
    return _separate(points, sizes, gap=6.0 + 34.0 * small)


def _lay_flat(points: Points) -> Points:
    """Turned so that the longest way through the points is horizontal, as screens are."""
    spread = points.T @ points
    angle = 0.5 * np.arctan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cos, -sin], [sin, cos]]))


def _smooth(start: Points, ends: Index) -> Points:
    """The ids' own positions, averaged over neighbours again and again: near in the graph is near in the plane."""
    count = len(start)
    degree = np.maximum(np.bincount(ends.ravel(), minlength=count), 1).astype(np.float64)
    both = np.concatenate([ends, ends[:, ::-1]])
    here, there = np.ascontiguousarray(both[np.argsort(both[:, 0] * count + both[:, 1])].T)
    points = start.copy()
    for _ in range(60 if count > 50 else 8):
        around = np.stack([np.bincount(here, points[there, axis], count) for axis in (0, 1)], axis=1)
        points = 0.5 * points + 0.5 * around / degree[:, None]
        points -= np.average(points, axis=0, weights=degree)
        points[:, 0] /= np.linalg.norm(points[:, 0]) + 1e-12
        points[:, 1] -= points[:, 0] * (points[:, 0] @ points[:, 1])
        points[:, 1] /= np.linalg.norm(points[:, 1]) + 1e-12
    ranks = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable") / (count - 1) - 0.5
    return np.asarray(ranks * np.sqrt(count) * 1.5 + 0.05 * start)


def _lengths(ends: Index, count: int) -> Points:
    """How long each edge should be: hubs need room, and edges that join different neighbourhoods are longer."""
    near = np.zeros((count, count))
    near[ends[:, 0], ends[:, 1]] = near[ends[:, 1], ends[:, 0]] = 1
    degree = np.bincount(ends.ravel(), minlength=count)
    shared = (near @ near)[ends[:, 0], ends[:, 1]]
    least = np.minimum(degree[ends[:, 0]], degree[ends[:, 1]])
    room = 0.12 * np.sqrt(np.maximum(degree[ends[:, 0]], degree[ends[:, 1]]))
    return np.asarray(0.8 + room + np.where(least >= 3, 0.7 * (1 - shared / np.maximum(least, 1)), 0.0))


def _stress(points: Points, ends: Index) -> Points:
    """Stress majorization (SMACOF) with weights of the inverse square of the distance in the graph."""
    count = len(points)
    wanted = walks(count, ends, _lengths(ends, count)) + np.eye(count)
    weight = wanted**-2.0 * (1 - np.eye(count))
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1.0 / count) - 1.0 / count
    points = points / (np.abs(points).max() + 1e-9) * float(wanted.max()) / 2
    pull, apart, across = weight * wanted, np.empty((count, count)), np.empty((count, count))
    for step in range(1, ROUNDS + 1):
        before = points
        for axis, between in enumerate((apart, across)):
            np.subtract(points[:, axis, None], points[:, axis], out=between)
            between *= between
        apart += across
        np.maximum(np.sqrt(apart, out=apart), 1e-6, out=apart)
        ratio = np.divide(pull, apart, out=apart)
        points = inverse @ (ratio.sum(axis=1)[:, None] * points - ratio @ points)
        if step % LOOK_EACH == 0 and np.abs(points - before).max() < STILL:
            break
    return np.asarray(points - points.mean(axis=0))


def _forces(points: Points, ends: Index) -> Points:
    # Both coordinates apart, each in one stretch of memory: that takes half of the time of rows.
    count = len(points)
    mass = 1.0 + np.bincount(ends.ravel(), minlength=count).astype(np.float64)
    rounds = 100 if count <= 3000 else 60
    repel, pulled = _Grid(mass), GRAVITY * mass
    left, right = np.ascontiguousarray(ends.T)
    places = [points[:, 0].copy(), points[:, 1].copy()]
    for step in range(rounds):
        cooling = 1.0 - step / rounds
        between = [place[left] - place[right] for place in places]
        length = _norm(*between) + 1e-6
        pull = np.log1p(length) / length
        forces = []
        for place, pushed, apart in zip(places, repel(places), between, strict=True):
            force = pushed * REPULSION
            force += np.bincount(right, apart * pull, count) - np.bincount(left, apart * pull, count)
            force -= place * pulled
            force /= mass
            forces.append(force)
        norm = _norm(*forces) + 1e-9
        most = 0.02 + 0.12 * np.sqrt(count) * cooling**1.5
        moved = np.minimum(norm * (0.2 + 0.8 * cooling), most) / norm
        places = [place + force * moved for place, force in zip(places, forces, strict=True)]
    points = np.stack(places, axis=1)
    return np.asarray(points - points.mean(axis=0))


def _norm(x: Points, y: Points) -> Points:
    return np.asarray(np.sqrt(x * x + y * y))


class _Grid:
    """Repulsion of all pairs, the product of their masses over the distance, through a grid: masses are spread to
    cells, convolved by FFT, and the force is read back between the cells."""

    def __init__(self, mass: Points) -> None:
        self.mass = mass
        offset = np.fft.fftfreq(2 * GRID, 1 / (2 * GRID))
        dx, dy = np.meshgrid(offset, offset, indexing="ij")
        square = dx * dx + dy * dy + 0.3
        self.kernels = np.fft.rfft2(dx / square), np.fft.rfft2(dy / square)

    def __call__(self, places: Sequence[Points]) -> list[Points]:
        """The forces on what is at these ``places``, one coordinate after the other, as they are given."""
        lows = [place.min() for place in places]
        cell = float(max(place.max() - low for place, low in zip(places, lows, strict=True))) / (GRID - 2) + 1e-9
        spots = [(place - low) / cell for place, low in zip(places, lows, strict=True)]
        corners = [spot.astype(np.int64) for spot in spots]
        (x, y), (u, v) = corners, [spot - corner for spot, corner in zip(spots, corners, strict=True)]
        weights = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v]
        index = [(x + a) * GRID + y + b for b in (0, 1) for a in (0, 1)]
        field = np.zeros(GRID * GRID)
        for where, weight in zip(index, weights, strict=True):
            field += np.bincount(where, weight * self.mass, len(field))
        # Twice as wide both ways, so that nothing comes around the edge; of that, only what is not empty is looked at.
        rows = np.fft.rfft(field.reshape(GRID, GRID), 2 * GRID)
        spectrum = np.fft.fft(rows, 2 * GRID, axis=0)
        forces = []
        for kernel in self.kernels:
            back = np.fft.ifft(spectrum * kernel, axis=0)[:GRID]
            pushed = np.fft.irfft(back, 2 * GRID)[:, :GRID].ravel()
            force = sum(pushed[where] * weight for where, weight in zip(index, weights, strict=True))
            forces.append(force * (self.mass / cell))
        return forces


def _separate(points: Points, sizes: Points, *, gap: float) -> Points:
    """Push overlapping nodes apart until at least ``gap`` is between them (or almost)."""
    count = len(points)
    slack = 2 * float(np.median(sizes))
    begin: Points | None = None
    for _ in range(60):
        # Whoever could come too close to whom is looked for again when some have moved far enough for others to.
        if begin is None or np.abs(points - begin).max() > slack / 3:
            begin, pairs = points.copy(), close_pairs(points, sizes, gap + slack)
        left, right = pairs.T
        between = points[left] - points[right]
        lack = sizes[left] + sizes[right] + gap - _norm(between[:, 0], between[:, 1])
        close = np.flatnonzero(lack > 0.01)
        if not len(close):
            break
        left, right, between, lack = left[close], right[close], between[close], lack[close]
        length = _norm(between[:, 0], between[:, 1])
        same = length < 1e-6
        between[same] = [1.0, 0.0]
        length[same] = 1.0
        push = between / length[:, None] * (lack * 0.5)[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(left, push[:, axis], count) - np.bincount(right, push[:, axis], count)
    return points
