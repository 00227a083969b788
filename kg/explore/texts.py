"""Which articles' texts travel in the page: all of a graph, or none and the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, overload

from kg.graph import Graph
from kg.records import Article

__all__ = ["MAX_TEXTS", "Texts", "lead", "texts_of"]

MAX_TEXTS = 5_000
"""Of more articles than this the page carries only the sentences that say something."""

DATED = re.compile(r"^\s*date \d{4}(?:-\d\d){0,2}\s")  # as a file may begin
LEAD = 110
"""So many characters of a text stand for a headline that nobody gave."""


@dataclass(frozen=True, slots=True)
class Texts:
    """``state``: ``all`` are carried; or none, since there are too ``many``, since they were ``unwanted``, or since the
    graph that the page is made of has none (``unread``). ``texts`` are in order of the articles' ids; ``leads`` are
    the beginnings of those that have no title."""

    state: Literal["all", "many", "unwanted", "unread"]
    texts: Sequence[str] = ()
    leads: Sequence[str] = ()


def texts_of(graph: Graph, *, wanted: bool = True) -> Texts:
    """The texts that the page of ``graph`` carries; the same characters that the offsets of its records count."""
    articles = list(graph.articles.values())
    if not wanted:
        return Texts("unwanted")
    if len(articles) > MAX_TEXTS:
        return Texts("many")
    if not any(article.text for article in articles):
        return Texts("unread")
    leads = ["" if article.title else lead(article.text) for article in articles]
    return Texts("all", _Texts(articles), leads)


class _Texts(Sequence[str]):
    """Those of articles, which may lie elsewhere than in memory."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        found = self._articles[at]
        return found.text if isinstance(found, Article) else _Texts(found)

    def __len__(self) -> int:
        return len(self._articles)


def lead(text: str) -> str:
    """The first line of ``text`` without its date, cut at a word where it is long."""
    first = next((line.strip() for line in DATED.sub("", text, count=1).split("\n") if line.strip()), "")
    return first if len(first) <= LEAD else first[:LEAD].rsplit(" ", 1)[0] + " …"
