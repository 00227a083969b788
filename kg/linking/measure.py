"""How well entities are resolved: pairwise precision and recall, and B-cubed.

Gold comes from annotated articles: there entities of one uppermost class that share a name are one, save for
what a file of exceptions says, and last names of people say nothing.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import combinations
from pathlib import Path

from kg.errors import InputError
from kg.linking.clusters import Ref
from kg.names import exact_key
from kg.ontology.definitions import Model
from kg.records import Entity, Extraction

__all__ = ["Exceptions", "Quality", "as_written", "gold_clusters", "quality", "read_exceptions"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Patterns ``article:key`` of entities that are one though their names differ, or not though they agree."""

    apart: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares between 0 and 1; ``wrong`` and ``missed`` are the pairs behind them.

    ``weighed`` is the precision where a pair counts as often as facts hang on its two sides, and once more.
    """

    precision: float
    recall: float
    weighed: float
    b_cubed_precision: float
    b_cubed_recall: float
    pairs: int
    wrong: tuple[tuple[Ref, Ref], ...]
    missed: tuple[tuple[Ref, Ref], ...]

    @property
    def b_cubed_f1(self) -> float:
        both = self.b_cubed_precision + self.b_cubed_recall
        return 2 * self.b_cubed_precision * self.b_cubed_recall / both if both else 0.0


def read_exceptions(path: Path) -> Exceptions:
    """The exceptions in a file of columns action, a, b, why; lines that begin with ``#`` are comments."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found: dict[str, list[Pair]] = {"apart": [], "together": []}
    for row in csv.DictReader(lines):
        if row["action"] not in found:
            raise InputError(f"{path}: {row['action']!r} is not an action.", remedy="Write apart or together.")
        found[row["action"]].append((row["a"], row["b"]))
    return Exceptions(tuple(found["apart"]), tuple(found["together"]))


def as_written(extraction: Extraction) -> Extraction:
    """The extraction with only those names that its text has, as a system that reads it could know them."""

    def kept(entity: Entity) -> Entity:
        names = [name for name in (entity.label, *entity.aliases) if name in extraction.article.text]
        names = names or [entity.label]
        return replace(entity, label=names[0], aliases=tuple(names[1:]))

    return replace(extraction, entities=tuple(kept(entity) for entity in extraction.entities))


def gold_clusters(extractions: Sequence[Extraction], model: Model, exceptions: Exceptions) -> dict[Ref, int]:
    """The number of its cluster for each entity of each article."""
    entities = sorted(
        (((e.article.id, entity.id), e.article.source, entity) for e in extractions for entity in e.entities),
        key=lambda item: item[0],
    )
    name_of = {ref: f"{source}:{entity.id}" for ref, source, entity in entities}
    keys: dict[tuple[str, str], list[Ref]] = defaultdict(list)
    for ref, _, entity in entities:
        top = model.top(entity.type)
        for name in dict.fromkeys((entity.label, *entity.aliases)):
            if top != "Person" or " " in name:
                keys[top, exact_key(name)].append(ref)
    number = {ref: n for n, (ref, _, _) in enumerate(entities)}

    def find(ref: Ref) -> Ref:
        while number[ref] != position[ref]:
            ref = entities[number[ref]][0]
        return ref

    position = dict(number)

    def matching(pattern: str) -> set[Ref]:
        return {ref for ref in name_of if fnmatchcase(name_of[ref], pattern)}

    parted = [(matching(a), matching(b)) for a, b in exceptions.apart]
    members: dict[Ref, set[Ref]] = {ref: {ref} for ref in name_of}

    def join(a: Ref, b: Ref) -> None:
        a, b = find(a), find(b)
        if a == b or any((members[a] & x and members[b] & y) or (members[a] & y and members[b] & x) for x, y in parted):
            return
        a, b = min(a, b), max(a, b)
        number[b] = position[a]
        members[a] |= members.pop(b)

    for key in sorted(keys):
        for one, other in combinations(keys[key], 2):
            join(one, other)
    for left, right in exceptions.together:
        for one in sorted(matching(left)):
            for other in sorted(matching(right)):
                join(one, other)
    return {ref: position[find(ref)] for ref in name_of}


def quality(
    found: Mapping[Ref, Hashable],
    gold: Mapping[Ref, int],
    *,
    open_pairs: Collection[tuple[int, int]] = (),
    facts: Mapping[Ref, int] | None = None,
) -> Quality:
    """Compare two groupings of the same entities.

    ``open_pairs`` are numbers of ``gold``, the smaller first, whose entities may or may not be one: such pairs count
    neither way. ``facts`` says how many facts hang on an entity.
    """
    refs = sorted(gold)
    weight = facts or {}
    cells: dict[Hashable, dict[int, _Cell]] = defaultdict(lambda: defaultdict(_Cell))
    for ref in refs:
        cells[found[ref]][gold[ref]].add(weight.get(ref, 0))
    size = Counter(gold[ref] for ref in refs)
    right, wrong = _Cell(), _Cell()
    precision = recall = 0.0
    for parts in cells.values():
        for (one, cell), (other, rest) in combinations(parts.items(), 2):
            if (min(one, other), max(one, other)) not in open_pairs:
                wrong.number += cell.number * rest.number
                wrong.facts += cell.number * rest.facts + rest.number * cell.facts
        for one, cell in parts.items():
            right.number += cell.number * (cell.number - 1) // 2
            right.facts += (cell.number - 1) * cell.facts
            said = sum(
                rest.number
                for other, rest in parts.items()
                if one == other or (min(one, other), max(one, other)) not in open_pairs
            )
            precision += cell.number**2 / said
            recall += cell.number**2 / size[one]
    true = sum(n * (n - 1) // 2 for n in size.values())
    said = right.number + wrong.number
    heavy = said + right.facts + wrong.facts
    total = len(refs) or 1
    return Quality(
        precision=right.number / said if said else 1.0,
        recall=right.number / true if true else 1.0,
        weighed=(right.number + right.facts) / heavy if heavy else 1.0,
        b_cubed_precision=precision / total,
        b_cubed_recall=recall / total,
        pairs=true,
        wrong=tuple(
            (a, b)
            for a, b in _differing(refs, found, gold)
            if (min(gold[a], gold[b]), max(gold[a], gold[b])) not in open_pairs
        ),
        missed=_differing(refs, gold, found),
    )


@dataclass(slots=True)
class _Cell:
    """Entities in one group of each grouping, or pairs of them, and the facts that hang on them."""

    number: int = 0
    facts: int = 0

    def add(self, facts: int) -> None:
        self.number += 1
        self.facts += facts


def _differing(
    refs: Iterable[Ref], one: Mapping[Ref, Hashable], other: Mapping[Ref, Hashable]
) -> tuple[tuple[Ref, Ref], ...]:
    """Pairs together in ``one`` and apart in ``other``: one pair for each two groups that were mixed."""
    groups: dict[Hashable, dict[Hashable, Ref]] = defaultdict(dict)
    for ref in refs:
        groups[one[ref]].setdefault(other[ref], ref)
    return tuple(pair for parts in groups.values() for pair in combinations(sorted(parts.values()), 2))
