"""Building again when little has changed: only what was not read before is read.

The graph itself is always made anew from all extractions, so that it is the same as a full build's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kg.building.cache import ExtractionCache, pipeline_version
from kg.building.extracting import Outcome, extract_all
from kg.building.known import Known
from kg.building.memory import Memory
from kg.config import ARTICLE_TIMEOUT
from kg.errors import ArticleError, UsageError
from kg.files import sync_folder, write_whole
from kg.files.parts import Parts
from kg.files.pieces import Pieces
from kg.linking import Outline
from kg.ontology.ontology import Ontology
from kg.readers import Reader, models_digest
from kg.records import Article, Extraction

__all__ = [
    "CACHE",
    "Manifest",
    "extract_new",
    "extracting",
    "forget_manifest",
    "open_cache",
    "open_parts",
    "open_pieces",
    "read_manifest",
    "write_manifest",
]

CACHE = ".kg-cache"
_MANIFEST = "manifest.json"
_PARTS = "parts.bin"
_PIECES = {"graph.ttl": "turtle.bin", "statements.jsonl": "statements.bin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the last build was made of: cache keys by source, what it left out, its options and version."""

    version: str
    options: dict[str, Any]
    entries: dict[str, str]
    skipped: list[tuple[str, str, str]] = field(default_factory=list)


_FORM = TypeAdapter(Manifest)


def open_cache(
    folder: Path,
    ontology: Ontology,
    *,
    gazetteer: bool,
    fast: bool = False,
    models: str | None = None,
    reader: str | None = None,
    state: Callable[[Article], str] = lambda article: "",
) -> ExtractionCache:
    """The cache of a build's folder, for extractions by ``ontology`` with or without its gazetteer, fast or not.

    ``models`` is the folder of those that a user has taught; ``reader`` the name of who has read them, our own where
    none is given; ``state`` what it says of an article.
    """
    options = [f"language {ontology.language}"] + ([] if gazetteer else ["no-gazetteer"])
    if fast:
        options.append("fast")
    else:
        from kg.extract.mentions.encoder.model import runtime

        options.append(f"encoder {runtime()}")
    if models is not None:
        options.append(f"models {models_digest(Path(models))}")
    if reader is not None:
        options.append(f"reader {reader}")
    return ExtractionCache(folder / CACHE, version=pipeline_version(options, data=ontology.folder), state=state)


def open_parts(cache: ExtractionCache) -> Parts:
    """What the last build with this ``cache`` made for its files."""
    return Parts(cache.folder / _PARTS, version=cache.version)


def open_pieces(cache: ExtractionCache, folder: Path) -> dict[str, Pieces]:
    """By their names, the pieces of the files that the last build with this ``cache`` has written into ``folder``."""
    return {
        name: Pieces(folder / name, cache.folder / listing, version=cache.version) for name, listing in _PIECES.items()
    }


def extract_new(
    articles: Iterable[Article | ArticleError | Outline],
    cache: ExtractionCache,
    reader: Reader,
    *,
    jobs: int,
    timeout: float = ARTICLE_TIMEOUT,
    engine: str | None = None,
    memory: Memory | None = None,
    known: Known | None = None,
) -> Iterator[Outline | ArticleError]:
    """The extraction of each article, known already, from the cache, or else made and kept; those that are not made may
    come later.

    ``memory`` holds them, and ``known`` is told of them; ``engine`` is the cluster that extracts
    (``kg.building.cluster``), this machine where none is given.
    """
    memory = memory or Memory()
    kept: list[Outline] = []

    def told(outline: Outline) -> Outline:
        if known is not None:
            known.put(outline)
        return outline

    def unread() -> Iterator[Article | ArticleError]:
        for article in articles:
            if isinstance(article, Outline):
                kept.append(article)
            elif isinstance(article, Article) and (found := cache.outline(article, memory)) is not None:
                kept.append(told(found))
            else:
                yield article

    for outcome in extracting(engine)(unread(), reader, jobs=jobs, timeout=timeout):
        yield told(cache.put_outline(outcome, memory)) if isinstance(outcome, Extraction) else outcome
        yield from _drain(kept)
    yield from _drain(kept)


def extracting(engine: str | None) -> Callable[..., Iterator[Outcome]]:
    """``extract_all``, or the same on a cluster."""
    if engine is None:
        return extract_all
    from kg.building.cluster import extract_on

    return partial(extract_on, engine)


def _drain(kept: list[Outline]) -> Iterator[Outline]:
    while kept:
        yield kept.pop()


def read_manifest(folder: Path) -> Manifest:
    """What the last build into ``folder`` was made of. Raises UsageError when that is not known."""
    path = folder / CACHE / _MANIFEST
    try:
        return _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"{folder} holds no build that can be changed: there is none, or the last was broken off.",
            remedy="Run kg build again with the paths that are to stay.",
        ) from error


def forget_manifest(folder: Path) -> None:
    """What the last build was made of is not known any more, even when the power fails now."""
    path = folder / CACHE / _MANIFEST
    if path.is_file():
        path.unlink()
        sync_folder(path.parent)


def write_manifest(
    folder: Path,
    cache: ExtractionCache,
    entries: Mapping[str, str],
    skipped: Iterable[ArticleError],
    options: Mapping[str, Any],
) -> None:
    """Remember what a build that succeeded was made of, and forget every other entry of the cache.

    ``entries`` are the cache's keys by the articles' sources.
    """
    manifest = Manifest(
        version=cache.version,
        options=dict(options),
        entries=dict(sorted(entries.items())),
        skipped=sorted((error.source, error.message, error.remedy) for error in skipped),
    )
    path = folder / CACHE / _MANIFEST
    text = json.dumps(_FORM.dump_python(manifest), ensure_ascii=False, indent=1) + "\n"
    write_whole(path, text, remedy="Make room on the disk.")
    cache.keep_only(entries.values())
