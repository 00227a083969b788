"""What the page knows of a graph as a whole, as plain columns for JSON: small, and quick to read in a browser.

What articles say is in ``kg.explore.columns``.
"""

from __future__ import annotations

import re
from typing import Any

from kg.explain import Words
from kg.explore.communities import communities
from kg.explore.labels import Labels
from kg.explore.layout import Points
from kg.explore.sure import STRONG, first_confidence
from kg.explore.texts import Texts
from kg.export.groups import groups
from kg.graph import Graph
from kg.records import UPDATE

__all__ = ["LANGUAGES", "MODALITIES", "payload"]

LANGUAGES = ("vi", "en")
MODALITIES = ("asserted", "reported", "planned", "negated")
SURROGATES = re.compile("[\ud800-\udfff]")


def payload(
    graph: Graph,
    positions: Points,
    *,
    sure: Points,
    title: str,
    labels: Labels,
    total: int,
    texts: Texts,
    titled: bool = True,
) -> dict[str, Any]:
    """The page's data, but for what articles say, and their ``texts``. ``positions`` has a row for each entity in order
    of ids, and ``sure`` those while only what is sure is shown; ``total`` counts the entities of the graph that
    ``graph`` may be a part of. A title that is not ``titled`` is the page's own, and changes with its language."""
    data = _Columns(graph, labels, texts).all(positions, title, titled, total)
    if data["confidence"]:
        data["nodes"] |= {"sureX": _rounded(sure[:, 0]), "sureY": _rounded(sure[:, 1])}
    return data


class _Columns:
    def __init__(self, graph: Graph, labels: Labels, texts: Texts) -> None:
        self.graph = graph
        self.texts = texts
        self.labels = labels
        self.node = {key: i for i, key in enumerate(graph.entities)}
        #: Rows of statements and measurements when all articles' columns are put together.
        told = list(groups(graph))
        self.statement = {st.id: n for n, st in enumerate(st for group in told for st in group.statements)}
        self.measurement = {m.id: n for n, m in enumerate(m for group in told for m in group.measurements)}

    def all(self, positions: Points, title: str, titled: bool, total: int) -> dict[str, Any]:
        graph = self.graph
        edges = sorted((self.node[u], self.node[v], key) for u, key, v in graph.facts)
        classes = sorted({entity.type for entity in graph.entities.values()})
        relations = sorted({key for _, _, key in edges})
        return {
            "title": clean(title),
            "titled": titled,
            "base": clean(graph.base_iri),
            "total": total,
            "confidence": first_confidence(self.graph),
            "texts": self.texts.state,
            "classes": [
                {**self._name(name), "parents": self.labels.above(name), "color": self.labels.color(name)}
                for name in classes
            ],
            "relations": [self._name(name) for name in relations],
            "conflict": self._name("Conflict"),
            "nodes": {
                "id": [clean(key) for key in graph.entities],
                "label": [clean(entity.label) for entity in graph.entities.values()],
                "cls": [classes.index(entity.type) for entity in graph.entities.values()],
                "community": communities(len(graph.entities), [(u, v) for u, v, _ in edges]),
                "alias": [[clean(alias) for alias in entity.aliases] for entity in graph.entities.values()],
                "x": _rounded(positions[:, 0]),
                "y": _rounded(positions[:, 1]),
            },
            "edges": {
                "from": [u for u, _, _ in edges],
                "to": [v for _, v, _ in edges],
                "rel": [relations.index(key) for _, _, key in edges],
            },
            "metrics": self._metrics(),
            "conflicts": self._conflicts(),
        }

    def _name(self, name: str) -> dict[str, Any]:
        return {"id": clean(name), **{language: clean(self.labels.of(name, language)) for language in LANGUAGES}}

    def _metrics(self) -> dict[str, dict[str, str]]:
        """What each metric is called in each language."""
        named = sorted({row.metric for row in self.graph.measurements.values() if row.metric})
        words = {language: Words.of(language) for language in LANGUAGES}
        return {clean(name): {one: clean(words[one].metric(name)) for one in LANGUAGES} for name in named}

    def _conflicts(self) -> list[dict[str, Any]]:
        return [
            {
                "id": clean(conflict.id),
                "kind": self._name(conflict.kind),
                "words": self.labels.sentences.get(conflict.kind, {}),
                "update": conflict.kind == UPDATE,
                "strong": conflict.strength >= STRONG,
                "statements": [self.statement[key] for key in conflict.statements if key in self.statement],
                "measurements": [self.measurement[key] for key in conflict.statements if key in self.measurement],
                "nodes": [self.node[key] for key in conflict.entities if key in self.node],
            }
            for conflict in sorted(
                self.graph.conflicts.values(), key=lambda one: (one.kind == UPDATE, -one.strength, one.id)
            )
        ]


def _rounded(row: Points) -> list[float]:
    return [round(float(place), 1) for place in row]


def clean(text: str) -> str:
    """``text`` as UTF-8 can hold it: lone surrogates become U+FFFD, one for one, so that spans stay right."""
    return SURROGATES.sub("\ufffd", text)
