"""What a build holds of each article until all are linked: no mention, the text on a shelf, what is equal once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.files.shelf import Shelf
from kg.records import Evidence, Extraction, Refusal

__all__ = ["Memory", "Noticed"]


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
    def of(cls, extractions: Iterable[Extraction]) -> Noticed:
        ordered = sorted(extractions, key=lambda extraction: extraction.article.source)
        return cls(
            mentions=sum(sum(one.counts()) for one in ordered),
            instead={one.article.source: one.instead for one in ordered if one.instead},
            refused=tuple((one.article.source, refusal) for one in ordered for refusal in one.refused),
        )


class Memory:
    """Makes extractions small; the texts go to a shelf in ``folder``, where one is given."""

    def __init__(self, folder: Path | None = None, *, prefix: str = "") -> None:
        self._shelf = Shelf(folder, prefix=prefix) if folder else None
        #: Most places in articles are the same numbers.
        self._numbers: dict[int, int] = {}

    def small(self, extraction: Extraction) -> Extraction:
        """The same with counts in place of its mentions; nothing of ``extraction`` is to be used any more."""
        spans: dict[Any, Any] = {}
        texts: dict[str, str] = {}
        for evidence in _evidence(extraction):
            self._once(evidence, ("start", "end"), self._numbers)
            for name in ("subject", "object", "trigger"):
                span = getattr(evidence, name)
                if span is not None and span not in spans:
                    start, end = span
                    spans[span] = self._numbers.setdefault(start, start), self._numbers.setdefault(end, end)
            self._once(evidence, ("subject", "object", "trigger"), spans)
            self._once(evidence, ("text",), texts)
        for claim in extraction.claims:
            self._once(claim, ("start", "end"), self._numbers)
        article = extraction.article
        return replace(
            extraction,
            article=article.shelved(self._shelf.put) if self._shelf else article,
            mentions=(),
            told=extraction.counts(),
        )

    @staticmethod
    def _once(record: object, names: Sequence[str], values: dict[Any, Any]) -> None:
        """Equal values of these fields are one value."""
        for name in names:
            value = getattr(record, name)
            if value is not None:
                object.__setattr__(record, name, values.setdefault(value, value))


def _evidence(extraction: Extraction) -> Iterable[Evidence]:
    yield from (st.evidence for st in extraction.statements)
    yield from (m.evidence for m in extraction.measurements)
