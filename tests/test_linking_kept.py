"""What linking keeps of articles and names changes nothing but how long it takes."""

from __future__ import annotations

import pytest
from graphs import CORPUS, corpus_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kg.evaluate.gold import gold_extractions
from kg.files.parts import Parts
from kg.linking import Linked, Merges, Outline, Rule, link_explained
from kg.linking.kept import Reading, Told, written
from kg.linking.resolver import Resolver
from kg.linking.rewrite import _Article
from kg.records import Evidence, Extraction, Statement


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
        _Article, "told", lambda self, *given, inner=_Article.told: told.append(self.id) or inner(self, *given)
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


def test_records_are_read_as_they_were_written() -> None:
    graph = corpus_graph()
    told = Told(list(graph.statements.values()), list(graph.claims.values()), list(graph.measurements.values()))
    assert all((told.statements, told.claims, told.measurements))
    reading = Reading()
    again, once_more = reading.read(written(told)), reading.read(written(told))
    assert again == told
    for one, other in zip(again.statements, once_more.statements, strict=True):
        assert one.subject is other.subject and one.readers is other.readers
        assert one.evidence.start is other.evidence.start


def test_a_record_keeps_half_of_a_character() -> None:
    evidence = Evidence(start=0, end=3, text="a \ud800")
    one = Statement(id="st-1", subject="A", relation="uses", object="B", article="article-1", evidence=evidence)
    assert Reading().read(written(Told([one], [], []))).statements == [one]
