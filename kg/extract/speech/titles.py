"""People who are named by their post alone further on: "Bộ trưởng Lam ..." and then "Bộ trưởng cho biết ..."."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.speech.rules import Rules
from kg.extract.view import TokenView

__all__ = ["Titles", "Who"]

#: Words of a post with its office ("Phó cục trưởng Cục Kinh tế - Quản lý đầu tư xây dựng"), at most.
LONGEST = 16


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """Somebody at the tokens ``start:end``: a name, or a reference (not ``named``)."""

    start: int
    end: int
    type: str
    id: str
    named: bool = True


class Titles:
    """The posts of the people of one article, as they stand beside their names."""

    def __init__(self, view: TokenView, rules: Rules, named: Sequence[Who]) -> None:
        """``named``: all who may speak, in the order of their places."""
        self._low, self._tags = view.low, view.tags
        self._rules = rules
        self._named = named
        self._begins = [who.start for who in named]
        self._held: list[tuple[tuple[str, ...], frozenset[str], Who]] = []
        for who in named:
            if who.type in rules.people:
                for start, end in (self._before(who), self._behind(who)):
                    if start < end:
                        self._held.append((tuple(self._low[start:end]), self._offices(start, end), who))

    def _offices(self, start: int, end: int) -> frozenset[str]:
        """The bodies that the tokens ``start:end`` name or mean."""
        inside = self._named[bisect_left(self._begins, start) : bisect_left(self._begins, end)]
        return frozenset(who.id for who in inside if who.type not in self._rules.people)

    def _before(self, who: Who) -> tuple[int, int]:
        """The post right before a name, with its office: "Bộ trưởng Tài chính Mai Ký"."""
        found = who.start
        for i in range(who.start - 1, max(who.start - LONGEST, 0) - 1, -1):
            if not self._low[i][0].isalnum() and self._low[i] != "-":
                break
            size = self._rules.posts.size(self._low, i, who.start)
            if size and (found == who.start or i + size > found):
                found = i
        return found, who.start

    def _behind(self, who: Who) -> tuple[int, int]:
        """The post behind a name: "ông Mai Ký, Cục trưởng Cục Chè, ...", the comma forgotten or not."""
        low, start = self._low, who.end
        if start < len(low) and low[start] in ",-–":
            start += 1
        if start >= len(low) or not self._rules.posts.size(low, start, len(low)):
            return start, start
        end = start
        while end < min(start + LONGEST, len(low)) and (low[end][0].isalnum() or low[end] == "-"):
            if self._rules.verbs.size(low, end, len(low)):
                break
            end += 1
        return start, end

    def holder(self, start: int, end: int) -> Who | None:
        """Who holds the post that the tokens ``start:end`` are, told before them; with its office it must be the same,
        in the same words or by another name ("Giám đốc của xưởng này").

        A post without an office is that of whom it was told last.
        """
        while end > start and self._tags[end - 1].startswith("R"):
            end -= 1
        size = self._rules.posts.size(self._low, start, end)
        if not size:
            return None
        words = tuple(self._low[start:end])
        offices = self._offices(start, end)
        for title, held_at, who in reversed(self._held):
            if len(words) == size:
                same = title[:size] == words
            else:
                same = words in (title[: len(words)], title[-len(words) :]) or (
                    title[:size] == words[:size]
                    and (offices == held_at != set() or words[size:] == (self._low[who.end - 1],))  # "Thứ trưởng Tân"
                )
            if same and who.start < start:
                return Who(start, end, who.type, who.id)
        return None
