"""What is lost when recorded answers of a language model are read as kg reads them, and how sure its facts are.

    python benchmarks/reader.py SHARED [--refused] [--write] [--cost]

SHARED holds ``reader/answers.jsonl``, and gold and articles of the real dev sets. The answers are converted as they
are, all believed, and read as ``kg build --reader llm`` reads them. ``--refused`` lists what was not believed;
``--write`` reads with both readers and makes ``kg/readers/llm/confidence.json`` anew. ``--cost`` tells instead what it
costs our own reader that there are others: CPU time of its articles as one of several readers, and by itself.

The gold of real-dev-2 is what two readers agreed on, of whom the recorded one was one: its own share of right facts
there says nothing. What a careful model got right on other real articles is the ground instead (``CAREFUL``), and the
recorded answers only tell how much surer or less sure than that a fact is, by how its evidence and sides were found
and by its relation. What our own reader's silence says of a model's fact follows from how many facts of that relation
our own reader finds on the real dev sets: with a share a it says log(1 - a), since it finds next to none that is wrong
in the same way. Of what our own reader alone has found the share of right facts on real-dev-2 is taken.

How much surer or less sure a model's fact of one relation is than that of another cannot be measured either, as long as
no wrong one is recorded. What is known is which relations our own reader gets wrong on the real dev sets: a model is
taken to err more where it does, by half of the difference (``ALIKE``), so that the mean over the recorded facts stays.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from pathlib import Path

from kg.articles import read_paths
from kg.evaluate.evaluation import evaluate, evaluate_extractions
from kg.evaluate.gold import GoldArticle, read_gold
from kg.evaluate.matching import GraphView, source_name
from kg.evaluate.scoring import compare
from kg.evaluate.tally import Tally
from kg.linking import link
from kg.ontology.ontology import Ontology
from kg.readers import Own
from kg.readers.both import union
from kg.readers.llm.answer import Answer, read_answer
from kg.readers.llm.confidence import FILE, Confidence, logit
from kg.readers.llm.reading import read
from kg.readers.own import extractor
from kg.records import Article, Entity, Evidence, Extraction, LocalClaim, LocalMeasurement, LocalStatement, Statement

SET = "real-dev-2"
SETS = ("real-dev", SET, "real-dev-3")
#: The F1 of a careful model on 14 other real articles, taken for its share of right facts; as how many facts it counts.
CAREFUL, PRIOR = 0.955, 20
#: How far a model's share of right facts of a relation is from that of all, of how far our own reader's is.
ALIKE = 0.5
#: What is taken from the logit where a place is less plain: the recorded answers have no wrong fact to learn from.
ASSUMED = {"evidence=aligned": -0.7, "side=before": -0.5}


def recorded(shared: Path) -> dict[str, str]:
    """The answers by the names of their articles."""
    lines = (shared / "reader/answers.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["article"]: row["answer"] for row in map(json.loads, lines)}


def articles_of(shared: Path, names: Iterable[str]) -> list[Article]:
    """The articles of real-dev-2 that are called so, as a build reads them."""
    found = read_paths([shared / "articles" / SET], ontology=Ontology.load())
    return [article for article in found if isinstance(article, Article) and source_name(article.source) in set(names)]


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
    articles = articles_of(shared, answers)
    texts = {article.id: read_answer(answers[source_name(article.source)]) for article in articles}
    checked = [read(article, [texts[article.id]], ontology, reader="llm recorded") for article in articles]
    tried = {"as they are": [believed(article, texts[article.id]) for article in articles], "checked": checked}
    if write:
        ours = [Own().extract(article) for article in articles]
        plain = Confidence({"both own": 1.0, "both llm": 1.0, "only own own": 1.0, "only llm llm": 1.0})
        tried["own"] = ours
        tried["both"] = [union(one, two, ontology.model, plain) for one, two in zip(ours, checked, strict=True)]
        tallies = relations(shared)
        weights = fitted(gold, checked, tried["both"], ontology, difficulties(tallies, checked)) | silences(tallies)
        FILE.write_text(json.dumps({"weights": weights}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for name, found in tried.items():
        scores = evaluate_extractions(SET, gold, found, ontology).scores
        parts = {
            "entities": scores.entities.f1,
            "typed": scores.typed.f1,
            "facts P": scores.facts.precision,
            "facts R": scores.facts.recall,
            "facts F1": scores.facts.f1,
            "claims": scores.claims.f1,
            "measurements": scores.measurements.f1,
            "time right": scores.time_right or 0.0,
            "modality right": scores.modality_right or 0.0,
        }
        print(f"{name:12}", ", ".join(f"{part} {value:.3f}" for part, value in parts.items()))
    if refused:
        for extraction in checked:
            for item in extraction.refused:
                print(f"{extraction.article.source}: {item.what}: {item.reason}: {item.words}")


def cost(articles: Sequence[Article], *, fast: bool = True, times: int = 3) -> tuple[float, float]:
    """CPU seconds that our own reader takes for ``articles`` as one reader of several, and its extraction by itself.

    Article by article in turn; of ``times`` runs the fastest counts.
    """
    own = Own(fast=fast)
    alone = extractor(own).extract
    totals = [0.0, 0.0]
    for article in articles:
        taken: list[list[float]] = [[], []]
        for _ in range(times):
            for column, read_one in enumerate((own.extract, alone)):
                started = time.process_time()
                read_one(article)
                taken[column].append(time.process_time() - started)
        for column in (0, 1):
            totals[column] += min(taken[column])
    return totals[0], totals[1]


def fitted(
    gold: Sequence[GoldArticle],
    told: Sequence[Extraction],
    both: Sequence[Extraction],
    ontology: Ontology,
    assumed: Mapping[str, float],
) -> dict[str, float]:
    """The weights: of each thing that holds, how far its share of right facts is from that of all; ``assumed`` is added
    to them."""
    # Of what only the recorded reader found nothing is learned: it is in the gold because it found it.
    weights = {"both llm": 1.0, "both own": 0.5, "only llm llm": 1.0, "only own own": 1.0}
    weights["llm"] = round(logit(CAREFUL), 2)
    counts: dict[str, list[bool]] = defaultdict(list)
    whole: list[bool] = []
    for st, right in judged(gold, told, ontology):
        whole.append(right)
        evidence, one, other = st.rule.removeprefix("language model: evidence ").replace("sides ", "").split(", ")
        for name in (f"evidence={evidence}", f"side={one}", f"side={other}", f"relation={st.relation}"):
            counts[name].append(right)
    share = smoothed(whole, CAREFUL)
    for name, rights in sorted(counts.items()):
        weights[name] = round(logit(smoothed(rights, share)) - logit(share), 2)
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for st, right in judged(gold, both, ontology):
        alone = "own" if st.readers[0].startswith("kg ") else "llm"
        groups["both" if len(st.readers) > 1 else f"only {alone}"].append((logit(st.confidence), right))
    for name, rows in sorted(groups.items()):
        print(f"{name}: {len(rows)} facts, {sum(right for _, right in rows)} right")
        if name == "only own":
            weights[name] = round(shift(rows), 2)
    for name, value in {**ASSUMED, **assumed}.items():
        weights[name] = round(weights.get(name, 0.0) + value, 2)
    return {name: value for name, value in weights.items() if value}


def relations(shared: Path) -> dict[str, Tally]:
    """What our own reader finds of each relation on the real dev sets."""
    found: dict[str, Tally] = defaultdict(Tally)
    for name in SETS:
        scores = evaluate(shared / f"gold/{name}.json", shared / "articles" / name).scores
        for relation, tally in scores.relations.items():
            found[relation] += tally
    return dict(sorted(found.items()))


def difficulties(tallies: Mapping[str, Tally], told: Iterable[Extraction]) -> dict[str, float]:
    """What a relation is taken to say of a model's fact; nothing on the mean over what a model has told."""
    whole = sum(tallies.values(), Tally()).precision
    away = {
        relation: ALIKE * (logit((tally.hit + PRIOR * whole) / (tally.hit + tally.spurious + PRIOR)) - logit(whole))
        for relation, tally in tallies.items()
    }
    counts = Counter(st.relation for extraction in told for st in extraction.statements)
    mean = sum(away.get(relation, 0.0) * n for relation, n in counts.items()) / counts.total()
    return {f"relation={relation}": round(value - mean, 2) for relation, value in away.items()}


