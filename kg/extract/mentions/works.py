"""Documents named by their kind ("Nghị quyết 57", "Báo cáo kỹ thuật X") and quoted groups ("hổ AI")."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found
from kg.extract.view import inside
from kg.phrases import PhraseSet, PhraseTable

__all__ = ["Works"]

OPENING, CLOSING = frozenset('“‘«"'), frozenset('”’»"')
#: Tokens of a document's name behind its first word, and of a group's name between its quotes.
LONGEST, WIDEST = 9, 6


class Works:
    """Finds names that tell themselves what they are."""

    def __init__(self, lexis: Lexis) -> None:
        nouns = lexis.nouns
        self.lexis = lexis
        self.nouns = nouns
        self.heads: PhraseTable[str] = PhraseTable(
            ((phrase, kind) for kind, phrases in nouns.named_works.items() for phrase in phrases), cut=lexis.cut
        )
        self.coded: PhraseTable[str] = PhraseTable(
            ((phrase.lower(), kind) for kind, phrases in nouns.named_works.items() for phrase in phrases), cut=lexis.cut
        )
        self.groups = PhraseSet(nouns.groups, cut=lexis.cut)
        self.named_by = PhraseSet(nouns.named_by, cut=lexis.cut)

    def add(self, ground: Ground, found: Sequence[Found]) -> tuple[list[Found], dict[str, str]]:
        """``found`` with such names in place of what they overlap, and the class of each by its text."""
        fixed: dict[str, str] = {}
        items = list(found)
        nouns = sorted({*self.heads.begins(ground.view.words), *self.coded.among(ground.view.places)})
        quotes = sorted(i for mark in OPENING for i in ground.view.places.get(mark, ()))
        for start, end in ground.sentences:
            documents = self._documents(ground, start, end, inside(nouns, start, end))
            for new in [*documents, *self._groups(ground, start, end, inside(quotes, start, end))]:
                if new.type != "Group" and not self._numbered(ground, new) and self._doubtful(ground, new, items):
                    continue
                items = [item for item in items if item.end <= new.start or new.end <= item.start] + [new]
                fixed[ground.view.text(new.start, new.end)] = new.type
        if any(kind == "Group" for kind in fixed.values()):
            items = self._again(ground, items, fixed)
        return sorted(item._replace(type=self.lexis.learned(item.type)) for item in items), fixed

    def _documents(self, ground: Ground, start: int, end: int, nouns: Sequence[int]) -> list[Found]:
        """Documents named in a sentence; ``nouns`` are where what they are called may begin."""
        found = []
        behind = start
        for i in nouns:
            if i < behind:
                continue
            capital = ground.capital[i]
            hit = self.heads.at(ground.view.words, i) if capital else self.coded.at(ground.view.low, i)
            if hit is None or not (capital or self._has_code(ground, hit[0], end)):
                continue
            stop = self._stop(ground, hit[0], end, opening=i == start)
            if stop > hit[0]:
                found.append(Found(i, stop, hit[1]))
            behind = max(stop, i + 1)
        return found

    def _stop(self, ground: Ground, first: int, end: int, *, opening: bool) -> int:
        """The end of a document's name: its last capital or number; 0 where only common words follow."""
        numbered = first + 1 if first < end and ground.view.low[first] in self.nouns.numbering else first
        if numbered < end and ground.view.words[numbered][0].isdigit():
            return self._code(ground, numbered, end)
        stop = 0
        for i in range(first, min(end, first + LONGEST)):
            shape, tag = ground.shapes[i], ground.view.tags[i]
            if shape == "9":
                if i in (first, stop):
                    stop = i + 1
                break
            if ground.capital[i]:
                if ground.known.get(i, "")[2:] in self.nouns.issuers and i == first:
                    return 0
                if (
                    i > first
                    and ground.view.words[i - 1] in self.nouns.about
                    and ground.known.get(i, "").startswith("B")
                ):
                    return stop
                stop = i + 1
            elif (
                not ground.view.words[i][0].isalpha()
                or tag in {"C", "CC", "R", "P", "T"}
                or (tag == "E" and ground.view.low[i] not in self.nouns.about)
            ):
                break
        stop = self._tail(ground, stop, end) if stop else 0
        # At a sentence's beginning the capital says nothing: what follows must be one.
        return stop if stop and (not opening or ground.capital[first]) else 0

    def _has_code(self, ground: Ground, first: int, end: int) -> bool:
        """Does a code with slashes stand there? Behind a noun it needs no capital ("nghị định 147/2024/NĐ-CP")."""
        first += first + 1 < end and ground.view.low[first] in self.nouns.numbering
        words = ground.view.words[first : self._code(ground, first, end)] if first < end else ()
        return bool(words) and words[0][0].isdigit() and "/" in "".join(words) and any(map(str.isalpha, words[-1]))

    def _code(self, ground: Ground, number: int, end: int) -> int:
        """``96/2023/NĐ-CP``: a number, and what hangs on it by slashes and hyphens without a space."""
        stop = number + 1
        while (
            stop < end
            and not ground.view.spaces[stop - 1]
            and (ground.view.words[stop] in {"/", "-", "–"} or ground.view.words[stop][0].isalnum())
        ):
            stop += 1
        return stop

    def _numbered(self, ground: Ground, item: Found) -> bool:
        """A name that ends in a number or code."""
        return any(ground.view.words[i][0].isdigit() for i in range(item.start, item.end))

    def _doubtful(self, ground: Ground, item: Found, items: Sequence[Found]) -> bool:
        """A name of words alone of which others know better where it ends, that begins earlier or goes on."""
        if any(other.start < item.end and item.start < other.end for other in items):
            return True
        before, after = item.start - 1, item.end + 1
        while before > 0 and not ground.view.begins[before]:
            before -= 1
        if before >= 0 and ground.capital[before]:
            return True
        return after < len(ground.view) and ground.view.low[item.end] in self.nouns.pairing and ground.capital[after]

    def _tail(self, ground: Ground, stop: int, end: int) -> int:
        """The rest of a word, one more word that only qualifies, and a year ("Cẩm nang đường thủy 2030")."""
        while stop < end and not ground.view.begins[stop] and ground.shapes[stop] == "x":
            stop += 1
        after = stop + 2
        if (
            after <= end
            and ground.shapes[stop:after] == ["x", "x"]
            and not ground.view.begins[stop + 1]
            and (ground.view.tags[stop] in {"A", "N"})
            and (
                after == end
                or not ground.view.words[after][0].isalpha()
                or ground.view.tags[after] in {"E", "V", "C", "R"}
            )
        ):
            stop = after
        if stop < end and ground.shapes[stop] == "9" and len(ground.view.words[stop]) == 4:
            stop += 1
        return stop

    def _groups(self, ground: Ground, start: int, end: int, quotes: Sequence[int]) -> list[Found]:
        """Groups named in a sentence; ``quotes`` are where quotes open."""
        found = []
        for i in quotes:
            close = next((k for k in range(i + 2, min(end, i + WIDEST + 2)) if ground.view.words[k] in CLOSING), 0)
            if not close or any(not ground.view.words[k][0].isalnum() for k in range(i + 1, close)):
                continue
            grouped = any(self.groups.at(ground.view.low, k) is not None for k in range(i + 1, close))
            before = any(
                (hit := self.named_by.at(ground.view.low, k)) is not None and hit[0] == i
                for k in range(max(start, i - 3), i)
            )
            if grouped and close - i > 2 and (before or any(ground.capital[i + 1 : close])):
                found.append(Found(i + 1, close, "Group"))
        return found

    def _again(self, ground: Ground, items: list[Found], fixed: dict[str, str]) -> list[Found]:
        """A group once named in quotes is named without them too."""
        names: PhraseTable[str] = PhraseTable(
            ((text, kind) for text, kind in fixed.items() if kind == "Group"), cut=self.lexis.cut
        )
        for start, end, _ in names.find(ground.view.words):
            if Found(start, end, "Group") not in items:
                items = [item for item in items if item.end <= start or end <= item.start] + [
                    Found(start, end, "Group")
                ]
        return items
