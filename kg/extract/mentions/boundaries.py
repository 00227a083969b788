"""The tagger's names mended: titles off, joined names apart, cut ones whole, missed ones found again."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.page import Page
from kg.extract.mentions.phrases import Phrases
from kg.extract.mentions.tagger import Found

__all__ = ["mend"]

ORGANIZATIONS = frozenset({"Company", "Organization", "University", "GovernmentBody", "MediaOutlet"})
#: Words in capitals that make a sentence a heading.
LOUD = 4
LONG = frozenset({"Organization", "University", "GovernmentBody", "Policy", "Work", "Report"})
#: Classes whose nouns never belong to a name, even where they are written with a capital.
LOOSE = frozenset({"Company", "Person", "AIModel", "Product"})
PLACES = frozenset({"Country", "City", "Place"})


def mend(page: Page, found: Sequence[Found], lexis: Lexis, known: Phrases[str] | None) -> list[Found]:
    """Names from left to right, none overlapping another. ``known`` are the gazetteer's, where it is used."""
    mended: list[Found] = []
    shouted = _shouted(page)
    for item in found:
        if item.start in shouted:
            continue
        trimmed = _trim(page, item, lexis)
        if trimmed is not None:
            mended += _apart(page, _whole(page, trimmed, lexis), lexis, known)
    mended = [item for item in _grown(page, mended, lexis) if not _is_common(page, item, lexis)]
    if known is not None:
        mended = _with_known(page, mended, lexis, known)
    return _again(page, mended, lexis)


def _shouted(page: Page) -> set[int]:
    """Tokens of sentences in capitals, where capitals tell nothing."""
    tokens: set[int] = set()
    for start, end in page.sentences:
        words = [shape for shape in page.shapes[start:end] if shape != "_"]
        loud = words.count("XX")
        if loud >= LOUD and loud > 0.6 * len(words):
            tokens.update(range(start, end))
    return tokens


def _trim(page: Page, item: Found, lexis: Lexis) -> Found | None:
    start, end, kind = item
    if start > 1 and page.words[start - 1] == "/":  # the code of a document: 96/2023/NĐ-CP
        return None
    if end - start > 1 and page.lower[start] in {"tp.", "tp"} and page.known.get(start, "")[:1] != "B":
        start, kind = start + 1, "City"
    while start < end and page.known.get(start, "")[:1] != "B":
        if page.titles.get(start) == "honorific":
            kind = "Person"
        elif start not in page.titles:
            if page.words[start].isupper() and lexis.honorifics.at(page.lower, start) is not None:
                kind = "Person"
            else:
                head = lexis.heads.at(page.lower, start)
                if (
                    head is None
                    or head[1] not in LOOSE
                    or any(page.capital[start + 1 : head[0]])
                    or (head[1] != "Company" and head[0] - start == 1)
                ):
                    break
                start = head[0]
                while start < end and page.shapes[start] == "x" and start not in page.known:
                    start += 1
                continue
        start += 1
    for i in range(start, end):
        if (page.words[i] == "(" and ")" not in page.words[i:end]) or "://" in page.words[i]:
            end = i
            break
    while (
        end > start
        and len(page.words[end - 1]) == 1
        and not page.words[end - 1].isalnum()
        and (page.words[end - 1] not in {")", "+", "!"})
    ):
        end -= 1
    return Found(start, end, kind) if start < end else None


def _whole(page: Page, item: Found, lexis: Lexis) -> Found:
    """A long name does not end inside a word, nor before the second half of a pair.

    "Bộ Tài nguyên" before "và Môi trường", "Viện Trí tuệ" before "nhân tạo của".
    """
    start, end = item.start, item.end
    headed = lexis.name_heads.at(page.words, start) is not None
    if item.type not in LONG and not headed:
        return item
    words, shapes, lower = page.words, page.shapes, page.lower
    size = len(words)
    while end < size and not page.begins[end] and shapes[end] == "x":
        end += 1
    if not headed or item.type not in LONG:
        return item._replace(end=end)
    if end + 1 < size and lower[end] == "và" and end + 1 not in page.known:
        if (
            shapes[end + 1] == "Xx"
            and end - start < 6
            and lexis.name_heads.at(words, end + 1) is None
            and (item.type == "GovernmentBody")
        ):
            end += 2
            while end < size and not page.begins[end] and shapes[end] == "x":
                end += 1
        elif shapes[end - 1] == "x" and shapes[end + 1] == "x" and page.tags[end + 1] in {"N", "A", "V"}:
            end += 1
            while end < size and shapes[end] == "x" and page.tags[end] in {"N", "A", "V"}:
                end += 1
    return item._replace(end=_described(page, end, lexis))


def _described(page: Page, end: int, lexis: Lexis) -> int:
    """The end of a name with the words that qualify it, where a mark, "của" or its abbreviation follows them."""
    words, lower = page.words, page.lower
    after = end
    while (
        after < min(len(words), end + 7)
        and words[after][0].isalpha()
        and lower[after] not in lexis.nouns.times
        and (page.tags[after] in {"N", "A", "Np", "V"})
    ):
        after += 1
    if after == end or after >= len(words):
        return end
    if words[after] == "(" and page.shapes[after + 1 : after + 2] == ["XX"] and words[after + 2 : after + 3] == [")"]:
        return after
    named = any(page.tags[i] == "V" or page.capital[i] for i in range(end, after))
    if not named and after - end <= 4 and lower[after] in {"của", ",", ".", "(", "tại", ")"}:
        return after
    return end


