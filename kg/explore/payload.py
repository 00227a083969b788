"""What the page knows of a graph as a whole, as plain columns for JSON: small, and quick to read in a browser.

What articles say is in ``kg.explore.columns``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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

    def all(self, positions: Points, title: str, titled: bool, total: int) -> dict[str, Any]:
        graph = self.graph
        entities = graph.entities.values()
        edges = sorted((self.node[u], self.node[v], key) for u, key, v in graph.facts)
        classes = {name: n for n, name in enumerate(sorted({entity.type for entity in entities}))}
        relations = {name: n for n, name in enumerate(sorted({key for _, _, key in edges}))}
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
                "id": _cleaned(graph.entities),
                "label": _cleaned(entity.label for entity in entities),
                "cls": [classes[entity.type] for entity in entities],
                "community": communities(len(graph.entities), [(u, v) for u, v, _ in edges]),
                "alias": [_cleaned(entity.aliases) if entity.aliases else [] for entity in entities],
                "x": _rounded(positions[:, 0]),
                "y": _rounded(positions[:, 1]),
            },
            "edges": {
                "from": [u for u, _, _ in edges],
                "to": [v for _, v, _ in edges],
                "rel": [relations[key] for _, _, key in edges],
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
        statement, measurement = self._rows()
        return [
            {
                "id": clean(conflict.id),
                "kind": self._name(conflict.kind),
                "words": self.labels.sentences.get(conflict.kind, {}),
                "update": conflict.kind == UPDATE,
                "strong": conflict.strength >= STRONG,
                "statements": [statement[key] for key in conflict.statements if key in statement],
                "measurements": [measurement[key] for key in conflict.statements if key in measurement],
                "nodes": [self.node[key] for key in conflict.entities if key in self.node],
            }
            for conflict in sorted(
                self.graph.conflicts.values(), key=lambda one: (one.kind == UPDATE, -one.strength, one.id)
            )
        ]

    def _rows(self) -> tuple[dict[str, int], dict[str, int]]:
        """The rows of the statements and measurements that conflicts name, when all articles' columns are together."""
        named = {key for conflict in self.graph.conflicts.values() for key in conflict.statements}
        statements: dict[str, int] = {}
        measurements: dict[str, int] = {}
        told = figures = 0
        for group in groups(self.graph):
            statements.update((st.id, told + n) for n, st in enumerate(group.statements) if st.id in named)
            measurements.update((m.id, figures + n) for n, m in enumerate(group.measurements) if m.id in named)
            told, figures = told + len(group.statements), figures + len(group.measurements)
        return statements, measurements


def _rounded(row: Points) -> list[float]:
    return [round(place, 1) for place in row.tolist()]


def _cleaned(texts: Iterable[str]) -> list[str]:
    """``clean`` of each; hardly ever is there anything to do."""
    found = list(texts)
    return [clean(text) for text in found] if SURROGATES.search("\n".join(found)) else found


def clean(text: str) -> str:
    """``text`` as UTF-8 can hold it: lone surrogates become U+FFFD, one for one, so that spans stay right."""
    return SURROGATES.sub("\ufffd", text)
