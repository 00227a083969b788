"""What extraction costs: CPU time against word segmentation and tagging alone, and memory over many articles.

    python benchmarks/extraction.py ARTICLES.jsonl.gz [--articles 500] [--memory]

Prints words per CPU second of both, their ratio, and the share of each component; with ``--memory`` the resident
memory after every tenth of all the articles. A word is what the segmentation makes one.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

from kg.articles import read_paths
from kg.extract import Extractor
from kg.extract.document import Document
from kg.records import Article


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--memory", action="store_true")
    args = parser.parse_args()
    articles = [article for article in read_paths([args.source]) if isinstance(article, Article)]
    extractor = Extractor()
    for article in islice(articles, 5):
        extractor.extract(article)
    speed(extractor, articles[: args.articles])
    if args.memory:
        memory(extractor, articles)


def speed(extractor: Extractor, articles: list[Article]) -> None:
    """CPU seconds of the whole and of its first component, interleaved so that a busy machine slows both alike."""
    seconds: dict[str, float] = defaultdict(float)
    words = 0
    gc.collect()
    for article in articles:
        started = time.process_time()
        doc = extractor.nlp.make_doc(article.text)
        Document.of(doc).date = article.date or ""
        seconds["tokenizer"] += time.process_time() - started
        for name, component in extractor.nlp.pipeline:
            started = time.process_time()
            doc = component(doc)
            seconds[name] += time.process_time() - started
        view = Document.of(doc).view
        words += sum(begins and not word.isspace() for word, begins in zip(view.words, view.begins, strict=True))
        started = time.process_time()
        extractor.extract(article)
        seconds["whole"] += time.process_time() - started
    base = seconds["tokenizer"] + seconds["kg_words"]
    print(f"{len(articles)} articles, {words:,} words")
    print(f"{'segmentation and tagging':<28}{base:>8.1f} s{words / base:>12,.0f} words/s")
    print(f"{'whole extraction':<28}{seconds['whole']:>8.1f} s{words / seconds['whole']:>12,.0f} words/s")
    print(f"{'ratio':<28}{seconds['whole'] / base:>8.2f}")
    parts = ("tokenizer", *extractor.nlp.pipe_names)
    seconds["after the pipeline"] = seconds["whole"] - sum(seconds[name] for name in parts)
    for name in (*parts, "after the pipeline"):
        print(f"  {name:<26}{seconds[name]:>8.1f} s{seconds[name] / seconds['whole']:>8.0%}")


def memory(extractor: Extractor, articles: list[Article]) -> None:
    step = max(1, len(articles) // 10)
    for number, article in enumerate(articles, start=1):
        extractor.extract(article)
        if number % step == 0 or number == len(articles):
            print(
                f"{number:>6} articles: {resident():>6.0f} MB resident, "
                f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>6.0f} MB at most"
            )


def resident() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
