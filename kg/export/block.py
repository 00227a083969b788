"""All that RDF says of one subject."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Block", "Rows"]

Rows = tuple[tuple[str, tuple[str, ...]], ...]

_OBJECTS = itemgetter(1)


class Block(NamedTuple):
    """All triples of one subject: predicate and objects, all in N-Triples syntax.

    ``article`` is the id of the article they come from; None for what no single article says.
    """

    subject: str
    rows: Rows
    article: str | None = None

    @property
    def triple_count(self) -> int:
        """How many triples it has."""
        return sum(map(len, map(_OBJECTS, self.rows)))

    def triples(self) -> Iterator[tuple[str, str, str]]:
        for predicate, objects in self.rows:
            for object_ in objects:
                yield self.subject, predicate, object_
