"""A limit of time for a piece of work in this process: of computing, so that a busy machine gives up no more."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["OutOfTimeError", "time_limit"]


class OutOfTimeError(BaseException):
    """Not an Exception: no ``except Exception`` of a library may keep it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block when this process computes for longer.

    0 is no limit, and outside the main thread there is none.

    One call of C code is not broken off in its middle.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again: a callback of C code can lose an exception.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
