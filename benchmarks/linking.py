"""How well, and how fast, entities are resolved.

python benchmarks/linking.py quality GOLD.json ARTICLES [GOLD.json ARTICLES ...]
python benchmarks/linking.py speed [ENTITIES]
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from kg.evaluate.gold import gold_extractions
from kg.linking import link_explained
from kg.linking.measure import as_written, gold_clusters, quality, read_exceptions
from kg.ontology.folder import data_dir
from kg.ontology.model import load_model
from kg.records import Article, Entity, Evidence, Extraction, LocalStatement

EXCEPTIONS = Path(__file__).parents[1] / "tests" / "resolution" / "exceptions.csv"


def measure(arguments: list[str]) -> None:
    """Print the quality on gold files, each followed by the folder of its articles."""
    gold = [
        extraction
        for path, folder in zip(arguments[::2], arguments[1::2], strict=True)
        for extraction in gold_extractions(Path(path), Path(folder))
    ]
    truth = gold_clusters(gold, load_model(data_dir()), read_exceptions(EXCEPTIONS))
    linked = link_explained([as_written(extraction) for extraction in gold]).resolution
    found = {local.ref: n for n, cluster in enumerate(linked.clusters) for local in cluster}
    result = quality(found, truth)
    names = {
        (e.article.id, entity.id): f"{e.article.source[:12]} {entity.label} ({entity.type})"
        for e in gold
        for entity in e.entities
    }
    for kind, pairs in (("wrong", result.wrong), ("missed", result.missed)):
        for a, b in pairs:
            print(f"{kind:7} {names[a]} | {names[b]}")
    print(f"{len(gold)} articles, {len(truth)} entities, {result.pairs} pairs, {len(linked.candidates)} in doubt")
    print(
        f"pairwise precision {result.precision:.3f} recall {result.recall:.3f}; "
        f"B-cubed precision {result.b_cubed_precision:.3f} recall {result.b_cubed_recall:.3f} "
        f"F1 {result.b_cubed_f1:.3f}"
    )


def speed(entities: int) -> None:
    """Print the CPU seconds that so many entities of invented articles take, twenty to an article."""
    dice = random.Random(7)
    onsets = ("b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ph", "qu", "t", "tr", "v")
    syllables = [
        first + rest for first in onsets for rest in ("ang", "ân", "ình", "ọc", "uy", "ơn", "ải", "em", "iếu", "oa")
    ]
    latin = [
        a + b + c
        for a in ("lu", "so", "ve", "ka", "mi", "ro", "ta")
        for b in ("mo", "ri", "xa", "ne", "di")
        for c in ("ra", "tek", "on", "ly", "vex", "s", "gen", "la")
    ]
    kinds = ["Company", "Company", "Person", "AIModel", "Product", "GovernmentBody", "City"]

    def name(kind: str) -> str:
        if kind == "Person":
            return " ".join(dice.choice(syllables).title() for _ in range(3))
        word = dice.choice(latin).title() + dice.choice(latin)
        if kind == "AIModel":
            return f"{word} {dice.randint(1, 9)}"
        before, after = dice.choice(["", "", "Công ty ", "Tập đoàn "]), dice.choice(["", "", " AI", " Group"])
        return before + word + after

    world = [(kind, name(kind)) for kind in (dice.choice(kinds) for _ in range(entities // 2))]
    made = []
    for n in range(entities // 20):
        chosen = [dice.choice(world) for _ in range(20)]
        made.append(
            Extraction(
                article=Article(id=f"article-{n:06}", source=f"{n}.txt", text=""),
                entities=tuple(Entity(id=str(k), type=kind, label=label) for k, (kind, label) in enumerate(chosen)),
                statements=tuple(
                    LocalStatement(
                        subject=str(k),
                        relation="uses",
                        object=str(k + 1),
                        evidence=Evidence(start=0, end=0, text=""),
                    )
                    for k in range(0, 18, 3)
                ),
            )
        )
    start = time.process_time()
    linked = link_explained(made)
    print(
        f"{entities} entities of {len(made)} articles -> {len(linked.graph.entities)}: "
        f"{time.process_time() - start:.1f} s CPU, {len(linked.resolution.candidates)} in doubt"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["quality"] and len(sys.argv) > 3:
        measure(sys.argv[2:])
    elif sys.argv[1:2] == ["speed"]:
        speed(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    else:
        sys.exit(__doc__)
