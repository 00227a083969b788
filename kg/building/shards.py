"""Building in parts: each shard extracted by a job of its own, wherever it runs, and all linked at the end.

What a shard's folder holds is a build's cache and what it was made of; a job that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from kg.building.decisions import Decided, decided
from kg.building.incremental import read_manifest, write_manifest
from kg.building.options import Options, full
from kg.building.outputs import locked, shelving
from kg.building.phases import Phases, collected_rarely
from kg.building.pipeline import Built, written
from kg.building.reading import Paths, Progress, Work, cache_of, listed, some
from kg.config import ARTICLE_TIMEOUT, DEFAULT_BASE_IRI
from kg.errors import ArticleError, UsageError
from kg.linking import Outline

__all__ = ["extract_to", "link_to"]


def extract_to(
    paths: Paths,
    out: str | Path,
    *,
    below: str | Path | None = None,
    base_iri: str = DEFAULT_BASE_IRI,
    date: str | None = None,
    gazetteer: bool = True,
    fast: bool = False,
    models: str | Path | None = None,
    jobs: int = 1,
    ontology: str | Path | None = None,
    language: str | None = None,
    article_timeout: float = ARTICLE_TIMEOUT,
    engine: str | None = None,
    progress: Progress | None = None,
) -> tuple[int, list[ArticleError]]:
    """Extract a shard into the folder ``out``, for ``link_to``; how many articles, and those that were left out.

    Articles are called by their place below the folder ``below``, else as in a build of these ``paths`` alone. What is
    in ``out`` already is not extracted again. Raises as ``build_to`` does.
    """
    options = Options(
        base_iri=base_iri,
        date=date,
        gazetteer=gazetteer,
        ontology=full(ontology),
        language=language,
        fast=fast,
        models=full(models),
    )
    given, folder, known = listed(paths), Path(out), options.known()
    with locked(folder):
        cache = cache_of(folder, known, options)
        entries: dict[str, str] = {}
        errors: list[ArticleError] = []
        place = Path(below) if below is not None else None
        work = Work(jobs=jobs, timeout=article_timeout, engine=engine, below=place, progress=progress)
        for item in work.outcomes(given, options, known, None, cache):
            if isinstance(item, ArticleError):
                errors.append(item)
            else:
                entries[item.article.source] = cache.key(item.article)
        write_manifest(folder, cache, entries, errors, asdict(options))
    return len(entries), errors


def link_to(
    shards: Iterable[str | Path],
    out: str | Path,
    *,
    merges: Decided = None,
    decisions: Decided = None,
    html_top: int | None = None,
    texts: bool = True,
) -> Built:
    """The build of all articles in the folders of ``extract_to``, byte for byte that of ``build_to`` with them all.

    Raises UsageError for folders that hold none, were made by other versions or options, or share an article.
    """
    folders = [Path(shard) for shard in shards]
    if not folders:
        raise UsageError("No folder is given.", remedy="Give those that kg extract wrote.")
    found: list[Outline] = []
    errors: list[ArticleError] = []
    options: Options | None = None
    phases, where = Phases(), dict[str, Path]()
    with locked(Path(out)), phases.of("reading and extraction"), collected_rarely():
        memory = shelving(Path(out))
        for folder in folders:
            manifest = read_manifest(folder)
            try:
                own = Options(**{**manifest.options, "html_top": html_top, "texts": texts})
            except TypeError as error:
                raise _stale(folder) from error
            if options is not None and own != options:
                raise UsageError(f"{folder} and {folders[0]} were read with unlike options.", remedy="Read one anew.")
            options = own
            cache = cache_of(folder, own.known(), own)
            for source, key in manifest.entries.items():
                if source in where:
                    raise UsageError(
                        f"{source} is in {where[source]} and in {folder}.",
                        remedy="Give kg extract --below a folder that all shards are below.",
                    )
                where[source] = folder
                outline = cache.load_outline(key, memory)
                if outline is None or manifest.version != cache.version:
                    raise _stale(folder)
                found.append(outline)
            errors += (ArticleError(source, text, remedy=remedy) for source, text, remedy in manifest.skipped)
        assert options is not None
        known = options.known()
        rules = decided(merges, decisions, known)
        some(found, errors, folders)
    with locked(Path(out)):
        return written(found, errors, options, Path(out), rules, known, phases)


def _stale(folder: Path) -> UsageError:
    return UsageError(f"{folder} was made by another version, or is damaged.", remedy="Run kg extract again.")
