"""Articles that only repeat another: agency copies, and one text under two headlines. They are one source."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from kg.records import Article

__all__ = ["copies_of"]

ALIKE = 0.6
"""Articles with so large a share of their runs of words in common are one source."""
RUN = 4
"""Words that are compared together."""
PERMUTATIONS = 64
LEAST = 20
"""An article of fewer runs says too little to be told from another."""


def copies_of(articles: Iterable[Article]) -> dict[str, str]:
    """Of each article that repeats another, the id of the one that it repeats: the earliest of those alike."""
    order = sorted(articles, key=lambda article: (article.date or "9999", article.source))
    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    hashes: dict[str, MinHash] = {}
    found: dict[str, str] = {}
    for article in order:
        words = article.text.casefold().split()
        runs = {crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)}
        if len(runs) < LEAST:
            continue
        made = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
        made.update_batch(sorted(runs))
        alike = [name for name in index.query(made) if hashes[name].jaccard(made) >= ALIKE]
        if alike:
            found[article.id] = max(sorted(alike), key=lambda name: hashes[name].jaccard(made))
        else:
            index.insert(article.id, made)
            hashes[article.id] = made
    return found
