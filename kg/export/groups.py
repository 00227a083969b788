"""The records of a graph in groups that change together: an article with what it says, and some entities at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

from kg.graph import Graph
from kg.records import Article, Claim, Conflict, Entity, Measurement, Statement

__all__ = ["Group", "groups", "is_last"]

_ONE_OF = 32
"""So many things go together, about."""

Told = TypeVar("Told", Statement, Claim, Measurement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Records of one article, or entities, or conflicts, in order of their ids."""

    article: Article | None = None
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def groups(graph: Graph) -> tuple[Group, ...]:
    """Every record of ``graph`` once: articles in order of their ids, each with what it says, entities, conflicts.

    What an article says that the graph has not comes behind those that it has, article by article. They are put
    together once: each file of a build asks for them.
    """
    if "groups" not in graph.made:
        graph.made["groups"] = tuple(_groups(graph))
    found: tuple[Group, ...] = graph.made["groups"]
    return found


def _groups(graph: Graph) -> Iterator[Group]:
    statements = _by_article(graph.statements.values())
    claims = _by_article(graph.claims.values())
    measurements = _by_article(graph.measurements.values())
    others = sorted((statements.keys() | claims.keys() | measurements.keys()) - graph.articles.keys())
    for id_ in (*graph.articles, *others):
        yield Group(
            article=graph.articles.get(id_),
            statements=tuple(statements.get(id_, ())),
            claims=tuple(claims.get(id_, ())),
            measurements=tuple(measurements.get(id_, ())),
        )
    some: list[Entity] = []
    for entity in graph.entities.values():
        some.append(entity)
        if is_last(entity.id):
            yield Group(entities=tuple(some))
            some = []
    if some:
        yield Group(entities=tuple(some))
    if graph.conflicts:
        yield Group(conflicts=tuple(graph.conflicts.values()))


def is_last(id_: str) -> bool:
    """Is the thing of this id the last of those that go together? Told by the id alone: one more or less changes only
    its own."""
    return crc32(id_.encode("utf-8", "backslashreplace")) % _ONE_OF == 0


def _by_article(records: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for record in records:
        found[record.article].append(record)
    return found
