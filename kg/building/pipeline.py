"""``build``: paths to a graph. ``build_to``: paths to a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.articles import read_paths
from kg.articles.dates import edtf_date
from kg.building.extracting import extract_all
from kg.building.outputs import locked, write_all
from kg.building.report import Report, report_on
from kg.errors import ArticleError, FailureError, InputError, UsageError
from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking import link
from kg.records import Extraction

__all__ = ["Built", "Progress", "build", "build_to"]

Paths = str | Path | Iterable[str | Path]
#: Called after each article with its source.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What ``build_to`` made: the graph, the report on it, and the files."""

    graph: Graph
    report: Report
    files: tuple[Path, ...]


def build(paths: Paths, *, base_iri: str = DEFAULT_BASE_IRI, date: str | None = None, gazetteer: bool = True,
          jobs: int = 1, keep_going: bool = True, progress: Progress | None = None) -> Graph:
    """The knowledge graph of the articles in ``paths`` (a file, a folder, or several of them).

    ``date`` (``YYYY-MM-DD``) is that of articles that have none; without ``gazetteer`` no name is known
    beforehand; ``jobs`` processes share the work (a script that asks for more than one needs
    ``if __name__ == "__main__":``). An article that cannot be read or extracted is left out, or with
    ``keep_going=False`` raised as ArticleError. The graph does not depend on the order of paths, nor on ``jobs``.

    Raises UsageError for a wrong option; InputError when no path exists; FailureError when no article is left.
    """
    return _build(_listed(paths), base_iri, date, gazetteer, jobs, keep_going, progress)[0]


def build_to(paths: Paths, out: str | Path, *, base_iri: str = DEFAULT_BASE_IRI, date: str | None = None,
             gazetteer: bool = True, jobs: int = 1, keep_going: bool = True,
             progress: Progress | None = None) -> Built:
    """``build``, with graph.ttl, graph.html, statements.jsonl and report.json written to the folder ``out``.

    The files there are replaced when all new ones are complete, never before. Raises as ``build`` does, and
    OutputError when ``out`` cannot be written or another build is writing to it.
    """
    options = {"base_iri": base_iri, "date": date, "gazetteer": gazetteer}
    with locked(Path(out)):
        graph, errors = _build(_listed(paths), base_iri, date, gazetteer, jobs, keep_going, progress)
        report = report_on(graph, errors, options)
        files = write_all(graph, Path(out), report.to_json)
    return Built(graph, report, tuple(files))


def _listed(paths: Paths) -> list[Path]:
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    if not given:
        raise UsageError("No path is given.", remedy="Give files or folders of articles.")
    return given


def _build(paths: list[Path], base_iri: str, date: str | None, gazetteer: bool, jobs: int, keep_going: bool,
           progress: Progress | None) -> tuple[Graph, list[ArticleError]]:
    _check(base_iri, date, jobs)
    errors: list[ArticleError] = []
    extractions = _collected(paths, date, gazetteer, jobs, keep_going, progress, errors)
    found = list(extractions)
    if not found:
        reasons = "".join(f"\n{error.source}: {error}" for error in errors)
        if not any(path.exists() for path in paths):
            raise InputError(f"Nothing to read.{reasons}")
        raise FailureError(f"No article could be read.{reasons or ' The folder holds none.'}")
    return link(found, base_iri=base_iri), errors


def _collected(paths: list[Path], date: str | None, gazetteer: bool, jobs: int, keep_going: bool,
               progress: Progress | None, errors: list[ArticleError]) -> Iterator[Extraction]:
    for outcome in extract_all(read_paths(paths, default_date=date), gazetteer=gazetteer, jobs=jobs):
        if progress:
            progress(outcome.source if isinstance(outcome, ArticleError) else outcome.article.source)
        if isinstance(outcome, Extraction):
            yield outcome
        elif keep_going:
            errors.append(outcome)
        else:
            raise outcome


def _check(base_iri: str, date: str | None, jobs: int) -> None:
    if not base_iri.startswith(("http://", "https://")) or not base_iri.endswith(("/", "#")) or \
            any(char.isspace() or char in "<>\"{}|\\^`" for char in base_iri):
        raise UsageError(f"{base_iri!r} is no base IRI.", remedy="Give one such as https://example.org/kg/.")
    if date is not None and edtf_date(date) != date:
        raise UsageError(f"{date!r} is no date.", remedy="Give it as YYYY-MM-DD (or YYYY-MM, YYYY).")
    if jobs < 1:
        raise UsageError(f"{jobs} processes cannot do the work.", remedy="Give a number from 1.")
