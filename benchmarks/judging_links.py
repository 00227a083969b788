"""Sheets of what linking made one and of what contradicts each other in real articles, to be judged one by one.

    python benchmarks/judging_links.py ARTICLES.jsonl.gz --ids IDS.txt --out FOLDER [--merges 60] [--fast]

``IDS.txt`` has the ids of the articles, apart by blanks; without it all are read. ``FOLDER/merges.txt`` holds merges of
unlike names drawn at random, ``conflicts.txt`` all conflicts and updates, ``doubles.txt`` all names that stand for two
or more entities, each with the articles' own sentences: keep them outside the project. ``FOLDER/links.csv`` holds kind,
number, article, offsets and an empty verdict for each side, and no text: that may be kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judging import SEED, lines_of

from kg.articles import read_paths
from kg.building.extracting import extract_all
from kg.graph import Graph
from kg.linking import Linked, link_explained
from kg.names import exact_key
from kg.ontology.ontology import Ontology
from kg.readers.own import Own
from kg.records import UPDATE, Article, Entity, Extraction, Span

AROUND = 140
"""Characters shown before and behind a name."""


@dataclass(frozen=True, slots=True)
class Side:
    """A place of an article, and what is shown of it."""

    source: str
    span: Span
    shown: str


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to be judged: what it is, and its sides."""

    title: str
    sides: tuple[Side, ...]

    def text(self, number: int) -> str:
        return "\n".join([f"{number}. {self.title}", *(f"   {side.source}: {side.shown}" for side in self.sides), ""])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--ids", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--merges", type=int, default=60)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    ontology = Ontology.load()
    reader = Own(folder=ontology.folder, language=ontology.language, fast=given.fast)
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "articles.jsonl"
        chosen.write_text("".join(lines_of(given.articles, given.ids)), encoding="utf-8")
        outcomes = list(extract_all(read_paths([chosen], ontology=ontology), reader, jobs=given.jobs))
    found = [outcome for outcome in outcomes if isinstance(outcome, Extraction)]
    write_sheets(link_explained(found, ontology=ontology), given.out, given.merges)


def write_sheets(linked: Linked, out: Path, number: int) -> None:
    """Write what is to be judged of ``linked`` into the folder ``out``; ``number`` merges are drawn."""
    out.mkdir(parents=True, exist_ok=True)
    every = list(merges(linked))
    drawn = random.Random(SEED).sample(every, min(number, len(every)))
    updates = [linked.graph.conflicts[key].kind == UPDATE for key in linked.graph.conflicts]
    sheets = {"merge": drawn, "conflict": list(conflicts(linked.graph)), "double": list(doubles(linked.graph))}
    for kind, cases in sheets.items():
        (out / f"{kind}s.txt").write_text("\n".join(case.text(n) for n, case in enumerate(cases)), encoding="utf-8")
    with (out / "links.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["kind", "number", "article", "start", "end", "verdict"])
        for kind, cases in sheets.items():
            for n, case in enumerate(cases):
                rows.writerows([kind, n, side.source, *side.span, ""] for side in case.sides)
    print(
        f"{out}: {len(drawn)} of {len(every)} merges, {len(updates) - sum(updates)} conflicts, {sum(updates)} updates, "
        f"{len(sheets['double'])} names of two or more entities"
    )


def merges(linked: Linked) -> Iterator[Case]:
    """Each two unlike names that are one entity, in order of the entities; but for people's shortened names."""
    graph = linked.graph
    by_source = {article.source: article for article in graph.articles.values()}
    for entity, rows in linked.report()["merges"].items():
        for row in rows:
            mere = row["reason"] == "part" and graph.entities[entity].type == "Person"
            if not mere and exact_key(row["names"][0]) != exact_key(row["names"][1]):
                yield Case(
                    f"{' = '.join(row['names'])}   [{graph.entities[entity].label}, {graph.entities[entity].type}; "
                    f"{row['reason']}: {row['why']}]",
                    tuple(_named(by_source[source], name) for source, name in _pairs(row)),
                )


def _pairs(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from zip(row["articles"], row["names"], strict=True)


def conflicts(graph: Graph) -> Iterator[Case]:
    """All conflicts, the strongest first, then the updates."""
    order = sorted(graph.conflicts.values(), key=lambda one: (one.kind == UPDATE, -one.strength, one.id))
    for one in order:
        sides = []
        for key in one.statements:
            if key in graph.statements:
                st = graph.statements[key]
                sides_ = graph.entities[st.subject].label, st.relation, graph.entities[st.object].label
                said = f"{' '.join(sides_)} [{st.modality}]"
            else:
                m = graph.measurements[key]
                said = f"{graph.entities[m.subject].label} {m.metric} {m.value} {m.unit}"
            told = graph.statements.get(key) or graph.measurements[key]
            article, place = graph.articles[told.article], told.evidence
            sides.append(
                Side(
                    article.source,
                    (place.start, place.end),
                    f"({article.date}) {said} {told.time or ''}: {place.text}",
                )
            )
        about = ", ".join(graph.entities[key].label for key in one.entities)
        yield Case(f"{one.kind} ({one.strength}): {about}", tuple(sides))


def doubles(graph: Graph) -> Iterator[Case]:
    """Names that stand for two or more entities; the last name of a person alone is none."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity in graph.entities.values():
        for name in (entity.label, *entity.aliases):
            if entity.type != "Person" or " " in name:
                bearers[exact_key(name)].add(entity.id)
    told = {entity: article for article, named in sorted(graph.mentions.items()) for entity in named}
    for key, ids in sorted(bearers.items()):
        if key and len(ids) > 1:
            entities = [graph.entities[id_] for id_ in sorted(ids)]
            yield Case(
                f"{key}: {why(entities, graph)}",
                tuple(
                    _named(graph.articles[told[entity.id]], _name(entity, key), f"[{entity.type}] {entity.label}: ")
                    for entity in entities
                ),
            )


def why(entities: list[Entity], graph: Graph) -> str:
    """Why entities of one name are not one."""
    model = graph.ontology.model
    if len({model.top(entity.type) for entity in entities}) > 1:
        return "two classes, and facts need both, one article has both, or neither outvotes the other"
    if all(entity.type == "Person" for entity in entities):
        return "people of different posts or firms"
    if len({exact_key(entity.label) for entity in entities}) > 1:
        return "short for both in articles of their own"
    if all(model.is_a(entity.type, "GovernmentBody") for entity in entities):
        return "bodies of two places, or of a place that nothing tells"
    return "two kinds of thing, or what one article calls by unlike names"


def _name(entity: Entity, key: str) -> str:
    return next(name for name in (entity.label, *entity.aliases) if exact_key(name) == key)


def _named(article: Article, name: str, before: str = "") -> Side:
    """Where an article names something, rather by itself than within a longer name."""
    places = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", article.text)]
    start, end = min(places, key=lambda place: _inside(article.text, *place), default=(0, 0))
    text = article.text
    shown = f"{text[max(0, start - AROUND) : start]}⟦{text[start:end]}⟧{text[end : end + AROUND]}"
    return Side(article.source, (start, end), before + " ".join(shown.split()))


def _inside(text: str, start: int, end: int) -> bool:
    """Whether another name goes on directly before or behind a place."""
    before = text[:start].split(" ")[-2:-1]
    return any(word[:1].isupper() for word in before) or text[end + 1 : end + 2].isupper()


if __name__ == "__main__":
    main()
