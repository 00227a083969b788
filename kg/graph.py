"""The graph: facts of many articles in one networkx MultiDiGraph, with the records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from kg.config import DEFAULT_BASE_IRI
from kg.records import Article, Claim, Conflict, Entity, Measurement, Statement

if TYPE_CHECKING:
    import rdflib

__all__ = ["DEFAULT_BASE_IRI", "Graph"]

FACTUAL = frozenset({"asserted", "reported"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What all exports read. Dictionaries are by id, in sorted order; ``mentions`` is article id -> entity ids.

    ``base_iri`` is followed by ``ontology#`` for the vocabulary and ``resource/`` for the data.
    """

    articles: Mapping[str, Article]
    entities: Mapping[str, Entity]
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    base_iri: str = DEFAULT_BASE_IRI
    network: nx.MultiDiGraph[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("articles", "entities", "statements", "claims", "measurements", "mentions", "conflicts"):
            object.__setattr__(self, name, dict(sorted(getattr(self, name).items())))
        object.__setattr__(self, "network", _network(self.entities.values(), self.statements.values()))

    def facts_of(self, entity: str) -> list[Statement]:
        """The statements in which ``entity`` is subject or object, in order of their ids."""
        return [st for st in self.statements.values() if entity in (st.subject, st.object)]

    def to_rdflib(self, *, with_ontology: bool = True) -> rdflib.Graph:
        """The graph for rdflib, kept in Oxigraph, with prefixes bound and, unless told otherwise, the vocabulary."""
        from kg.store import to_rdflib

        return to_rdflib(self, with_ontology=with_ontology)

    def _repr_html_(self) -> str:
        """What a notebook shows: the explorer, in a frame of its own."""
        from kg.explore import repr_html

        return repr_html(self)


def _network(entities: Iterable[Entity], statements: Iterable[Statement]) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in entities:
        network.add_node(entity.id, type=entity.type, label=entity.label, aliases=list(entity.aliases))
    facts: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        facts[statement.subject, statement.object, statement.relation].append(statement)
    for (subject, object_, relation), group in sorted(facts.items()):
        times = sorted(st.time for st in group if st.time)
        network.add_edge(
            subject,
            object_,
            key=relation,
            statements=[st.id for st in group],
            asserted=any(st.modality in FACTUAL for st in group),
            articles=len({st.article for st in group}),
            earliest=times[0] if times else None,
            latest=times[-1] if times else None,
        )
    return network
