"""What each line of an article is: title, header, dateline, caption, source, subheading or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from kg.articles.cues import StructureCues, read_cues
from kg.ontology.files import data_dir

__all__ = ["HEADER", "Label", "Part", "strip_title_tail", "structure", "title_of"]

Label = Literal["title", "header", "dateline", "caption", "source", "subheading", "paragraph"]
Part = tuple[Label, int, int]

HEADER = re.compile(r"\s{0,4}date[ \t]+(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?=\s|$)[ \t]?")
_END = re.compile(r"""[.!?…:;][\s"'”’»)\]]*$""")
_LINK = re.compile(r"https?://\S+")
_CREDIT_NAME = re.compile(r"[^\W\d_a-z][\w./&-]*(?: [^\W\d_a-z][\w./&-]*){0,5}")
_DATELINE = re.compile(
    r"(?:\((?P<alone>[^()]{2,30})\)"
    r"|(?P<place>[^()–—]{2,40}?)(?P<day>, (?:ngày )?\d{1,2}[/-]\d{1,2})?(?: \((?P<outlet>[^()]{2,30})\))?"
    r") ?[-–—] "
)
_ITEM = re.compile(r"[-–—*•+]|\d{1,2}[.)] ")
_OPENERS = "\"'“‘«(["
_MAX_TITLE = 160
_MAX_SUBHEADING = 110
_MAX_CAPTION = 400
_MAX_CREDIT = 80
_WRAPPED = 130


@dataclass(frozen=True, slots=True)
class _Line:
    """Text without the white space around it; ``blank_before``: an empty line stands above."""

    start: int
    end: int
    text: str
    blank_before: bool

    @property
    def closed(self) -> bool:
        return bool(_END.search(self.text[-12:]))


def structure(text: str, cues: StructureCues | None = None) -> list[Part]:
    """The parts of ``text`` in order, as ``(label, start, end)``.

    Parts do not overlap, but for the credit of a caption ("Ảnh: SCMP."), a ``source`` inside the
    ``caption``. Lines broken in the middle of a sentence are one ``paragraph``. Only white space is left
    outside.
    """
    cues = cues or _shipped_cues()
    patterns = _patterns(cues)
    parts: list[Part] = []
    start = 0
    header = HEADER.match(text)
    if header:
        parts.append(("header", _leading(header[0]), len(header[0].rstrip())))
        start = header.end()
    lines = list(_joined(text, _lines(text, start)))
    first = 0
    while first < len(lines) - 1 and _folded(lines[first].text) in patterns.kickers:
        parts.append(("header", lines[first].start, lines[first].end))
        first += 1
    body = lines[first:]
    last = len(body) - 1
    for i, line in enumerate(body):
        following = body[i + 1] if i < last else None
        if i == 0 and following is not None and _is_title(line, following, patterns):
            end = line.start + len(_without_tail(line.text, patterns))
            parts.append(("title", line.start, end))
            if end < line.end:
                parts.append(("source", end, line.end))
        elif (credit := _caption_credit(line, patterns)) is not None:
            parts.append(("caption", line.start, line.end))
            if credit < len(line.text):
                parts.append(("source", line.start + credit, line.end))
        elif _is_source(line, patterns, near_end=i >= last - 1 and i > 0):
            parts.append(("source", line.start, line.end))
        elif i > 0 and following is not None and _is_subheading(line, body[i - 1], following):
            parts.append(("subheading", line.start, line.end))
        else:
            parts.extend(_paragraph(line, patterns, dateline=i < 3))
    return parts


def title_of(text: str, cues: StructureCues | None = None) -> str | None:
    """The headline that ``text`` begins with, if it does."""
    parts = structure(text[:4000], cues)
    return next((text[start:end] for label, start, end in parts if label == "title"), None)


def strip_title_tail(title: str, cues: StructureCues | None = None) -> str:
    """``title`` without the page's name at its end ("… - Tuổi Trẻ Online")."""
    return _without_tail(title, _patterns(cues or _shipped_cues()))


def _without_tail(title: str, patterns: _Patterns) -> str:
    for dash in (" - ", " | ", " – "):
        head, found, tail = title.rpartition(dash)
        if found and _folded(tail) in patterns.title_tails:
            return head.rstrip()
    return title


@dataclass(frozen=True, slots=True)
class _Patterns:
    kickers: frozenset[str]
    title_tails: frozenset[str]
    joiners: frozenset[str]
    outlets: frozenset[str]
    places: frozenset[str]
    credit: re.Pattern[str]
    bare_credit: re.Pattern[str]
    source: re.Pattern[str]
    byline: re.Pattern[str]


