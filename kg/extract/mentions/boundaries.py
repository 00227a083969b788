"""The tagger's names mended: titles off, joined names apart, cut ones whole, missed ones found again."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.joined import apart
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.places import landmarks, numbered, seated
from kg.extract.mentions.tagger import Found
from kg.phrases import PhraseTable

__all__ = ["mend"]

#: Words in capitals that make a sentence a heading.
LOUD = 4
#: Tokens of the longest noun before a name.
LONGEST = 4
#: Tokens of a verb that stands behind a name.
VERB = 2
#: Marks that a name may end with.
CLOSING = frozenset({")", "+", "!"})


def mend(ground: Ground, found: Sequence[Found], lexis: Lexis, known: PhraseTable[str] | None) -> list[Found]:
    """Names from left to right, none overlapping another. ``known`` are the gazetteer's, where it is used."""
    mended: list[Found] = []
    shouted = _shouted(ground)
    for item in found:
        if item.start in shouted:
            continue
        trimmed = _trim(ground, item, lexis)
        if trimmed is not None:
            mended += apart(ground, _official(ground, _whole(ground, trimmed, lexis), lexis), lexis, known)
    mended = _continued(ground, mended, lexis)
    mended = [item for item in mended if not _is_common(ground, item, lexis)]
    if known is not None:
        mended = _with_known(ground, mended, lexis, known)
    mended = numbered(ground, seated(ground, mended, lexis), lexis)
    return landmarks(ground, _again(ground, mended, lexis), lexis)


def _shouted(ground: Ground) -> set[int]:
    """Tokens of sentences in capitals, where capitals tell nothing."""
    tokens: set[int] = set()
    for start, end in ground.sentences:
        words = [shape for shape in ground.shapes[start:end] if shape != "_"]
        loud = words.count("XX")
        if loud >= LOUD and loud > 0.6 * len(words):
            tokens.update(range(start, end))
    return tokens


def _trim(ground: Ground, item: Found, lexis: Lexis) -> Found | None:
    start, end, kind = item
    loose = lexis.nouns.loose_words
    if start > 1 and ground.view.words[start - 1] == "/":  # the code of a document: 96/2023/NĐ-CP
        return None
    if end - start > 1 and ground.view.low[start] in lexis.nouns.city_short and ground.known.get(start, "")[:1] != "B":
        start, kind = start + 1, "City"
    while start < end and ground.known.get(start, "")[:1] != "B":
        if ground.titles.get(start) == "honorific":
            if lexis.model.is_a(kind, "Place"):  # "Bà Rịa"
                break
            kind = "Person"
        elif kind in lexis.nouns.long_named and lexis.name_heads.at(ground.view.words, start) is not None:
            break  # "Phó Trưởng Ban Kinh tế Trung ương": the second half of a post begins the body's name
        elif start not in ground.titles:
            if ground.view.words[start].isupper() and lexis.honorifics.at(ground.view.low, start) is not None:
                kind = "Person"
            else:
                head = lexis.heads.at(ground.view.low, start)
                if (
                    head is None
                    or any(ground.capital[start + 1 : head[0]])
                    or any(lexis.legal_forms.at(ground.view.low, i) is not None for i in range(start, head[0] + 1))
                    or _says_sector(ground, start, head[0], lexis)
                    or lexis.learned(head[1]) not in (loose if head[0] - start == 1 else lexis.nouns.loose_phrases)
                ):
                    break
                start = head[0]
                while start < end and ground.shapes[start] == "x" and start not in ground.known:
                    start += 1
                continue
        start += 1
    closing = next((i for i in range(start, end - 1) if ground.view.words[i] in "()"), start)
    if ground.view.words[closing] == ")":  # "Tan (Kate) Chen", cut before the bracket
        start = closing + 1
    for i in range(start, end):
        if (ground.view.words[i] == "(" and ")" not in ground.view.words[i:end]) or "://" in ground.view.words[i]:
            end = i
            break
    while (
        end > start
        and len(ground.view.words[end - 1]) == 1
        and not ground.view.words[end - 1].isalnum()
        and (ground.view.words[end - 1] not in CLOSING or _opens_nothing(ground, start, end))
    ):
        end -= 1
    return Found(start, end, kind) if start < end else None


def _is_verb(ground: Ground, start: int, end: int, lexis: Lexis) -> bool:
    """Is this a verb behind a name, and no part of it?"""
    small = all(shape == "x" for shape in ground.shapes[start:end])
    return small and " ".join(ground.view.low[start:end]) in lexis.nouns.behind_names


def _opens_nothing(ground: Ground, start: int, end: int) -> bool:
    """A bracket at a name's end that no bracket in the name opens."""
    return ground.view.words[end - 1] == ")" and "(" not in ground.view.words[start:end]


def _official(ground: Ground, item: Found, lexis: Lexis) -> Found:
    """A firm's name that begins with its legal form has the noun before that, too ("công ty TNHH X"), and one that
    begins with what it deals with the noun in capitals ("Ngân hàng Phát triển X"); so has one that is but a surname.
    """
    low = ground.view.low
    if not lexis.model.is_a(item.type, "Organization"):
        return item
    formal = lexis.legal_forms.at(low, item.start) is not None
    surname = item.end - item.start == 1 and any(low[item.start] in names for names in lexis.surnames.values())
    for start in range(max(0, item.start - LONGEST), item.start):
        hit = lexis.heads.at(low, start)
        if hit is not None and (
            hit[0] >= item.start
            if formal
            else (surname and ground.capital[start] and "X" not in "".join(ground.shapes[hit[0] : item.start]))
            or (hit[0] == item.start and _says_sector(ground, start, item.start, lexis))
        ):
            return item._replace(start=start)
    return item


