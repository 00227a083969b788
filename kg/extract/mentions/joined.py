"""Names that the tagger took for one, taken apart: a body and its head, a place and a firm, two of a list."""

from __future__ import annotations

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found
from kg.phrases import PhraseTable

__all__ = ["apart"]

#: Words of the longest full name of a person.
FULL = 4


def apart(ground: Ground, item: Found, lexis: Lexis, known: PhraseTable[str] | None) -> list[Found]:
    """``Na Uy Statnett`` behind a noun, ``Microsoft Satya Nadella`` behind a post: two names."""
    start, end, kind = item
    words = ground.view.words
    if words[end - 1] == ")" and "(" in words[start + 1 : end - 2]:  # "X (Y)" names one thing twice
        opening = words.index("(", start + 1, end)
        return [Found(start, opening, kind), Found(opening + 1, end - 1, kind)]
    if kind not in lexis.nouns.long_named:
        middle = next((i for i in range(start, end) if ground.view.low[i] in lexis.nouns.pairing), start)
        if start < middle < end - 1 and ground.capital[middle + 1] and not _goes_on(ground, start, middle, lexis):
            return [Found(start, middle, kind), Found(middle + 1, end, kind)]
    for middle in range(start + 2, end - 2):  # "Trường Đại học X và Khu công nghệ cao Y"
        own = lexis.name_heads.at(words, middle + 1) if ground.view.low[middle] in lexis.nouns.pairing else None
        if (
            own is not None
            and own[0] < end
            and lexis.model.is_a(own[1], "Place")
            and not lexis.model.is_a(kind, "Place")
        ):
            return [Found(start, middle, kind), Found(middle + 1, end, lexis.learned(own[1]))]
    for middle in range(start + 1, end - 1):  # "Trung tâm X phối hợp Báo Y"
        behind = middle + lexis.meeting.size(ground.view.low, middle, end)
        own = lexis.name_heads.at(words, behind) if middle < behind < end else None
        if own is not None and own[0] < end:
            return [Found(start, middle, kind), Found(behind, end, lexis.learned(own[1]))]
    if known is not None and kind == "Person":  # "Zhu Xiaohu Trung Quốc"
        for middle in range(start + 2, end - 1):
            hit = known.at(words, middle)
            if hit is not None and hit[0] == end and lexis.model.is_a(hit[1], "Country"):
                return [Found(start, middle, kind), Found(middle, end, hit[1])]
    hit = known.at(ground.view.words, start) if known is not None else None
    if (
        hit is not None
        and start < hit[0] < end
        and ground.capital[hit[0]]
        and not _is_whole(ground, start, hit[0], end, lexis)
    ):
        first, first_kind = hit
        rest = ground.view.low[first:end]
        run = ground.run_of.get(start)
        told = run.head if run is not None and run.start == start else ""
        behind = start - 1 in ground.titles or lexis.model.is_a(told, "Organization")
        ending = all(word in lexis.suffixes or word in lexis.generic for word in rest)
        if lexis.model.is_a(first_kind, "Place") and (kind == "Person" or (behind and not ending)):
            return [
                Found(start, first, first_kind),
                Found(first, end, (told or "Company") if lexis.model.is_a(kind, "Place") else kind),
            ]
        if (
            lexis.model.is_a(first_kind, "Organization")
            and start - 1 in ground.titles
            and end - first > 1
            and not ending
            and (kind == "Person" or ground.edge.get(ground.view.words[end - 1]) == "Person")
        ):
            return [Found(start, first, first_kind), Found(first, end, "Person")]
    if start - 1 in ground.titles and lexis.model.is_a(kind, "Organization"):
        if end - start > 2 and ground.edge.get(words[end - 1]) == "Person" and all(ground.capital[start + 1 : end]):
            return [Found(start, start + 1, kind), Found(start + 1, end, "Person")]
        middle = _person_in(ground, item, lexis)
        if middle:
            return [Found(start, middle, kind), Found(middle, end, "Person")]
    comma = next((i for i in range(start + 1, end - 2) if words[i] == ","), 0)
    if comma and lexis.name_heads.at(words, start) is not None and words[comma + 1] == words[start]:
        return [Found(start, comma, kind), *apart(ground, Found(comma + 1, end, kind), lexis, known)]
    return [item]


def _is_whole(ground: Ground, start: int, first: int, end: int, lexis: Lexis) -> bool:
    """Is a country's short name only the first word of a Vietnamese one ("Công ty Nhật Nam", not "hãng Nhật Sony")?"""
    return ground.view.text(start, first) in lexis.nouns.short_countries and not any(
        "foreign" in lexis.features(word) for word in ground.view.words[first:end]
    )


def _person_in(ground: Ground, item: Found, lexis: Lexis) -> int:
    """Where a person's name begins that was taken for the end of a body's: "Bộ Thương mại Howard Lutnick"; or 0.

    It begins with a given name that is no other word, or it is one of three or four words that begins as names do here.
    """
    start, end, kind = item
    for middle in range(max(start + 1, end - FULL), end - 1):
        if not all(ground.capital[middle:end]) or middle in ground.known:
            continue
        word = ground.view.low[middle]
        foreign = word in lexis.given and "foreign" in lexis.features(ground.view.words[middle])
        native = (
            lexis.model.is_a(kind, "GovernmentBody")
            and end - middle >= FULL - 1
            and any(word in names for names in lexis.surnames.values())
            and not _is_place_noun(ground, middle - 1, lexis)  # "UBND phường X" is named after a person
        )
        if foreign or native:
            return middle
    return 0


def _is_place_noun(ground: Ground, at: int, lexis: Lexis) -> bool:
    hit = lexis.heads.at(ground.view.low, at)
    return hit is not None and lexis.model.is_a(hit[1], "Place")


def _goes_on(ground: Ground, start: int, middle: int, lexis: Lexis) -> bool:
    """Behind "và" stands what the firm deals with, too."""
    head = lexis.heads.at(ground.view.low, start)
    return head is not None and lexis.sectors.at(ground.view.low, middle + 1) is not None
