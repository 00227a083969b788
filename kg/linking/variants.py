"""Names written differently: diacritics lost, legal forms, abbreviations, suffixes, order, slips of the pen."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from sys import intern

from rapidfuzz.distance import OSA

from kg.linking.noted import Keys
from kg.linking.resolver import PERSON, Resolver
from kg.names import exact_key, is_bare, is_plain, plain_key, words_of

__all__ = ["join_variants"]

NAMED = ("Organization", PERSON, "Product", "Place", "Technology")
MAX_BLOCK = 24
MIN_KEY = 4
SLIP_WORD = 6
_LETTERS = re.compile(r"[^\W\d_]{2,}")
MAX_RARE = 3
"""A name in more articles than this stands on its own: what bears it and a suffix is a part of it."""
Name = tuple[str, str]
"""An uppermost class, and a name of what is of it."""
Row = tuple[str, str, Keys, Sequence[int]]
"""The same with the name's keys and, of each cluster that it means, one entity at least."""
Block = Mapping[int, str]
"""Roots of clusters that share a key, each with its name."""


def join_variants(resolver: Resolver) -> None:
    """Join clusters whose names are variants of each other where nothing is in doubt; else note the pair."""
    rows = _rows(resolver)
    for _, block in _blocks(resolver, rows, 0):
        _diacritics(resolver, block)
    for key, block in _blocks(resolver, rows, 1):
        _forms(resolver, key, block)
    for _, block in _blocks(resolver, rows, 2):
        _abbreviations(resolver, block)
    for key, block in _blocks(resolver, rows, 3):
        _suffixes(resolver, key, block)
    for _, block in _blocks(resolver, rows, 4):
        _with_support(resolver, block, "name-order")
    for _, block in _blocks(resolver, rows, 5):
        _slips(resolver, block)


def _rows(resolver: Resolver) -> list[Row]:
    """All names of some uppermost classes."""
    rows: list[Row] = []
    for one, keys in _keys(resolver).items():
        bearers = resolver.telling[one]
        rows.append((*one, keys, bearers if len(bearers) == 1 else list(set(map(resolver.pool.find, bearers)))))
    return rows


def _keys(resolver: Resolver) -> Mapping[Name, Keys]:
    """The keys of each kind that names give, by their uppermost classes."""
    noted = resolver.words.noted
    found: dict[Name, Keys] = {}
    for one in resolver.telling:
        top, name = one
        if top in NAMED:
            found[one] = noted.keys.get(one) or _keys_of(resolver, name, top)
    noted.keys = found
    return found


def _blocks(resolver: Resolver, rows: Sequence[Row], kind: int) -> Iterator[tuple[str, Block]]:
    """Clusters that share a key of a kind, in a fixed order; a block too large to say anything is left out."""
    pool = resolver.pool
    # Most keys are of one name, and most names of one cluster.
    met = Counter(chain.from_iterable([keys[kind] for _, _, keys, _ in rows]))
    found: dict[tuple[str, str], list[tuple[str, Sequence[int]]]] = defaultdict(list)
    for top, name, keys, roots in rows:
        for key in keys[kind]:
            if met[key] > 1 or len(roots) > 1:
                found[top, key].append((name, roots))
    for top, key in sorted(found):
        # Most keys are of one cluster alone.
        if 1 < len({pool.find(n) for _, roots in found[top, key] for n in roots}) <= MAX_BLOCK:
            names = [name for name, _ in found[top, key]]
            block: dict[int, str] = {}
            for n in sorted(set(chain.from_iterable(resolver.telling[top, name] for name in names))):
                if (root := pool.find(n)) not in block:
                    own = [name for name in resolver.names[n].full if name in names]
                    block[root] = next((name for name in own[:-1] if not is_bare(name)), own[-1])
            yield key, dict(sorted(block.items()))


# keys


