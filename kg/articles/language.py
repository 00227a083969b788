"""Is a text Vietnamese? Told by its letters and most frequent words, from ``ontology/vi/language.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kg.errors import Fault, OntologyError
from kg.ontology.files import DataModel, data_dir, read_yaml

__all__ = ["LanguageCues", "Verdict", "judge", "read_language"]

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-zà-ỹ]")
_SAMPLE = 20_000
Share = Annotated[float, Field(ge=0, le=1)]


class LanguageCues(DataModel):
    """What the data file holds; it says what each key is for."""

    letters: tuple[Annotated[str, Field(pattern=r"^(.|.-.)$")], ...]
    words: tuple[str, ...]
    others: dict[str, tuple[str, ...]]
    short: int
    share: Share


@dataclass(frozen=True, slots=True)
class Verdict:
    """``vietnamese`` or not, the ``share`` of words that speak for it, and the ``other`` language, if known."""

    vietnamese: bool
    share: float
    other: str | None = None


def read_language(folder: Path, *, faults: list[Fault] | None = None) -> LanguageCues:
    """The cues of the data folder ``folder``; as ``kg.articles.cues.read_cues``."""
    found = [] if faults is None else faults
    model, _ = read_yaml(folder / "vi" / "language.yaml", LanguageCues, faults=found)
    if model is None:
        raise OntologyError(found)
    return model


def judge(text: str, cues: LanguageCues | None = None) -> Verdict:
    """Whether ``text`` is Vietnamese, from its first 20,000 characters.

    A text too short to count is taken as Vietnamese unless more of its words are those of another language.
    """
    compiled = _compiled(None) if cues is None else _compile(cues)
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if not any(_LATIN.match(word) for word in words):
        return Verdict(False, 0.0)
    ours = sum(1 for word in words if compiled.letters.search(word) or word in compiled.words)
    counts = sorted((-sum(word in known for word in words), name) for name, known in compiled.others)
    share = ours / len(words)
    theirs, other = (-counts[0][0], counts[0][1]) if counts and counts[0][0] else (0, None)
    vietnamese = ours >= theirs if len(words) < compiled.short else share >= compiled.share
    return Verdict(vietnamese, share, None if vietnamese or theirs * 20 < len(words) else other)


@dataclass(frozen=True, slots=True)
class _Compiled:
    letters: re.Pattern[str]
    words: frozenset[str]
    others: tuple[tuple[str, frozenset[str]], ...]
    short: int
    share: float


@cache
def _compiled(folder: Path | None) -> _Compiled:
    return _compile(read_language(folder or data_dir()))


def _compile(cues: LanguageCues) -> _Compiled:
    return _Compiled(
        re.compile("[" + "".join(cues.letters) + "]"),
        frozenset(cues.words),
        tuple((name, frozenset(words)) for name, words in cues.others.items()),
        cues.short,
        cues.share,
    )
