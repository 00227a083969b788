"""Features of the tokens near capitals, for the tagger of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from kg.extract.mentions.ground import Ground, Run
from kg.extract.mentions.lexis import Lexis, shape_of
from kg.language.memo import Memo
from kg.records import Span

__all__ = ["Together", "features", "stretches", "tag_features", "word_features"]

Feature = TypeVar("Feature")
#: Where a token stands in a run (B, M or E), how long that is, the class that its noun tells, whether a title or a post
#: stands before it, and what behind.
InRun = tuple[str, int, str, bool, bool, tuple[str, ...]]

BEFORE, AFTER = 1, 3


def stretches(ground: Ground) -> Iterator[tuple[int, int]]:
    """Parts of sentences near a capital: nothing else can be (in) a name."""
    capital = ground.capital
    for start, end in ground.sentences:
        open_at = close_at = -1
        for i in range(start, end):
            if not (capital[i] or i in ground.known):
                continue
            if open_at < 0 or i - BEFORE > close_at:
                if open_at >= 0:
                    yield open_at, close_at
                open_at = max(start, i - BEFORE)
            close_at = min(end, i + AFTER + 1)
        if open_at >= 0:
            yield open_at, close_at


def word_features(lexis: Lexis, word: str) -> dict[int, Sequence[str]]:
    """What a word tells of itself (0), of the words one and two behind it (1, 2) and before it (-1, -2)."""
    low, shape = word.lower(), shape_of(word)
    beside = {1: "-", 2: "--", -1: "+", -2: "++"}
    return {0: lexis.features(word), **{at: (f"{place}w={low}", f"{place}s={shape}") for at, place in beside.items()}}


def tag_features(tag: str) -> dict[int, Sequence[str]]:
    """What the tag of a word tells of it, of the word behind it and of that before."""
    return {0: (f"t={tag}",), 1: (f"-t={tag}",), -1: (f"+t={tag}",)}


def features(ground: Ground, lexis: Lexis, start: int, end: int, sentence: Span) -> list[list[str]]:
    """All that is told of each token of ``[start, end)``."""
    words = {i: word_features(lexis, ground.view.words[i]) for i in range(*sentence)}
    tags = {i: tag_features(ground.view.tags[i]) for i in range(*sentence)}
    rows = []
    for i, more in enumerate(Together(lexis, str).rows(ground, start, end, sentence), start):
        row = [name for at in (0, 1, 2, -1, -2) if i - at in words for name in words[i - at][at]]
        row += [name for at in (0, 1, -1) if i - at in tags for name in tags[i - at][at]]
        rows.append(row + more)
    return rows


class Together(Generic[Feature]):
    """What several words, or the article, tell of a token. ``find`` makes a feature of its name; of one that is made
    of one word or a few marks it is asked once."""

    def __init__(self, lexis: Lexis, find: Callable[[str], Feature]) -> None:
        self._lexis = lexis
        self._find = find
        self._begin, self._end, self._small = map(find, ("BOS", "EOS", "small"))
        self._shapes = Memo[tuple[str, str], Feature](lambda pair: find("ss=" + "".join(pair)))
        self._known, self._known_before, self._known_behind, self._title, self._title_before = map(
            self._of, ("g", "-g", "+g", "in", "-in")
        )
        self._head, self._before, self._behind, self._first, self._last = map(self._of, ("h", "rw", "re", "rf", "rl"))
        self._suffix, self._noun, self._exact, self._edge, self._open = map(self._of, ("rs", "nh", "x", "xe", "o"))
        self._cue = Memo[str, Feature](find)
        self._place = Memo[InRun, list[Feature]](lambda key: list(map(find, _place(*key))))

    def _of(self, head: str) -> Memo[str, Feature]:
        return Memo(lambda value: self._find(f"{head}={value}"))

    def rows(self, ground: Ground, start: int, end: int, sentence: Span) -> list[list[Feature]]:
        """What is told of each token of ``[start, end)``."""
        lower, shapes = ground.view.low, ground.shapes
        known, runs, titles = ground.known, ground.run_of, ground.titles
        first, last = sentence[0], sentence[1] - 1
        opened = self._opened(ground, start, end)
        find = self._find
        around: Run | None = None
        shared: list[Feature] = []
        rows = []
        for i in range(start, end):
            row = []
            if i > first:
                row.append(self._shapes[shapes[i - 1], shapes[i]])
                if i > first + 1:
                    row.append(find(f"-ww={lower[i - 2]} {lower[i - 1]}"))
            else:
                row.append(self._begin)
                if lower[i] in ground.small:
                    row.append(self._small)
            if i >= last:
                row.append(self._end)
            elif i < last - 1:
                row.append(find(f"+ww={lower[i + 1]} {lower[i + 2]}"))
            if known:
                if i in known:
                    row.append(self._known[known[i]])
                elif i + 1 in known:
                    row.append(self._known_behind[known[i + 1]])
                if i > first and i - 1 in known:
                    row.append(self._known_before[known[i - 1]])
            if i in titles:
                row.append(self._title[titles[i]])
            if i - 1 in titles and i > first:
                row.append(self._title_before[titles[i - 1]])
            if i in opened:
                row += opened[i]
            run = runs.get(i)
            if run is not None:
                if run is not around:
                    around, shared = run, self._shared(ground, run)
                row += shared
                row += self._in_run(ground, run, i)
            rows.append(row)
        return rows

    def _in_run(self, ground: Ground, run: Run, i: int) -> list[Feature]:
        """What the token ``i`` is told of the run of capitals that it is in."""
        size = run.end - run.start
        at = "B" if i == run.start else "E" if i == run.end - 1 else "M"
        row = self._place[at, min(size, 5), run.head if run.near else "", run.person, run.position, run.cues]
        kind = ground.edge.get(ground.view.words[i])
        if size > 1 and i == run.start:
            row = [*row, self._first[ground.view.low[i]]]
        return [*row, self._edge[kind]] if kind else row

    def _shared(self, ground: Ground, run: Run) -> list[Feature]:
        """What all tokens of a run are told of it."""
        lower, words, start, end = ground.view.low, ground.view.words, run.start, run.end
        row = [self._cue[cue] for cue in run.cues]
        if run.head:
            row.append(self._head[run.head])
        if start > 0:
            row.append(self._before[lower[start - 1]])
        if end < len(lower):
            row.append(self._behind[lower[end]])
            if end + 1 < len(lower):
                row.append(self._find(f"ree={lower[end]} {lower[end + 1]}"))
        row.append(self._last[lower[end - 1]])
        suffix = self._lexis.suffixes.get(lower[end - 1]) if end - start > 1 else None
        if suffix:
            row.append(self._suffix[suffix])
        head = self._lexis.name_heads.at(words, start)
        if head is not None:
            row.append(self._noun[self._lexis.learned(head[1])])
        kind = ground.exact.get(" ".join(words[start:end])) if ground.exact else None
        if kind:
            row.append(self._exact[kind])
        return row

    def _opened(self, ground: Ground, start: int, end: int) -> dict[int, tuple[Feature, ...]]:
        """Tokens behind a word that begins long names ("Bộ", "Viện"), up to the next mark."""
        found: dict[int, tuple[Feature, ...]] = {}
        kind, since = "", 0
        for i in range(start, end):
            if kind and not ground.view.words[i][0].isalnum():
                kind = ""
            if not kind and ground.capital[i] and i not in ground.titles:
                head = self._lexis.name_heads.at(ground.view.words, i)
                if head is not None:
                    kind, since = self._lexis.learned(head[1]), i
            if kind:
                shape = ground.shapes[i]
                told = kind, f"{shape}{min(i - since, 4)}", f"{ground.view.tags[i]}{shape}"
                found[i] = tuple(self._open[value] for value in told)
        return found


def _place(at: str, size: int, head: str, person: bool, position: bool, cues: Sequence[str]) -> list[str]:
    """Where a token stands in a run of so many, and what is said before and behind that."""
    row = [f"r={at}{size}"]
    if head:
        row.append(f"hn={head}{at}")
    if person:
        row.append(f"hon{at}")
    if position:
        row.append(f"pos{at}")
    return row + [f"{cue}{at}" for cue in cues]
