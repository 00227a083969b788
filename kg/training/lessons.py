"""What a reader has found and people have corrected, as annotated articles: what our own reader learns from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.building.cache import ExtractionCache
from kg.building.incremental import CACHE, read_manifest
from kg.errors import InputError
from kg.evaluate.decided import fact_row
from kg.evaluate.standoff import write_rows
from kg.files import write_whole
from kg.linking import Linked, Merges, link_explained
from kg.linking.merges import Term
from kg.names import exact_key
from kg.ontology.ontology import Ontology
from kg.records import Article, Extraction, Statement, stable_hash
from kg.training.real import GOLD, TEXTS

__all__ = ["HELD_GOLD", "HELD_TEXTS", "Lesson", "lessons", "write_held_out", "write_lessons"]

#: A fact that is less sure teaches neither that it is one nor that it is none.
DOUBT = 0.5
#: The articles that are held out, and what they say, below the folder of the lessons.
HELD_GOLD, HELD_TEXTS = Path("held-out.json"), Path("held-out/articles.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article, called by its text, and what it says, as a gold file has it."""

    name: str
    article: Article
    gold: Mapping[str, Any]


def lessons(builds: Sequence[Path], merges: Merges, ontology: Ontology) -> list[Lesson]:
    """What the builds in the folders ``builds`` found in their articles, as ``merges`` corrects it; each text once.

    Articles that our own reader had to read are left out. Raises InputError for a build that it has read altogether, or
    whose extractions were not kept.
    """
    found: dict[str, Lesson] = {}
    for folder in builds:
        extractions = list(_read(folder))
        for lesson in _taught(extractions, merges, ontology):
            found.setdefault(lesson.name, lesson)
    return [found[name] for name in sorted(found)]


def _read(folder: Path) -> Iterator[Extraction]:
    """The extractions that a build has kept."""
    manifest = read_manifest(folder)
    if manifest.options.get("reader") is None:
        raise InputError(
            f"{folder} was read by our own reader, which has nothing to learn from itself.",
            remedy="Give a folder of kg build --reader llm, or --reader both.",
        )
    cache = ExtractionCache(folder / CACHE, version=manifest.version)
    for source, key in manifest.entries.items():
        extraction = cache.load(key)
        if extraction is None:
            raise InputError(f"{folder} has lost what was found in {source}.", remedy="Run kg build again.")
        if not extraction.instead:
            yield extraction


def _taught(extractions: Sequence[Extraction], merges: Merges, ontology: Ontology) -> Iterator[Lesson]:
    linked = link_explained(extractions, merges=merges, ontology=ontology)
    plain = link_explained(extractions, ontology=ontology) if merges.rules else linked
    stated: dict[str, list[Statement]] = {}
    for statement in linked.graph.statements.values():
        stated.setdefault(statement.article, []).append(statement)
    parted = [
        {exact_key(Term.read(rule.a).name), exact_key(Term.read(rule.b).name)}
        for rule in merges.rules
        if rule.action == "different"
    ]
    for extraction in extractions:
        article = extraction.article
        name = stable_hash([article.text])
        entities, doubted = _entities(extraction, linked, plain, parted)
        facts = [_fact(statement, doubted) for statement in stated.get(article.id, ())]
        gold = {"article": name, "date": article.date, "entities": entities, "facts": facts}
        yield Lesson(name, article, gold)


def _entities(
    extraction: Extraction, linked: Linked, plain: Linked, parted: Iterable[set[str]]
) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The entities of an article by their ids in the graph, and those of whose facts nobody knows whose they are: they
    have two names that a person has told apart."""
    found: dict[str, dict[str, Any]] = {}
    doubted: set[str] = set()
    for entity in extraction.entities:
        ref = (extraction.article.id, entity.id)
        if ref not in linked.ids:
            continue
        key = linked.ids[ref]
        now, before = linked.graph.entities[key], plain.graph.entities[plain.ids[ref]]
        # The class is that of the article, but where a person has given another.
        kind = entity.type if now.type == before.type else now.type
        names = dict.fromkeys([*found.get(key, {}).get("names", ()), entity.label, *entity.aliases])
        if now.label != before.label:
            names[now.label] = None
        found[key] = {"type": found.get(key, {}).get("type", kind), "names": list(names)}
        if any(pair <= {exact_key(name) for name in names} for pair in parted):
            doubted.add(key)
    return found, doubted


def _fact(statement: Statement, doubted: set[str]) -> dict[str, Any]:
    doubtful = statement.confidence < DOUBT or {statement.subject, statement.object} & doubted
    return fact_row(statement) | ({"optional": True} if doubtful else {})


def write_lessons(given: Sequence[Lesson], folder: Path) -> None:
    """Write what ``kg.training.real.real_articles`` reads into ``folder``: the articles' texts stand there, too."""
    _write_gold((lesson.gold for lesson in given), folder / GOLD)
    write_rows(({"id": lesson.name, "text": lesson.article.text} for lesson in given), folder / TEXTS)


def write_held_out(given: Sequence[Lesson], folder: Path) -> None:
    """Write articles that are not learned from, and what they say, into ``folder``, as ``kg evaluate`` reads them."""
    rows = [
        {"id": lesson.name, "text": lesson.article.text, "title": lesson.article.title, "date": lesson.article.date}
        for lesson in given
    ]
    write_rows(({key: value for key, value in row.items() if value} for row in rows), folder / HELD_TEXTS)
    named = (lesson.gold | {"article": f"{HELD_TEXTS.name}#{lesson.name}"} for lesson in given)  # type: ignore[operator]
    _write_gold(named, folder / HELD_GOLD)


def _write_gold(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    text = json.dumps({"articles": list(rows)}, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, text, remedy="Make room on the disk.")
