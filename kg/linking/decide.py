"""Decisions of people put into a pool, before names are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import InputError
from kg.linking.merges import STATEMENT_ACTIONS, Merges, Rule, Term
from kg.linking.pool import Pool
from kg.linking.union import Link
from kg.names import exact_key

__all__ = ["Decisions", "decide"]


@dataclass(slots=True)
class Decisions:
    """What is left to do once the clusters are known, and what each decision is about."""

    labels: list[tuple[int, str]] = field(default_factory=list)
    types: list[tuple[int, str]] = field(default_factory=list)
    #: Each decision about entities, with the members that it is about; none where it meant nothing.
    found: list[tuple[Rule, list[int]]] = field(default_factory=list)


def decide(pool: Pool, merges: Merges, *, ids: Mapping[str, list[int]], sources: Mapping[str, str]) -> Decisions:
    """Join and part in ``pool`` as ``merges`` says.

    ``ids`` are the members of the entities as they would be without decisions, by id; ``sources`` articles' sources by
    id. Raises InputError when two decisions turn out to be about the same entities and cannot both be kept.
    """
    finder = _Finder(pool, ids, sources)
    made = Decisions()
    for number, rule in enumerate(merges.rules):
        if rule.action != "different":
            continue
        ones, others = finder.parted(rule)
        known = bool(ones and others)
        if known:
            pool.keep_apart(ones, others, number)
        made.found.append((rule, [*ones, *others] if known else []))
    for rule in merges.rules:
        if rule.action == "different" or rule.action in STATEMENT_ACTIONS:
            continue
        ones = finder.find(rule.a)
        others = finder.find(rule.b) if rule.action == "same" else ones
        made.found.append((rule, [*ones, *others] if ones and others else []))
        if not ones or not others:
            continue
        if rule.action == "class":
            made.types.append((ones[0], rule.b))
        elif rule.action == "label":
            made.labels.append((ones[0], rule.b))
        else:
            for n in [*ones[1:], *others]:
                link = Link(
                    a=pool.locals[ones[0]].ref,
                    b=pool.locals[n].ref,
                    names=(rule.a, rule.b),
                    reason="decided",
                    score=1.0,
                    shared=tuple(filter(None, (rule.who, rule.why))),
                )
                if not pool.may_join(ones[0], n, link.reason):
                    raise InputError(
                        f"{rule.file or 'merges.csv'}:{rule.line}: {rule.a} and {rule.b} cannot be one: another line "
                        "keeps them apart.",
                        remedy="Delete one of the decisions.",
                    )
                pool.join(ones[0], n, link)
    return made


class _Finder:
    """The local entities that a decision means."""

    def __init__(self, pool: Pool, ids: Mapping[str, list[int]], sources: Mapping[str, str]) -> None:
        self._pool = pool
        self._sources = sources
        self._by_id = ids
        self._cluster = {n: name for name, members in self._by_id.items() for n in members}
        self._by_name: dict[str, list[int]] = {}
        for n, local in enumerate(pool.locals):
            for key in dict.fromkeys(exact_key(name) for name in local.names):
                self._by_name.setdefault(key, []).append(n)

    def find(self, text: str) -> list[int]:
        """The members of the entity of this id, else of the one that most articles give this name."""
        if text in self._by_id:
            return self._by_id[text]
        named = self.named(text)
        if not named:
            return []
        if Term.read(text).source:
            return named
        counts: dict[str, int] = {}
        for n in named:
            counts[self._cluster[n]] = counts.get(self._cluster[n], 0) + 1
        return self._by_id[min(counts, key=lambda name: (-counts[name], name))]

    def named(self, text: str) -> list[int]:
        """What bears the name of the term, within its class and article."""
        term = Term.read(text)
        return [
            n
            for n in self._by_name.get(exact_key(term.name), ())
            if term.type in (None, self._pool.locals[n].entity.type, self._pool.top[n])
            and term.source in (None, self._sources[self._pool.locals[n].article])
        ]

    def parted(self, rule: Rule) -> tuple[list[int], list[int]]:
        """Both sides of a ``different``; of one entity that wrongly has both names, each side by its name."""
        ones, others = self.find(rule.a), self.find(rule.b)
        if set(ones) & set(others):
            left, right = set(self.named(rule.a)), set(self.named(rule.b))
            ones, others = sorted(left - right), sorted(right - left)
        return ones, others