def silences(tallies: Mapping[str, Tally]) -> dict[str, float]:
    """What it says of a model's fact that our own reader has not found it, of all relations and of each."""
    whole = sum(tallies.values(), Tally()).recall
    weights = {"only llm": round(log(1 - whole), 2)}
    for relation, tally in tallies.items():
        share = (tally.hit + PRIOR * whole) / (tally.gold + PRIOR)
        weights[f"only llm relation={relation}"] = round(log(1 - share), 2)
        print(f"{relation}: {tally.hit} of {tally.gold} found, {weights[f'only llm relation={relation}']}")
    return weights


def judged(
    gold: Sequence[GoldArticle], found: Sequence[Extraction], ontology: Ontology
) -> Iterable[tuple[Statement, bool]]:
    """The distinct facts of a graph with whether the gold has them; optional ones are left out."""
    view = GraphView(link(found, ontology=ontology), ontology.model)
    for article in gold:
        result = compare(article, view)
        yield from ((max(hits, key=lambda st: st.confidence), True) for _, hits in result.matched)
        yield from ((st, False) for st in result.spurious)


def smoothed(rights: Sequence[bool], share: float) -> float:
    """The share of right ones, drawn towards ``share``."""
    return (sum(rights) + PRIOR * share) / (len(rights) + PRIOR)


def shift(rows: Sequence[tuple[float, bool]]) -> float:
    """What to add to the logits so that their mean chance is the share of right ones."""
    wanted = smoothed([right for _, right in rows], 0.5)
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        weights: Mapping[str, float] = {"only own": middle, "only own own": 1.0}
        chances = [Confidence(weights).alone("own", 1 / (1 + exp(-value)), "") for value, _ in rows]
        low, high = (middle, high) if sum(chances) / len(chances) < wanted else (low, middle)
    return low


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if "--cost" in sys.argv:
        listed = articles_of(Path(sys.argv[1]), recorded(Path(sys.argv[1])))
        reader, plain = cost(listed)
        print(f"{len(listed)} articles: {reader:.2f} s as a reader, {plain:.2f} s alone: {reader / plain:.3f}")
        sys.exit()
    main(Path(sys.argv[1]), refused="--refused" in sys.argv, write="--write" in sys.argv)
