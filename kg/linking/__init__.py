"""Entities of many articles become global ones, and the articles' facts one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.files.parts import Parts
from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking.clusters import Ids, Ref, global_entities
from kg.linking.decide import Decisions, decide
from kg.linking.effects import Effect
from kg.linking.merges import Merges, Rule, append_rule, read_merges
from kg.linking.noted import Noted
from kg.linking.outline import Outline
from kg.linking.pool import Pool
from kg.linking.report import linking_report, written
from kg.linking.resolve import Resolution, resolve
from kg.linking.rewrite import rewrite
from kg.linking.union import Link
from kg.linking.verdicts import Verdicts
from kg.linking.words import Words
from kg.names import forget, remember
from kg.ontology.ontology import Ontology
from kg.records import Entity, Extraction

__all__ = [
    "Link",
    "Linked",
    "Merges",
    "Outline",
    "Resolution",
    "Rule",
    "append_rule",
    "link",
    "link_explained",
    "read_merges",
]


def _given(ordered: list[Outline]) -> Iterator[Outline]:
    """All of them from the last on, each of which goes when it has become a part of the graph."""
    while ordered:
        yield ordered.pop()


def _forget(words: Words) -> None:
    """What is known of each name is as large as what is known of entities, and hardly asked for again."""
    words.forget()
    forget()


@dataclass(frozen=True, slots=True)
class Linked:
    """A graph and how its entities came about; ``ids`` tells which one each article's entity became.

    ``effects`` are what the decisions of people have done, in the order of the rules.
    """

    graph: Graph
    resolution: Resolution
    ids: Mapping[Ref, str]
    effects: tuple[Effect, ...] = ()

    def report(self) -> dict[str, Any]:
        """Reasons of merges, pairs in doubt and idle decisions, ready for JSON."""
        return linking_report(self.graph, self.resolution, self.ids, self.effects)

    def written(self) -> bytes:
        """The same as a file."""
        return f"{written(self.report())}\n".encode()


def link(
    extractions: Iterable[Extraction],
    *,
    base_iri: str = DEFAULT_BASE_IRI,
    merges: Merges | None = None,
    ontology: Ontology | None = None,
) -> Graph:
    """The one graph of many articles; the order in which they come makes no difference."""
    return link_explained(extractions, base_iri=base_iri, merges=merges, ontology=ontology).graph


def link_explained(
    extractions: Iterable[Extraction | Outline],
    *,
    base_iri: str = DEFAULT_BASE_IRI,
    merges: Merges | None = None,
    ontology: Ontology | None = None,
    parts: Parts | None = None,
) -> Linked:
    """Like ``link``, with the reasons for every merge and the pairs that stay in doubt.

    Of an outline the whole is asked for once its entities are known, and held no longer than it takes.

    The ontology is the installed one when none is given; ``parts`` has what was made of articles before. Raises
    InputError when decisions in ``merges`` contradict each other.
    """
    outlines = (one if isinstance(one, Outline) else Outline.of(one) for one in extractions)
    ordered = sorted(outlines, key=lambda outline: outline.article.id)
    ontology = ontology or Ontology.load()
    model, parts = ontology.model, parts or Parts()
    noted = Noted.of(parts)
    remember(noted.exact)
    words = Words(ontology.linking, noted)
    pool = Pool(ordered, model)
    decisions = Decisions()
    before: dict[Ref, Entity] = {}
    if merges and merges.rules:
        others = Pool(ordered, model)
        plain = resolve(others, words)
        made = list(zip(others.clusters(), global_entities(plain.clusters, model), strict=True))
        members = {entity.id: cluster for cluster, entity in made}
        before = {pool.locals[n].ref: entity for cluster, entity in made for n in cluster}
        del others, plain, made
        decisions = decide(pool, merges, ids=members, sources={e.article.id: e.article.source for e in ordered})
    resolution = resolve(pool, words)
    noted.keep(parts)
    number = {pool.find(cluster[0]): n for n, cluster in enumerate(pool.clusters())} if decisions.found else {}
    entities = global_entities(
        resolution.clusters,
        model,
        labels={**resolution.labels, **{number[pool.find(n)]: label for n, label in decisions.labels}},
        types={number[pool.find(n)]: type_ for n, type_ in decisions.types},
    )
    ids = Ids(resolution.clusters, entities)
    verdicts = Verdicts.of(merges)
    told = [(rule, [pool.locals[n].ref for n in found]) for rule, found in decisions.found]
    del pool, number, noted
    _forget(words)
    ordered.reverse()
    graph = rewrite(
        _given(ordered), entities, ids, ontology, base_iri=base_iri, words=words, verdicts=verdicts, parts=parts
    )
    _forget(words)
    effects = {effect.rule: effect for effect in verdicts.effects}
    for rule, refs in told:
        was = {"class": before[refs[0]].type, "label": before[refs[0]].label}.get(rule.action, "") if refs else ""
        effects[rule] = Effect(rule=rule, about=tuple(sorted({ids[ref] for ref in refs})), was=was)
    return Linked(graph, resolution, ids, tuple(effects[rule] for rule in (merges.rules if merges else ())))
