"""What is lost when recorded answers of a language model are read as kg reads them, and how sure its facts are.

    python benchmarks/reader.py SHARED [--refused] [--write]

SHARED holds ``reader/answers.jsonl``, and gold and articles of real-dev-2. The answers are converted as they are, all
believed, and read as ``kg build --reader llm`` reads them. ``--refused`` lists what was not believed; ``--write`` makes
``kg/readers/llm/confidence.json`` anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.articles import read_paths
from kg.evaluate.evaluation import evaluate_extractions
from kg.evaluate.gold import read_gold
from kg.evaluate.matching import source_name
from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import Answer, read_answer
from kg.readers.llm.reading import read
from kg.records import Article, Entity, Evidence, Extraction, LocalClaim, LocalMeasurement, LocalStatement

SET = "real-dev-2"


def recorded(shared: Path) -> dict[str, str]:
    """The answers by the names of their articles."""
    lines = (shared / "reader/answers.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["article"]: row["answer"] for row in map(json.loads, lines)}


def believed(article: Article, answer: Answer) -> Extraction:
    """An answer as an extraction, word by word."""
    nowhere = Evidence(start=0, end=1, text=article.text[:1])
    return Extraction(
        article=article,
        entities=tuple(
            Entity(id=item.id, type=item.type, label=item.names[0], aliases=item.names[1:]) for item in answer.entities
        ),
        statements=tuple(
            LocalStatement(
                subject=fact.s,
                relation=fact.p,
                object=fact.o,
                evidence=Evidence(start=n, end=n + 1, text=article.text[n : n + 1]),
                modality=fact.modality,  # type: ignore[arg-type]  # as it was said
                time=fact.time or None,
            )
            for n, fact in enumerate(answer.facts)
        ),
        claims=tuple(LocalClaim(speaker=said.speaker, text=said.text, start=0, end=1) for said in answer.claims),
        measurements=tuple(
            LocalMeasurement(subject=m.subject, metric=m.metric, value=str(m.value), unit=m.unit, evidence=nowhere)
            for m in answer.measurements
        ),
    )


def main(shared: Path, *, refused: bool, write: bool) -> None:
    ontology = Ontology.load()
    gold = read_gold(shared / f"gold/{SET}.json")
    answers = recorded(shared)
    articles = [
        article
        for article in read_paths([shared / "articles" / SET], ontology=ontology)
        if isinstance(article, Article) and source_name(article.source) in answers
    ]
    texts = {article.id: read_answer(answers[source_name(article.source)]) for article in articles}
    plain = [believed(article, texts[article.id]) for article in articles]
    checked = [read(article, [texts[article.id]], ontology, reader="llm recorded") for article in articles]
    for name, found in (("as they are", plain), ("checked", checked)):
        scores = evaluate_extractions(SET, gold, found, ontology).scores
        parts = {
            "entities": scores.entities.f1,
            "typed": scores.typed.f1,
            "facts P": scores.facts.precision,
            "facts R": scores.facts.recall,
            "facts F1": scores.facts.f1,
            "claims": scores.claims.f1,
            "measurements": scores.measurements.f1,
            "time right": scores.time_right,
            "modality right": scores.modality_right,
        }
        print(f"{name:12}", ", ".join(f"{part} {value:.3f}" for part, value in parts.items()))
    if refused:
        for extraction in checked:
            for item in extraction.refused:
                print(f"{extraction.article.source}: {item.what}: {item.reason}: {item.words}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), refused="--refused" in sys.argv, write="--write" in sys.argv)
