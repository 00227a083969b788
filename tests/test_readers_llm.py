"""A language model as the reader, behind a real server: what it says is read, checked, kept, and asked for once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import Endpoint, playing
from reading import TEXTS, careful, put_articles

from kg.building import Built, build_to
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm

OWN = Own(fast=True)


def reader(endpoint: Endpoint | None, answers: Path, **options: object) -> Llm:
    where = Where(url=endpoint.url, **options) if endpoint else None  # type: ignore[arg-type]
    return Llm(own=OWN, model="test-model", answers=answers, endpoint=where)


def built(llm: Llm, articles: Path, out: Path) -> Built:
    return build_to(articles, out, fast=True, reader=llm)


def facts(made: Built) -> set[tuple[str, str, str, str, str | None]]:
    label = {entity.id: entity.label for entity in made.graph.entities.values()}
    return {
        (label[st.subject], st.relation, label[st.object], st.modality, st.time)
        for st in made.graph.statements.values()
    }


def test_a_careful_answer_becomes_a_graph_with_true_places(tmp_path: Path) -> None:
    articles = put_articles(tmp_path / "in")
    with playing(careful()) as endpoint:
        llm = reader(endpoint, tmp_path / "answers", key="geheim-1", parallel=2)
        made = built(llm, articles, tmp_path / "out")
    assert facts(made) == {
        ("Velmora", "released", "Orrery 2", "asserted", "2024-03-12"),
        ("Velmora", "country", "Việt Nam", "asserted", None),
        ("Lê Thị Thảo Vy", "ceoOf", "Velmora", "asserted", None),
        ("Brisken", "acquired", "Velmora", "planned", None),
        ("Brisken", "uses", "Quantor", "asserted", "2022"),
        ("Orlanda", "develops", "Quantor", "asserted", None),
        ("Orlanda", "headquarteredIn", "Đà Nẵng", "asserted", None),
        ("Đỗ Minh Kha", "chairOf", "Orlanda", "asserted", None),
        ("Quantor", "surpassed", "Orrery 2", "asserted", None),
        ("Brisken", "partnersWith", "Velmora", "negated", None),
        ("Quỹ Hoà Bình", "investedIn", "Orlanda", "asserted", None),
        ("Sanvo", "sued", "Brisken", "asserted", "2025-06-05"),
        ("Ngô Lan Chi", "left", "Sanvo", "asserted", "2025-05"),
        ("Sanvo", "develops", "Mistral Sao", "asserted", None),
        ("Sanvo", "supplies", "Velmora", "asserted", None),
    }
    for st in made.graph.statements.values():
        text = TEXTS[made.graph.articles[st.article].source]
        assert text[st.evidence.start : st.evidence.end] == st.evidence.text
        assert st.readers == (llm.name,)
        assert "test-model" in llm.name and llm.prompt.version in llm.name
    assert made.report.readers == {llm.name: 15}
    assert {(m.metric, m.value, m.unit) for m in made.graph.measurements.values()} == {
        ("revenue", "40000000", "USD"),
        ("funding", "5000000", "USD"),
    }
    # The name that the article does not have is dropped, and told.
    refused = [json.loads(line) for line in (tmp_path / "out/refused.jsonl").read_text("utf-8").splitlines()]
    assert [(row["source"], row["words"]) for row in refused] == [("orrery.txt", "Velmora JSC")]
    assert endpoint.keys == {"Bearer geheim-1"}
    assert endpoint.together <= 2
    assert all("geheim" not in path.read_text("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file())
