"""What each phase of a build takes: seconds and memory. They are no part of its report, which has no clock in it."""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.files import write_whole

__all__ = ["PHASES", "RARELY", "Phase", "Phases", "collected_rarely", "uncollected"]

RARELY = 50_000
"""Objects more than went since the last look."""
PHASES = ".kg-phases.json"
"""What the phases of the last build took, in its folder; nothing reads it but people and benchmarks/scale.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """``cpu`` and ``wall`` in seconds, those of processes that ended in it among them; ``peak``: MiB at most until its
    end, of this process or the largest of its own."""

    name: str
    cpu: float
    wall: float
    peak: int

    def __str__(self) -> str:
        return f"{self.name}: {self.cpu:.2f} s of CPU in {self.wall:.2f} s, {self.peak:,} MiB at most until then"


class Phases:
    """The phases of one build, in their order; ``told`` is called with each when it ends."""

    def __init__(self, told: Callable[[Phase], object] = lambda phase: None) -> None:
        self.done: list[Phase] = []
        self._told = told

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Takes the time of the block."""
        cpu, wall = _cpu(), time.monotonic()
        yield
        taken = Phase(name=name, cpu=round(_cpu() - cpu, 3), wall=round(time.monotonic() - wall, 3), peak=_peak())
        self.done.append(taken)
        self._told(taken)

    def write(self, folder: Path) -> None:
        """Keep them in the build's ``folder``."""
        write_whole(folder / PHASES, json.dumps([asdict(phase) for phase in self.done], indent=1) + "\n")


@contextmanager
def collected_rarely() -> Iterator[None]:
    """While articles are read what points to itself goes now and then: looking for it after every few hundred records,
    as is done otherwise, takes a quarter of the time in which kept ones are read."""
    before = gc.get_threshold()
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def uncollected() -> Iterator[None]:
    """While records are made into a graph and its files nothing goes that points to itself, and looking for that again
    and again through all that is kept takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What was made counts as old from now on: it is not looked through at once.
        gc.freeze()
        gc.unfreeze()
        if was:
            gc.enable()


def _cpu() -> float:
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def _peak() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10