def _says_sector(ground: Ground, start: int, first: int, lexis: Lexis) -> bool:
    """The noun ``[start, first)`` is written with a capital, and so is what it deals with behind it."""
    return (
        first < len(ground.view)
        and ground.capital[start]
        and ground.capital[first]
        and lexis.sectors.at(ground.view.low, first) is not None
    )


def _continued(ground: Ground, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """Names that begin with a noun or legal form go on behind "và" with what they deal with as well:
    "Công ty Thương mại và Dịch vụ X"; what the tagger took for a name there is a part of them.
    """
    low, capital = ground.view.low, ground.capital
    items: list[Found] = []
    for item in found:
        if items and item.start < items[-1].end:
            continue
        end = item.end
        if lexis.model.is_a(item.type, "Organization") and _begins_with_noun(ground, item, lexis):
            if low[end - 1] in lexis.nouns.pairing:
                end -= 1
            while (
                end + 1 < len(low)
                and low[end] in lexis.nouns.pairing
                and capital[end + 1]
                and (hit := lexis.sectors.at(low, end + 1)) is not None
            ):
                end = hit[0]
                while end < len(low) and (capital[end] or not ground.view.begins[end]) and low[end][0].isalnum():
                    end += 1
            end = max(end, item.end)
        items.append(item._replace(end=end))
    return items


def _begins_with_noun(ground: Ground, item: Found, lexis: Lexis) -> bool:
    return (
        lexis.name_heads.at(ground.view.words, item.start) is not None
        or lexis.heads.at(ground.view.low, item.start) is not None
    )


def _whole(ground: Ground, item: Found, lexis: Lexis) -> Found:
    """A long name does not end inside a word ("Trung tâm Xúc tiến đầu" before "tư") nor with the verb behind it."""
    if item.type not in lexis.nouns.long_named and lexis.name_heads.at(ground.view.words, item.start) is None:
        return item
    end = item.end
    if end - 1 in ground.known:  # "Chính phủ Trung Quốc cấm": where a country ends, the name does
        return item
    while end < len(ground.view) and not ground.view.begins[end] and ground.shapes[end] == "x":
        end += 1
    while end - item.start > VERB and _is_verb(ground, end - VERB, end, lexis):
        end -= VERB
    return item._replace(end=end)


def _is_common(ground: Ground, item: Found, lexis: Lexis) -> bool:
    text = ground.view.text(item.start, item.end)
    run = ground.run_of.get(item.start)
    if run is not None and run.person and run.start == item.start and item.type == "Person":  # "chị Trang"
        return False
    alone = lexis.name_heads.at(ground.view.words, item.start) or lexis.heads.at(ground.view.low, item.start)
    if (
        alone is not None
        and alone[0] >= item.end
        and ground.known.get(item.start, "")[:1] != "B"
        and (text not in lexis.nouns.single)
    ):
        return True
    if text in lexis.common or (not any(ground.capital[item.start : item.end]) and item.start not in ground.known):
        return True
    before = ground.view.low[item.start - 1] if item.start > 0 else ""
    return lexis.model.is_a(item.type, "Place") and before in lexis.nouns.languages


def _with_known(ground: Ground, found: Sequence[Found], lexis: Lexis, known: PhraseTable[str]) -> list[Found]:
    """Add what the gazetteer knows and the tagger missed, where the name cannot be another word."""
    items = sorted(found)
    for start, end, kind in ground.names(known):
        if end < len(ground.view.words) and not ground.view.begins[end] and ground.shapes[end] == "x":
            continue
        sure = (
            end - start > 1
            or "foreign" in lexis.features(ground.view.words[start])
            or ground.shapes[start] in {"xX", "X9", "X-"}
        )
        touched = [item for item in items if item.start < end and start < item.end]
        new = Found(start, end, kind)
        if not sure or new in touched or _is_common(ground, new, lexis):
            continue
        if any(item.start <= start and end <= item.end for item in touched):
            continue
        if touched and ground.shapes[start] == "x":  # "nước Mỹ" is no fuller name than "Mỹ"
            continue
        over = [item for item in touched if item.start < start]
        if over and over[0].type in lexis.nouns.long_named:  # "Sở Công Thương TP." and "TP. Hồ Chí Minh"
            new = Found(over[0].start, end, over[0].type)
        elif over or any(item.end > end for item in touched):
            continue
        items = sorted([item for item in items if item not in touched] + [new])
    return items


def _again(ground: Ground, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """A name found at one place of the article is a name at the others."""
    taken = {i for item in found for i in range(item.start, item.end)}
    names: dict[tuple[str, ...], str] = {}
    for item in found:
        words = tuple(ground.view.words[item.start : item.end])
        if (
            len(words) > 1
            or ground.shapes[item.start] not in {"Xx", "X", "x"}
            or ("foreign" in lexis.features(words[0]))
        ):
            names.setdefault(words, item.type)
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(names, key=lambda name: (-len(name), name)):
        firsts.setdefault(words[0], []).append(words)
    added = []
    for i, word in enumerate(ground.view.words):
        if i in taken or word not in firsts:
            continue
        for words in firsts[word]:
            end = i + len(words)
            if tuple(ground.view.words[i:end]) == words and not any(k in taken for k in range(i, end)):
                added.append(Found(i, end, names[words]))
                taken.update(range(i, end))
                break
    return sorted([*found, *added])
