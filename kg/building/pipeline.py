"""``build``: paths to a graph. ``build_to``: paths to a folder of files. ``remove``: that without an article."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import TIMEOUT_MAX
from typing import BinaryIO

from kg.articles import read_paths
from kg.building.cache import ExtractionCache
from kg.building.decisions import Decided, decided
from kg.building.extracting import extract_all
from kg.building.incremental import extract_new, forget_manifest, open_cache, read_manifest, write_manifest
from kg.building.options import Options, full
from kg.building.outputs import OUTPUTS, locked, page, refused, write_all
from kg.building.phases import Phase, Phases, uncollected
from kg.building.report import Report, report_on
from kg.config import ARTICLE_TIMEOUT, DEFAULT_BASE_IRI, checked_base
from kg.edtf import is_date
from kg.errors import ArticleError, FailureError, InputError, UsageError
from kg.graph import Graph
from kg.linking import Merges, link, link_explained
from kg.ontology.ontology import Ontology
from kg.readers import Asking, Reader, state_of
from kg.records import Article, Extraction

__all__ = ["Built", "Progress", "build", "build_to", "remove"]

_ANEW = "Run kg build again with the paths that are to stay."
Paths = str | Path | Iterable[str | Path]
#: Called after each article with its source.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What ``build_to`` made: the graph, the report on it, the files, and what its phases took."""

    graph: Graph
    report: Report
    files: tuple[Path, ...]
    phases: tuple[Phase, ...]


def build(
    paths: Paths,
    *,
    base_iri: str = DEFAULT_BASE_IRI,
    date: str | None = None,
    gazetteer: bool = True,
    fast: bool = False,
    models: str | Path | None = None,
    jobs: int = 1,
    keep_going: bool = True,
    merges: Decided = None,
    decisions: Decided = None,
    ontology: str | Path | None = None,
    language: str | None = None,
    article_timeout: float = ARTICLE_TIMEOUT,
    reader: Reader | None = None,
    progress: Progress | None = None,
) -> Graph:
    """The knowledge graph of the articles in ``paths`` (a file, a folder, or several of them).

    ``date`` (``YYYY-MM-DD``) is that of articles that have none; without ``gazetteer`` no name is known
    beforehand; ``fast``: without the network that helps to find names and facts, and ``models`` the folder of what
    ``kg learn`` made for it; ``jobs`` processes share the work (a script that asks for more than one needs
    ``if __name__ == "__main__":``). An article that cannot be read or extracted is left out, or with
    ``keep_going=False`` raised as ArticleError. ``merges`` and ``decisions`` are files of what people decided;
    ``ontology`` a folder like the installed one, to be used in its place, and ``language`` the one of its languages to
    read, which needs no name where there is one. An article that takes longer than ``article_timeout`` seconds of
    computing to read, or to extract, is given up (0: none is; to extract only in the main thread).
    ``reader`` reads (a ``kg.readers.Reader``), our own when none is given. The graph does not depend on the order of
    paths, nor on ``jobs``.

    Raises UsageError for a wrong option and for faults in the ontology; InputError when no path exists; FailureError
    when no article is left.
    """
    options = Options(
        base_iri=base_iri,
        date=date,
        gazetteer=gazetteer,
        fast=fast,
        models=full(models),
        ontology=full(ontology),
        language=language,
        reader=reader.name if reader else None,
    )
    known = options.known()
    listed, rules = _listed(paths), decided(merges, decisions, known)
    found, errors = _extracted(listed, options, jobs, keep_going, article_timeout, progress, None, known, reader)
    return link(_some(found, errors, listed), base_iri=base_iri, merges=rules, ontology=known)


