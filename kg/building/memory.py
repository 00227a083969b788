"""What a build holds of each article until all are linked: its outline. The text and the rest are on a shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from kg.files.shelf import Shelf
from kg.linking.outline import Gist, Outline
from kg.records import Article, Extraction, LocalClaim, LocalMeasurement, LocalStatement, Refusal

__all__ = ["FACTS", "GIST", "Facts", "Memory", "Noticed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Of an extraction, what linking tells in the graph's own terms once it knows the entities."""

    statements: tuple[LocalStatement, ...]
    claims: tuple[LocalClaim, ...]
    measurements: tuple[LocalMeasurement, ...]

    @classmethod
    def of(cls, extraction: Extraction) -> Facts:
        return cls(statements=extraction.statements, claims=extraction.claims, measurements=extraction.measurements)


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
            statements=found.statements,
            claims=found.claims,
            measurements=found.measurements,
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
