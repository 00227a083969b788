"""Vietnamese numbers: ``2.300``, ``1,25 nghìn tỷ``, ``ba mươi hai``, ``hai triệu rưỡi`` to exact decimals.

A comma is the decimal mark and a dot groups thousands, unless the digits cannot be read so.
Words come from the data file of units; this module only knows how they combine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kg.language.text import alternatives

__all__ = ["PARTED", "Numerals", "digits_value"]

# Bounded everywhere: articles are untrusted, and an endless run of digits must not cost more than its length.
DIGITS = r"\d{1,18}(?:[.,]\d{1,18}){0,8}(?!\d)"
#: Thousands parted by blanks ("1 200 000", "50 000").
PARTED = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3}(?![\d.])){1,5}(?:,\d{1,4})?(?!\d)"
GROUPS = r"[1-9]\d{0,2}(?:\.\d{3}){1,4}(?![\d.,])"
BLANKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def digits_value(text: str, *, scaled: bool = False) -> Decimal | None:
    """The value of digits with marks; ``scaled`` when a word such as ``tỷ`` follows, so that ``1,250`` is 1.25.

    None when the marks make no number (``1.2.3``).
    """
    if text.isdigit():
        return Decimal(text)
    grouped = GROUPED.fullmatch(text)
    if grouped and not text.startswith("0"):
        mark = grouped.group(1)
        if mark == "." or text.count(",") > 1 or not scaled:
            return Decimal(text.replace(mark, ""))
    last = max(text.rfind("."), text.rfind(","))
    whole, part = text[:last], text[last + 1 :]
    if not whole.isdigit():
        mark = "." if "." in whole else ","
        if text[last] == mark or not GROUPED.fullmatch(whole):
            return None
        whole = whole.replace(mark, "")
    return Decimal(f"{whole}.{part}")


class Numerals:
    """Reads numbers. ``pattern`` is the regular expression of one number in lower-case text.

    ``units``: words below ten and ten (``ba``: 3); ``multipliers``: words that scale what stands before
    (``mươi``: 10, ``tỷ``: 10**9); ``links``: words between hundreds and ones (``lẻ``); ``half``: ``rưỡi``;
    ``compounds``: words that a multiplier before them is part of (``tỷ phú``).
    ``beginnings`` are the words a number can begin with.
    """

    def __init__(
        self,
        *,
        units: Mapping[str, int],
        multipliers: Mapping[str, int],
        links: Iterable[str],
        half: str,
        compounds: Iterable[str] = (),
    ) -> None:
        self._units = units
        self._multipliers = multipliers
        self._links = frozenset(links)
        self._half = half
        self.beginnings = tuple(units)
        ones, scales = alternatives(units), alternatives(multipliers)
        blank = r"[ \u00a0]{1,3}"
        whole = alternatives(compounds)
        ends = rf"(?!\w|{blank}(?:{whole})(?!\w))" if whole else r"(?!\w)"
        self.scales = rf"(?:{alternatives(w for w, v in multipliers.items() if v >= 100)}){ends}"
        tail = rf"(?:{blank}(?:{half})(?!\w))?"
        scaled = rf"{blank}?{self.scales}(?:{blank}{self.scales}){{0,2}}"
        # "1 tỷ 200 triệu" goes on, "50 000" is one number.
        self.digits = rf"(?:{PARTED}|{DIGITS})(?:{scaled}(?:{blank}{DIGITS}{scaled}){{0,3}}(?:{blank}{GROUPS})?{tail})?"
        link = alternatives(self._links)
        word = rf"(?:(?:{ones}|(?:{link}){blank}(?:{ones}))(?!\w)|(?:{scales}){ends})"
        self.words = rf"(?:{ones})(?!\w)(?:{blank}{word}){{0,14}}{tail}"
        self.pattern = rf"(?:{self.digits}|{self.words})"

    def value(self, text: str) -> Decimal | None:
        """The value of ``text`` (lower case), or None when it is no exact number (``hai ba``, ``chục tỷ``)."""
        words = re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", BLANKS.sub("", text))
        if not words:
            return None
        total = Decimal(0)  # finished sections, such as the "một tỷ" of "một tỷ hai trăm triệu"
        section = Decimal(0)  # below the next great multiplier
        pending: Decimal | None = None  # a number that waits for its multiplier
        scale = Decimal(1)
        whole = Decimal(1)  # what the section before was counted in: the next is less
        great = False  # the word before was a great multiplier, so that "nghìn tỷ" chains
        for at, word in enumerate(words):
            if word[0].isdigit():
                if pending is not None:
                    return None
                pending = digits_value(word, scaled=at + 1 < len(words))
                if pending is None:
                    return None
                great = False
            elif word in self._units:
                one = Decimal(self._units[word])
                if pending is not None:
                    if pending >= 10 and pending % 10 == 0 and one < 10:
                        pending += one  # mười lăm
                    else:
                        return None
                else:
                    pending = one
                great = False
            elif word in self._multipliers:
                scale = Decimal(self._multipliers[word])
                if great:
                    total, whole = total * scale, whole * scale
                elif scale < 1000:
                    if pending is None or (pending >= 10 and scale == 10):
                        return None
                    section, pending = section + pending * scale, None
                    if scale == 10:
                        pending, section = section % 100, section - section % 100
                    great = False
                else:
                    if pending is None and not section:
                        return None
                    if total and (section + (pending or 0)) * scale >= whole:
                        return None  # "2 triệu 3 tỷ" is no number
                    whole = scale
                    total, section, pending = total + (section + (pending or 0)) * scale, Decimal(0), None
                    great = True
            elif word == self._half:
                total += scale / 2
            elif word not in self._links:
                return None
        rest = section + (pending or 0)
        return None if total and rest >= whole else total + rest