def build_to(
    paths: Paths,
    out: str | Path,
    *,
    base_iri: str = DEFAULT_BASE_IRI,
    date: str | None = None,
    gazetteer: bool = True,
    fast: bool = False,
    models: str | Path | None = None,
    jobs: int = 1,
    keep_going: bool = True,
    merges: Decided = None,
    decisions: Decided = None,
    ontology: str | Path | None = None,
    language: str | None = None,
    cache: bool = True,
    html_top: int | None = None,
    texts: bool = True,
    article_timeout: float = ARTICLE_TIMEOUT,
    reader: Reader | None = None,
    progress: Progress | None = None,
    told: Callable[[Phase], object] = lambda phase: None,
) -> Built:
    """``build``, with graph.ttl, graph.html, statements.jsonl, linking.json and report.json in the folder ``out``.

    The files there are replaced when all new ones are complete, never before. What was extracted is kept in
    ``out/.kg-cache`` and not extracted again until the article, the program or the ontology changes; without
    ``cache`` it is neither used nor kept. graph.html shows at most ``html_top`` entities, the most connected ones;
    by default as many as a browser opens; without ``texts`` no article whole, only its sentences. ``told`` is called
    with each phase when it ends. Raises as ``build`` does, and OutputError when ``out`` cannot be written or another
    build is writing to it.
    """
    if html_top is not None and html_top < 1:
        raise UsageError(f"The page cannot show {html_top} entities.", remedy="Give a number from 1.")
    options = Options(
        base_iri=base_iri,
        date=date,
        gazetteer=gazetteer,
        html_top=html_top,
        texts=texts,
        ontology=full(ontology),
        language=language,
        fast=fast,
        models=full(models),
        reader=reader.name if reader else None,
    )
    listed, folder, known = _listed(paths), Path(out), options.known()
    with locked(folder):
        rules = decided(merges, decisions, known)
        kept, phases = _cache(folder, known, options, reader) if cache else None, Phases(told)
        with phases.of("reading and extraction"):
            found, errors = _extracted(
                listed, options, jobs, keep_going, article_timeout, progress, kept, known, reader
            )
        built = _written(_some(found, errors, listed), errors, options, folder, rules, known, phases)
        if kept:
            entries = {article.source: kept.key(article) for article in built.graph.articles.values()}
            write_manifest(folder, kept, entries, errors, asdict(options))
    return built


def remove(
    sources: str | Iterable[str], out: str | Path, *, merges: Decided = None, decisions: Decided = None
) -> Built:
    """The build in ``out`` again without the articles of these sources, from the cache alone.

    The same files as a build without them. Raises UsageError when ``out`` holds no build of this version, or one
    that has no such article or no other; OutputError as ``build_to`` does.
    """
    folder, gone = Path(out), {sources} if isinstance(sources, str) else set(sources)
    read_manifest(folder)
    with locked(folder):
        manifest = read_manifest(folder)
        try:
            options = Options(**manifest.options)
        except TypeError as error:
            raise UsageError(f"{folder} was built by another version.", remedy=_ANEW) from error
        known = options.known()
        rules = decided(merges, decisions, known)
        cache = _cache(folder, known, options)
        errors = [
            ArticleError(source, message, remedy=remedy)
            for source, message, remedy in manifest.skipped
            if source not in gone
        ]
        unknown = sorted(gone - set(manifest.entries) - {row[0] for row in manifest.skipped})
        if unknown:
            raise UsageError(
                f"{folder} has no article {unknown[0]}.",
                remedy=f"It has {', '.join(list(manifest.entries)[:5])}{' and more' * (len(manifest.entries) > 5)}.",
            )
        phases = Phases()
        with phases.of("reading and extraction"):
            found = [cache.load(key) for source, key in manifest.entries.items() if source not in gone]
        whole = [extraction for extraction in found if extraction is not None]
        if manifest.version != cache.version or len(whole) < len(found):
            raise UsageError(
                f"{folder} was built by another version, or its cache is damaged.",
                remedy=_ANEW,
            )
        if not whole:
            raise UsageError("No article would be left.", remedy=f"Delete the folder {folder} instead.")
        built = _written(whole, errors, options, folder, rules, known, phases)
        entries = {source: key for source, key in manifest.entries.items() if source not in gone}
        write_manifest(folder, cache, entries, errors, asdict(options))
    return built


