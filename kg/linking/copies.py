"""Articles that only repeat another: agency copies, and one text under two headlines. They are one source."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from itertools import islice

from rensa import RMinHash, RMinHashLSH

from kg.records import Article

__all__ = ["copies_of", "sketch_of"]

ALIKE = 0.6
"""Articles with so large a share of their runs of words in common are one source."""
RUN = 3
"""Words that are compared together."""
PERMUTATIONS, BANDS, SEED = 128, 32, 2026
LEAST = 20
"""An article of fewer words says too little to be told from another."""


def copies_of(articles: Iterable[Article], sketches: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of each article that repeats another, the id of the one that it repeats: the earliest of those alike.

    ``sketches`` has what ``sketch_of`` says of articles by their ids; the texts of others are looked at.
    """
    sketches = sketches or {}
    index = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    kept: list[tuple[str, RMinHash]] = []
    found: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: (article.date or "9999", article.source)):
        sketch = sketches[article.id] if article.id in sketches else sketch_of(article.text)
        if not sketch:
            continue
        made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        made.__setstate__(b64decode(sketch))
        alike = [kept[n] for n in sorted(index.query(made))]
        likest = max(alike, key=lambda other: other[1].jaccard(made), default=None)
        if likest is not None and likest[1].jaccard(made) >= ALIKE:
            found[article.id] = likest[0]
        else:
            index.insert(len(kept), made)
            kept.append((article.id, made))
    return found


def sketch_of(text: str) -> str:
    """The state of a MinHash of the text's runs of words, in base 64; empty where it says too little."""
    words = text.casefold().split()
    if len(words) < LEAST:
        return ""
    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    # Bytes are joined, and taken over, faster than texts.
    written = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    made.update(map(b" ".join, zip(*(islice(written, at, None) for at in range(RUN)), strict=False)))
    return b64encode(made.__getstate__()).decode("ascii")
