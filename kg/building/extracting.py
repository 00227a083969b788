"""Extraction of many articles, in this process or in several; results come in the order of the articles."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from kg.articles.limits import OutOfTimeError, time_limit
from kg.building.phases import RARELY
from kg.config import ARTICLE_TIMEOUT
from kg.errors import ArticleError, KgError
from kg.readers import Forgetting, Reader
from kg.records import Article, Extraction

__all__ = ["Failure", "Outcome", "cores", "extract_all", "extract_one", "outcome"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that was not read; ``reason`` goes on from its name ("its extraction failed: …")."""

    reason: str


Outcome = Extraction | ArticleError

#: Articles handed out ahead of the one waited for: enough to keep all busy, few enough to stay small.
_AHEAD = 4


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_one(reader: Reader, article: Article, timeout: float = ARTICLE_TIMEOUT) -> Extraction | Failure:
    """What ``reader`` finds in the article, or why nothing is: any fault stays with its article.

    An article that takes longer than ``timeout`` seconds is given up (0: none is).
    """
    try:
        with time_limit(timeout):
            return reader.extract(article)
    except OutOfTimeError:
        # Stopped anywhere: what it remembers may be half made.
        if isinstance(reader, Forgetting):
            reader.forget()
        return Failure(f"took longer than {timeout:g} s to extract.")
    except ArticleError as error:
        return Failure(error.message)
    except KgError:
        # What the reader needs is faulty or not there: that is no fault of the article.
        raise
    except Exception as error:
        return Failure(f"its extraction failed: {type(error).__name__}: {error}.")


def extract_all(
    articles: Iterable[Article | ArticleError], reader: Reader, *, jobs: int = 1, timeout: float = ARTICLE_TIMEOUT
) -> Iterator[Outcome]:
    """The extraction of each article, or the error that came instead; errors among ``articles`` pass through.

    What is found does not depend on ``jobs``. A process that dies takes nothing with it but its article.
    """
    if jobs <= 1:
        for article in articles:
            yield (
                article
                if isinstance(article, ArticleError)
                else outcome(article, extract_one(reader, article, timeout))
            )
        return
    with _Pool(jobs, reader, timeout) as pool:
        waiting: deque[Article | ArticleError] = deque()
        for article in articles:
            waiting.append(article)
            if isinstance(article, Article):
                pool.submit(article)
            if len(waiting) > jobs * _AHEAD:
                yield pool.result(waiting.popleft())
        while waiting:
            yield pool.result(waiting.popleft())


class _Pool:
    """A process pool that outlives its processes."""

    def __init__(self, jobs: int, reader: Reader, timeout: float) -> None:
        self.jobs = jobs
        self.reader = reader
        self.timeout = timeout
        self.pending: dict[str, tuple[Article, Future[Extraction | Failure]]] = {}
        self.executor = self._start(jobs)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, article: Article) -> None:
        try:
            future = self.executor.submit(extract_one, self.reader, article, self.timeout)
        except BrokenProcessPool as error:
            # Found out when its turn comes, as for the articles that were handed out before.
            future = Future()
            future.set_exception(error)
        self.pending[article.id] = (article, future)

    def result(self, article: Article | ArticleError) -> Outcome:
        if isinstance(article, ArticleError):
            return article
        try:
            found = self.pending[article.id][1].result()
        except BrokenProcessPool:
            found = self._alone(article)
            del self.pending[article.id]
            self._restart()
            return outcome(article, found)
        del self.pending[article.id]
        return outcome(article, found)

    def _alone(self, article: Article) -> Extraction | Failure:
        """Once more in a process of its own: was it this article, or another that ran beside it?"""
        with self._start(1) as executor:
            try:
                return executor.submit(extract_one, self.reader, article, self.timeout).result()
            except BrokenProcessPool:
                return Failure("the process that read it died (out of memory, or a fault in a library).")

    def _restart(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._start(self.jobs)
        for article, future in list(self.pending.values()):
            if not future.done() or future.cancelled() or future.exception() is not None:
                self.submit(article)

    @staticmethod
    def _start(jobs: int) -> ProcessPoolExecutor:
        # Forking a process that has threads (a notebook, a server) can hang.
        return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_serve)


def _serve() -> None:
    """A worker leaves Ctrl-C to its parent, and ends with it even when that is killed.

    It does nothing but read: what points to itself goes as rarely as in a parent that reads (``collected_rarely``),
    which saves one part in fourteen of its time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def outcome(article: Article, found: Extraction | Failure) -> Outcome:
    """What comes of an article: what was found, or the error that leaves it out."""
    if isinstance(found, Failure):
        remedy = "Please report it with the article; leave it out for now."
        return ArticleError(article.source, found.reason, remedy=remedy)
    return found
