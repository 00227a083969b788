"""What a build holds of each article until all are linked: its outline. The text and the rest are on a shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from kg.files.shelf import Shelf
from kg.linking.columns import columns_of, made_of, names_of
from kg.linking.outline import Gist, Outline
from kg.records import Article, Evidence, Extraction, LocalClaim, LocalMeasurement, LocalStatement, Refusal

__all__ = ["FACTS", "GIST", "Facts", "Memory", "Noticed"]

_SPANS = frozenset({"subject", "object", "trigger"})
"""Fields of an evidence."""
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Of an extraction, what linking tells in the graph's own terms once it knows the entities: in columns, those of an
    evidence in place of its column."""

    statements: list[Any]
    claims: list[Any]
    measurements: list[Any]

    @classmethod
    def of(cls, extraction: Extraction) -> Facts:
        return cls(
            statements=_columns(LocalStatement, extraction.statements),
            claims=_columns(LocalClaim, extraction.claims),
            measurements=_columns(LocalMeasurement, extraction.measurements),
        )


def _columns(kind: type, records: Iterable[Any]) -> list[list[Any]]:
    columns = zip(names_of(kind), columns_of(kind, records), strict=False)
    return [_columns(Evidence, column) if name == "evidence" else list(column) for name, column in columns]


def _records(kind: type[Record], columns: Sequence[list[Any]]) -> tuple[Record, ...]:
    """The records of which ``columns`` were read from JSON, which has no tuples."""
    return tuple(made_of(kind, [_column(kind, *one) for one in zip(names_of(kind), columns, strict=False)]))


def _column(kind: type, name: str, column: list[Any]) -> Sequence[Any]:
    if name == "evidence":
        return _records(Evidence, column)
    if name == "readers" or (kind is Evidence and name in _SPANS):
        return [value if value is None else tuple(value) for value in column]
    return column


FACTS, GIST = TypeAdapter(Facts), TypeAdapter(Gist)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a report tells of extractions that is not in their graph.

    ``mentions`` is at how many places an entity is named or referred to; ``instead``, by source, why our own reader has
    read an article; ``refused``, in order of the sources, what was not believed.
    """

    mentions: int
    instead: dict[str, str]
    refused: tuple[tuple[str, Refusal], ...]

    @classmethod
    def of(cls, outlines: Iterable[Outline]) -> Noticed:
        ordered = sorted(((one.article.source, one.gist) for one in outlines), key=lambda item: item[0])
        return cls(
            mentions=sum(sum(gist.told) for _, gist in ordered),
            instead={source: gist.instead for source, gist in ordered if gist.instead},
            refused=tuple((source, refusal) for source, gist in ordered for refusal in gist.refused),
        )


class Memory:
    """Holds extractions; what is not in their outlines in a shelf in ``folder``, where one is given."""

    def __init__(self, folder: Path | None = None, *, prefix: str = "") -> None:
        self._shelf = Shelf(folder, prefix=prefix) if folder else None

    def put(self, text: str) -> Callable[[], str] | str:
        """What gives ``text`` again, or the text itself."""
        return text if self._shelf is None else self._shelf.put(text)

    def of(self, extraction: Extraction) -> Outline:
        """The outline of ``extraction``."""
        if self._shelf is None:
            return Outline.of(extraction)
        return self.held(extraction.article, Gist.of(extraction), FACTS.dump_json(Facts.of(extraction)))

    def held(self, article: Article, gist: Gist, facts: bytes, digest: bytes = b"") -> Outline:
        """The same of an article whose ``facts`` are written already; ``digest`` is one of all that there is of it."""
        if self._shelf is not None:
            article = article.shelved(self._shelf.put)
        at = self._shelf.add(facts) if self._shelf is not None else None
        return Outline(article, gist, _Whole(self, article, gist, facts if at is None else (at, len(facts))), digest)

    def whole(self, article: Article, gist: Gist, facts: bytes | tuple[int, int]) -> Extraction:
        """The extraction without mentions."""
        if isinstance(facts, tuple):
            assert self._shelf is not None
            facts = self._shelf.read(*facts)
        found = FACTS.validate_json(facts)
        return Extraction(
            article=article,
            entities=gist.entities,
            statements=_records(LocalStatement, found.statements),
            claims=_records(LocalClaim, found.claims),
            measurements=_records(LocalMeasurement, found.measurements),
            refused=gist.refused,
            instead=gist.instead,
        )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an outline asks for its extraction."""

    memory: Memory
    article: Article
    gist: Gist
    facts: bytes | tuple[int, int]

    def __call__(self) -> Extraction:
        return self.memory.whole(self.article, self.gist, self.facts)