def _apart(page: Page, item: Found, lexis: Lexis, known: Phrases[str] | None) -> list[Found]:
    """``Na Uy Statnett`` behind a noun, ``Microsoft Satya Nadella`` behind a post: two names."""
    start, end, kind = item
    if "và" in page.lower[start:end] and kind not in LONG:
        middle = page.lower.index("và", start, end)
        if start < middle < end - 1:
            return [Found(start, middle, kind), Found(middle + 1, end, kind)]
    hit = known.at(page.words, start) if known is not None else None
    if hit is not None and start < hit[0] < end and page.capital[hit[0]]:
        first, first_kind = hit
        rest = page.lower[first:end]
        run = page.run_of.get(start)
        behind = start - 1 in page.titles or (run is not None and run.start == start and bool(run.head))
        behind = behind and not all(word in lexis.suffixes or word in lexis.generic for word in rest)
        if first_kind in PLACES and (kind == "Person" or behind):
            told = run.head if run is not None and run.head else "Company"
            return [Found(start, first, first_kind), Found(first, end, told if kind in PLACES else kind)]
        if (
            first_kind in ORGANIZATIONS
            and start - 1 in page.titles
            and end - first > 1
            and (kind == "Person" or page.edge.get(page.words[end - 1]) == "Person")
        ):
            return [Found(start, first, first_kind), Found(first, end, "Person")]
    if (
        start - 1 in page.titles
        and end - start > 2
        and kind in ORGANIZATIONS
        and (page.edge.get(page.words[end - 1]) == "Person")
    ):
        return [Found(start, start + 1, kind), Found(start + 1, end, "Person")]
    return [item]


def _grown(page: Page, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """``Chí Hào`` behind a capital that nothing else claims is ``Lương Chí Hào``."""
    taken = {i for item in found for i in range(item.start, item.end)}
    grown = []
    for item in found:
        start = item.start
        run = page.run_of.get(start)
        if (
            item.type == "Person"
            and run is not None
            and start > run.start
            and start - 1 not in taken
            and (
                page.shapes[start - 1] == "Xx"
                and not any(start - 1 == first for first, _ in page.sentences)
                and page.words[start - 1] not in lexis.common
            )
        ):
            start -= 1
        grown.append(item._replace(start=start))
    return grown


def _is_common(page: Page, item: Found, lexis: Lexis) -> bool:
    text = page.text(item.start, item.end)
    alone = lexis.name_heads.at(page.words, item.start) or lexis.heads.at(page.lower, item.start)
    if (
        alone is not None
        and alone[0] >= item.end
        and page.known.get(item.start, "")[:1] != "B"
        and (text not in lexis.nouns.single)
    ):
        return True
    if text in lexis.common or (not any(page.capital[item.start : item.end]) and item.start not in page.known):
        return True
    before = page.lower[item.start - 1] if item.start > 0 else ""
    if before == "(" and page.shapes[item.start] == "XX" and item.end - item.start == 1 and _term(page, item, lexis):
        return True
    return item.type in PLACES and before in lexis.nouns.languages


def _term(page: Page, item: Found, lexis: Lexis) -> bool:
    """An abbreviation in brackets behind small words abbreviates a term, not a name."""
    if item.start in page.known or item.start < 3 or page.words[item.end : item.end + 1] != [")"]:
        return False
    before = range(max(0, item.start - 10), item.start - 1)
    return page.shapes[item.start - 2] == "x" and not any(page.capital[i] for i in before)


def _with_known(page: Page, found: Sequence[Found], lexis: Lexis, known: Phrases[str]) -> list[Found]:
    """Add what the gazetteer knows and the tagger missed, where the name cannot be another word."""
    items = sorted(found)
    for start, end, kind in known.find(page.words):
        if end < len(page.words) and not page.begins[end] and page.shapes[end] == "x":
            continue
        sure = (
            end - start > 1
            or "foreign" in lexis.features(page.words[start])
            or page.shapes[start] in {"xX", "X9", "X-"}
        )
        touched = [item for item in items if item.start < end and start < item.end]
        new = Found(start, end, kind)
        if not sure or new in touched or _is_common(page, new, lexis):
            continue
        if any(item.start <= start and end <= item.end for item in touched):
            continue
        over = [item for item in touched if item.start < start]
        if over and over[0].type in LONG:  # "Sở Công Thương TP." and "TP. Hồ Chí Minh"
            new = Found(over[0].start, end, over[0].type)
        elif over or any(item.end > end for item in touched):
            continue
        items = sorted([item for item in items if item not in touched] + [new])
    return items


def _again(page: Page, found: Sequence[Found], lexis: Lexis) -> list[Found]:
    """A name found at one place of the article is a name at the others."""
    taken = {i for item in found for i in range(item.start, item.end)}
    names: dict[tuple[str, ...], str] = {}
    for item in found:
        words = tuple(page.words[item.start : item.end])
        if len(words) > 1 or page.shapes[item.start] not in {"Xx", "X", "x"} or ("foreign" in lexis.features(words[0])):
            names.setdefault(words, item.type)
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(names, key=lambda name: (-len(name), name)):
        firsts.setdefault(words[0], []).append(words)
    added = []
    for i, word in enumerate(page.words):
        if i in taken or word not in firsts:
            continue
        for words in firsts[word]:
            end = i + len(words)
            if tuple(page.words[i:end]) == words and not any(k in taken for k in range(i, end)):
                added.append(Found(i, end, names[words]))
                taken.update(range(i, end))
                break
    return sorted([*found, *added])
