"""For developers: ``python -m kg.evaluate --set dev --errors --shared FOLDER`` prints where extraction stands.

FOLDER holds ``gold/<set>.json`` and ``articles/<set>/``; the set ``train`` is ``train-b``, ``-c`` and ``-d`` together.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from kg.evaluate.errors import KINDS
from kg.evaluate.evaluation import evaluate_extractions, extract, gold_articles
from kg.evaluate.rendering import render, render_errors
from kg.gold import read_gold

SETS = {"seeds": ("seeds",), "dev": ("dev",), "real-dev": ("real-dev",), "train": ("train-b", "train-c", "train-d"),
        "train-b": ("train-b",), "train-c": ("train-c",), "train-d": ("train-d",)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.evaluate", description=__doc__)
    parser.add_argument("--set", action="append", choices=list(SETS), help="may be given more than once; all if not")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--article", default="", help="only articles whose name contains this")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--relation", default="", help="errors of this relation only")
    parser.add_argument("--part", default="", choices=["", "facts", "entities", "claims", "measurements"])
    parser.add_argument("--kind", default="", choices=["", *KINDS])
    parser.add_argument("--no-gazetteer", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    for name in args.set or ("seeds", "dev", "real-dev", "train"):
        started = time.perf_counter()
        folder = args.shared / "articles" / ("train" if name.startswith("train") else name)
        gold, articles = [], []
        for part in SETS[name]:
            path = args.shared / "gold" / f"{part}.json"
            gold += [item for item in read_gold(path) if args.article in item["article"]]
            articles += [article for article in gold_articles(path, folder) if args.article in article.source]
        evaluation = evaluate_extractions(
            name, gold, extract(articles, gazetteer=not args.no_gazetteer, jobs=args.jobs))
        print(render(evaluation))
        if args.errors:
            print(render_errors(evaluation.errors, relation=args.relation, part=args.part, kind=args.kind))
        print(f"{name}: {time.perf_counter() - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
