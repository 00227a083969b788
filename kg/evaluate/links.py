"""Are entities of real articles put together as they should be? Measured on ``gold/real-links/links.json``.

Articles whose name has an even SHA-256 are there to learn from, the odd ones only to measure on.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.articles import read_paths
from kg.evaluate.gold import as_extracted, read_gold
from kg.evaluate.matching import norm, source_name
from kg.linking import link_explained
from kg.linking.clusters import Ref
from kg.linking.measure import Quality, as_written, quality
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology
from kg.records import Article, Entity, Extraction

__all__ = ["LINKS", "Links", "Measured", "gold_of", "is_for_measuring", "links_articles", "measure", "read_links"]

LINKS = Path("gold/real-links/links.json")
SETS = {"real-dev": "real-dev", "real-dev-2": "real-dev-2", "seeds": "seeds", "real-train": "real-train.jsonl.gz"}
"""Annotations by name, with where their texts lie below ``articles/``."""


@dataclass(frozen=True, slots=True)
class Links:
    """The number of the thing in the world for each (article's name, key); pairs of numbers that count neither way."""

    things: Mapping[Ref, int]
    open_pairs: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out: ``found`` of ``entities`` annotated ones were met at all; ``names`` tell the pairs' sides."""

    quality: Quality
    entities: int
    found: int
    names: Mapping[Ref, str]

    def __str__(self) -> str:
        q = self.quality
        return (
            f"{self.found} of {self.entities} entities met, {q.pairs} pairs: precision {q.precision:.4f} (weighed by "
            f"facts {q.weighed:.4f}) recall {q.recall:.4f}; B-cubed precision {q.b_cubed_precision:.4f} "
            f"recall {q.b_cubed_recall:.4f} F1 {q.b_cubed_f1:.4f}"
        )

    def errors(self) -> Iterator[str]:
        """A line for each two groups that were mixed, or that were one."""
        for kind, pairs in (("wrong", self.quality.wrong), ("missed", self.quality.missed)):
            yield from (f"{kind:7}{self.names[a]} | {self.names[b]}" for a, b in pairs)


def read_links(path: Path) -> Links:
    """The annotated links of a file; what is undecided is left out, and what stands apart or not is a thing of its own
    whose pairs with the rest of its entity are open."""
    data = json.loads(path.read_text(encoding="utf-8"))
    things: dict[Ref, int] = {
        (article, key): number for number, members in enumerate(data["entities"]) for article, key in members
    }
    open_pairs = {(min(a, b), max(a, b)) for a, b, _ in data["open"]}
    for number, (members, _) in enumerate(data["apart_or_not"], start=len(data["entities"])):
        for article, key in members:
            whole = things.get((article, key))
            if whole is None:
                continue
            beside = {a + b - whole for a, b in open_pairs if whole in (a, b)}
            open_pairs |= {(other, number) for other in {whole, *beside}}
            things[article, key] = number
    for article, key in data["undecided"]:
        things.pop((article, key), None)
    return Links(things, frozenset(open_pairs))


def is_for_measuring(article: str) -> bool:
    """Whether nothing may be learned from the article of this name: its SHA-256 is odd."""
    return int(sha256(article.encode()).hexdigest(), 16) % 2 == 1


def links_articles(shared: Path, links: Links, ontology: Ontology) -> dict[str, Article]:
    """The articles that ``links`` is about by their names, from the folder ``shared``, as a build reads them."""
    wanted = {article for article, _ in links.things}
    paths = [shared / "articles" / place for place in SETS.values()]
    by_url = {row["url"]: row["id"] for path in paths if path.is_file() for row in _rows(path) if row.get("url")}
    found = (item for item in read_paths(paths, ontology=ontology) if isinstance(item, Article))
    named = ((by_url.get(item.source) or source_name(item.source.rpartition("#")[2]), item) for item in found)
    return {name: article for name, article in named if name in wanted}


def gold_of(shared: Path, articles: Mapping[str, Article]) -> list[Extraction]:
    """What is annotated of ``articles``, with those names alone that their texts have."""
    made = []
    for name in SETS:
        for item in read_gold(shared / "gold" / f"{name}.json"):
            if item.source in articles:
                article = articles[item.source]
                made.append(as_written(replace(as_extracted(item, item.source, article.text), article=article)))
    return made


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def measure(
    extractions: Sequence[Extraction],
    gold: Sequence[Extraction],
    links: Links,
    ontology: Ontology,
    names: Mapping[str, str],
) -> Measured:
    """How well entities are linked: each with each annotated one of its article that it shares a name with, so that
    what is two in one article, or one where it should be two, counts as wrong as between articles.

    ``extractions`` may be ``gold`` itself; ``names`` are the articles' by their ids.
    """
    cluster = link_explained(extractions, ontology=ontology).ids
    annotated = {item.article.id: item for item in gold}
    things: dict[Ref, int] = {}
    found: dict[Ref, str] = {}
    facts: dict[Ref, int] = {}
    called: dict[Ref, str] = {}
    met: set[Ref] = set()
    entities = 0
    for extraction in extractions:
        article = extraction.article.id
        if article not in annotated:
            continue
        hanging = Counter(side for st in extraction.statements for side in (st.subject, st.object))
        wanted = [entity for entity in annotated[article].entities if (names[article], entity.id) in links.things]
        entities += len(wanted)
        pairs = (
            [(one, one.id) for one in wanted]
            if extraction is annotated[article]
            else _pairs(extraction.entities, wanted, ontology.model)
        )
        for local, key in pairs:
            ref = article, f"{local.id} as {key}"
            things[ref], found[ref] = links.things[names[article], key], cluster[article, local.id]
            facts[ref] = hanging[local.id]
            called[ref] = f"{names[article]} {' = '.join((local.label, *local.aliases))} ({local.type})"
            met.add((article, key))
    result = quality(found, things, open_pairs=links.open_pairs, facts=facts)
    return Measured(result, entities, len(met), called)


def _pairs(entities: Iterable[Entity], annotated: Iterable[Entity], model: Model) -> Iterable[tuple[Entity, str]]:
    """Entities and the keys of annotated ones that bear one of their names; of several, those of their class."""
    by_name: dict[str, list[Entity]] = defaultdict(list)
    for entity in annotated:
        for name in {norm(name) for name in (entity.label, *entity.aliases)}:
            by_name[name].append(entity)
    for local in entities:
        keys = set()
        for name in {norm(name) for name in (local.label, *local.aliases)}:
            there = by_name.get(name, [])
            alike = [entity for entity in there if model.top(entity.type) == model.top(local.type)]
            keys |= {entity.id for entity in alike or there}
        for key in sorted(keys):
            yield local, key
