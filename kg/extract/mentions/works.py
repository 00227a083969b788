"""Documents named by their kind ("Nghị quyết 57", "Báo cáo kỹ thuật X") and quoted groups ("hổ AI")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.extract.mentions.lexis import Lexis, load_lexis
from kg.extract.mentions.page import Page
from kg.extract.mentions.phrases import Phrases
from kg.extract.mentions.tagger import Found

__all__ = ["Works", "load_works"]

OPENING, CLOSING = frozenset('“‘«"'), frozenset('”’»"')
#: Tokens of a document's name behind its first word, and of a group's name between its quotes.
LONGEST, WIDEST = 9, 6


class Works:
    """Finds names that tell themselves what they are."""

    def __init__(self, lexis: Lexis) -> None:
        nouns = lexis.nouns
        self.heads: Phrases[str] = Phrases(
            (phrase, kind) for kind, phrases in nouns.named_works.items() for phrase in phrases
        )
        self.groups: Phrases[bool] = Phrases((phrase, True) for phrase in nouns.groups)
        self.named_by: Phrases[bool] = Phrases((phrase, True) for phrase in nouns.named_by)

    def add(self, page: Page, found: Sequence[Found]) -> tuple[list[Found], dict[str, str]]:
        """``found`` with such names in place of what they overlap, and the class of each by its text."""
        fixed: dict[str, str] = {}
        items = list(found)
        for start, end in page.sentences:
            for new in [*self._documents(page, start, end), *self._groups(page, start, end)]:
                items = [item for item in items if item.end <= new.start or new.end <= item.start] + [new]
                fixed[page.text(new.start, new.end)] = new.type
        if any(kind == "Group" for kind in fixed.values()):
            items = self._again(page, items, fixed)
        return sorted(items), fixed

    def _documents(self, page: Page, start: int, end: int) -> list[Found]:
        found = []
        i = start
        while i < end:
            hit = self.heads.at(page.words, i) if page.capital[i] else None
            if hit is None:
                i += 1
                continue
            stop = self._stop(page, hit[0], end, opening=i == start)
            if stop > hit[0]:
                found.append(Found(i, stop, hit[1]))
            i = max(stop, i + 1)
        return found

    def _stop(self, page: Page, first: int, end: int, *, opening: bool) -> int:
        """The end of a document's name: its last capital or number; 0 where only common words follow."""
        numbered = first + 1 if page.lower[first : first + 1] == ["số"] else first
        if numbered < end and page.shapes[numbered] == "9":
            return self._code(page, numbered, end)
        stop = 0
        for i in range(first, min(end, first + LONGEST)):
            shape, tag = page.shapes[i], page.tags[i]
            if shape == "9":
                if i in (first, stop):
                    stop = i + 1
                break
            if page.capital[i]:
                if page.known.get(i, "")[2:] in {"Country", "City", "Company"} and i == first:
                    return 0
                if i > first and page.words[i - 1] == "về" and page.known.get(i, "").startswith("B"):
                    return stop
                stop = i + 1
            elif (
                not page.words[i][0].isalpha()
                or tag in {"C", "CC", "R", "P", "T"}
                or (tag == "E" and page.lower[i] != "về")
            ):
                break
        stop = self._tail(page, stop, end) if stop else 0
        # At a sentence's beginning the capital says nothing: what follows must be one.
        return stop if stop and (not opening or page.capital[first]) else 0

    def _code(self, page: Page, number: int, end: int) -> int:
        """``96/2023/NĐ-CP``: a number, and what hangs on it by slashes and hyphens without a space."""
        stop = number + 1
        while (
            stop < end
            and not page.spaces[stop - 1]
            and (page.words[stop] in {"/", "-", "–"} or page.words[stop][0].isalnum())
        ):
            stop += 1
        return stop

    def _tail(self, page: Page, stop: int, end: int) -> int:
        """The rest of a word, one more word that only qualifies, and a year ("Cẩm nang đường thủy 2030")."""
        while stop < end and not page.begins[stop] and page.shapes[stop] == "x":
            stop += 1
        after = stop + 2
        if (
            after <= end
            and page.shapes[stop:after] == ["x", "x"]
            and not page.begins[stop + 1]
            and (page.tags[stop] in {"A", "N"})
            and (after == end or not page.words[after][0].isalpha() or page.tags[after] in {"E", "V", "C", "R"})
        ):
            stop = after
        if stop < end and page.shapes[stop] == "9" and len(page.words[stop]) == 4:
            stop += 1
        return stop

    def _groups(self, page: Page, start: int, end: int) -> list[Found]:
        found = []
        for i in range(start, end):
            if page.words[i] not in OPENING:
                continue
            close = next((k for k in range(i + 2, min(end, i + WIDEST + 2)) if page.words[k] in CLOSING), 0)
            if not close or any(not page.words[k][0].isalnum() for k in range(i + 1, close)):
                continue
            inside = any(self.groups.at(page.lower, k) is not None for k in range(i + 1, close))
            before = any(
                (hit := self.named_by.at(page.lower, k)) is not None and hit[0] == i
                for k in range(max(start, i - 3), i)
            )
            if inside and close - i > 2 and (before or any(page.capital[i + 1 : close])):
                found.append(Found(i + 1, close, "Group"))
        return found

    def _again(self, page: Page, items: list[Found], fixed: dict[str, str]) -> list[Found]:
        """A group once named in quotes is named without them too."""
        names: Phrases[str] = Phrases((text, kind) for text, kind in fixed.items() if kind == "Group")
        for start, end, _ in names.find(page.words):
            if Found(start, end, "Group") not in items:
                items = [item for item in items if item.end <= start or end <= item.start] + [
                    Found(start, end, "Group")
                ]
        return items


@lru_cache(maxsize=1)
def load_works() -> Works:
    """The finder over the shipped nouns."""
    return Works(load_lexis())
