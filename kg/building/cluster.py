"""Extraction on a dask cluster: one that runs somewhere, or one of processes here. Results come in the articles' order.

A worker that dies loses nothing: dask gives what it had to another. An article that its workers die of is left out.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from kg.building.extracting import Failure, Outcome, cores, extract_one, outcome
from kg.errors import ArticleError, FailureError, UsageError
from kg.readers import Reader
from kg.records import Article

__all__ = ["ENGINE", "extract_on"]

ENGINE = "dask"
"""The name of this engine; alone it is a cluster of processes here, and with ``://HOST:PORT`` one that runs there."""
BATCH = 50
"""Articles that go to a worker together: sending each alone costs as much as a tenth of reading it."""
_AHEAD = 3
_PATIENCE = 10
"""Seconds that a scheduler may take to answer."""
_ONE = threading.Lock()


def extract_on(
    engine: str, articles: Iterable[Article | ArticleError], reader: Reader, *, jobs: int = 0, timeout: float
) -> Iterator[Outcome]:
    """As ``extract_all``, on the cluster that ``engine`` names; ``jobs`` processes of one that is started here.

    Raises UsageError for an engine that there is not and without the extra, FailureError when nobody answers.
    """
    name, _, address = engine.partition("://")
    if name != ENGINE:
        raise UsageError(f"There is no engine {engine!r}.", remedy=f"Use {ENGINE} or {ENGINE}://HOST:PORT.")
    try:
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError as error:
        raise UsageError("A cluster needs dask.", remedy="Install: pip install 'kg[dask]'") from error
    cluster = None
    try:
        if not address:
            cluster = LocalCluster(n_workers=jobs or cores(), threads_per_worker=1, dashboard_address=None)
        client = Client(f"tcp://{address}" if address else cluster, timeout=_PATIENCE)
    except OSError as error:
        raise FailureError(
            f"No dask scheduler answers at {address}: {error}.", remedy="Start dask scheduler."
        ) from error
    try:
        most = _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        waiting: deque[tuple[list[Article | ArticleError], Any]] = deque()

        def finished() -> Iterator[Outcome]:
            batch, future = waiting.popleft()
            read = [item for item in batch if isinstance(item, Article)]
            try:
                found = iter(future.result())
            except KilledWorker:
                alone = [client.submit(_read, reader, [article], timeout, pure=False) for article in read]
                found = iter([_alone(one, KilledWorker) for one in alone])
            for item in batch:
                yield item if isinstance(item, ArticleError) else outcome(item, next(found))

        source = iter(articles)
        while batch := list(islice(source, BATCH)):
            given = [item for item in batch if isinstance(item, Article)]
            waiting.append((batch, client.submit(_read, reader, given, timeout, pure=False)))
            if len(waiting) > most:
                yield from finished()
        while waiting:
            yield from finished()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _alone(future: Any, killed: type[Exception]) -> Any:
    try:
        return future.result()[0]
    except killed:
        return Failure("the process that read it died (out of memory, or a fault in a library).")


def _read(reader: Reader, articles: Sequence[Article], timeout: float) -> list[Any]:
    """What a worker does. Its threads take turns: what reads is one thing of many parts that remember."""
    with _ONE:
        return [extract_one(reader, article, timeout) for article in articles]
