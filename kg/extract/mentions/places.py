"""Names of places mended: numbered ones found, landmarks whole with their noun, bodies with the place they sit in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found

__all__ = ["landmarks", "numbered", "seated"]

#: Tokens of the longest noun before a name.
LONGEST = 4
_NUMBER = re.compile(r"\d{1,3}[A-ZĐ]?")


def numbered(ground: Ground, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """With what is named by a number, written small or not: "quận 7", "quốc lộ 1A"."""
    words, low = ground.view.words, ground.view.low
    taken = {i for item in found for i in range(item.start, item.end)}
    added = []
    for start in lexis.numbered.begins(low):
        hit = lexis.numbered.at(low, start)
        if hit is None or not ground.view.begins[start] or hit[0] == len(words):
            continue
        end = hit[0] + 1
        # "12 quận 5 huyện": so many, and no name.
        counted = start > 0 and words[start - 1].isdigit()
        if _NUMBER.fullmatch(words[hit[0]]) and not counted and not taken & {*range(start, end)}:
            added.append(Found(start, end, hit[1]))
    return sorted([*found, *added])


def landmarks(ground: Ground, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """Names of places with the noun before them that belongs to them: "sân bay Vinh" is not "Vinh", and "quân đội Mỹ"
    not "Mỹ". A street that bears a person's name is no person."""
    model, low = lexis.model, ground.view.low
    items: list[Found] = []
    for item in found:
        free = items[-1].end if items else 0
        country, place = (model.is_a(item.type, kind) for kind in ("Country", "Place"))
        if (place or model.is_a(item.type, "Person")) and lexis.numbered.at(low, item.start) is None:
            for start in range(max(free, item.start - LONGEST), item.start):
                hit = lexis.landmarks.at(low, start, item.start)
                if hit is None or hit[0] != item.start or not ground.view.begins[start]:
                    continue
                if place if hit[1] != "Place" else not country:
                    item = Found(start, item.end, hit[1])
                    break
        items.append(item)
    return items


def seated(ground: Ground, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """Bodies whole with the place right behind them: "Thành ủy | Hải Phòng", "Sở Y tế | tỉnh | Bạc Liêu"."""
    items: list[Found] = []
    for item in sorted(found):
        body = items[-1] if items else None
        if (
            body is not None
            and lexis.model.is_a(item.type, "Place")
            and _meet(ground, body, item, lexis)
            and _is_body(ground, body, lexis)
        ):
            items[-1] = body._replace(end=item.end)
        else:
            items.append(item)
    return items


def _meet(ground: Ground, body: Found, place: Found, lexis: Lexis) -> bool:
    """Does nothing stand between them but what kind of place it is?"""
    if body.end == place.start:
        return True
    noun = lexis.heads.at(ground.view.low, body.end, place.start)
    return noun is not None and noun[0] == place.start and lexis.model.is_a(noun[1], "Place")


def _is_body(ground: Ground, item: Found, lexis: Lexis) -> bool:
    text = ground.view.text(item.start, item.end)
    if " ".join(ground.view.low[item.start : item.end]) in lexis.nouns.seated:
        return True
    head = lexis.name_heads.at(ground.view.words, item.start)
    return (
        head is not None
        and lexis.model.is_a(head[1], "Organization")
        and head[1] in lexis.nouns.long_named
        and text not in lexis.nouns.single
    )
