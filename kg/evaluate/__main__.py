"""For developers: ``python -m kg.evaluate --set dev --errors --shared FOLDER`` prints where extraction stands.

FOLDER holds ``gold/<set>.json`` and ``articles/<set>/``; the set ``train`` is ``train-b``, ``-c`` and ``-d`` together.
``python -m kg.evaluate --links --shared FOLDER`` prints how well entities of real articles are put together.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kg.evaluate.errors import KINDS
from kg.evaluate.evaluation import evaluate_extractions, extract, gold_articles
from kg.evaluate.gold import GoldArticle, read_gold
from kg.evaluate.links import LINKS, gold_of, is_for_measuring, links_articles, measure, read_links
from kg.evaluate.rendering import render, render_errors
from kg.ontology.ontology import Ontology
from kg.records import Extraction

SETS = {
    "seeds": ("seeds",),
    "dev": ("dev",),
    "real-dev": ("real-dev",),
    "real-dev-2": ("real-dev-2",),
    "real-dev-3": ("real-dev-3",),
    "train": ("train-b", "train-c", "train-d"),
    "train-b": ("train-b",),
    "train-c": ("train-c",),
    "train-d": ("train-d",),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.evaluate", description=__doc__)
    parser.add_argument("--set", action="append", choices=list(SETS), help="may be given more than once; all if not")
    parser.add_argument(
        "--shared", type=Path, required=True, metavar="FOLDER", help="the folder with articles/SET/ and gold/SET.json"
    )
    parser.add_argument("--article", default="", help="only articles whose name contains this")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--relation", default="", help="errors of this relation only")
    parser.add_argument("--part", default="", choices=["", "facts", "entities", "claims", "measurements"])
    parser.add_argument("--kind", default="", choices=["", *KINDS])
    parser.add_argument("--links", action="store_true", help="instead: which entities of real articles become one")
    parser.add_argument("--floors", action="store_true", help="facts again for each least confidence")
    parser.add_argument("--no-gazetteer", action="store_true")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    ontology = Ontology.load()
    if args.links:
        links(args.shared, ontology, gazetteer=not args.no_gazetteer, fast=args.fast, jobs=args.jobs, pairs=args.errors)
        return
    for name in args.set or ("seeds", "dev", "real-dev", "train"):
        started = time.perf_counter()
        folder = args.shared / "articles" / ("train" if name.startswith("train") else name)
        parts = chain.from_iterable(read_gold(args.shared / "gold" / f"{part}.json") for part in SETS[name])
        gold = [item for item in parts if args.article in item.source]
        articles = gold_articles(gold, folder, ontology)
        extractions = extract(articles, ontology, gazetteer=not args.no_gazetteer, fast=args.fast, jobs=args.jobs)
        evaluation = evaluate_extractions(name, gold, extractions, ontology)
        print(render(evaluation))
        if args.errors:
            print(render_errors(evaluation.errors, relation=args.relation, part=args.part, kind=args.kind))
        if args.floors:
            floors(gold, extractions, ontology)
        print(f"{name}: {time.perf_counter() - started:.1f} s", file=sys.stderr)


def links(shared: Path, ontology: Ontology, *, gazetteer: bool, fast: bool, jobs: int, pairs: bool) -> None:
    """How well entities are linked on the articles for measuring: annotated ones, and those that are read there."""
    truth = read_links(shared / LINKS)
    named = links_articles(shared, truth, ontology)
    chosen = {name: article for name, article in named.items() if is_for_measuring(name)}
    names = {article.id: name for name, article in chosen.items()}
    gold = gold_of(shared, chosen)
    own = extract(list(chosen.values()), ontology, gazetteer=gazetteer, fast=fast, jobs=jobs)
    for title, extractions in (("annotated entities", gold), ("entities that were read", own)):
        measured = measure(extractions, gold, truth, ontology, names)
        print(f"{title}, {len(chosen)} articles\n{measured}")
        if pairs:
            print("\n".join(measured.errors()))


def floors(gold: Sequence[GoldArticle], extractions: Sequence[Extraction], ontology: Ontology) -> None:
    """What the facts would score if those of less confidence were left out."""
    for floor in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        kept = [
            replace(extraction, statements=tuple(st for st in extraction.statements if st.confidence >= floor))
            for extraction in extractions
        ]
        facts = evaluate_extractions("", gold, kept, ontology).scores.facts
        print(f"confidence >= {floor:.2f}: P {facts.precision:.3f}  R {facts.recall:.3f}  F1 {facts.f1:.3f}")


if __name__ == "__main__":
    main()
