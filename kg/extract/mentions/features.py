"""Features of the tokens near capitals, for the tagger of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.mentions.ground import Ground, Run
from kg.extract.mentions.lexis import Lexis, shape_of
from kg.records import Span

__all__ = ["features", "features_together", "stretches", "tag_features", "word_features"]

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
    for i, more in enumerate(features_together(ground, lexis, start, end, sentence), start):
        row = [name for at in (0, 1, 2, -1, -2) if i - at in words for name in words[i - at][at]]
        row += [name for at in (0, 1, -1) if i - at in tags for name in tags[i - at][at]]
        rows.append(row + more)
    return rows


def features_together(ground: Ground, lexis: Lexis, start: int, end: int, sentence: Span) -> list[list[str]]:
    """What several words, or the article, tell of each token of ``[start, end)``."""
    lower, shapes = ground.view.low, ground.shapes
    known, runs, titles = ground.known, ground.run_of, ground.titles
    first, last = sentence[0], sentence[1] - 1
    opened = _opened(ground, lexis, start, end)
    around: Run | None = None
    shared: list[str] = []
    rows = []
    for i in range(start, end):
        row = []
        if i > first:
            row.append(f"ss={shapes[i - 1]}{shapes[i]}")
            if i > first + 1:
                row.append(f"-ww={lower[i - 2]} {lower[i - 1]}")
        else:
            row.append("BOS")
            if lower[i] in ground.small:
                row.append("small")
        if i >= last:
            row.append("EOS")
        elif i < last - 1:
            row.append(f"+ww={lower[i + 1]} {lower[i + 2]}")
        if i in known:
            row.append(f"g={known[i]}")
        elif known and i + 1 in known:
            row.append(f"+g={known[i + 1]}")
        if i > first and i - 1 in known:
            row.append(f"-g={known[i - 1]}")
        if i in titles:
            row.append(f"in={titles[i]}")
        if i - 1 in titles and i > first:
            row.append(f"-in={titles[i - 1]}")
        if i in opened:
            row += opened[i]
        run = runs.get(i)
        if run is not None:
            if run is not around:
                around, shared = run, _shared(ground, lexis, run)
            row += shared
            row += _in_run(ground, run, i)
        rows.append(row)
    return rows


def _in_run(ground: Ground, run: Run, i: int) -> list[str]:
    """What the token ``i`` is told of the run of capitals that it is in."""
    at = "B" if i == run.start else "E" if i == run.end - 1 else "M"
    row = [f"r={at}{min(run.end - run.start, 5)}"]
    if run.head and run.near:
        row.append(f"hn={run.head}{at}")
    if run.person:
        row.append(f"hon{at}")
    if run.position:
        row.append(f"pos{at}")
    row += [f"{cue}{at}" for cue in run.cues]
    if at == "B" and run.end - run.start > 1:
        row.append(f"rf={ground.view.low[run.start]}")
    kind = ground.edge.get(ground.view.words[i])
    if kind:
        row.append(f"xe={kind}")
    return row


def _shared(ground: Ground, lexis: Lexis, run: Run) -> list[str]:
    """What all tokens of a run are told of it."""
    lower, words, start, end = ground.view.low, ground.view.words, run.start, run.end
    row = list(run.cues)
    if run.head:
        row.append(f"h={run.head}")
    if start > 0:
        row.append(f"rw={lower[start - 1]}")
    if end < len(lower):
        row.append(f"re={lower[end]}")
        if end + 1 < len(lower):
            row.append(f"ree={lower[end]} {lower[end + 1]}")
    row.append(f"rl={lower[end - 1]}")
    suffix = lexis.suffixes.get(lower[end - 1]) if end - start > 1 else None
    if suffix:
        row.append(f"rs={suffix}")
    head = lexis.name_heads.at(words, start)
    if head is not None:
        row.append(f"nh={lexis.learned(head[1])}")
    kind = ground.exact.get(" ".join(words[start:end]))
    if kind:
        row.append(f"x={kind}")
    return row


def _opened(ground: Ground, lexis: Lexis, start: int, end: int) -> dict[int, tuple[str, ...]]:
    """Tokens behind a word that begins long names ("Bộ", "Viện"), up to the next mark."""
    found: dict[int, tuple[str, ...]] = {}
    kind, since = "", 0
    for i in range(start, end):
        if kind and not ground.view.words[i][0].isalnum():
            kind = ""
        head = lexis.name_heads.at(ground.view.words, i) if ground.capital[i] and i not in ground.titles else None
        if head is not None and not kind:
            kind, since = lexis.learned(head[1]), i
        if kind:
            found[i] = (
                f"o={kind}",
                f"o={ground.shapes[i]}{min(i - since, 4)}",
                f"o={ground.view.tags[i]}{ground.shapes[i]}",
            )
    return found
