"""Why entities are one, the weakest reason first, and which may be, for people to look at."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from kg.graph import Graph
from kg.linking.clusters import Ref
from kg.linking.effects import Effect, told_effects
from kg.linking.resolve import Resolution
from kg.linking.union import Link
from kg.names import exact_key, words_of

__all__ = ["REASONS", "linking_report", "written"]

REASONS = {
    "decided": "somebody decided so",
    "known": "the gazetteer knows both names as one",
    "article": "an article calls it by both names",
    "part": "an article shortens the one name to the other",
    "same-name": "they bear one name",
    "alias": "some articles give one both names, and none tells them apart",
    "place": "a body of the place that its article is about",
    "owner": "the article says, or shows, whose version it is",
    "short-name": "one name is short for the other, and for nothing else",
    "diacritics": "the names differ by lost diacritics alone",
    "form": "the names differ by a legal form, or by saying what kind of thing it is",
    "abbreviation": "the one name abbreviates the other, and something is near both",
    "suffix": "the names differ by a word that can be left off, and something ties them together",
    "name-order": "the names have the same words in another order, and something is near both",
    "spelling": "the names differ by one letter, and something is near both",
    "class": "one name in two classes, and no article tells two things apart",
    "homonym": "one name, but something speaks against one entity",
    "last-name": "one person alone could bear that last name",
}
"""What the reasons of links and of doubts mean."""

SHORTENED, SAID, MORE = 0.97, 0.8, 0.04
"""How sure an article's own names are: shortened, or given once; and what each further article adds."""
EVIDENT = 0.95
"""Surer merges are not shown with their sentences."""
ENDS = ".!?…\n"
BEHIND = re.compile(f"[{ENDS}]")


@dataclass(slots=True)
class _Merge:
    """Two names of one entity, and all that makes them one in the same way."""

    names: tuple[str, str]
    reason: str
    score: float
    articles: tuple[str, str]
    shared: tuple[str, ...] = ()
    told: set[str] = field(default_factory=set)


def linking_report(
    graph: Graph, resolution: Resolution, ids: Mapping[Ref, str], effects: Sequence[Effect] = ()
) -> dict[str, Any]:
    """What a build tells of its merges, ready for JSON.

    ``merges``: by entity id, each two unlike names that were made one, the weakest reason first; ``candidates``: pairs
    of entity ids that may be one, the likeliest first; ``decisions``: what each decision of people has done, and
    ``unused`` those that meant nothing here.
    """
    facts = Counter([st.subject for st in graph.statements.values()])
    facts.update([st.object for st in graph.statements.values()])
    merges: dict[str, list[dict[str, Any]]] = {}
    for entity, found in sorted(_merges(resolution, ids).items()):
        merges[entity] = [
            _told(one, graph) | {"risk": round((1 - one.score) * (1 + facts[entity]), 2)}
            for one in sorted(found, key=lambda one: (one.score, one.names, one.reason))
        ]
    candidates: dict[tuple[str, ...], dict[str, Any]] = {}
    for link in resolution.candidates:
        pair = tuple(sorted((ids[link.a], ids[link.b])))
        if len(set(pair)) == 2:
            candidates.setdefault(pair, {"a": ids[link.a], "b": ids[link.b], **_row(link, graph)})
    return {
        "merges": merges,
        "candidates": list(candidates.values()),
        "decisions": told_effects(effects, graph),
        "unused": [f"{one.rule.action},{one.rule.a},{one.rule.b}" for one in effects if not one.about],
    }


def written(report: Any, indent: int = 1) -> str:
    """``report`` as JSON with a value a line, as ``json.dumps`` writes it, in a third of the time and memory."""
    if isinstance(report, str):
        return encode_basestring(report)
    if not isinstance(report, dict | list) or not report:
        return json.dumps(report)
    line = "\n" + " " * indent
    if isinstance(report, dict):
        rows = [f"{encode_basestring(key)}: {written(value, indent + 1)}" for key, value in report.items()]
    else:
        rows = [written(value, indent + 1) for value in report]
    begin, end = "{}" if isinstance(report, dict) else "[]"
    return f"{begin}{line}{f',{line}'.join(rows)}{line[:-1]}{end}"


def _merges(resolution: Resolution, ids: Mapping[Ref, str]) -> dict[str, Iterable[_Merge]]:
    """By entity, what made unlike names one: links between articles, and the names that articles themselves give."""
    found: dict[str, dict[tuple[str, str, str], _Merge]] = defaultdict(dict)

    def put(entity: str, made: _Merge, told: str) -> None:
        one, other = map(exact_key, made.names)
        key = (*sorted((one, other)), made.reason)
        kept = found[entity].setdefault((key[0], key[1], key[2]), made)
        kept.told.add(told)
        kept.score = max(kept.score, made.score)

    for link in resolution.links:
        # Most are of one name, whose key need not be known.
        unlike = link.names[0] != link.names[1] and link.reason != "known"
        if unlike and exact_key(link.names[0]) != exact_key(link.names[1]):
            put(
                ids[link.a],
                _Merge(link.names, link.reason, link.score, (link.a[0], link.b[0]), link.shared),
                link.b[0],
            )
        elif link.reason == "class":
            put(ids[link.a], _Merge(link.names, link.reason, link.score, (link.a[0], link.b[0])), link.b[0])
    named = [one for cluster in resolution.clusters for one in cluster if one.entity.aliases and not one.entity.known]
    for local in named:
        entity = local.entity
        for name in entity.aliases:
            if exact_key(name) != exact_key(entity.label):
                short = _within(name, entity.label) or _within(entity.label, name)
                made = _Merge(
                    (entity.label, name),
                    "part" if short else "article",
                    SHORTENED if short else SAID,
                    (local.article, local.article),
                )
                put(ids[local.ref], made, local.article)
    for group in found.values():
        for made in group.values():
            if made.reason == "article":
                made.score = min(SHORTENED, round(SAID + MORE * (len(made.told) - 1), 2))
    return {entity: group.values() for entity, group in found.items()}


def _within(name: str, other: str) -> bool:
    return f" {' '.join(words_of(name))} " in f" {' '.join(words_of(other))} "


def _told(made: _Merge, graph: Graph) -> dict[str, Any]:
    row: dict[str, Any] = {
        "names": list(made.names),
        "reason": made.reason,
        "why": REASONS[made.reason],
        "score": made.score,
        "shared": list(made.shared),
        "articles": [graph.articles[name].source for name in made.articles],
        "count": len(made.told),
    }
    if made.score < EVIDENT:
        one, other = made.articles
        text = graph.articles[one].text
        texts = text, text if one == other else graph.articles[other].text
        row["sentences"] = [_sentence(text, name) for text, name in zip(texts, made.names, strict=True)]
    return row


def _sentence(text: str, name: str) -> str:
    """The sentence in which a text names something first; empty when it does not by that very name."""
    at = text.find(name)
    if at < 0:
        return ""
    start = max(text.rfind(end, 0, at) for end in ENDS) + 1
    behind = BEHIND.search(text, at + len(name))
    return text[start : behind.end() if behind else len(text)].strip()


def _row(link: Link, graph: Graph) -> dict[str, Any]:
    return {
        "names": list(link.names),
        "reason": link.reason,
        "why": REASONS[link.reason],
        "score": link.score,
        "shared": list(link.shared),
        "articles": [graph.articles[ref[0]].source for ref in (link.a, link.b)],
    }
