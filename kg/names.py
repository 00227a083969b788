"""Names reduced to keys, and found by what people type.

Two names with one key are the same name written differently:
``exact_key`` folds case, spaces, hyphens, quotes and the place of the tone mark (``hoá``, ``hóa``);
``plain_key`` drops all diacritics as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import TypeVar

from anyascii import anyascii

__all__ = [
    "CACHED",
    "Remembered",
    "ascii_slug",
    "exact_key",
    "find",
    "forget",
    "is_bare",
    "is_plain",
    "nearest",
    "plain_key",
    "remember",
    "unmarked",
    "words_of",
]

Value = TypeVar("Value")

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_TONELESS = dict.fromkeys(map(ord, TONES))
SEPARATORS = re.compile(r"[\s\-‐‑‒–—_/\u200b\u200c\u200d\ufeff]+")
DROPPED = re.compile(r"[\"'“”‘’«»`´()\[\]{},;:!?&]|\.(?!\d)|(?<!\d)\.")
UNSAFE, SPACES = re.compile(r"[^A-Za-z0-9.]+"), re.compile("__+")
MAX_SLUG = 80
CACHED = 1 << 20
"""Names whose keys are remembered: one name is asked for many times. Where there are more in one graph, each is worked
out again in every pass over them all."""


class Remembered(dict[str, Value]):
    """What ``make`` makes of texts, made once; ``known`` is some of it. ``of`` is asked, as fast as a dictionary."""

    def __init__(self, make: Callable[[str], Value], known: Mapping[str, Value] | None = None) -> None:
        super().__init__(known or {})
        self._make = make
        self.of: Callable[[str], Value] = self.__getitem__

    def __missing__(self, text: str) -> Value:
        if len(self) >= CACHED:
            self.clear()
        made = self[text] = self._make(text)
        return made


def _words(part: str) -> tuple[str, ...]:
    """The words, as keys, of a part of a name without spaces."""
    folded = unicodedata.normalize("NFC", part).casefold()
    if folded.isalnum():  # as most are
        return (intern(_tone_last(folded)),)
    words = (DROPPED.sub("", word) for word in SEPARATORS.split(folded))
    return tuple(intern(_tone_last(word)) for word in words if word)


#: Names are made of few words: the keys of each part of a name.
_WORDS = Remembered(_words)


@lru_cache(maxsize=CACHED)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as keys, in order: ``DeepSeek-R1`` gives ``deepseek``, ``r1``."""
    return tuple(chain.from_iterable(map(_WORDS.of, name.split(" "))))


_EXACT = Remembered(lambda name: "".join(words_of(name)))
exact_key = _EXACT.of
"""The key under which spellings of one name meet; empty for a name of punctuation alone."""


def remember(keys: Mapping[str, str]) -> None:
    """Exact keys of names that were found out before, by this version of the program."""
    _EXACT.update(keys)


def forget() -> None:
    """Let go of what was found out of single names."""
    _EXACT.clear()
    _WORDS.clear()
    _PLAIN.clear()
    _SLUGS.clear()
    words_of.cache_clear()
    plain_key.cache_clear()


@lru_cache(maxsize=CACHED)
def plain_key(name: str) -> str:
    """``exact_key`` without any diacritics, in ASCII where the script allows it."""
    return "".join(map(_PLAIN.of, name.split(" ")))


#: The same of each part of a name.
_PLAIN = Remembered(lambda part: exact_key(_ascii(part)))


class _Ascii(dict[int, str]):
    """What stands for a letter in ASCII, looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = anyascii(chr(code))
        return self[code]


_ASCII = _Ascii()


def _ascii(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name).translate(_ASCII)


class _Unmarked(dict[int, str]):
    """What stands for a letter without its marks, found out once."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        self[code] = "".join(char for char in parts if not unicodedata.combining(char))
        return self[code]


_UNMARKED = _Unmarked()


def unmarked(text: str) -> str:
    """``text`` without case and diacritics, all else as it stands; đ is a letter that Unicode does not take apart."""
    return unicodedata.normalize("NFC", text.casefold().translate(_UNMARKED))


def find(
    typed: str,
    names: Mapping[str, Iterable[str]],
    *,
    keys: Sequence[Callable[[str], str]] = (),
) -> list[str]:
    """The ids that ``typed`` means, of things whose ``names`` are given by id; none when nothing is called so.

    The strictest reading that finds one counts: the id itself, then each of ``keys``, by default the spelling and
    then the letters without diacritics.
    """
    if typed in names:
        return [typed]
    for key in keys or (exact_key, plain_key):
        wanted = key(typed)
        found = [id_ for id_, own in names.items() if wanted and wanted in map(key, own)]
        if found:
            return found
    return []


def nearest(typed: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names that look most like ``typed``."""
    from rapidfuzz import process

    return [name for name, _, _ in process.extract(typed, sorted(set(names)), limit=limit, score_cutoff=60)]


def is_plain(name: str) -> bool:
    """Whether the name has only ASCII characters: diacritics may have been lost."""
    return name.isascii()


_SLUGS = Remembered(lambda part: UNSAFE.sub("_", _ascii(part).replace("'", "")))
"""What is left of each part of a name."""


def ascii_slug(name: str) -> str:
    """A readable local name of ASCII letters, digits, ``_`` and ``.``: ``Hàng Châu`` gives ``Hang_Chau``.

    Never longer than 80 characters, never starting or ending in a dot; empty when nothing is left.
    """
    return SPACES.sub("_", "_".join(map(_SLUGS.of, name.split(" "))))[:MAX_SLUG].strip("_.")


def is_bare(name: str) -> bool:
    """Whether a product's name is a mere version: one short word with a digit (``R1``, ``V3``)."""
    key = exact_key(name)
    return 0 < len(key) <= 3 and any(ch.isdigit() for ch in key)


def _tone_last(word: str) -> str:
    """The word with its tone marks moved to its end, so that where they stood does not matter."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    if TONES.isdisjoint(parts):
        return word
    return unicodedata.normalize("NFC", parts.translate(_TONELESS)) + "".join([ch for ch in parts if ch in TONES])