def _keys_of(resolver: Resolver, name: str, top: str) -> Keys:
    """By kinds: without diacritics, without legal form, initials, stem, the words of a person's name, both ends."""
    words, plain, core = words_of(name), plain_key(name), resolver.words.core(name, top).key
    person, several = top == PERSON, len(words) > 1
    initials = () if person else _initials(resolver, name)
    stem = resolver.words.without_suffix(name) if top == "Organization" else ""
    parts = sorted(plain_key(word) for word in words if len(word) > 1) if person else []
    ends = is_plain(name) and len(plain) >= SLIP_WORD and top != "Place"
    kinds = (
        (plain,) if len(plain) >= MIN_KEY and (several or not person) else (),
        (core,) if len(core) >= 2 and (several or not person) else (),
        initials,
        (*([stem] if len(stem) >= MIN_KEY - 1 else []), core) if top == "Organization" else (),
        (" ".join(parts),) if len(parts) > 1 else (),
        (f"{plain[:4]} {len(words)}", f"{len(words)} {plain[-4:]}") if ends else (),
    )
    # Interned: most keys of a name are alike.
    return tuple(tuple(map(intern, keys)) for keys in kinds)


def _initials(resolver: Resolver, name: str) -> tuple[str, ...]:
    if _is_initials(name):
        return (exact_key(name),)
    return tuple(sorted(key for key in resolver.words.initials(name) if len(key) >= 2))


def _is_initials(name: str) -> bool:
    letters = exact_key(name)
    return is_plain(name) and name.isupper() and letters.isalpha() and 2 <= len(letters) <= 8


# what a shared key is worth


def _diacritics(resolver: Resolver, block: Block) -> None:
    """A name without any diacritics is the one name with diacritics that it can be."""
    marked = {exact_key(name) for name in block.values() if not is_plain(name)}
    for (a, name), (b, other) in combinations(block.items(), 2):
        if is_plain(name) is is_plain(other) or resolver.against(a, b):
            continue
        if len(marked) == 1 and len(words_of(name)) == len(words_of(other)):
            resolver.join(a, b, "diacritics", 0.93, name, other)
        else:
            resolver.doubt(a, b, "diacritics", 0.6, name, other)


def _forms(resolver: Resolver, key: str, block: Block) -> None:
    """Names that differ by their legal form, or by saying what kind of thing they name."""
    pool, words = resolver.pool, resolver.words
    kinds: dict[int, str] = {}
    for n, name in block.items():
        entity = pool.locals[n].entity
        kinds[n] = words.core(name, pool.top[n]).kind or words.class_kinds.get(entity.type, "")
    several = len({kind for kind in kinds.values() if kind}) > 1
    for (a, name), (b, other) in combinations(block.items(), 2):
        if resolver.against(a, b):
            continue
        if kinds[a] and kinds[b] and kinds[a] != kinds[b]:
            continue
        if pool.top[a] == PERSON and len(key) < SLIP_WORD:
            continue
        shared = pool.shared(a, b)
        legal = kinds[a] == kinds[b]
        sure = (legal and (shared or not is_bare(key))) or (pool.top[a] == "Place" and not several)
        if exact_key(name) == exact_key(other) and not shared:
            continue
        if not shared and (resolver.inner(a, name) or resolver.inner(b, other)):
            resolver.doubt(a, b, "form", 0.5, name, other)
            continue
        if sure and len(key) >= MIN_KEY - 1 and (legal or not pool.meet(a, b)):
            resolver.join(a, b, "form", 0.93 if legal else 0.87, name, other)
        else:
            resolver.doubt(a, b, "form", 0.65 if not several else 0.5, name, other)


