"""A limit of time for a piece of work in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ARTICLE_TIMEOUT", "OutOfTimeError", "time_limit"]

#: Seconds that an article may take to be read, and again to be extracted.
ARTICLE_TIMEOUT = 60.0


class OutOfTimeError(BaseException):
    """Not an Exception: no ``except Exception`` of a library may keep it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block when it takes longer; 0 is no limit, and so is any thread but the main one.

    One call of C code is not broken off in its middle.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: a callback of C code can lose an exception.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
