"""Our own reader: no model, no network, the same every time."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import VERSION
from kg.ontology.ontology import Ontology
from kg.records import OWN_READER, Article, Extraction

if TYPE_CHECKING:
    from kg.extract import Extractor

__all__ = ["Own", "extractor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Reads with ``kg.extract``; ``folder`` and ``language`` are the ontology's (as ``Ontology.load`` takes them).

    Without ``gazetteer`` no name is known beforehand; ``fast``: without the encoder.
    """

    folder: Path | None = None
    language: str | None = None
    gazetteer: bool = True
    fast: bool = False

    @property
    def name(self) -> str:
        return f"{OWN_READER} {VERSION}"

    def extract(self, article: Article) -> Extraction:
        found = extractor(self).extract(article)
        named = tuple(replace(statement, readers=(self.name,)) for statement in found.statements)
        return replace(found, statements=named)

    def forget(self) -> None:
        _loaded.cache_clear()


@lru_cache(maxsize=2)
def _loaded(ontology: Ontology, gazetteer: bool, fast: bool) -> Extractor:
    # All that is loaded here stays: looking through it for garbage again and again would cost a second.
    collecting = gc.isenabled()
    gc.disable()
    try:
        # Seconds to import: only where articles are extracted.
        from kg.extract import Extractor

        return Extractor(ontology, gazetteer=gazetteer, fast=fast)
    finally:
        if collecting:
            gc.enable()


def extractor(own: Own) -> Extractor:
    """The pipeline that ``own`` reads with, loaded once in a process."""
    return _loaded(Ontology.load(own.folder, language=own.language), own.gazetteer, own.fast)
