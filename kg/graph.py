"""The graph: facts of many articles in one networkx MultiDiGraph, with the records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.config import DEFAULT_BASE_IRI, Makers
from kg.errors import InputError
from kg.names import find, nearest
from kg.records import Article, Claim, Conflict, Entity, Measurement, Statement

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.ontology.ontology import Ontology

__all__ = ["DEFAULT_BASE_IRI", "FACTUAL", "Fact", "Graph", "Told"]

FACTUAL = frozenset({"asserted", "reported"})

Fact = tuple[str, str, str]
"""Subject, relation and object of a statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the statements of one fact tell together, as ``docs/design.md`` has it of the edges of a graph."""

    asserted: bool
    articles: int
    sources: int
    denials: int
    earliest: str | None
    latest: str | None


def _installed() -> Ontology:
    from kg.ontology.ontology import Ontology

    return Ontology.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What all exports read. Dictionaries are by id, in sorted order; ``mentions`` is article id -> entity ids.

    ``copies``: of an article that only repeats another, the id of that one; together they are one source.

    ``base_iri`` is followed by ``ontology#`` for the vocabulary and ``resource/`` for the data.
    ``ontology`` says what its classes and relations are; the installed one when none is given.
    """

    articles: Mapping[str, Article]
    entities: Mapping[str, Entity]
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    base_iri: str = DEFAULT_BASE_IRI
    ontology: Ontology = field(default_factory=_installed, repr=False, compare=False)
    #: Of a build's articles, by their ids, a digest of all that their records here are made from.
    origins: Mapping[str, bytes] = field(init=False, repr=False, compare=False, default_factory=dict)
    #: What others have made of it and may ask for again, by its name.
    made: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    _made: nx.MultiDiGraph[str] | None = field(init=False, repr=False, compare=False, default=None)
    _told: Mapping[Fact, Told] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        for name in ("articles", "entities", "statements", "claims", "measurements", "mentions", "conflicts", "copies"):
            object.__setattr__(self, name, dict(sorted(getattr(self, name).items())))

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        """Entities, joined by their facts; made when it is asked for first."""
        if self._made is None:
            object.__setattr__(self, "_made", _network(self))
        made: nx.MultiDiGraph[str] | None = self._made
        assert made is not None
        return made

    @property
    def facts(self) -> Mapping[Fact, Told]:
        """What is told of each fact, in order of subject, object and relation; made when it is asked for first."""
        if self._told is None:
            object.__setattr__(self, "_told", _facts(self))
        assert self._told is not None
        return self._told

    def facts_of(self, entity: str) -> list[Statement]:
        """The statements in which ``entity`` is subject or object, in order of their ids."""
        return [st for st in self.statements.values() if entity in (st.subject, st.object)]

    def find(self, typed: str) -> list[Entity]:
        """The entities that ``typed`` means: an id, a label or an alias, with or without case and diacritics.

        Raises InputError when there is none, with names that look like it.
        """
        found = find(typed, {entity.id: (entity.label, *entity.aliases) for entity in self.entities.values()})
        if not found:
            near = nearest(typed, (entity.label for entity in self.entities.values()))
            raise InputError(
                f"The graph has nothing called {typed!r}.",
                remedy=f"Did you mean {' or '.join(near)}?" if near else "See the names with kg entities.",
            )
        return [self.entities[id_] for id_ in found]

    def to_rdflib(self, *, with_ontology: bool = True) -> rdflib.Graph:
        """The graph for rdflib, kept in Oxigraph, with prefixes bound and, unless told otherwise, the vocabulary."""
        return Makers.rdflib(self, with_ontology)

    def _repr_html_(self) -> str:
        """What a notebook shows: the explorer, in a frame of its own."""
        return Makers.html(self)


def _network(graph: Graph) -> nx.MultiDiGraph[str]:
    # A fifth of a second to import: only where the network is asked for.
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        network.add_node(entity.id, type=entity.type, label=entity.label, aliases=list(entity.aliases))
    statements: dict[Fact, list[str]] = defaultdict(list)
    for st in graph.statements.values():
        statements[st.subject, st.relation, st.object].append(st.id)
    for fact, told in graph.facts.items():
        subject, relation, object_ = fact
        network.add_edge(
            subject,
            object_,
            key=relation,
            statements=statements[fact],
            asserted=told.asserted,
            articles=told.articles,
            sources=told.sources,
            denials=told.denials,
            earliest=told.earliest,
            latest=told.latest,
        )
    return network


def _facts(graph: Graph) -> dict[Fact, Told]:
    groups: dict[Fact, list[Statement]] = defaultdict(list)
    for statement in graph.statements.values():
        groups[statement.subject, statement.object, statement.relation].append(statement)
    facts: dict[Fact, Told] = {}
    for subject, object_, relation in sorted(groups):
        group = groups.pop((subject, object_, relation))
        # A plan or a denial is no article that says so; where there is nothing else, they are what is counted.
        holding = [st for st in group if st.modality in FACTUAL]
        counted = holding or group
        times = sorted(time for st in counted if (time := st.time or _date(graph, st)))
        facts[subject, relation, object_] = Told(
            asserted=bool(holding),
            articles=len({st.article for st in counted}),
            sources=_sources(graph, holding),
            denials=_sources(graph, (st for st in group if st.modality == "negated")),
            earliest=times[0] if times else None,
            latest=times[-1] if times else None,
        )
    return facts


def _date(graph: Graph, st: Statement) -> str | None:
    article = graph.articles.get(st.article)
    return article.date if article else None


def _sources(graph: Graph, statements: Iterable[Statement]) -> int:
    """How many articles say so that do not repeat one another."""
    return len({graph.copies.get(st.article, st.article) for st in statements})
