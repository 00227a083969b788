"""What linking keeps of articles and names changes nothing but how long it takes."""

from __future__ import annotations

import json
import marshal
from typing import Any

import pytest
from graphs import CORPUS, corpus_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kg.evaluate.gold import gold_extractions
from kg.files.parts import Parts
from kg.linking import Linked, Merges, Outline, Rule, link_explained, report
from kg.linking.columns import columns_of
from kg.linking.kept import Reading, Told, kept
from kg.linking.resolver import Resolver
from kg.linking.rewrite import _Article
from kg.records import Article, Claim, Evidence, Extraction, Measurement, Statement


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    golds = sorted(CORPUS.glob("*.json"))
    return [found for gold in golds for found in gold_extractions(gold, CORPUS / "articles")][:60]


def linked(chosen: list[Extraction], parts: Parts | None, merges: Merges | None = None) -> Linked:
    digest = (lambda one: one.article.id.encode()) if parts else (lambda one: b"")
    outlines = [Outline(o.article, o.gist, o.whole, digest(o)) for o in map(Outline.of, chosen)]
    return link_explained(outlines, parts=parts, merges=merges)


@pytest.mark.slow
@given(data=some.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_kept_of_other_articles_changes_nothing(extractions: list[Extraction], data: some.DataObject) -> None:
    parts = Parts()
    for _ in range(3):
        chosen = data.draw(some.lists(some.sampled_from(extractions), min_size=1, max_size=30, unique_by=id))
        anew, again = linked(chosen, None), linked(chosen, parts)
        assert again.graph == anew.graph
        assert again.report() == anew.report()


def test_what_has_not_changed_is_not_made_again(extractions: list[Extraction], monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts()
    linked(extractions[:30], parts)
    split, told = [], []
    monkeypatch.setattr(
        Resolver, "_split", lambda self, *given, inner=Resolver._split: split.append(given) or inner(self, *given)
    )
    monkeypatch.setattr(
        _Article, "columns", lambda self, *given, inner=_Article.columns: told.append(self.id) or inner(self, *given)
    )
    linked(extractions[:30], parts)
    assert not split and not told
    linked(extractions[:31], parts)
    assert len(split) < 40
    assert extractions[30].article.id in told and len(told) < 30


def test_a_decision_about_a_statement_holds_for_what_was_kept(extractions: list[Extraction]) -> None:
    parts = Parts()
    before = linked(extractions[:9], parts).graph
    wrong = next(iter(before.statements))
    after = linked(extractions[:9], parts, Merges((Rule(action="wrong", a=wrong, b=""),))).graph
    assert set(before.statements) - set(after.statements) == {wrong}
    assert all(after.origins[id_] != origin for id_, origin in before.origins.items())
    assert linked(extractions[:9], parts).graph == before


JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False) | some.text() | some.integers(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(value=JSON)
def test_the_report_is_written_as_json_is(value: object) -> None:
    assert report.written(value) == json.dumps(value, ensure_ascii=False, indent=1)


def marshalled(told: Told, text: str) -> Any:
    kinds = ((Statement, told.statements), (Claim, told.claims), (Measurement, told.measurements))
    statements, claims, measurements = (columns_of(*one) for one in kinds)
    return marshal.loads(marshal.dumps(kept((statements, claims, measurements), text)))


def test_records_are_read_as_they_were_written() -> None:
    graph = corpus_graph()
    told = Told(list(graph.statements.values()), list(graph.claims.values()), list(graph.measurements.values()))
    assert all((told.statements, told.claims, told.measurements))
    reading, article = Reading(), next(iter(graph.articles.values()))
    again, once_more = (reading.read(marshalled(told, ""), article) for _ in range(2))
    assert again == told
    for one, other in zip(again.statements, once_more.statements, strict=True):
        assert one.subject is other.subject and one.readers is other.readers
        assert one.evidence.start is other.evidence.start


def test_a_record_keeps_half_of_a_character() -> None:
    evidence = Evidence(start=0, end=3, text="a \ud800")
    one = Statement(id="st-1", subject="A", relation="uses", object="B", article="article-1", evidence=evidence)
    article = Article(id="article-1", source="1.txt", text="")
    assert Reading().read(marshalled(Told([one], [], []), article.text), article).statements == [one]


def test_a_sentence_is_read_from_its_article_only_when_somebody_asks_for_it() -> None:
    text, asked = "Airbnb uses Qwen. Velmora uses it, too.", []
    article = Article(id="article-1", source="1.txt", text=text).shelved(lambda text: lambda: asked.append(1) or text)
    told = [
        Statement(id=f"st-{n}", subject="A", relation="uses", object="B", article=article.id, evidence=evidence)
        for n, evidence in enumerate((Evidence(start=0, end=17, text=text[:17]), Evidence(start=18, end=39, text="!")))
    ]
    said = [Claim(id="claim-1", speaker="A", text=text[8:12], article=article.id, start=8, end=12)]
    form = marshalled(Told(told, said, []), text)
    assert "uses Q" not in repr(form)
    again = Reading().read(form, article)
    assert [one.start for one in (*again.claims, *(st.evidence for st in again.statements))] == [8, 0, 18] and not asked
    assert again == Told(told, said, []) and asked


def test_names_are_noted_again_when_many_are_new(
    extractions: list[Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(
        Parts,
        "note",
        lambda self, what, content: written.append(what) or self.put(self.key(what, (b"noted",)), content),
    )
    parts = Parts()
    linked(extractions[:50], parts)
    linked(extractions[:50], parts)
    assert len(written) == 1
    linked(extractions, parts)
    assert len(written) == 2
    linked(extractions[:9], parts)
    assert len(written) == 3
