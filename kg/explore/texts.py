"""Which articles' texts travel in the page: all of a graph, or none and the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

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
    graph that the page is made of has none (``unread``)."""

    state: Literal["all", "many", "unwanted", "unread"]

    def of(self, article: Article) -> str:
        """An article's text as it is carried; empty where none is."""
        return article.text if self.state == "all" else ""

    def lead(self, article: Article) -> str:
        """The beginning of an article without a title."""
        return "" if article.title else lead(self.of(article))


def texts_of(graph: Graph, *, wanted: bool = True) -> Texts:
    """Which texts the page of ``graph`` carries; the same characters that the offsets of its records count."""
    articles = graph.articles.values()
    if not wanted:
        return Texts("unwanted")
    if len(articles) > MAX_TEXTS:
        return Texts("many")
    if not any(article.text for article in articles):
        return Texts("unread")
    return Texts("all")


def lead(text: str) -> str:
    """The first line of ``text`` without its date, cut at a word where it is long."""
    first = next((line.strip() for line in DATED.sub("", text, count=1).split("\n") if line.strip()), "")
    return first if len(first) <= LEAD else first[:LEAD].rsplit(" ", 1)[0] + " …"
