"""What ``kg learn`` brings: real-train as if a model had read it, and how well real-dev-3 is read then.

    python benchmarks/learning.py SHARED WORK [--articles 100 500 2560]

SHARED holds the annotated articles. Of each number of articles a build is made by a reader that says what the gold
says, ``kg learn`` learns from it as from any (without holding articles out), and the fast mode reads real-dev-3 with
what was learned. Everything is kept in WORK: a run that was broken off goes on. The models of references, times and
figures are those of this checkout; run it from a copy whose ``kg/models`` were trained without real articles
(docs/readers.md tells how) to see what the user's articles bring alone. The first line, "0", is what ``kg/models``
reads.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.building import build_to
from kg.evaluate import Scores, evaluate
from kg.evaluate.evaluation import evaluate_extractions, extract, gold_articles
from kg.evaluate.gold import as_extracted, read_gold
from kg.extract.mentions.trained import MODELS
from kg.extract.statements.facts import FAST
from kg.extract.statements.scorer import load_scorer, save_scorer
from kg.files import write_whole
from kg.ontology.ontology import Ontology
from kg.readers.own import TAUGHT
from kg.records import Article, Extraction, stable_hash
from kg.training.learning import learn
from kg.training.real import real_articles

SET = "real-dev-3"
NUMBERS = (100, 500, 2560)
FLOORS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


@dataclass(frozen=True)
class Annotated:
    """A reader that says what the annotation of an article says."""

    told: Mapping[str, Extraction] = field(compare=False, repr=False)
    name: str = "annotation"

    def extract(self, article: Article) -> Extraction:
        found = self.told[article.text]
        named = tuple(replace(st, readers=(self.name,)) for st in found.statements)
        return replace(found, article=article, statements=named)


def build(shared: Path, number: int, folder: Path) -> Path:
    """The build of the first ``number`` articles in the order of their names' hashes."""
    out = folder / "build"
    if (out / "report.json").is_file():
        return out
    listed = sorted(real_articles(shared), key=lambda row: stable_hash([row[0].source]))[:number]
    told = {text: as_extracted(item, item.source, text) for item, text in listed}
    rows = [{"id": item.source, "text": text, "date": item.date} for item, text in listed]
    path = folder / "articles.jsonl"
    write_whole(path, "".join(json.dumps({k: v for k, v in row.items() if v}) + "\n" for row in rows))
    build_to(path, out, fast=True, reader=Annotated(told), html_top=50)
    return out


def measured(shared: Path, models: Path) -> dict[str, float]:
    gold, texts = shared / f"gold/{SET}.json", shared / "articles" / SET
    scores: Scores = evaluate(gold, texts, fast=True, models=models).scores
    return {
        "entities": scores.entities.f1,
        "typed": scores.typed.f1,
        "facts P": scores.facts.precision,
        "facts R": scores.facts.recall,
        "facts F1": scores.facts.f1,
        "best F1": best(gold, texts, models),
    }


def best(gold: Path, texts: Path, models: Path) -> float:
    """The highest F1 of facts that any threshold gives: what the models know, whatever threshold they have chosen."""
    ontology, annotated = Ontology.load(), read_gold(gold)
    with tempfile.TemporaryDirectory() as scratch:
        for name in TAUGHT:
            shutil.copy(models / name, scratch)
        save_scorer(replace(load_scorer(models / FAST.name), threshold=FLOORS[0]), Path(scratch) / FAST.name)
        articles = gold_articles(annotated, texts, ontology)
        found = extract(articles, ontology, gazetteer=True, fast=True, models=Path(scratch), jobs=1)
    kept = (
        [replace(one, statements=tuple(st for st in one.statements if st.confidence >= floor)) for one in found]
        for floor in FLOORS
    )
    return max(evaluate_extractions(SET, annotated, one, ontology).scores.facts.f1 for one in kept)


def run(shared: Path, work: Path, number: int) -> dict[str, float]:
    """The numbers with so many articles, from WORK where they are there."""
    folder = work / str(number)
    done = folder / "scores.json"
    if not done.is_file():
        models = folder / "models" if number else MODELS
        taken = 0.0
        if not all((models / name).is_file() for name in TAUGHT):
            out = build(shared, number, folder)
            started = time.process_time()
            learn(
                [out],
                models,
                held_out=0,
                work=folder / "work",
                tell=lambda line: print(f"{number}: {line}", flush=True),
            )
            taken = time.process_time() - started
        found = measured(shared, models) | {"minutes": taken / 60}
        write_whole(done, json.dumps(found))
    read: dict[str, float] = json.loads(done.read_text(encoding="utf-8"))
    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, nargs="*", default=NUMBERS)
    given = parser.parse_args()
    for number in (0, *given.articles):
        row = run(given.shared, given.work, number)
        print(f"{number:5} articles  " + "  ".join(f"{name} {value:.3f}" for name, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
