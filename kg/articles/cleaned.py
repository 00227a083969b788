"""A text as it is read for facts: without what nobody sees, every character with its place in the text as it was.

An article's text stays what its file holds; its facts are looked for in a view of it, in which

- a run of blanks of whatever kind (no-break space, tab, U+2009, U+3000, ...) is one space, and a line end of Unicode
  is a line end;
- characters that are not seen (zero-width space, soft hyphen, word joiner, mark of byte order, ...) are left out;
- HTML's references stand for their characters (``AT&amp;T`` is AT&T);
- ligatures and letters of full width are plain ones;
- letters that look like one of the language are that one (data of the language, ``lookalikes``).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.records import Article, Evidence, Extraction, LocalClaim, Mention, Span

__all__ = ["Cleaned", "cleaned", "read_cleaned"]

Replace = Callable[[re.Match[str]], str]

REFERENCE = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: Of Unicode's Default_Ignorable_Code_Point all that files have: format characters, joiners, variation selectors.
UNSEEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]+"
)
MARKED = re.compile(r"\w[\u0300-\u036f]+")
BLANK = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
#: Blanks but for single spaces, which a text has more of than of all else.
BLANKS = re.compile(rf" {BLANK}+|(?! ){BLANK}+|[\x85\u2028\u2029]")
COMPATIBLE = re.compile(r"[\ufb00-\ufb06\uff01-\uff5e]")
#: References to references, as feeds that were written twice have them.
DEPTH = 3


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``text``, and of each of its characters where it begins and ends in the text that it was made of."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """``start:end`` of the view, as a place in the text as it was."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
            return at, at
        return self.starts[start], self.ends[end - 1]

    def replaced(self, pattern: re.Pattern[str], new: Replace) -> Cleaned:
        """The view with ``new`` in place of each match; each of its characters stands for the whole match."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for found in pattern.finditer(self.text):
            piece = new(found)
            if piece == found[0]:
                continue
            left, right = found.span()
            pieces += (self.text[last:left], piece)
            starts += self.starts[last:left]
            ends += self.ends[last:left]
            starts += [self.starts[left]] * len(piece)
            ends += [self.ends[right - 1]] * len(piece)
            last = right
        if not last:
            return self
        return Cleaned(
            "".join((*pieces, self.text[last:])), starts + list(self.starts[last:]), ends + list(self.ends[last:])
        )

    def restored(self, extraction: Extraction, article: Article) -> Extraction:
        """What was found in the view, as found in ``article``, whose text it is the view of."""

        def span(place: Span | None) -> Span | None:
            return self.span(*place) if place else None

        def evidence(found: Evidence) -> Evidence:
            start, end = self.span(found.start, found.end)
            return Evidence(
                start=start,
                end=end,
                text=article.text[start:end],
                subject=span(found.subject),
                object=span(found.object),
                trigger=span(found.trigger),
            )

        def mention(found: Mention) -> Mention:
            start, end = self.span(found.start, found.end)
            return replace(found, start=start, end=end)

        def claim(found: LocalClaim) -> LocalClaim:
            start, end = self.span(found.start, found.end)
            return replace(found, start=start, end=end, text=article.text[start:end])

        return replace(
            extraction,
            article=article,
            mentions=tuple(map(mention, extraction.mentions)),
            claims=tuple(map(claim, extraction.claims)),
            statements=tuple(replace(found, evidence=evidence(found.evidence)) for found in extraction.statements),
            measurements=tuple(replace(found, evidence=evidence(found.evidence)) for found in extraction.measurements),
        )


def cleaned(text: str, lookalikes: Mapping[str, str] | None = None) -> Cleaned:
    """The view of ``text``; ``lookalikes`` are letters at the beginning of a word and what is meant by them."""
    view = Cleaned(text, range(len(text)), range(1, len(text) + 1))
    view = view.replaced(REFERENCE, _referred).replaced(UNSEEN, lambda _: "")
    if not unicodedata.is_normalized("NFC", view.text):
        view = view.replaced(MARKED, lambda found: unicodedata.normalize("NFC", found[0]))
    view = view.replaced(BLANKS, lambda found: "\n" if found[0] in "\x85\u2028\u2029" else " ")
    view = view.replaced(COMPATIBLE, lambda found: unicodedata.normalize("NFKC", found[0]))
    if lookalikes and any(letter in view.text for letter in lookalikes):
        letters = re.compile(rf"(?<![^\W\d_])[{re.escape(''.join(lookalikes))}]")
        view = view.replaced(letters, lambda found: lookalikes[found[0]])
    return view


def read_cleaned(
    article: Article, read: Callable[[Article], Extraction], lookalikes: Mapping[str, str] | None = None
) -> Extraction:
    """What ``read`` finds in the view of ``article``, with places and words of the article itself."""
    view = cleaned(article.text, lookalikes)
    if view.text == article.text:
        return read(article)
    return view.restored(read(replace(article, text=view.text)), article)


def _referred(found: re.Match[str]) -> str:
    text = found[0]
    for _ in range(DEPTH):
        text = html.unescape(text)
    return text
