"""The parts of a text that speech is read from: lines, quotes, sentences that quotes hold together, answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.view import TokenView, inside
from kg.records import Span

__all__ = ["Unit", "answers", "bracketed", "units_of"]

PAIRS = {"“": "”", "«": "»", "‘": "’", '"': '"'}
#: Marks whose quote runs to the end of its line where nothing closes it.
UNCLOSED = frozenset('“"')
BULLETS = frozenset("-–—•*")
#: An interview has at least this many lines that are questions.
QUESTIONS = 3
LONGEST_QUESTION = 80
#: Shorter answers ("- Có.") say nothing by themselves.
ANSWER = 5
#: Words in brackets that say something of the word before them, at most.
ASIDE = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or several that one quote runs through: tokens ``left:right`` of the line ``line``.

    ``quotes`` are its outermost quotes as (opening mark, closing mark).
    """

    line: int
    left: int
    right: int
    quotes: tuple[Span, ...]


def units_of(view: TokenView) -> list[Unit]:
    """The units of all lines, in order."""
    starts = [start for start, _ in view.sentences]
    marks = view.where(PAIRS)
    units = []
    for line, (start, end) in enumerate(view.lines):
        quotes = _quotes(view.low, inside(marks, start, end), start, end)
        inner: set[int] = set()
        for opening, closing in quotes:
            inner.update(range(opening + 1, closing + 1))
        cuts = [s for s in starts[bisect_left(starts, start + 1) : bisect_left(starts, end)] if s not in inner]
        units += [
            Unit(line, left, right, tuple(q for q in quotes if left <= q[0] < right))
            for left, right in pairwise([start, *cuts, end])
        ]
    return units


def _quotes(low: Sequence[str], marks: Sequence[int], start: int, end: int) -> list[Span]:
    """The quotes of a line, of which ``marks`` are the marks that may open one."""
    quotes = []
    open_: set[str] = set()  # marks that are closed nowhere: not looked for again
    behind = start
    for i in marks:
        if i < behind:
            continue
        stop = -1
        if low[i] not in open_:
            stop = _closing(low, i, end)
            if stop < 0:
                open_.add(low[i])
        if stop < 0 and low[i] in UNCLOSED and end < len(low) and (i == start or low[i - 1] == ":"):
            stop = end  # a quote of several paragraphs is closed in the last, or its mark was forgotten
        if stop > i:
            quotes.append((i, stop))
            behind = stop + 1
    return quotes


def _closing(low: Sequence[str], opening: int, end: int) -> int:
    """Where the quote that begins at ``opening`` is closed on its line, quotes inside it skipped; -1 for nowhere.

    Where its own closing mark is missing, one of the other kind closes it ("...”, “...").
    """
    mark = low[opening]
    closer = PAIRS[mark]
    if mark == '"':
        return _straight(low, opening, end)
    depth, first = 1, -1
    for i in range(opening + 1, end):
        if low[i] == closer or (closer == "”" and low[i] == '"'):
            first = i if first < 0 else first
            depth -= low[i] == closer
            if not depth:
                return i
        elif low[i] == mark:
            depth += 1
    return first


def _straight(low: Sequence[str], opening: int, end: int) -> int:
    inner = 0
    for i in range(opening + 1, end):
        if low[i] == "“":
            inner += 1
        elif low[i] == '"' or (low[i] == "”" and not inner):
            return i
        elif low[i] == "”":
            inner -= 1
    return -1


def bracketed(view: TokenView) -> frozenset[int]:
    """The tokens in round brackets that are closed on their line soon enough, the brackets among them."""
    return frozenset(
        i for opening, closing in view.brackets if closing - opening <= ASIDE for i in range(opening, closing + 1)
    )


def answers(view: TokenView, me: Set[str]) -> list[int]:
    """Indices of the lines that answer a question of an interview; none when the text is no interview.

    ``me`` are words by which somebody speaks of himself.
    """
    low, lines = view.low, view.lines
    asking = {
        n
        for n, (start, end) in enumerate(lines)
        if low[end - 1] == "?" and 3 <= end - start <= LONGEST_QUESTION and "“" not in low[start:end]
    }
    if len(asking) < QUESTIONS:
        return []
    found = []
    answering = False
    for n, (start, end) in enumerate(lines):
        if n in asking:
            answering = True
        elif answering and (low[start] in BULLETS or not me.isdisjoint(low[start:end])):
            if end - start >= ANSWER:
                found.append(n)
        else:
            answering = answering and n - 1 in asking
    return found
