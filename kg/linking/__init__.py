"""Entities of many articles become global ones, and the articles' facts one graph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking.classes import contract_classes
from kg.linking.clusters import global_entities
from kg.linking.merges import Merges, Rule
from kg.linking.resolve import clusters_of
from kg.linking.rewrite import rewrite
from kg.records import Extraction

__all__ = ["Merges", "Rule", "link"]


def link(extractions: Iterable[Extraction], *, base_iri: str = DEFAULT_BASE_IRI,
         merges: Merges | None = None) -> Graph:
    """The one graph of many articles; the order in which they come makes no difference."""
    ordered = sorted(extractions, key=lambda extraction: extraction.article.id)
    classes = contract_classes()
    clusters = clusters_of(ordered, classes)
    entities = global_entities(clusters, classes)
    ids = {local.ref: entity.id for cluster, entity in zip(clusters, entities, strict=True)
           for local in cluster}
    return rewrite(ordered, entities, ids, classes, base_iri=base_iri)
