"""Countries by other names: short ones in pairs ("quan hệ Mỹ - Trung"), as states ("Chính phủ Trung Quốc")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found
from kg.records import Span

__all__ = ["COUNTRY", "short_countries", "states"]

COUNTRY = "Country"
DASHES = frozenset("-–—")


def short_countries(ground: Ground, found: Sequence[Found], lexis: Lexis) -> tuple[list[Found], dict[Span, str]]:
    """The names but for short ones of countries, and the places of these with the full names.

    A short name stands for its country only beside another country and a dash; inside a longer name it is a part of
    that ("Bệnh viện Việt - Đức").
    """
    short = lexis.nouns.short_countries
    owner = {i: item for item in found for i in range(item.start, item.end)}
    places: dict[Span, str] = {}
    for left, right in _pairs(ground, short):
        if any(
            ground.capital[i] and i not in owner and ground.view.words[i] not in lexis.common
            for i in (left - 1, right + 1)
            if 0 <= i < len(ground.capital)
        ):
            continue  # a longer name that nobody has found
        sides = [(i, i + 1) for i in (left, right)]
        alone = all(owner.get(i) is None or (owner[i].start, owner[i].end) == (i, i + 1) for i in (left, right))
        run = ground.run_of.get(left)
        named = run is not None and run.near and lexis.model.is_a(run.told, "Organization")
        countries = [ground.view.words[i] in short or (i in owner and owner[i].type == COUNTRY) for i in (left, right)]
        if alone and all(countries) and not named:
            places |= {side: short[word] for side in sides if (word := ground.view.words[side[0]]) in short}
    return [item for item in found if (item.start, item.end) not in places], places


def states(
    ground: Ground, found: Sequence[Found], lexis: Lexis, known: Set[str]
) -> tuple[list[Found], dict[Span, str]]:
    """The names but for those of countries as states, and the places of these with the names of the countries.

    ``known`` are the countries' names in small letters; where there are none, the finder's word is taken.
    """
    places: dict[Span, str] = {}
    for item in found:
        behind = item.start + lexis.states.size(ground.view.low, item.start, item.end)
        name = ground.view.text(behind, item.end) if item.start < behind < item.end else ""
        whole = ground.view.text(item.start, item.end).lower()
        if name and whole not in known and (name.lower() in known if known else item.type == COUNTRY):
            places[item.start, item.end] = name
    return [item for item in found if (item.start, item.end) not in places], places


def _pairs(ground: Ground, short: Mapping[str, str]) -> Iterator[Span]:
    """Two words with capitals on both sides of a dash, one of which is a short name."""
    words, capital = ground.view.words, ground.capital
    for i in range(1, len(words) - 1):
        if words[i] not in DASHES or not (capital[i - 1] and capital[i + 1]):
            continue
        if words[i - 1] not in short and words[i + 1] not in short:
            continue
        yield i - 1, i + 1
