"""The lines of an article, those that were broken in the middle of a sentence put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Line", "leading", "lines_of", "trailing"]

END = re.compile(r"""[.!?…:;][\s"'”’»)\]]*$""")
ITEM = re.compile(r"[-–—*•+]|\d{1,2}[.)] ")
#: Characters of the longest line of a block that a mail program or PDF broke.
WRAPPED = 130


@dataclass(frozen=True, slots=True)
class Line:
    """Text without the white space around it; ``blank_before``: an empty line stands above."""

    start: int
    end: int
    text: str
    blank_before: bool

    @property
    def closed(self) -> bool:
        """Does the line end like a sentence?"""
        return bool(END.search(self.text[-12:]))

    @property
    def is_item(self) -> bool:
        """Does the line begin like one of a list?"""
        return bool(ITEM.match(self.text))


def lines_of(text: str, start: int = 0) -> Iterator[Line]:
    """The lines of ``text`` from ``start``; one that a mail program or PDF broke mid-sentence is one line."""
    block: list[Line] = []
    for line in _raw(text, start):
        if block and line.blank_before:
            yield from _join(text, block)
            block = []
        block.append(line)
    yield from _join(text, block)


def leading(text: str) -> int:
    """How many characters of white space ``text`` begins with."""
    return len(text) - len(text.lstrip())


def trailing(text: str) -> int:
    """How many characters of white space ``text`` ends with."""
    return len(text) - len(text.rstrip())


def _raw(text: str, start: int) -> Iterator[Line]:
    blank = True
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        raw = text[start:end]
        stripped = raw.strip()
        if stripped:
            left = start + leading(raw)
            yield Line(left, left + len(stripped), stripped, blank)
        blank = not stripped
        start = end + 1


def _join(text: str, block: list[Line]) -> Iterator[Line]:
    width = max((len(line.text) for line in block), default=0)
    pairs = list(pairwise(block))
    broken = [not a.closed and b.text[0].islower() for a, b in pairs]
    wrapped = len(block) > 2 and width <= WRAPPED and sum(broken) * 4 >= len(pairs)
    group: list[Line] = []
    for i, line in enumerate(block):
        group.append(line)
        goes_on = i < len(broken) and (
            broken[i] or (wrapped and not block[i + 1].is_item and len(line.text) >= 0.75 * width)
        )
        if not goes_on:
            left, right = group[0].start, group[-1].end
            yield Line(left, right, text[left:right].replace("\n", " "), group[0].blank_before)
            group = []
