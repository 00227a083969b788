"""Entities of many articles become global ones, and the articles' facts one graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking.classes import Classes
from kg.linking.clusters import global_entities
from kg.linking.merges import Merges, Rule
from kg.linking.pool import Link, Pool
from kg.linking.resolve import Resolution, resolve
from kg.linking.rewrite import rewrite
from kg.linking.words import Words, load_words
from kg.ontology.files import data_dir
from kg.ontology.model import load_model
from kg.records import Extraction

__all__ = ["Link", "Linked", "Merges", "Resolution", "Rule", "link", "link_explained"]


@dataclass(frozen=True, slots=True)
class Linked:
    """A graph and how its entities came about."""

    graph: Graph
    resolution: Resolution


def link(extractions: Iterable[Extraction], *, base_iri: str = DEFAULT_BASE_IRI,
         merges: Merges | None = None) -> Graph:
    """The one graph of many articles; the order in which they come makes no difference."""
    return link_explained(extractions, base_iri=base_iri, merges=merges).graph


def link_explained(extractions: Iterable[Extraction], *, base_iri: str = DEFAULT_BASE_IRI,
                   merges: Merges | None = None) -> Linked:
    """Like ``link``, with the reasons for every merge and the pairs that stay in doubt."""
    ordered = sorted(extractions, key=lambda extraction: extraction.article.id)
    classes, words = _data(data_dir())
    pool = Pool(ordered, classes)
    resolution = resolve(pool, classes, words)
    entities = global_entities(resolution.clusters, classes)
    ids = {local.ref: entity.id for cluster, entity in zip(resolution.clusters, entities, strict=True)
           for local in cluster}
    return Linked(rewrite(ordered, entities, ids, classes, base_iri=base_iri, endings=words.endings), resolution)


@lru_cache(maxsize=4)
def _data(folder: Path) -> tuple[Classes, Words]:
    return Classes(load_model(folder)), load_words(folder)
