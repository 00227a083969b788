"""Who tells something, and when: what two articles say counts twice only where neither copies the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.edtf import stretch
from kg.records import Article, Statement

__all__ = ["LATER", "Sources", "strength"]

LATER = 31
"""Days after which another holder of a post, or another figure, is news."""
DATED, UNDATED = 0.9, 0.8
"""How strong a conflict is where one side, or none, has a time of its own."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The articles, and of those that only repeat another, that one's id."""

    articles: Mapping[str, Article]
    copies: Mapping[str, str]

    def apart(self, a: str, b: str) -> bool:
        """Whether two articles are two sources: neither one article nor copies of one."""
        return self.origin(a) != self.origin(b)

    def origin(self, article: str) -> str:
        """The article that one repeats, or itself."""
        return self.copies.get(article, article)

    def later(self, a: str, b: str, days: int = LATER) -> bool:
        """Whether one of two articles is so many days later that it may tell what has changed since."""
        one, other = self.day(a), self.day(b)
        return one is not None and other is not None and abs((one - other).days) > days

    def day(self, article: str) -> date | None:
        """The last day that the article's date can mean."""
        found = stretch(self.articles[article].date)
        return found[1] if found else None


def strength(a: Statement, b: Statement) -> float:
    """How surely two statements contradict each other: by their confidence, and whether they have times."""
    dated = sum(st.time is not None for st in (a, b))
    return round(min(a.confidence, b.confidence) * (UNDATED, DATED, 1.0)[dated], 2)
