"""Which entity of a graph means which entity of the gold: by name, as the output contract compares names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from kg.evaluate.gold import GoldArticle
from kg.graph import Graph
from kg.ontology.definitions import Model
from kg.records import Claim, Entity, Measurement, Statement

__all__ = ["NAMED", "ArticleView", "GraphView", "norm", "source_name"]

#: Classes whose entities are counted, with all below them; works, groups and kinds of things are named too loosely.
NAMED = frozenset({"Organization", "Person", "Product", "Place"})

_QUOTES = re.compile(r"[“”\"'’‘«»]")
_GAPS = re.compile(r"[\s\-–_]+")


def norm(name: str) -> str:
    """``name`` in NFC without case and quotes, hyphens counted as spaces.

    Not a key of ``kg.names``, which finds more names one: this is how the output contract's scorer compares names, and
    numbers that are not its own say nothing.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    return _GAPS.sub(" ", _QUOTES.sub("", folded)).strip(" .,;:")


class GraphView:
    """A graph by article name, with the normalized names of each entity; ``model`` is the ontology it is of."""

    def __init__(self, graph: Graph, model: Model) -> None:
        self.graph = graph
        self.model = model
        self.names: dict[str, frozenset[str]] = {
            key: frozenset(norm(name) for name in (entity.label, *entity.aliases))
            for key, entity in graph.entities.items()
        }
        self.statements: dict[str, list[Statement]] = defaultdict(list)
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        self.measurements: dict[str, list[Measurement]] = defaultdict(list)
        for statement in graph.statements.values():
            self.statements[statement.article].append(statement)
        for claim in graph.claims.values():
            self.claims[claim.article].append(claim)
        for measurement in graph.measurements.values():
            self.measurements[measurement.article].append(measurement)
        self.by_name = {source_name(article.source): key for key, article in graph.articles.items()}


def source_name(source: str) -> str:
    """The last part of a path or URL, by which gold and graph name the same article."""
    return source.rsplit("/", 1)[-1]


class ArticleView:
    """One gold article beside what the graph has of it (nothing, when the graph lacks the article)."""

    def __init__(self, gold: GoldArticle, view: GraphView) -> None:
        self.gold = gold
        self.name = source_name(gold.source)
        self.id = view.by_name.get(self.name, "")
        self.graph = view.graph
        self.model = view.model
        self.text = view.graph.articles[self.id].text if self.id else ""
        self.statements = view.statements.get(self.id, [])
        self.claims = view.claims.get(self.id, [])
        self.measurements = view.measurements.get(self.id, [])
        self.entities: dict[str, Entity] = {
            key: view.graph.entities[key] for key in sorted(view.graph.mentions.get(self.id, ()))
        }
        self._names = view.names
        self.gold_names = {key: frozenset(norm(name) for name in value.names) for key, value in gold.entities.items()}
        self._keys: dict[str, tuple[str, ...]] = {}

    def names_of(self, entity: str) -> frozenset[str]:
        return self._names.get(entity, frozenset())

    def keys_of(self, entity: str) -> tuple[str, ...]:
        """The gold entities that share a name with ``entity``, sorted."""
        if entity not in self._keys:
            have = self.names_of(entity)
            self._keys[entity] = tuple(sorted(key for key, names in self.gold_names.items() if names & have))
        return self._keys[entity]

    def kind(self, entity: Entity) -> str:
        """The class of a found entity that counts for scoring: a company is an ``Organization``."""
        return self.model.top(entity.type)

    def gold_kind(self, key: str) -> str:
        """The same for one of the gold."""
        return self.model.top(self.gold.entities[key].type)

    def counts(self, key: str) -> bool:
        """Whether the gold's entity ``key`` has to be found: it is not optional, nor named too loosely."""
        return self.gold_kind(key) in NAMED and not self.gold.entities[key].optional

    def right_kind(self, key: str, found: Entity) -> bool:
        """Whether ``found`` has a class that the gold holds right for the entity ``key``."""
        entity = self.gold.entities[key]
        return self.kind(found) in map(self.model.top, (entity.type, *entity.alt_types))

    def label(self, entity: str) -> str:
        found = self.graph.entities.get(entity)
        return found.label if found else entity

    def gold_label(self, key: str) -> str:
        return self.gold.entities[key].names[0]
