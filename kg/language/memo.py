"""What a function says of each key, kept from one article to the next: words come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Memo"]

Key = TypeVar("Key")
Value = TypeVar("Value")

#: So many answers are kept, where nothing else is said.
KEPT = 16_384


class Memo(dict[Key, Value]):
    """``memo[key]`` is ``make(key)``, made once: what is there is found as fast as in any dict, which no function
    with a cache around it is. Of more than ``kept`` keys all are forgotten and made anew."""

    def __init__(self, make: Callable[[Key], Value], *, kept: int = KEPT) -> None:
        super().__init__()
        self._make = make
        self._kept = kept

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._kept:
            self.clear()
        found = self[key] = self._make(key)
        return found
