"""Who is credited in an article: for a picture, for the text, or as its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.articles.lines import Line
from kg.ontology.structure import StructureCues
from kg.records import Span

__all__ = ["Credits", "folded"]

LINK = re.compile(r"https?://\S+")
NAME = re.compile(r"[^\W\d_a-z][\w./&-]*(?: [^\W\d_a-z][\w./&-]*){0,5}")
#: Characters of the longest caption, and of the longest credit.
MAX_CAPTION = 400
MAX_CREDIT = 80
#: Words of the longest name, and of the longest signature.
LONGEST_NAME = 5
LONGEST_BYLINE = 9


def folded(text: str) -> str:
    """``text`` as it is compared."""
    return text.strip().casefold()


class Credits:
    """Finds credits, with the words of ``structure.yaml``."""

    def __init__(self, cues: StructureCues) -> None:
        credits = _either({*cues.credits, *map(str.upper, cues.credits)})
        self._credit = re.compile(rf"(?<!\w){credits} ?: ?(?=\S)")
        self._bare = re.compile(rf"(?<=[.!?…] ){_either(cues.bare_credits)}\.?$")
        self._source = re.compile(rf"\(?{_either(cues.sources)}(?::\s*|\s+)(.+?)\)?\.?", re.IGNORECASE)
        bracketed = rf"\({_either(cues.bracketed_sources)} [^()]+\)"
        self._byline = re.compile(rf"(?:\(?{_either(cues.bylines)}\)?|{bracketed})$", re.IGNORECASE)
        self._between = re.compile(rf"[,/&]| {_either(cues.name_joiners)} ")
        self._joiners = frozenset(map(folded, cues.source_joiners))

    def in_caption(self, line: Line) -> int | None:
        """Where in ``line`` the credit begins, when the line is a caption."""
        if len(line.text) > MAX_CAPTION:
            return None
        bare = self._bare.search(line.text)
        if bare:
            return bare.start()
        if ":" not in line.text:
            return None
        for found in self._credit.finditer(line.text):
            rest = line.text[found.end() :]
            if len(rest) <= MAX_CREDIT and self._names_only(LINK.sub("X", rest).strip(" .)]")):
                start = found.start()
                if start == 0 and self._source.fullmatch(line.text):
                    return None
                return start - 1 if line.text[start - 1 : start] in ("(", "[") else start
        # "Ảnh minh họa: một trạm thu ở ngoại ô." says what the picture shows.
        shows = self._credit.match(line.text)
        return len(line.text) if shows and not self._source.fullmatch(line.text) else None

    def is_source(self, line: Line, *, near_end: bool) -> bool:
        """Does the line only say where the article was taken from or, ``near_end``, who wrote it?"""
        text = line.text
        if len(text) > MAX_CREDIT:
            return False
        source = self._source.fullmatch(text)
        if source and self._names_only(source[1]):
            return True
        if not near_end:
            return False
        byline = self._byline.search(text)
        if byline:
            return len(text.split()) <= LONGEST_BYLINE and self._names_only(text[: byline.start()])
        words = text.split()
        return 2 <= len(words) <= 4 and not line.closed and all(w[0].isupper() and w[1:].islower() for w in words)

    def inside(self, line: Line) -> Iterator[Span]:
        """Credits in a paragraph that lost its line breaks: "… ra mắt tour đêm. Ảnh: VHTTDL Tại lễ …"."""
        for found in self._credit.finditer(line.text):
            rest = line.text[found.end() : found.end() + MAX_CREDIT]
            start = found.start()
            if line.text[start - 1 : start] == "(":
                close = rest.find(")")
                if close > 0:
                    yield line.start + start - 1, line.start + found.end() + close + 1
                continue
            words = NAME.match(rest)
            if words is None:
                continue
            length = words.end()
            following = rest[length : length + 2]
            if following[:1] == " " and following[1:].islower() and " " in words[0]:
                # The last capital belongs to the sentence that goes on: "Ảnh: Tuổi Trẻ Các bên đã …".
                length = words[0].rindex(" ")
            yield line.start + start, line.start + found.end() + length

    def _names_only(self, text: str) -> bool:
        """All words are names or joiners: "Creaders, 8world", not "báo cáo của Bộ Nông nghiệp"."""
        words = [word.strip(".,;/()") for word in text.replace("/", " / ").split()]
        words = [word for word in words if word]
        names = [word for word in words if not word[0].islower() or any(c.isdigit() or c == "." for c in word)]
        joiners = [word for word in words if word not in names]
        # A name of more words in a row, or with a verb between, is the beginning of a sentence.
        return (
            bool(names)
            and all(folded(word) in self._joiners for word in joiners)
            and all(len(part.split()) <= LONGEST_NAME for part in self._between.split(text))
        )


def _either(words: Iterable[str]) -> str:
    """Longest first, so that "Ảnh minh họa" is not read as "Ảnh"."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"
