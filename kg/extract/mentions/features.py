"""Features of the tokens near capitals, for the tagger of names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis

__all__ = ["features", "stretches"]

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


def features(ground: Ground, lexis: Lexis, start: int, end: int, sentence: tuple[int, int]) -> list[list[str]]:
    """One list of strings for each token of ``[start, end)``."""
    words, lower, shapes, tags = ground.view.words, ground.view.low, ground.shapes, ground.view.tags
    known, runs, small = ground.known, ground.run_of, ground.small
    first, last = sentence[0], sentence[1] - 1
    titles = ground.titles
    own = lexis.features
    opened = _opened(ground, lexis, start, end)
    rows = []
    for i in range(start, end):
        row = [*own(words[i]), f"t={tags[i]}"]
        if i > first:
            row += (f"-w={lower[i - 1]}", f"-s={shapes[i - 1]}", f"-t={tags[i - 1]}", f"ss={shapes[i - 1]}{shapes[i]}")
            if i > first + 1:
                row += (f"--w={lower[i - 2]}", f"--s={shapes[i - 2]}", f"-ww={lower[i - 2]} {lower[i - 1]}")
        else:
            row.append("BOS")
            if lower[i] in small:
                row.append("small")
        if i < last:
            row += (f"+w={lower[i + 1]}", f"+s={shapes[i + 1]}", f"+t={tags[i + 1]}")
            if i < last - 1:
                row += (f"++w={lower[i + 2]}", f"++s={shapes[i + 2]}", f"+ww={lower[i + 1]} {lower[i + 2]}")
        else:
            row.append("EOS")
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
            row += _run_features(ground, lexis, run_start=run.start, run_end=run.end, i=i)
        rows.append(row)
    return rows


def _run_features(ground: Ground, lexis: Lexis, *, run_start: int, run_end: int, i: int) -> list[str]:
    run = ground.run_of[i]
    lower = ground.view.low
    length = run_end - run_start
    at = "B" if i == run_start else "E" if i == run_end - 1 else "M"
    row = [f"r={at}{min(length, 5)}"]
    if run.head:
        row.append(f"h={run.head}")
        if run.near:
            row.append(f"hn={run.head}{at}")
    if run.person:
        row.append(f"hon{at}")
    if run.position:
        row.append(f"pos{at}")
    for cue in run.cues:
        row += (cue, f"{cue}{at}")
    if run_start > 0:
        row.append(f"rw={lower[run_start - 1]}")
    if run_end < len(lower):
        row.append(f"re={lower[run_end]}")
        if run_end + 1 < len(lower):
            row.append(f"ree={lower[run_end]} {lower[run_end + 1]}")
    row.append(f"rl={lower[run_end - 1]}")
    suffix = lexis.suffixes.get(lower[run_end - 1]) if length > 1 else None
    if suffix:
        row.append(f"rs={suffix}")
    if at == "B" and length > 1:
        row.append(f"rf={lower[run_start]}")
    head = lexis.name_heads.at(ground.view.words, run_start)
    if head is not None:
        row.append(f"nh={lexis.learned(head[1])}")
    text = " ".join(ground.view.words[run_start:run_end])
    kind = ground.exact.get(text)
    if kind:
        row.append(f"x={kind}")
    kind = ground.edge.get(ground.view.words[i])
    if kind:
        row.append(f"xe={kind}")
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
