"""A sheet of facts and entities that the page shows at first, drawn at random, to be judged one by one.

    python benchmarks/judging.py ARTICLES.jsonl.gz --ids IDS.txt --out FOLDER [--facts 60] [--entities 100]

``IDS.txt`` has the ids of the articles to draw from, apart by blanks; without it all are. ``FOLDER/facts.txt`` and
``entities.txt`` hold what to read, with the articles' own sentences: keep them outside the project.
``FOLDER/sheet.csv`` holds article, offsets and an empty verdict, and no text: that may be kept.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import kg
from kg.graph import Graph
from kg.ontology.ontology import Ontology
from kg.records import Entity, Span, Statement

SEED = 2026


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--ids", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--facts", type=int, default=60)
    parser.add_argument("--entities", type=int, default=100)
    sure = Ontology.load().model.shown_from
    parser.add_argument("--confidence", type=float, default=sure, help="draw only from facts that are so sure")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    chosen = given.out / "articles.jsonl"
    chosen.write_text("".join(lines_of(given.articles, given.ids)), encoding="utf-8")
    graph = kg.build(chosen)
    sure, linked = shown(graph, given.confidence)
    draw = random.Random(SEED)
    facts = draw.sample(sure, min(given.facts, len(sure)))
    entities = draw.sample(linked, min(given.entities, len(linked)))
    (given.out / "facts.txt").write_text("\n".join(_fact(n, one, graph) for n, one in enumerate(facts)), "utf-8")
    (given.out / "entities.txt").write_text(
        "\n".join(_entity(n, graph.entities[one], graph) for n, one in enumerate(entities)), "utf-8"
    )
    with (given.out / "sheet.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["kind", "number", "article", "start", "end", "verdict"])
        for n, one in enumerate(facts):
            rows.writerow(["fact", n, graph.articles[one.article].source, one.evidence.start, one.evidence.end, ""])
        for n, key in enumerate(entities):
            source, start, end = _place(key, graph)
            rows.writerow(["entity", n, source, start, end, ""])
    print(f"{given.out}: {len(facts)} of {len(sure)} facts, {len(entities)} of {len(linked)} entities")


def shown(graph: Graph, confidence: float) -> tuple[list[Statement], list[str]]:
    """What the page shows with that least confidence: the statements and the entities they join, in order of id."""
    sure = sorted((one for one in graph.statements.values() if one.confidence >= confidence), key=lambda one: one.id)
    return sure, sorted({key for one in sure for key in (one.subject, one.object)})


def lines_of(path: Path, ids: Path | None) -> Sequence[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        lines = list(stream)
    if ids is None:
        return lines
    wanted = set(ids.read_text(encoding="utf-8").split())
    return [line for line in lines if json.loads(line)["id"] in wanted]


def _fact(n: int, one: Statement, graph: Graph) -> str:
    def side(key: str) -> str:
        entity = graph.entities[key]
        return f"{entity.label} [{entity.type}]"

    told = [one.modality, *(f"{name} {value}" for name, value in (("time", one.time), ("post", one.position)) if value)]
    if one.attributed_to:
        told.append(f"says {graph.entities[one.attributed_to].label}")
    date = graph.articles[one.article].date or "no date"
    return (
        f"{n}. {side(one.subject)} — {one.relation} → {side(one.object)}\n   {', '.join(told)}; confidence "
        f"{one.confidence}; article of {date}\n   {one.evidence.text}\n"
    )


def _entity(n: int, one: Entity, graph: Graph) -> str:
    source, start, end = _place(one.id, graph)
    text = next((article.text for article in graph.articles.values() if article.source == source), "")
    around = f"{text[max(0, start - 90) : start]}⟦{text[start:end]}⟧{text[end : end + 90]}".replace("\n", " ")
    return f"{n}. {one.label} [{one.type}] {', '.join(one.aliases)}\n   {around}\n"


def _place(key: str, graph: Graph) -> tuple[str, int, int]:
    """Where an entity is named or means something: the side of its surest fact, else its own name in its article."""
    for one in sorted(graph.facts_of(key), key=lambda one: -one.confidence):
        place = one.evidence.subject if one.subject == key else one.evidence.object
        if place is not None:
            return graph.articles[one.article].source, *place
    told = [article for article, keys in graph.mentions.items() if key in keys]
    for article in told:
        if (place := _named(key, article, graph)) is not None:
            return graph.articles[article].source, *place
    return (graph.articles[told[0]].source if told else ""), 0, 0


def _named(key: str, article: str, graph: Graph) -> Span | None:
    """The first place of its label, else of an alias, that is no part of a longer word or of another's longer name."""
    text = graph.articles[article].text
    others = [graph.entities[other] for other in graph.mentions[article] if other != key]
    taken = [span for other in others for span in _spans(other, text)]
    for start, end in _spans(graph.entities[key], text):
        if not any(left <= start and end <= right and right - left > end - start for left, right in taken):
            return start, end
    return None


def _spans(entity: Entity, text: str) -> list[Span]:
    """Where its names stand as whole words, name by name."""
    names = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in (entity.label, *entity.aliases))
    return [found.span() for name in names for found in re.finditer(name, text)]


if __name__ == "__main__":
    main()
