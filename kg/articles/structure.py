"""What each part of an article is: title, header, dateline, caption, source, subheading or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from kg.articles.credits import Credits, folded
from kg.articles.datelines import Datelines
from kg.articles.lines import Line, leading, lines_of, trailing
from kg.ontology.structure import StructureCues

__all__ = ["HEADER", "Label", "Part", "StructureReader"]

Label = Literal["title", "header", "dateline", "caption", "source", "subheading", "paragraph"]
Part = tuple[Label, int, int]

HEADER = re.compile(r"\s{0,4}date[ \t]+(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?=\s|$)[ \t]?")
OPENERS = "\"'“‘«(["
#: Characters of the longest title and subheading, of the text that a title is looked for in, and of the shortest
#: paragraph that has a dateline.
MAX_TITLE = 160
MAX_SUBHEADING = 110
BEGINNING = 4000
MIN_DATED = 60
#: A dateline stands in one of so many lines.
DATED_LINES = 3


class StructureReader:
    """Tells the parts of articles apart, with the words of ``structure.yaml``."""

    def __init__(self, cues: StructureCues) -> None:
        self._credits = Credits(cues)
        self._datelines = Datelines(cues)
        self._kickers = frozenset(map(folded, cues.kickers))
        self._title_tails = frozenset(map(folded, cues.title_tails))

    def parts(self, text: str) -> list[Part]:
        """The parts of ``text`` in order, as ``(label, start, end)``.

        Parts do not overlap, but for the credit of a caption ("Ảnh: SCMP."), a ``source`` inside the
        ``caption``. Lines broken in the middle of a sentence are one ``paragraph``. Only white space is left
        outside.
        """
        parts: list[Part] = []
        start = 0
        header = HEADER.match(text)
        if header:
            parts.append(("header", leading(header[0]), len(header[0].rstrip())))
            start = header.end()
        lines = list(lines_of(text, start))
        first = 0
        while first < len(lines) - 1 and folded(lines[first].text) in self._kickers:
            parts.append(("header", lines[first].start, lines[first].end))
            first += 1
        body = lines[first:]
        for i in range(len(body)):
            parts.extend(self._line(body, i))
        return parts

    def title(self, text: str) -> str | None:
        """The headline that ``text`` begins with, if it does."""
        parts = self.parts(text[:BEGINNING])
        return next((text[start:end] for label, start, end in parts if label == "title"), None)

    def strip_title_tail(self, title: str) -> str:
        """``title`` without the page's name at its end ("… - Tuổi Trẻ Online")."""
        for dash in (" - ", " | ", " – "):
            head, found, tail = title.rpartition(dash)
            if found and folded(tail) in self._title_tails:
                return head.rstrip()
        return title

    def _line(self, body: list[Line], i: int) -> Iterator[Part]:
        """The parts of one line behind header and kickers."""
        line, last = body[i], len(body) - 1
        following = body[i + 1] if i < last else None
        if i == 0 and following is not None and self._is_title(line, following):
            end = line.start + len(self.strip_title_tail(line.text))
            yield "title", line.start, end
            if end < line.end:
                yield "source", end, line.end
        elif (credit := self._credits.in_caption(line)) is not None:
            yield "caption", line.start, line.end
            if credit < len(line.text):
                yield "source", line.start + credit, line.end
        elif self._credits.is_source(line, near_end=i >= last - 1 and i > 0):
            yield "source", line.start, line.end
        elif i > 0 and following is not None and _is_subheading(line, body[i - 1], following):
            yield "subheading", line.start, line.end
        else:
            yield from self._paragraph(line, dateline=i < DATED_LINES)

    def _is_title(self, line: Line, following: Line) -> bool:
        text = line.text.rstrip("\"'”’» ")
        if not text or len(line.text) > MAX_TITLE or text[-1] in ".:;,":
            return False
        if text[0].islower() or text[0] in "-–•*":
            return False
        if self._credits.in_caption(line) is not None or self._datelines.end(line.text):
            return False
        # Without an empty line below, a headline is told from the first line of a list by what follows.
        return following.blank_before or (following.closed and len(following.text) > 1.5 * len(line.text))

    def _paragraph(self, line: Line, *, dateline: bool) -> Iterator[Part]:
        start = line.start
        if dateline and len(line.text) > MIN_DATED and (length := self._datelines.end(line.text)):
            yield "dateline", start, start + length
            start += length + leading(line.text[length : length + 20])
        for credit_start, credit_end in self._credits.inside(line):
            if credit_start < start:
                continue
            # Windows, not the whole rest: a line may be megabytes long.
            before = line.text[max(start, credit_start - 20) - line.start : credit_start - line.start]
            end = credit_start - trailing(before)
            if end > start:
                yield "paragraph", start, end
            yield "caption", credit_start, credit_end
            after = credit_end - line.start
            start = credit_end + leading(line.text[after : after + 20])
        if start < line.end:
            yield "paragraph", start, line.end


def _is_subheading(line: Line, before: Line, following: Line) -> bool:
    text = line.text
    if len(text) > MAX_SUBHEADING or (line.closed and text[-1] not in "?!") or text[-1] in ",-–—":
        return False
    first = text.split(maxsplit=1)[0]
    begins = any(c.isupper() or c.isdigit() for c in first) or text[0] in OPENERS
    if not begins or not any(c.isalpha() for c in text):
        return False
    if text[0] in OPENERS and text[-1] in "?!":
        return False
    if not following.closed and len(following.text) < MAX_SUBHEADING:
        return False
    apart = line.blank_before and following.blank_before
    factor = 1.0 if apart else 1.5
    return (apart or before.closed) and len(following.text) > factor * len(text)
