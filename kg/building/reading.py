"""Paths to extractions: what is in the cache, and what is read in this process, in several, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import TIMEOUT_MAX

from kg.articles.reading import Nothing, read_new
from kg.building.cache import ExtractionCache
from kg.building.incremental import extract_new, extracting, open_cache
from kg.building.known import Known
from kg.building.memory import Memory
from kg.building.options import Options
from kg.config import ARTICLE_TIMEOUT, checked_base
from kg.edtf import is_date
from kg.errors import ArticleError, FailureError, InputError, UsageError
from kg.files.parts import Parts
from kg.linking import Outline
from kg.ontology.ontology import Ontology
from kg.readers import Asking, Reader, state_of
from kg.records import Article, Extraction

__all__ = ["Paths", "Progress", "Work", "cache_of", "listed", "some"]

Paths = str | Path | Iterable[str | Path]
#: Called after each article with its source.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How articles are extracted, which changes nothing in what is found: in ``jobs`` processes here, or on the cluster
    that ``engine`` names; ``timeout`` in seconds an article; ``below``: the folder from which sources are told."""

    jobs: int = 1
    keep_going: bool = True
    timeout: float = ARTICLE_TIMEOUT
    engine: str | None = None
    below: Path | None = None
    progress: Progress | None = None

    def extracted(
        self,
        paths: list[Path],
        options: Options,
        ontology: Ontology,
        reader: Reader | None = None,
        cache: ExtractionCache | None = None,
        parts: Parts | None = None,
        memory: Memory | None = None,
    ) -> tuple[list[Outline], list[ArticleError]]:
        """All that ``outcomes`` gives: what was found, and what was left out."""
        found: list[Outline] = []
        errors: list[ArticleError] = []
        for outcome in self.outcomes(paths, options, ontology, reader, cache, parts, memory):
            if isinstance(outcome, Outline):
                found.append(outcome)
            else:
                errors.append(outcome)
        return found, errors

    def outcomes(
        self,
        paths: list[Path],
        options: Options,
        ontology: Ontology,
        reader: Reader | None = None,
        cache: ExtractionCache | None = None,
        parts: Parts | None = None,
        memory: Memory | None = None,
    ) -> Iterator[Outline | ArticleError]:
        """The extraction of each article in ``paths``, or the error that leaves it out (raised, without keep_going).

        ``cache`` has what was extracted, ``parts`` what is known of it without a look; ``memory`` holds extractions.
        """
        _check(options.base_iri, options.date, self.jobs, self.timeout)
        if not options.fast:
            from kg.extract.mentions.encoder.model import runtime

            runtime()
        who, memory = reader or options.own(ontology), memory or Memory()
        # Who asks somebody else has an answer for each article, which may be another now.
        known = Known(parts, cache, memory) if cache and parts and not isinstance(reader, Asking) else None
        articles: Iterable[Article | ArticleError | Outline] = read_new(
            paths,
            known or Nothing(),
            default_date=options.date,
            ontology=ontology,
            timeout=self.timeout,
            below=self.below,
        )
        if isinstance(reader, Asking):
            articles = list(articles)
            reader.prepare([article for article in articles if isinstance(article, Article)])
        found: Iterable[Outline | ArticleError]
        if cache:
            found = extract_new(
                articles,
                cache,
                who,
                jobs=self.jobs,
                timeout=self.timeout,
                engine=self.engine,
                memory=memory,
                known=known,
            )
        else:
            new = (one for one in articles if not isinstance(one, Outline))
            made = extracting(self.engine)(new, who, jobs=self.jobs, timeout=self.timeout)
            found = (memory.of(outcome) if isinstance(outcome, Extraction) else outcome for outcome in made)
        for outcome in found:
            if self.progress:
                self.progress(outcome.source if isinstance(outcome, ArticleError) else outcome.article.source)
            if isinstance(outcome, ArticleError) and not self.keep_going:
                raise outcome
            yield outcome


def cache_of(folder: Path, ontology: Ontology, options: Options, reader: Reader | None = None) -> ExtractionCache:
    state = partial(state_of, reader) if reader else lambda article: ""
    known, models = options.gazetteer, options.models
    return open_cache(
        folder, ontology, gazetteer=known, fast=options.fast, models=models, reader=options.reader, state=state
    )


def listed(paths: Paths) -> list[Path]:
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    if not given:
        raise UsageError("No path is given.", remedy="Give files or folders of articles.")
    return given


def some(found: list[Outline], errors: list[ArticleError], paths: list[Path]) -> list[Outline]:
    """The extractions; an error when there are none."""
    if not found:
        reasons = "".join(f"\n{error.source}: {error}" for error in errors)
        if not any(path.exists() for path in paths):
            raise InputError(f"Nothing to read.{reasons}")
        raise FailureError(f"No article could be read.{reasons or ' The folder holds none.'}")
    return found


def _check(base_iri: str, date: str | None, jobs: int, timeout: float) -> None:
    checked_base(base_iri)
    if date is not None and not is_date(date):
        raise UsageError(f"{date!r} is not a date.", remedy="Give it as YYYY-MM-DD (or YYYY-MM, YYYY).")
    if jobs < 1:
        raise UsageError(f"{jobs} processes cannot do the work.", remedy="Give a number from 1.")
    if not 0 <= timeout < TIMEOUT_MAX:
        raise UsageError(f"An article cannot take {timeout:g} s.", remedy="Give seconds; 0 for no limit.")
