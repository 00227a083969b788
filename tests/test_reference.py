"""The numbers of kg.evaluate are those of the output contract's scorer."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from compared import DATA, graph

from kg.evaluate.evaluation import evaluate_graph
from kg.evaluate.gold import gold_extractions, read_gold
from kg.export import write_file
from kg.graph import Graph
from kg.linking import link
from kg.ontology.ontology import Ontology

CORPUS = Path(__file__).parent / "corpus"
SHARED = Path(__file__).parents[2] / "shared"
MODEL = Ontology.load().model


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="the reference scorer is not beside the checkout")
@pytest.mark.parametrize(
    "gold", [DATA / "gold.json", *(CORPUS / f"train-{part}.json" for part in "bc")], ids=lambda path: path.stem
)
def test_the_numbers_are_those_of_the_reference_scorer(gold: Path, tmp_path: Path) -> None:
    if gold.parent == CORPUS:
        folder, extractions = CORPUS / "articles", list(gold_extractions(gold, CORPUS / "articles"))
        built = worsened(link(extractions))
    else:
        folder, built = DATA, graph()
    write_file(built, "ttl", tmp_path / "graph.ttl")
    report = reference_report(gold, tmp_path / "graph.ttl", folder)
    scores = evaluate_graph("same", read_gold(gold), built, MODEL).scores
    tallies = {
        "entities": scores.entities,
        "typed entities": scores.typed,
        "facts": scores.facts,
        "claims": scores.claims,
        "measurements": scores.measurements,
    }
    assert {
        name: (t.hit, t.miss, t.spurious, round(t.precision, 3), round(t.recall, 3), round(t.f1, 3))
        for name, t in tallies.items()
    } == {
        name: tuple(report[name][key] for key in ("hit", "miss", "spurious", "precision", "recall", "f1"))
        for name in tallies
    }
    assert {
        name: (round(t.precision, 2), round(t.recall, 2), round(t.f1, 2), t.gold)
        for name, t in scores.relations.items()
    } == {name: (row["precision"], row["recall"], row["f1"], row["gold"]) for name, row in report["relations"].items()}
    shares = (scores.time_right, scores.modality_right, scores.evidence_right)
    assert [round(share, 3) for share in shares if share is not None] == [
        report["time right (of matched, dated)"],
        report["modality right (of matched)"],
        report["evidence found at its offsets"],
    ]


def worsened(whole: Graph) -> Graph:
    """The graph with every third fact, class, figure and speaker wrong, each in another way."""
    statements = list(whole.statements.values())
    for number, st in enumerate(statements):
        match number % 9:
            case 0:
                statements[number] = replace(st, subject=st.object, object=st.subject)
            case 3:
                statements[number] = replace(st, modality="negated", time=None)
            case 6:
                statements[number] = replace(st, relation="uses", evidence=replace(st.evidence, start=0))
            case 7:
                statements[number] = replace(st, modality="planned", time="2020")
    entities = {
        key: replace(entity, type="Person" if number % 3 == 0 else entity.type)
        for number, (key, entity) in enumerate(whole.entities.items())
    }
    claims = {
        key: replace(claim, speaker=statements[0].subject) if number % 3 == 0 else claim
        for number, (key, claim) in enumerate(whole.claims.items())
    }
    measurements = {
        key: replace(figure, value="1") if number % 3 == 0 else figure
        for number, (key, figure) in enumerate(whole.measurements.items())
    }
    mentions = {key: named[::2] for key, named in whole.mentions.items()}
    return replace(
        whole,
        statements={st.id: st for st in statements[::2]},
        entities=entities,
        claims=claims,
        measurements=measurements,
        mentions=mentions,
    )


def reference_report(gold: Path, turtle: Path, articles: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("reference_score", SHARED / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report = module.score(json.loads(gold.read_text(encoding="utf-8")), module.Built(turtle), articles)
    assert isinstance(report, dict)
    return report
