"""How long many articles take on many workers: a simulation from what one article costs, which docs/scale.md shows.

    python benchmarks/simulation.py [PHASES.json ARTICLES]

Without arguments it counts with COSTS. With the ``.kg-phases.json`` of a build of so many articles its costs are taken.
Workers take batches from one scheduler, which sends and receives a batch at a time; articles cost unlike amounts; a
worker dies now and then and its batch is given to another. What comes behind extraction is done by one process.
"""

from __future__ import annotations

import heapq
import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

#: CPU seconds for an article on one quiet core (--fast), by phase: what was measured at 10,000 articles when issue 15
#: was filed, and in proportion where a phase has become faster since.
COSTS: Mapping[str, float] = {
    "extraction": 0.072,
    "sending": 0.0008,
    "reading back": 0.0012,
    "linking": 0.0030,
    "files": 0.0012,
    "store": 0.0025,
}
PAGE = 25.0
"""Seconds for the page: it shows 50,000 entities of however many there are."""
MEMORY = 41.0
"""KiB of the process that links, an article: its entities and facts, and what names are compared by."""
DISK = 100.0
"""KiB on the disk, an article: extraction, Turtle, rows, store, and the index of names and sentences."""
BATCH = 50
SPREAD = 0.9
"""Of the logarithm of what articles cost."""
DEATHS = 1e-5
"""Of workers, a second."""
SIZES = (10_000, 1_000_000, 100_000_000)
WORKERS = (1, 16, 256)
MOST = 40_000
"""Batches that are played out; of more articles so many stand for all."""


def main() -> None:
    costs = dict(COSTS)
    if len(sys.argv) > 2:
        costs |= costs_of(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), int(sys.argv[2]))
    print("| articles | workers | extraction | linking, files, store | whole | serial | memory of linking | disk |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows(costs):
        print(f"| {' | '.join(row)} |")


def costs_of(phases: list[dict[str, float | str]], articles: int) -> dict[str, float]:
    taken = {str(phase["name"]): float(phase["cpu"]) / articles for phase in phases}
    return {
        "extraction": taken["reading and extraction"],
        "linking": taken["linking"],
        "files": sum(taken[name] for name in ("graph.ttl", "statements.jsonl", "linking.json")),
        "store": taken["store"],
    }


def rows(costs: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    for size in SIZES:
        for workers in WORKERS:
            read = extraction(size, workers, costs)
            behind = size * sum(costs[name] for name in ("reading back", "linking", "files", "store")) + PAGE
            yield (
                f"{size:,}",
                str(workers),
                told(read),
                told(behind),
                told(read + behind),
                f"{behind / (read + behind):.0%}",
                amount(size * MEMORY),
                amount(size * DISK),
            )


def extraction(size: int, workers: int, costs: Mapping[str, float]) -> float:
    """Seconds until the last batch is there."""
    batches = -(-size // BATCH)
    played = min(batches, MOST)
    dice = random.Random(size + workers)
    free = [0.0] * workers
    heapq.heapify(free)
    scheduler = end = 0.0
    for _ in range(played):
        work = sum(dice.lognormvariate(-(SPREAD**2) / 2, SPREAD) for _ in range(BATCH)) * costs["extraction"]
        start = heapq.heappop(free)
        while dice.random() < DEATHS * work:
            start += dice.random() * work
        scheduler = max(scheduler, start) if workers == 1 else scheduler + BATCH * costs["sending"]
        done = max(start, scheduler) + work
        heapq.heappush(free, done)
        end = max(end, done)
    return end * batches / played


def told(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def amount(kibibytes: float) -> str:
    for unit, size in (("TiB", 2**30), ("GiB", 2**20)):
        if kibibytes >= size:
            return f"{kibibytes / size:.1f} {unit}"
    return f"{kibibytes / 1024:.0f} MiB"


if __name__ == "__main__":
    main()