@cache
def _shipped_cues() -> StructureCues:
    return read_cues(data_dir())


@cache
def _patterns(cues: StructureCues) -> _Patterns:
    credits = _either({*cues.credits, *map(str.upper, cues.credits)})
    return _Patterns(
        kickers=frozenset(map(_folded, cues.kickers)),
        title_tails=frozenset(map(_folded, cues.title_tails)),
        joiners=frozenset(map(_folded, cues.source_joiners)),
        outlets=frozenset(map(_folded, cues.outlets)),
        places=frozenset(cues.places),
        credit=re.compile(rf"(?<!\w){credits} ?: ?(?=\S)"),
        bare_credit=re.compile(rf"(?<=[.!?…] ){_either(cues.bare_credits)}\.?$"),
        source=re.compile(rf"\(?{_either(cues.sources)}(?::\s*|\s+)(.+?)\)?\.?", re.IGNORECASE),
        byline=re.compile(rf"(?:\(?{_either(cues.bylines)}\)?|\(theo [^()]+\))$", re.IGNORECASE),
    )


def _either(words: Iterable[str]) -> str:
    """Longest first, so that "Ảnh minh họa" is not read as "Ảnh"."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _folded(text: str) -> str:
    return text.strip().casefold()


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())


def _trailing(text: str) -> int:
    return len(text) - len(text.rstrip())


def _lines(text: str, start: int) -> Iterator[_Line]:
    blank = True
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        raw = text[start:end]
        stripped = raw.strip()
        if stripped:
            left = start + _leading(raw)
            yield _Line(left, left + len(stripped), stripped, blank)
        blank = not stripped
        start = end + 1


def _joined(text: str, lines: Iterator[_Line]) -> Iterator[_Line]:
    """Lines that a mail program or PDF broke in the middle of a sentence are put together again."""
    block: list[_Line] = []
    for line in lines:
        if block and line.blank_before:
            yield from _join_block(text, block)
            block = []
        block.append(line)
    yield from _join_block(text, block)


def _join_block(text: str, block: list[_Line]) -> Iterator[_Line]:
    width = max((len(line.text) for line in block), default=0)
    pairs = list(pairwise(block))
    broken = [not a.closed and b.text[0].islower() for a, b in pairs]
    wrapped = len(block) > 2 and width <= _WRAPPED and sum(broken) * 4 >= len(pairs)
    group: list[_Line] = []
    for i, line in enumerate(block):
        group.append(line)
        goes_on = i < len(broken) and (
            broken[i] or (wrapped and not _starts_part(block[i + 1]) and len(line.text) >= 0.75 * width)
        )
        if not goes_on:
            left, right = group[0].start, group[-1].end
            yield _Line(left, right, text[left:right].replace("\n", " "), group[0].blank_before)
            group = []


def _starts_part(line: _Line) -> bool:
    return bool(_ITEM.match(line.text))


def _is_title(line: _Line, following: _Line, patterns: _Patterns) -> bool:
    text = line.text.rstrip("\"'”’» ")
    if not text or len(line.text) > _MAX_TITLE or text[-1] in ".:;,":
        return False
    if text[0].islower() or text[0] in "-–•*":
        return False
    if _caption_credit(line, patterns) is not None or _dateline_end(line.text, patterns):
        return False
    # Without an empty line below, a headline is told from the first line of a list by what follows.
    return following.blank_before or (following.closed and len(following.text) > 1.5 * len(line.text))


def _is_subheading(line: _Line, before: _Line, following: _Line) -> bool:
    text = line.text
    if len(text) > _MAX_SUBHEADING or (line.closed and text[-1] not in "?!") or text[-1] in ",-–—":
        return False
    first = text.split(maxsplit=1)[0]
    begins = any(c.isupper() or c.isdigit() for c in first) or text[0] in _OPENERS
    if not begins or not any(c.isalpha() for c in text):
        return False
    if text[0] in _OPENERS and text[-1] in "?!":
        return False
    if not following.closed and len(following.text) < _MAX_SUBHEADING:
        return False
    apart = line.blank_before and following.blank_before
    factor = 1.0 if apart else 1.5
    return (apart or before.closed) and len(following.text) > factor * len(text)


def _is_source(line: _Line, patterns: _Patterns, *, near_end: bool) -> bool:
    text = line.text
    if len(text) > _MAX_CREDIT:
        return False
    source = patterns.source.fullmatch(text)
    if source and _names_only(source[1], patterns):
        return True
    if not near_end:
        return False
    byline = patterns.byline.search(text)
    if byline:
        return len(text.split()) <= 9 and _names_only(text[: byline.start()], patterns)
    words = text.split()
    return 2 <= len(words) <= 4 and not line.closed and all(w[0].isupper() and w[1:].islower() for w in words)


def _names_only(text: str, patterns: _Patterns) -> bool:
    """All words are names or joiners: "Creaders, 8world", not "báo cáo của Bộ Nông nghiệp"."""
    words = [word.strip(".,;/()") for word in text.replace("/", " / ").split()]
    words = [word for word in words if word]
    names = [word for word in words if not word[0].islower() or any(c.isdigit() or c == "." for c in word)]
    joiners = [word for word in words if word not in names]
    parts = re.split(r"[,/&]| và ", text)
    # A name of more than five words in a row, or with a verb between, is the beginning of a sentence.
    return (
        bool(names)
        and all(_folded(word) in patterns.joiners for word in joiners)
        and all(len(part.split()) <= 5 for part in parts)
    )


def _caption_credit(line: _Line, patterns: _Patterns) -> int | None:
    """Where in ``line`` the credit begins, when the line is a caption."""
    if len(line.text) > _MAX_CAPTION:
        return None
    bare = patterns.bare_credit.search(line.text)
    if bare:
        return bare.start()
    if ":" not in line.text:
        return None
    for found in patterns.credit.finditer(line.text):
        rest = line.text[found.end() :]
        if len(rest) <= _MAX_CREDIT and _names_only(_credit_words(rest), patterns):
            start = found.start()
            if start == 0 and patterns.source.fullmatch(line.text):
                return None
            return start - 1 if line.text[start - 1 : start] in ("(", "[") else start
    # "Ảnh minh họa: một trạm thu ở ngoại ô." says what the picture shows.
    shows = patterns.credit.match(line.text)
    return len(line.text) if shows and not patterns.source.fullmatch(line.text) else None


def _credit_words(text: str) -> str:
    return _LINK.sub("X", text).strip(" .)]")


def _paragraph(line: _Line, patterns: _Patterns, *, dateline: bool) -> Iterator[Part]:
    start = line.start
    if dateline and len(line.text) > 60 and (length := _dateline_end(line.text, patterns)):
        yield "dateline", start, start + length
        start += length + _leading(line.text[length : length + 20])
    for credit_start, credit_end in _inner_credits(line, patterns):
        if credit_start < start:
            continue
        # Windows, not the whole rest: a line may be megabytes long.
        before = line.text[max(start, credit_start - 20) - line.start : credit_start - line.start]
        end = credit_start - _trailing(before)
        if end > start:
            yield "paragraph", start, end
        yield "caption", credit_start, credit_end
        after = credit_end - line.start
        start = credit_end + _leading(line.text[after : after + 20])
    if start < line.end:
        yield "paragraph", start, line.end


def _dateline_end(text: str, patterns: _Patterns) -> int:
    """The length of the dateline that ``text`` begins with, dash included; 0 without one."""
    found = _DATELINE.match(text[:100])
    if not found or text[found.end() : found.end() + 1].islower():
        return 0
    alone, place, outlet = found["alone"], found["place"], found["outlet"]
    letters = [c for c in place or "" if c.isalpha()]
    shouted = bool(letters) and place.isupper() and (len(letters) >= 5 or " " in place)
    known = alone or place in patterns.places or _folded(place) in patterns.outlets
    signed = bool(outlet) and _folded(outlet) in patterns.outlets
    return len(found[0].rstrip()) if known or shouted or signed or found["day"] else 0


def _inner_credits(line: _Line, patterns: _Patterns) -> Iterator[tuple[int, int]]:
    """Credits in a paragraph that lost its line breaks: "… ra mắt tour đêm. Ảnh: VHTTDL Tại lễ …"."""
    for found in patterns.credit.finditer(line.text):
        rest = line.text[found.end() : found.end() + _MAX_CREDIT]
        start = found.start()
        if line.text[start - 1 : start] == "(":
            close = rest.find(")")
            if close > 0:
                yield line.start + start - 1, line.start + found.end() + close + 1
            continue
        words = _CREDIT_NAME.match(rest)
        if words is None:
            continue
        length = words.end()
        following = rest[length : length + 2]
        if following[:1] == " " and following[1:].islower() and " " in words[0]:
            # The last capital belongs to the sentence that goes on: "Ảnh: Tuổi Trẻ Các bên đã …".
            length = words[0].rindex(" ")
        yield line.start + start, line.start + found.end() + length
