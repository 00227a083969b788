"""An article for its own page: its text, where the graph's page carries it, and what each of its sentences says."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.graph import Graph
from kg.serve.views import Cards, Fact, Figure, Said, anchor_of

__all__ = ["ArticlePage", "Sentence", "Texts", "article_page", "texts_in"]

_TEXTS = re.compile(rb'<script type="application/json" id="texts">([A-Za-z0-9+/=]+)</script>')
_PARAGRAPH = re.compile(r"\n+")
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that says something; ``anchor`` is its name on the page."""

    anchor: str
    facts: tuple[Fact, ...]
    claims: tuple[Said, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """``text`` are paragraphs in pieces, each with the anchor of its sentence where that says something; empty where
    the text is not known. ``names`` are the entities by id and label."""

    id: str
    title: str
    source: str
    outlet: str | None
    date: str | None
    url: str | None
    names: tuple[tuple[str, str], ...]
    text: tuple[tuple[tuple[str, str], ...], ...]
    sentences: tuple[Sentence, ...]


class Texts(Mapping[str, str]):
    """The texts that a graph's page carries, by the articles' ids; read when the first one is asked for."""

    def __init__(self, page: Path, articles: Callable[[], Graph]) -> None:
        self._page = page
        self._articles = articles

    @cached_property
    def _texts(self) -> dict[str, str]:
        return texts_in(self._page, self._articles())

    def __getitem__(self, id_: str) -> str:
        return self._texts[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def texts_in(page: Path, graph: Graph) -> dict[str, str]:
    """The texts that the graph's page carries, by the articles' ids; none where it carries none."""
    found = _TEXTS.search(page.read_bytes()) if page.is_file() else None
    if found is None:
        return {}
    texts = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return dict(zip(graph.articles, texts, strict=True)) if len(texts) == len(graph.articles) else {}


def article_page(cards: Cards, id_: str) -> ArticlePage:
    """What the page of an article shows."""
    graph = cards.graph
    article, place = graph.articles[id_], cards.place(id_)
    facts: dict[int, list[Fact]] = defaultdict(list)
    claims: dict[int, list[Said]] = defaultdict(list)
    figures: dict[int, list[Figure]] = defaultdict(list)
    ends: dict[int, int] = {}
    for st in graph.statements.values():
        if st.article == id_:
            facts[st.evidence.start].append(cards.fact(st))
            ends[st.evidence.start] = st.evidence.end
    for figure in graph.measurements.values():
        if figure.article == id_:
            figures[figure.evidence.start].append(cards.figure(figure))
            ends[figure.evidence.start] = figure.evidence.end
    for claim in graph.claims.values():
        if claim.article == id_:
            claims[claim.start].append(cards.said(claim))
            ends.setdefault(claim.start, claim.end)
    return ArticlePage(
        id=id_,
        title=place.title,
        source=article.source,
        outlet=article.outlet,
        date=place.date,
        url=article.url if article.url and _WEB.fullmatch(article.url) else None,
        names=tuple((entity, cards.label(entity)) for entity in graph.mentions.get(id_, ())),
        text=_paragraphs(cards.texts.get(id_, ""), ends),
        sentences=tuple(
            Sentence(
                anchor=anchor_of(start),
                facts=tuple(facts[start]),
                claims=tuple(claims[start]),
                figures=tuple(figures[start]),
            )
            for start in sorted(ends)
        ),
    )


def _paragraphs(text: str, ends: Mapping[int, int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """``text`` by its lines, in pieces; a sentence that overlaps the one before goes without a mark."""
    found: list[tuple[tuple[str, str], ...]] = []
    at = 0
    for line in (*_PARAGRAPH.finditer(text), None):
        until = line.start() if line else len(text)
        pieces: list[tuple[str, str]] = []
        here = at
        for start in sorted(start for start in ends if at <= start < until):
            end = min(ends[start], until)
            if start < here:
                continue
            pieces += [(text[here:start], ""), (text[start:end], anchor_of(start))]
            here = end
        pieces.append((text[here:until], ""))
        kept = tuple(piece for piece in pieces if piece[0])
        if kept:
            found.append(kept)
        at = line.end() if line else until
    return tuple(found)
