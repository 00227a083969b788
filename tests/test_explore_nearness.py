"""What lies near what: the same as SciPy finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import cKDTree

from kg.explore.nearness import close_pairs, components, median_nearest, pairs_within, walks
from kg.explore.packing import Index, Points


def points(count: int) -> Points:
    """Some, close in places and far apart in others."""
    return np.random.default_rng(count).normal(size=(count, 2)) ** 3 * 40


def edges(count: int, many: int) -> Index:
    ends = np.random.default_rng(many).integers(count, size=(many, 2))
    return np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)


@pytest.mark.parametrize(("count", "many"), [(1, 0), (40, 25), (300, 170), (300, 900)])
def test_components_and_walks(count: int, many: int) -> None:
    ends = edges(count, many) if many else np.zeros((0, 2), dtype=np.int64)
    lengths = 1.0 + np.arange(len(ends)) % 3
    links = coo_matrix((lengths, (ends[:, 0], ends[:, 1])), shape=(count, count))
    found, member = connected_components(links, directed=False)
    least = [np.flatnonzero(member == which)[0] for which in range(found)]
    assert components(count, ends).tolist() == np.array(least)[member].tolist()
    assert np.allclose(walks(count, ends, lengths), shortest_path(links.tocsr(), directed=False))


@pytest.mark.parametrize("count", [2, 30, 700])
@pytest.mark.parametrize("reach", [0.5, 7.0, 900.0])
def test_pairs(count: int, reach: float) -> None:
    near = pairs_within(points(count), reach)
    assert sorted(map(tuple, near.tolist())) == sorted(cKDTree(points(count)).query_pairs(reach))


def test_close_pairs_are_those_that_their_sizes_bring_together() -> None:
    places, sizes = points(300), np.where(np.arange(300) % 60, 3.0, 50.0)
    apart = np.sqrt(((places[:, None] - places) ** 2).sum(axis=2)) - sizes[:, None] - sizes < 4
    assert close_pairs(places, sizes, 4.0).tolist() == np.argwhere(np.triu(apart, 1)).tolist()


@pytest.mark.parametrize("count", [2, 3, 400, 401, 1000])
def test_the_next_one_of_those_in_the_middle(count: int) -> None:
    nearest = cKDTree(points(count)).query(points(count), 2)[0][:, 1]
    assert median_nearest(points(count)) == pytest.approx(np.median(nearest))