def _abbreviations(resolver: Resolver, block: Block) -> None:
    """Initials and the one name they can stand for."""
    _partly_abbreviated(resolver, block)
    short = {n: name for n, name in block.items() if _is_initials(name)}
    long = {n: name for n, name in block.items() if n not in short and len(name.split()) > 1}
    for a, name in short.items():
        for b, other in long.items():
            if resolver.against(a, b) or resolver.pool.meet(a, b):
                continue
            shared = resolver.pool.shared(a, b)
            place = resolver.pool.top[a] == "Place" and len(name) >= MIN_KEY
            if len(long) == 1 and (place or (shared and len(name) > 2) or len(shared) > 1):
                resolver.join(a, b, "abbreviation", 0.87, name, other)
            elif shared or len(name) >= MIN_KEY:
                resolver.doubt(a, b, "abbreviation", 0.55 + 0.1 * bool(shared), name, other)


def _partly_abbreviated(resolver: Resolver, block: Block) -> None:
    """``Bộ TT&TT`` and the one name with these initials that it shares a word with."""
    partly = {n: name for n, name in block.items() if " " in name and any(map(str.isupper, _LETTERS.findall(name)))}
    long = {n: name for n, name in block.items() if n not in partly and not _is_initials(name)}
    for a, name in partly.items():
        words = words_of(name)
        fits = {
            b: other
            for b, other in {**long, **partly}.items()
            if len(words_of(other)) > len(words)
            and (words[0] == words_of(other)[0] or words[-1] == words_of(other)[-1])
        }
        for b, other in fits.items():
            if resolver.against(a, b):
                continue
            if len({exact_key(fit) for fit in fits.values()}) == 1:
                resolver.join(a, b, "abbreviation", 0.9, name, other)
            else:
                resolver.doubt(a, b, "abbreviation", 0.6, name, other)


def _suffixes(resolver: Resolver, stem: str, block: Block) -> None:
    """``Moonshot AI`` and ``Moonshot``: the bare stem and one longer name, with something that they share."""
    bare = {n for n, name in block.items() if resolver.words.without_suffix(name) != stem}
    longer = [n for n in block if n not in bare]
    for a, b in combinations(longer, 2):
        if not resolver.against(a, b) and not resolver.pool.meet(a, b):
            resolver.doubt(a, b, "suffix", 0.5, block[a], block[b])
    for a in sorted(bare):
        for b in longer:
            if resolver.against(a, b):
                continue
            pool = resolver.pool
            alone = not pool.known(a) and not pool.known(b)
            rare = alone and max(pool.spread(a), pool.spread(b)) <= MAX_RARE
            if rare and len(longer) == 1 and pool.bound(a, b) and not pool.meet(a, b):
                resolver.join(a, b, "suffix", 0.86, block[a], block[b])
            else:
                resolver.doubt(a, b, "suffix", 0.6, block[a], block[b])


def _with_support(resolver: Resolver, block: Block, reason: str) -> None:
    for (a, name), (b, other) in combinations(block.items(), 2):
        if resolver.pool.find(a) == resolver.pool.find(b) or resolver.against(a, b):
            continue
        if (
            not (is_plain(name) or is_plain(other))
            and plain_key(name) != exact_key(name)
            and (sorted(words_of(name)) != sorted(words_of(other)))
        ):
            continue
        if resolver.pool.shared(a, b) and not resolver.pool.meet(a, b):
            resolver.join(a, b, reason, 0.86, name, other)
        else:
            resolver.doubt(a, b, reason, 0.6, name, other)


def _slips(resolver: Resolver, block: Block) -> None:
    """One letter wrong in a long word of names without diacritics; never a digit."""
    for (a, name), (b, other) in combinations(block.items(), 2):
        pairs = [pair for pair in zip(words_of(name), words_of(other), strict=True) if pair[0] != pair[1]]
        if len(pairs) != 1 or min(map(len, pairs[0])) < SLIP_WORD or not "".join(pairs[0]).isalpha():
            continue
        if OSA.distance(*pairs[0], score_cutoff=1) > 1 or resolver.against(a, b) or resolver.pool.meet(a, b):
            continue
        shared = resolver.pool.shared(a, b)
        if len(shared) > 1:
            resolver.join(a, b, "spelling", 0.86, name, other)
        elif shared:
            resolver.doubt(a, b, "spelling", 0.6, name, other)
