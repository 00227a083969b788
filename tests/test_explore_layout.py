"""Positions: the same for the same graph, steady when it grows, communities apart, nothing on top of another."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from kg.explore.layout import layout, radius

Edges = list[tuple[int, int]]


def communities(groups: int, size: int, bridges: int) -> tuple[list[str], Edges]:
    """Groups that are dense inside, with a few bridges in between."""
    edges = []
    for group in range(groups):
        first = group * size
        edges += [(first + i, first + j % size) for i in range(size) for j in (i + 1, i * 7 + 5)]
    edges += [((k * 7) % (groups * size), (k * 7 + size + 3) % (groups * size)) for k in range(bridges)]
    return [f"Thực_thể_{i}" for i in range(groups * size)], [(a, b) for a, b in edges if a != b]


def spread(points: NDArray[np.float64]) -> float:
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))


def turned_onto(points: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """``points`` moved, turned and scaled as near to ``other`` as can be."""
    a, b = points - points.mean(axis=0), other - other.mean(axis=0)
    u, s, v = np.linalg.svd(a.T @ b)
    return np.asarray(a @ (u @ v) * s.sum() / (a**2).sum() + other.mean(axis=0))


@pytest.mark.slow
@pytest.mark.parametrize("size", [20, 250])
def test_the_same_graph_gives_the_same_positions_whatever_the_order_of_its_edges(size: int) -> None:
    ids, edges = communities(4, size, 8)
    first = layout(ids, edges)
    assert np.array_equal(first, layout(ids, edges[::-1]))
    assert np.array_equal(first, layout(ids, [(b, a) for a, b in edges]))


@pytest.mark.slow
@pytest.mark.parametrize("size", [25, 150])
def test_communities_stand_apart(size: int) -> None:
    ids, edges = communities(4, size, 12)
    points = layout(ids, edges)
    groups = [points[k * size : (k + 1) * size] for k in range(4)]
    inside = np.mean([spread(group) for group in groups])
    middles = np.array([group.mean(axis=0) for group in groups])
    assert inside < 0.75 * spread(middles)


@pytest.mark.slow
@pytest.mark.parametrize("size", [25, 150])
def test_a_few_more_facts_move_the_picture_little(size: int) -> None:
    ids, edges = communities(4, size, 12)
    before = layout(ids, edges)
    more = layout([*ids, "Mới_1", "Mới_2"], [*edges, (0, len(ids)), (size, len(ids) + 1), (3, 9)])
    moved = np.sqrt(((turned_onto(more[:-2], before) - before) ** 2).sum(axis=1))
    assert np.median(moved) < 0.25 * spread(before)


@pytest.mark.slow
@pytest.mark.parametrize("size", [5, 60, 300])
def test_no_node_covers_another(size: int) -> None:
    ids, edges = communities(3, size, 4)
    ids += [f"Lẻ_{i}" for i in range(40)]
    points = layout(ids, edges)
    sizes = radius(np.bincount(np.array(edges).ravel(), minlength=len(ids)))
    pairs = cKDTree(points).query_pairs(2 * float(sizes.max()), output_type="ndarray")
    distance = np.sqrt(((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(axis=1))
    covered = distance < (sizes[pairs[:, 0]] + sizes[pairs[:, 1]]) * 0.95
    assert covered.sum() == 0


def test_neighbours_stand_nearer_than_others() -> None:
    ids, edges = communities(4, 30, 10)
    points = layout(ids, edges)
    ends = np.array(edges)
    beside = np.sqrt(((points[ends[:, 0]] - points[ends[:, 1]]) ** 2).sum(axis=1)).mean()
    anyone = np.sqrt(((points[:, None] - points[None, :]) ** 2).sum(axis=2)).mean()
    assert beside < 0.5 * anyone


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (0, []),
        (1, []),
        (1, [(0, 0)]),
        (2, [(0, 1)]),
        (3, []),
        (3, [(0, 1), (1, 2)]),
        (5, [(0, 1), (0, 1), (2, 3), (4, 4)]),
    ],
)
def test_tiny_graphs(count: int, edges: Edges) -> None:
    points = layout([f"E{i}" for i in range(count)], edges)
    assert points.shape == (count, 2)
    assert np.isfinite(points).all()
    assert len({tuple(point) for point in points.round(1).tolist()}) == count


@pytest.mark.slow
def test_ten_thousand_nodes_in_seconds() -> None:
    ids, edges = communities(100, 100, 900)
    points = layout(ids, edges)
    assert np.isfinite(points).all()
    assert spread(points[:100]) < 0.5 * spread(points)


@pytest.mark.slow
def test_small_components_stand_free_of_others() -> None:
    ids, edges = communities(4, 60, 12)
    for n in range(80):
        first = len(ids)
        ids += [f"Nhóm {n} {k}" for k in range(3)]
        edges += [(first, first + 1), (first + 1, first + 2)]
    points = layout(ids, edges)
    groups = [range(240), *(range(at, at + 3) for at in range(240, len(ids), 3))]
    member = np.array([n for n, group in enumerate(groups) for _ in group])
    pairs = cKDTree(points).query_pairs(44.0, output_type="ndarray")
    assert (member[pairs[:, 0]] == member[pairs[:, 1]]).all()
    # They lie around the large one, and not in a line behind it.
    assert np.abs(points[240:]).max() < 2.5 * np.abs(points[:240]).max()
