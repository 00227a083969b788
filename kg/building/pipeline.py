"""``build``: paths to a graph. ``build_to``: paths to a folder of files. ``remove``: that without an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from kg.building.decisions import Decided, decided
from kg.building.incremental import forget_manifest, open_parts, open_pieces, read_manifest, write_manifest
from kg.building.memory import Noticed
from kg.building.options import Options, full
from kg.building.outputs import OUTPUTS, locked, page, ready, refused, shelving, statements, turtle, write_all
from kg.building.phases import Phase, Phases, collected_rarely, uncollected
from kg.building.reading import Paths, Progress, Work, cache_of, listed, some
from kg.building.report import Report, report_on
from kg.config import ARTICLE_TIMEOUT, DEFAULT_BASE_IRI
from kg.errors import ArticleError, UsageError
from kg.files.parts import Parts
from kg.files.pieces import Pieces
from kg.graph import Graph
from kg.linking import Merges, Outline, link_explained
from kg.ontology.ontology import Ontology
from kg.readers import Reader

__all__ = ["Built", "build", "build_to", "remove", "written"]

_ANEW = "Run kg build again with the paths that are to stay."


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
    engine: str | None = None,
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
    ``reader`` reads (a ``kg.readers.Reader``), our own when none is given. ``engine`` is a cluster to read on
    (``dask``, ``dask://HOST:PORT``). The graph does not depend on the order of paths, nor on ``jobs`` and ``engine``.

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
    given, rules = listed(paths), decided(merges, decisions, known)
    work = Work(jobs=jobs, keep_going=keep_going, timeout=article_timeout, engine=engine, progress=progress)
    found, errors = work.extracted(given, options, known, reader)
    return link_explained(some(found, errors, given), base_iri=base_iri, merges=rules, ontology=known).graph


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
    engine: str | None = None,
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
    given, folder, known = listed(paths), Path(out), options.known()
    work = Work(jobs=jobs, keep_going=keep_going, timeout=article_timeout, engine=engine, progress=progress)
    with locked(folder):
        rules = decided(merges, decisions, known)
        kept, phases = cache_of(folder, known, options, reader) if cache else None, Phases(told)
        parts = open_parts(kept) if kept else Parts()
        with collected_rarely():
            with phases.of("reading and extraction"):
                found, errors = work.extracted(given, options, known, reader, kept, parts, shelving(folder))
            pieces = open_pieces(kept, folder) if kept else None
            built = written(some(found, errors, given), errors, options, folder, rules, known, phases, parts, pieces)
            if kept:
                entries = {article.source: kept.entries[article.source] for article in built.graph.articles.values()}
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
        cache = cache_of(folder, known, options)
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
        with phases.of("reading and extraction"), collected_rarely():
            memory, keys = shelving(folder), [key for source, key in manifest.entries.items() if source not in gone]
            whole = [found for key in keys if (found := cache.load_outline(key, memory)) is not None]
        if manifest.version != cache.version or len(whole) < len(keys):
            raise UsageError(
                f"{folder} was built by another version, or its cache is damaged.",
                remedy=_ANEW,
            )
        if not whole:
            raise UsageError("No article would be left.", remedy=f"Delete the folder {folder} instead.")
        parts, pieces = open_parts(cache), open_pieces(cache, folder)
        built = written(whole, errors, options, folder, rules, known, phases, parts, pieces)
        entries = {source: key for source, key in manifest.entries.items() if source not in gone}
        write_manifest(folder, cache, entries, errors, asdict(options))
    return built


def written(
    found: list[Outline],
    errors: Iterable[ArticleError],
    options: Options,
    folder: Path,
    merges: Merges | None,
    ontology: Ontology,
    phases: Phases,
    parts: Parts | None = None,
    pieces: Mapping[str, Pieces] | None = None,
) -> Built:
    """The build of what was ``found``, written to ``folder``; ``parts`` has what was made for its files before, and
    ``pieces``, by their names, what some files of the last build are made of.

    ``found`` is empty afterwards: what is written needs the graph alone, and memory for itself.
    """
    parts, pieces = parts or Parts(), pieces or {}
    with uncollected():
        with phases.of("linking"):
            noticed, given = Noticed.of(found), _given(found)
            linked = link_explained(given, base_iri=options.base_iri, merges=merges, ontology=ontology, parts=parts)
            explained = linked.written()
            graph = linked.graph
            del linked
            shown = options.shown() | ({"merges": len(merges.rules)} if merges else {})
            report = report_on(graph, noticed, errors, shown)
            doubted = refused(noticed.refused) if options.reader is not None else None
        outputs = {
            **OUTPUTS,
            "graph.ttl": turtle(pieces.get("graph.ttl")),
            "graph.html": page(options.html_top, texts=options.texts, parts=parts),
            "statements.jsonl": statements(pieces.get("statements.jsonl")),
            "linking.json": ready(explained),
        }
        if doubted is not None:
            outputs["refused.jsonl"] = ready(doubted)
        # What the last build was made of is forgotten before its files go: killed from here on, there is nothing that
        # ``remove`` could bring back.
        forget = partial(forget_manifest, folder)
        files = write_all(graph, folder, report.to_json, outputs=outputs, before=forget, phases=phases, pieces=pieces)
        parts.keep()
        phases.write(folder)
    return Built(graph, report, tuple(files), tuple(phases.done))


def _given(found: list[Outline]) -> Iterator[Outline]:
    """All of them, none of which stays in the list."""
    while found:
        yield found.pop()
