"""What the decisions of people have done to a graph: kept with it, so that it can be explained and undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from kg.graph import Graph
from kg.linking.merges import Rule
from kg.records import Statement

__all__ = ["Effect", "told_effects"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """``about`` are the ids of the statement or the entities that ``rule`` is about; none where it meant nothing.

    ``was`` is the class or label before, ``statement`` the statement as it was read.
    """

    rule: Rule
    about: tuple[str, ...] = ()
    was: str = ""
    statement: Statement | None = None


def told_effects(effects: Iterable[Effect], graph: Graph) -> list[dict[str, Any]]:
    """Each effect in the order of the rules, ready for JSON.

    ``fact`` is the statement as it was read, with the labels of its sides and the ``source`` of its article: one that
    is wrong is not in the graph.
    """
    rows: list[dict[str, Any]] = []
    for effect in effects:
        rule = effect.rule
        row = {name: getattr(rule, name) for name in ("action", "a", "b", "who", "why", "file")}
        row |= {"about": list(effect.about), "was": effect.was}
        if effect.statement is not None:
            fact = asdict(effect.statement)
            row["fact"] = {key: fact[key] for key in ("subject", "relation", "object", "article", "modality", "time")}
            row["fact"] |= {
                "labels": [graph.entities[side].label for side in (effect.statement.subject, effect.statement.object)],
                "source": graph.articles[effect.statement.article].source,
                "evidence": effect.statement.evidence.text,
            }
        rows.append(row)
    return rows