def _cache(folder: Path, ontology: Ontology, options: Options, reader: Reader | None = None) -> ExtractionCache:
    state = partial(state_of, reader) if reader else str
    known, models = options.gazetteer, options.models
    return open_cache(
        folder, ontology, gazetteer=known, fast=options.fast, models=models, reader=options.reader, state=state
    )


def _written(
    found: Sequence[Extraction],
    errors: Iterable[ArticleError],
    options: Options,
    folder: Path,
    merges: Merges | None,
    ontology: Ontology,
    phases: Phases,
) -> Built:
    with phases.of("linking"), uncollected():
        linked = link_explained(found, base_iri=options.base_iri, merges=merges, ontology=ontology)
    shown = options.shown() | ({"merges": len(merges.rules)} if merges else {})
    report = report_on(linked.graph, found, errors, shown)

    def explain(_: Graph, stream: BinaryIO) -> None:
        stream.write((json.dumps(linked.report(), ensure_ascii=False, indent=1) + "\n").encode("utf-8"))

    outputs = {**OUTPUTS, "graph.html": page(options.html_top, texts=options.texts), "linking.json": explain}
    if options.reader is not None:
        outputs["refused.jsonl"] = partial(refused, found)
    # What the last build was made of is forgotten before its files go: killed from here on, there is nothing that
    # ``remove`` could bring back.
    forget = partial(forget_manifest, folder)
    with uncollected():
        files = write_all(linked.graph, folder, report.to_json, outputs=outputs, before=forget, phases=phases)
    phases.write(folder)
    return Built(linked.graph, report, tuple(files), tuple(phases.done))


def _listed(paths: Paths) -> list[Path]:
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    if not given:
        raise UsageError("No path is given.", remedy="Give files or folders of articles.")
    return given


def _some(found: list[Extraction], errors: list[ArticleError], paths: list[Path]) -> list[Extraction]:
    """The extractions; an error when there are none."""
    if not found:
        reasons = "".join(f"\n{error.source}: {error}" for error in errors)
        if not any(path.exists() for path in paths):
            raise InputError(f"Nothing to read.{reasons}")
        raise FailureError(f"No article could be read.{reasons or ' The folder holds none.'}")
    return found


def _extracted(
    paths: list[Path],
    options: Options,
    jobs: int,
    keep_going: bool,
    timeout: float,
    progress: Progress | None,
    cache: ExtractionCache | None,
    ontology: Ontology,
    reader: Reader | None,
) -> tuple[list[Extraction], list[ArticleError]]:
    _check(options.base_iri, options.date, jobs, timeout)
    if not options.fast:
        from kg.extract.mentions.encoder.model import runtime

        runtime()
    found: list[Extraction] = []
    errors: list[ArticleError] = []
    articles: Iterable[Article | ArticleError] = read_paths(
        paths, default_date=options.date, ontology=ontology, timeout=timeout
    )
    if isinstance(reader, Asking):
        articles = list(articles)
        reader.prepare([article for article in articles if isinstance(article, Article)])
    who = reader or options.own(ontology)
    outcomes = (
        extract_new(articles, cache, who, jobs=jobs, timeout=timeout)
        if cache
        else extract_all(articles, who, jobs=jobs, timeout=timeout)
    )
    for outcome in outcomes:
        if progress:
            progress(outcome.source if isinstance(outcome, ArticleError) else outcome.article.source)
        if isinstance(outcome, Extraction):
            found.append(outcome)
        elif keep_going:
            errors.append(outcome)
        else:
            raise outcome
    return found, errors


def _check(base_iri: str, date: str | None, jobs: int, timeout: float) -> None:
    checked_base(base_iri)
    if date is not None and not is_date(date):
        raise UsageError(f"{date!r} is not a date.", remedy="Give it as YYYY-MM-DD (or YYYY-MM, YYYY).")
    if jobs < 1:
        raise UsageError(f"{jobs} processes cannot do the work.", remedy="Give a number from 1.")
    if not 0 <= timeout < TIMEOUT_MAX:
        raise UsageError(f"An article cannot take {timeout:g} s.", remedy="Give seconds; 0 for no limit.")
