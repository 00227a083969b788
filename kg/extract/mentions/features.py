"""Features of the tokens near capitals, for the tagger of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.extract.mentions.ground import Ground, Run
from kg.extract.mentions.lexis import Lexis, shape_of
from kg.names import Remembered

__all__ = ["Feature", "Vocabulary", "features", "stretches"]

BEFORE, AFTER = 1, 3
#: So many words' features are kept.
MEMORY = 8_192

Feature = str | bytes


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


class WordFeatures(NamedTuple):
    """What a word tells at its own place, and at those one and two behind and before it."""

    own: Sequence[Feature]
    behind: Sequence[Feature]
    behind2: Sequence[Feature]
    before: Sequence[Feature]
    before2: Sequence[Feature]


class Vocabulary:
    """Features of single words and tags, put into words once: a text has few, each many times.

    ``encode`` makes of their names what they are handed on as: a tagger needs bytes.
    """

    def __init__(self, lexis: Lexis, encode: Callable[[str], Feature] = str) -> None:
        self.lexis = lexis
        self.encode = encode
        self._words: dict[str, WordFeatures] = {}
        self.tags = Remembered(lambda tag: tuple(encode(f"{place}t={tag}") for place in ("", "-", "+")))
        self.shapes = Remembered(lambda pair: encode(f"ss={pair}"))

    def word(self, word: str) -> WordFeatures:
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= MEMORY:
                self._words.clear()
            low, shape = word.lower(), shape_of(word)
            beside = ([f"{place}w={low}", f"{place}s={shape}"] for place in ("-", "--", "+", "++"))
            rows = (tuple(map(self.encode, row)) for row in (self.lexis.features(word), *beside))
            found = self._words[word] = WordFeatures(*rows)
        return found


def features(
    ground: Ground, vocabulary: Vocabulary, start: int, end: int, sentence: tuple[int, int]
) -> list[list[Feature]]:
    """One list of features for each token of ``[start, end)``."""
    lower, shapes, tags = ground.view.low, ground.shapes, ground.view.tags
    known, runs, small = ground.known, ground.run_of, ground.small
    first, last = sentence[0], sentence[1] - 1
    titles = ground.titles
    lexis = vocabulary.lexis
    opened = _opened(ground, lexis, start, end)
    left = max(first, start - 2)
    words = [vocabulary.word(word) for word in ground.view.words[left : min(last + 1, end + 2)]]
    told = [vocabulary.tags.of(tag) for tag in tags[left : min(last + 1, end + 2)]]
    around: Run | None = None
    shared: list[Feature] = []
    rows = []
    for i in range(start, end):
        at = i - left
        row: list[Feature] = [*words[at].own, told[at][0]]
        if i > first:
            row += words[at - 1].behind
            row += (told[at - 1][1], vocabulary.shapes.of(shapes[i - 1] + shapes[i]))
            if i > first + 1:
                row += words[at - 2].behind2
                row.append(f"-ww={lower[i - 2]} {lower[i - 1]}")
        else:
            row.append("BOS")
            if lower[i] in small:
                row.append("small")
        if i < last:
            row += words[at + 1].before
            row.append(told[at + 1][2])
            if i < last - 1:
                row += words[at + 2].before2
                row.append(f"+ww={lower[i + 1]} {lower[i + 2]}")
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
            if run is not around:
                around, shared = run, _shared(ground, lexis, run)
            row += _in_run(ground, run, i)
            row += shared
        rows.append(row)
    return rows


def _in_run(ground: Ground, run: Run, i: int) -> list[Feature]:
    """What the token ``i`` is told of the run of capitals that it is in."""
    at = "B" if i == run.start else "E" if i == run.end - 1 else "M"
    row: list[Feature] = [f"r={at}{min(run.end - run.start, 5)}"]
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


def _shared(ground: Ground, lexis: Lexis, run: Run) -> list[Feature]:
    """What all tokens of a run are told of it."""
    lower, words, start, end = ground.view.low, ground.view.words, run.start, run.end
    row: list[Feature] = list(run.cues)
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
