"""What a build costs again when one article of many is new.

    python benchmarks/incremental.py ARTICLES.jsonl[.gz] [BASE] [COPIES]

BASE articles (400) are extracted, their CPU time taken, and their extractions kept COPIES times (25) under other
sources, as if that many articles had been extracted. Then one article more is built, phase by phase. CPU seconds.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kg.articles import read_paths
from kg.building.extracting import extract_all
from kg.building.incremental import extract_new, open_cache
from kg.building.memory import Memory
from kg.export import exporter
from kg.linking import Outline, link_explained
from kg.ontology.ontology import Ontology
from kg.readers import Own
from kg.records import Article, Extraction


def main(source: Path, base: int, copies: int) -> None:
    work = Path(tempfile.mkdtemp())
    content = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    rows = [json.loads(line) for line in content.decode("utf-8").splitlines()[: base + 1]]
    (work / "base.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:-1]), encoding="utf-8")
    articles = list(read_paths([work / "base.jsonl"]))
    list(extract_all(articles[:1], Own()))
    start = time.process_time()
    found = [outcome for outcome in extract_all(articles, Own()) if isinstance(outcome, Extraction)]
    each = (time.process_time() - start) / len(found)
    cache = open_cache(work / "out", Ontology.load(), gazetteer=True)
    with (work / "many.jsonl").open("w", encoding="utf-8") as many:
        for n in range(copies):
            for row in rows[:-1]:
                many.write(json.dumps({**row, "id": f"{row.get('id')}-{n}", "url": None}) + "\n")
        many.write(json.dumps({**rows[-1], "url": None}) + "\n")
    by_text = {extraction.article.text: extraction for extraction in found}

    start = time.process_time()
    listed = list(read_paths([work / "many.jsonl"]))
    reading = time.process_time() - start
    for article in listed:
        if isinstance(article, Article) and article.text in by_text:
            cache.put(replace(by_text[article.text], article=article))

    start = time.process_time()
    memory = Memory(work)
    answered = extract_new(listed, cache, Own(), jobs=1, memory=memory)
    outlines = [outcome for outcome in answered if isinstance(outcome, Outline)]
    again = time.process_time() - start
    start = time.process_time()
    graph = link_explained(outlines).graph
    linking = time.process_time() - start
    start = time.process_time()
    exporter("ttl").write(graph, io.BytesIO())
    writing = time.process_time() - start
    full = each * len(outlines)
    print(
        f"{len(outlines)} articles, {sum(len(one.gist.entities) for one in outlines)} entities in them, "
        f"{len(graph.entities)} in the graph, {len(graph.statements)} statements, {len(graph.conflicts)} conflicts"
    )
    print(
        f"extraction of all: {full:.0f} s ({each * 1000:.0f} ms an article); with one article new: {again:.1f} s "
        f"({100 * again / full:.1f}%)"
    )
    print(f"beside it, in every build: reading files {reading:.1f} s, linking {linking:.1f} s, Turtle {writing:.1f} s")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *(int(text) for text in [*sys.argv[2:4], *["400", "25"][len(sys.argv) - 2 :]]))
