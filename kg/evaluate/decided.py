"""What people decided about a graph as gold annotations, for measuring what a reader makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.linking import Linked
from kg.records import Extraction, Statement

__all__ = ["decided_gold", "fact_row"]


def decided_gold(linked: Linked, extractions: Iterable[Extraction]) -> list[dict[str, Any]]:
    """The articles that something was decided about, as a gold file has them (``kg.evaluate.gold``).

    What a person has looked at is required: facts whose time or modality were decided, entities that a decision names.
    A wrong fact is left out, so that finding it again counts against a reader. All else that the graph has of these
    articles is optional: it counts neither for nor against.
    """
    facts = {about for effect in linked.effects for about in effect.about if effect.statement is not None}
    entities = {about for effect in linked.effects for about in effect.about if effect.statement is None}
    judged = {effect.statement.article for effect in linked.effects if effect.statement is not None}
    stated: dict[str, list[Statement]] = {}
    for statement in linked.graph.statements.values():
        stated.setdefault(statement.article, []).append(statement)
    rows: list[dict[str, Any]] = []
    for extraction in sorted(extractions, key=lambda extraction: extraction.article.source):
        article = extraction.article
        if article.id not in judged and not entities & set(linked.graph.mentions.get(article.id, ())):
            continue
        given = stated.get(article.id, [])
        sure = entities.union(*({st.subject, st.object} for st in given if st.id in facts))
        row = {
            "article": article.source,
            "date": article.date,
            "entities": _entities(extraction, linked, sure),
            "facts": [_fact(st, st.id in facts) for st in given],
        }
        rows.append({key: value for key, value in row.items() if value is not None})
    return rows


def _entities(extraction: Extraction, linked: Linked, sure: set[str]) -> dict[str, dict[str, Any]]:
    """By id, with the names that the article has; optional but for those in ``sure``."""
    found: dict[str, dict[str, Any]] = {}
    for entity in extraction.entities:
        key = linked.ids.get((extraction.article.id, entity.id))
        if key is None:
            continue
        names: Iterable[str] = (*found.get(key, {}).get("names", ()), entity.label, *entity.aliases)
        known = linked.graph.entities[key]
        row: dict[str, Any] = {"type": known.type, "names": list(dict.fromkeys((*names, known.label)))}
        found[key] = row if key in sure else row | {"optional": True}
    return found


def fact_row(statement: Statement) -> dict[str, Any]:
    """A statement as a fact of a gold file has it."""
    row = {
        "s": statement.subject,
        "p": statement.relation,
        "o": statement.object,
        "evidence": statement.evidence.text,
        "modality": statement.modality,
        "time": statement.time,
    }
    return {key: value for key, value in row.items() if value is not None}


def _fact(statement: Statement, decided: bool) -> dict[str, Any]:
    return fact_row(statement) | ({} if decided else {"optional": True})
