"""Entities that belong together are one community."""

from __future__ import annotations

from kg.explore.communities import LEAST, communities

Edges = list[tuple[int, int]]


def clique(*members: int) -> Edges:
    return [(u, v) for u in members for v in members if u < v]


def test_two_circles_that_one_fact_joins_are_two_communities() -> None:
    found = communities(11, [*clique(0, 1, 2, 3, 4, 5), *clique(6, 7, 8, 9, 10), (0, 6)])
    assert found == [0] * 6 + [1] * 5


def test_who_has_one_neighbour_belongs_where_that_one_does() -> None:
    star = [(0, leaf) for leaf in range(1, 6)]
    assert communities(6, star) == [0] * 6
    assert communities(12, [*clique(0, 1, 2, 3, 4), *clique(5, 6, 7, 8, 9), (0, 5), (7, 10), (11, 2)])[10:] == [
        communities(10, [*clique(0, 1, 2, 3, 4), *clique(5, 6, 7, 8, 9), (0, 5)])[7],
        communities(10, [*clique(0, 1, 2, 3, 4), *clique(5, 6, 7, 8, 9), (0, 5)])[2],
    ]


def test_small_groups_and_single_entities_are_in_none() -> None:
    assert communities(LEAST + 2, [(u, u + 1) for u in range(LEAST - 2)] + [(LEAST, LEAST + 1)]) == [-1] * (LEAST + 2)
    assert communities(2, [(0, 0)]) == [-1, -1]
    assert communities(0, []) == []


def test_order_direction_and_repetition_of_facts_do_not_matter() -> None:
    edges = [*clique(0, 1, 2, 3, 4, 5), *clique(6, 7, 8, 9, 10), (0, 6), (3, 7)]
    assert communities(11, [(v, u) for u, v in reversed(edges)] + edges) == communities(11, edges)
