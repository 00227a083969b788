"""Our own reader: no model, no network, the same every time."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import VERSION
from kg.errors import UsageError
from kg.ontology.ontology import Ontology
from kg.records import OWN_READER, Article, Extraction, stable_hash

if TYPE_CHECKING:
    from kg.extract import Extractor

__all__ = ["TAUGHT", "Own", "extractor", "models_digest"]

#: What a folder of models holds that a user has taught.
TAUGHT = ("kinds.crf", "mentions.crf", "statements-fast.json.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Reads with ``kg.extract``; ``folder`` and ``language`` are the ontology's (as ``Ontology.load`` takes them).

    Without ``gazetteer`` no name is known beforehand; ``fast``: without the encoder; ``models``: the folder of what
    ``kg learn`` made, for the fast mode.
    """

    folder: Path | None = None
    language: str | None = None
    gazetteer: bool = True
    fast: bool = False
    models: Path | None = None

    def __post_init__(self) -> None:
        if self.models is not None and not self.fast:
            raise UsageError(f"The models in {self.models} are for the fast mode.", remedy="Give --fast as well.")

    @property
    def name(self) -> str:
        taught = f" (models {models_digest(self.models)})" if self.models is not None else ""
        return f"{OWN_READER} {VERSION}{taught}"

    def extract(self, article: Article) -> Extraction:
        found = extractor(self).extract(article)
        readers = (self.name,)
        named = tuple(replace(statement, readers=readers) for statement in found.statements)
        return replace(found, statements=named)

    def forget(self) -> None:
        _loaded.cache_clear()


def models_digest(folder: Path) -> str:
    """By what the models in ``folder`` are known. Raises UsageError when it does not hold them all."""
    try:
        stats = [(folder / name).stat() for name in TAUGHT]
        return _digest(folder, tuple((stat.st_mtime_ns, stat.st_size) for stat in stats))
    except OSError as error:
        raise UsageError(f"{folder} holds no models: {error.strerror}.", remedy="kg learn makes them.") from error


@lru_cache(maxsize=4)
def _digest(folder: Path, _: tuple[tuple[int, int], ...]) -> str:
    return stable_hash((hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TAUGHT), length=8)


@lru_cache(maxsize=2)
def _loaded(ontology: Ontology, gazetteer: bool, fast: bool, models: Path | None) -> Extractor:
    # All that is loaded here stays: looking through it for garbage again and again would cost a second.
    collecting = gc.isenabled()
    gc.disable()
    try:
        # Seconds to import: only where articles are extracted.
        from kg.extract import Extractor

        return Extractor(ontology, gazetteer=gazetteer, fast=fast, models=models)
    finally:
        if collecting:
            gc.enable()


def extractor(own: Own) -> Extractor:
    """The pipeline that ``own`` reads with, loaded once in a process."""
    return _loaded(Ontology.load(own.folder, language=own.language), own.gazetteer, own.fast, own.models)
