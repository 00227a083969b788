"""Make what is remembered of names: ``python -m kg.training.memory --shared ../shared``.

Counts in how many annotated real articles each fact is told, and keeps digests (``kg.extract.statements.memory``). The
scorer learns what that is worth from articles that are left out of the memory they are read with.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from kg.evaluate.gold import GoldArticle
from kg.extract.statements.memory import MEMORY, Memory, digest, keys_of, save_memory
from kg.ontology.model import Model
from kg.ontology.ontology import Ontology
from kg.training.real import real_articles

__all__ = ["Told", "told"]

#: Two articles that share so much of the facts of the smaller one tell the same news: neither is remembered for the
#: other, as the news to come is not.
ALIKE = 0.5

#: Keys of subject and object, and the relation between them.
Fact = tuple[str, str, str]
Key = TypeVar("Key", str, int)


class Told:
    """What annotated articles tell: of each of them, what all others do. ``facts`` are by the article's source."""

    def __init__(self, facts: Mapping[str, frozenset[Fact]]) -> None:
        self._facts = facts
        self._sources: defaultdict[Fact, list[str]] = defaultdict(list)
        for source, own in facts.items():
            for fact in own:
                self._sources[fact].append(source)
        self._pairs: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._subjects: Counter[int] = Counter()
        self._objects: Counter[int] = Counter()
        self._left: frozenset[str] = frozenset()
        self._add(facts, 1)

    def memory(self, without: str = "") -> Memory:
        """What all articles tell but ``without`` and those of the same news; it holds until the next is asked for."""
        self._add(self._left, 1)
        self._left = self._alike(without)
        self._add(self._left, -1)
        return Memory(self._pairs, self._subjects.keys(), self._objects.keys())

    def _alike(self, source: str) -> frozenset[str]:
        own = self._facts.get(source)
        if own is None:
            return frozenset()
        shared = Counter(other for fact in own for other in self._sources[fact])
        alike = {other for other, many in shared.items() if many >= ALIKE * min(len(own), len(self._facts[other]))}
        return frozenset({source} | alike)

    def _add(self, sources: Iterable[str], many: int) -> None:
        for source in sources:
            for subject, relation, object_ in self._facts[source]:
                _count(self._pairs[digest(subject, object_)], relation, many)
                _count(self._subjects, digest(subject, relation), many)
                _count(self._objects, digest(object_, relation), many)


def _count(table: Counter[Key], key: Key, many: int) -> None:
    table[key] += many
    if not table[key]:
        del table[key]


def told(articles: Iterable[GoldArticle], model: Model) -> Told:
    """The facts of annotated articles; what is denied is none."""
    return Told({item.source: frozenset(_facts(item, model)) for item in articles})


def _facts(item: GoldArticle, model: Model) -> Iterator[Fact]:
    for fact in item.facts:
        if fact.modality == "negated":
            continue
        for subject, relation, object_ in fact.readings(model):
            for one in keys_of(item.entities[subject].names):
                for other in keys_of(item.entities[object_].names):
                    yield one, relation, other


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.memory", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of the annotated real articles")
    shared = parser.parse_args().shared
    known = told((item for item, _ in real_articles(shared)), Ontology.load().model)
    save_memory(known.memory(), MEMORY)
    print(MEMORY)


if __name__ == "__main__":
    main()
