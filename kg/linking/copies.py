"""Articles that only repeat another: agency copies, and one text under two headlines. They are one source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib.metadata import version

from rensa import RMinHash, RMinHashLSH

from kg.files.parts import Parts
from kg.records import Article

__all__ = ["copies_of"]

ALIKE = 0.6
"""Articles with so large a share of their runs of words in common are one source."""
RUN = 3
"""Words that are compared together."""
PERMUTATIONS, BANDS, SEED = 128, 32, 2026
LEAST = 20
"""An article of fewer words says too little to be told from another."""
_WHAT = f"minhash {version('rensa')} {PERMUTATIONS} {SEED} {RUN}"
"""What a sketch is made by; how its state is laid out is the library's affair."""


def copies_of(
    articles: Iterable[Article], parts: Parts | None = None, digests: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """Of each article that repeats another, the id of the one that it repeats: the earliest of those alike.

    ``parts`` has what tells how like another article each is that was there before; where ``digests`` has one of all
    that there is of an article, by its id, its text is not looked at for that.
    """
    parts, digests = parts or Parts(), digests or {}
    index = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    kept: list[tuple[str, RMinHash]] = []
    found: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: (article.date or "9999", article.source)):
        known = digests.get(article.id) or article.text.encode("utf-8", "surrogatepass")
        sketch = parts.of(_WHAT, (known,), partial(_sketch_of, article))
        if not sketch:
            continue
        made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        made.__setstate__(sketch)
        alike = [kept[n] for n in sorted(index.query(made))]
        likest = max(alike, key=lambda other: other[1].jaccard(made), default=None)
        if likest is not None and likest[1].jaccard(made) >= ALIKE:
            found[article.id] = likest[0]
        else:
            index.insert(len(kept), made)
            kept.append((article.id, made))
    return found


def _sketch_of(article: Article) -> bytes:
    return _sketch(article.text)


def _sketch(text: str) -> bytes:
    """The state of a MinHash of the text's runs of words; empty where it says too little."""
    words = text.casefold().split()
    if len(words) < LEAST:
        return b""
    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(list(map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False))))
    return bytes(made.__getstate__())
