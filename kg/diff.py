"""What changed between two graphs: entities, facts, measurements, claims and conflicts that came, went or changed.

A fact is a subject, relation and object, whatever articles state it; entities are the same when their ids are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.graph import Graph
from kg.records import Measurement, Statement

__all__ = ["Change", "diff"]

What = Literal["article", "entity", "fact", "measurement", "claim", "conflict"]
Kind = Literal["added", "changed", "gone"]
Things = Mapping[str, tuple[str, Mapping[str, str]]]
"""By id: a name for people, and what is compared by field."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """One difference. ``name`` is for people; ``details`` say what changed, each ``field: old -> new``."""

    what: What
    kind: Kind
    id: str
    name: str
    details: tuple[str, ...] = ()


def diff(old: Graph, new: Graph) -> list[Change]:
    """All differences, sorted; empty when both graphs say the same."""
    one, two = _things(old), _things(new)
    return sorted(change for what in one for change in _changes(what, one[what], two[what]))


def _changes(what: What, old: Things, new: Things) -> Iterator[Change]:
    for key in {*old, *new}:
        if key not in new:
            yield Change(what=what, kind="gone", id=key, name=old[key][0])
        elif key not in old:
            yield Change(what=what, kind="added", id=key, name=new[key][0])
        else:
            before, after = old[key][1], new[key][1]
            details = tuple(
                f"{field}: {before[field] or '-'} -> {after[field] or '-'}"
                for field in before
                if before[field] != after[field]
            )
            if details:
                yield Change(what=what, kind="changed", id=key, name=new[key][0], details=details)


def _things(graph: Graph) -> dict[What, Things]:
    sources = {article.id: article.source for article in graph.articles.values()}

    def label(entity: str) -> str:
        return graph.entities[entity].label if entity in graph.entities else entity

    facts: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for st in graph.statements.values():
        facts[st.subject, st.relation, st.object].append(st)
    measurements: dict[tuple[str, str, str, str], list[Measurement]] = defaultdict(list)
    for m in graph.measurements.values():
        measurements[m.subject, m.metric, m.unit, m.time or ""].append(m)
    claims: dict[str, tuple[str, Mapping[str, str]]] = {
        claim.id: (
            f"{label(claim.speaker)}: {claim.text}",
            {"speaker": claim.speaker, "text": claim.text, "time": claim.time or ""},
        )
        for claim in graph.claims.values()
    }
    return {
        "article": {
            article.id: (article.source, {"title": article.title or "", "date": article.date or ""})
            for article in graph.articles.values()
        },
        "entity": {
            entity.id: (
                f"{entity.label} ({entity.type})",
                {"label": entity.label, "type": entity.type, "aliases": _set(entity.aliases)},
            )
            for entity in graph.entities.values()
        },
        "fact": {
            " ".join(fact): (
                f"{label(fact[0])} {fact[1]} {label(fact[2])}",
                {
                    "articles": _set(sources[st.article] for st in group),
                    "modality": _set(st.modality for st in group),
                    "time": _set(st.time for st in group),
                    "position": _set(st.position for st in group),
                    "according to": _set(st.attributed_to and label(st.attributed_to) for st in group),
                    "statements": str(len(group)),
                },
            )
            for fact, group in facts.items()
        },
        "measurement": {
            "\x1f".join(key): (
                " ".join(filter(None, (label(key[0]), key[1], key[3], f"({key[2]})"))),
                {"value": _set(m.value for m in group), "articles": _set(sources[m.article] for m in group)},
            )
            for key, group in measurements.items()
        },
        "claim": claims,
        "conflict": {
            conflict.id: (f"{conflict.kind}: {', '.join(map(label, conflict.entities))}", {})
            for conflict in graph.conflicts.values()
        },
    }


def _set(values: Iterable[str | None]) -> str:
    return ", ".join(sorted({value for value in values if value}))
