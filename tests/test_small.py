"""What a build holds of articles is small, and tells linking and report the same."""

from __future__ import annotations

import os
import pickle
import weakref
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from functools import partial
from pathlib import Path

import pytest
from making import made_entity, made_extraction

from kg.building import build_to
from kg.building.cache import ExtractionCache
from kg.building.incremental import extract_new
from kg.building.memory import Memory, Noticed
from kg.files.shelf import Shelf
from kg.linking import Outline, link_explained
from kg.linking.outline import Gist
from kg.readers import Own
from kg.records import Article, Entity, Evidence, Extraction, LocalClaim, LocalStatement, Mention, Refusal

TEXT = "Velmora (Hàng Châu) dùng Qwen từ tháng 1/2025. Velmora không dùng Qwen."


def told(source: str = "a.txt") -> Extraction:
    def statement(start: int, end: int, modality: str) -> LocalStatement:
        return LocalStatement(
            subject="velmora",
            relation="uses",
            object="qwen",
            modality=modality,  # type: ignore[arg-type]
            evidence=Evidence(start=start, end=end, text=TEXT[:46], subject=(500, 507), object=(1000 + start, 1004)),
        )

    return Extraction(
        article=Article(id=f"article-{source}", source=source, text=TEXT),
        entities=(
            Entity(id="velmora", type="Company", label="Velmora"),
            Entity(id="qwen", type="Product", label="Qwen"),
            Entity(id="none", type="Product", label="Nobody"),
        ),
        mentions=tuple(Mention(entity=key, start=0, end=7) for key in ("velmora", "qwen", "velmora", "lost")),
        statements=(statement(0, 46, "asserted"), statement(900, 946, "negated")),
        claims=(LocalClaim(speaker="velmora", text="dùng Qwen", start=900, end=946),),
        refused=(Refusal(what="fact", reason="no such relation", words="…"),),
        instead="nobody answered",
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, prefix=".kg-new-")


def test_a_text_on_the_shelf_is_the_text(shelf: Shelf) -> None:
    for text in (TEXT, "", "half a pair: \ud800", "🙂" * 1000):
        article = Article(id="a", source="a.txt", text=text)
        elsewhere = article.shelved(shelf.put)
        assert elsewhere.text == text
        assert text == "" or elsewhere.text is not elsewhere.text  # read each time
        assert elsewhere == article
        assert hash(elsewhere) == hash(article)
        assert repr(elsewhere) == repr(article)
        assert asdict(elsewhere) == asdict(article)
        assert pickle.loads(pickle.dumps(elsewhere)) == article
        assert replace(elsewhere, date="2025").text == text


def test_a_shelf_has_no_name_and_needs_no_room(tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shelf.put(TEXT) != TEXT
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(os, "pwrite", lambda file, content, at: len(content) - 1)
    assert shelf.put(TEXT) == TEXT

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    assert shelf.put(TEXT) == TEXT
    monkeypatch.undo()
    again = shelf.put(TEXT)
    assert callable(again)
    assert again() == TEXT


class _Seen(Extraction):
    """That it goes can be noticed."""


@pytest.fixture(params=[True, False], ids=["shelf", "memory alone"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Memory:
    return Memory(tmp_path if request.param else None)


def test_what_is_held_tells_the_same(memory: Memory) -> None:
    whole = [told("a.txt"), told("b.txt"), made_extraction("c", [made_entity("meta", "Company", "Meta|Facebook")])]
    held = [memory.of(pickle.loads(pickle.dumps(one))) for one in whole]
    assert held[0].gist.told == (2, 1, 0, 1)
    assert [replace(one.whole(), mentions=()) for one in held] == [replace(one, mentions=()) for one in whole]
    noticed = Noticed.of(held)
    assert noticed == Noticed.of(map(Outline.of, reversed(whole)))
    assert noticed.mentions == sum(len(one.mentions) for one in whole)
    assert (list(noticed.instead), len(noticed.refused)) == (["a.txt", "b.txt"], 2)
    linked, other = link_explained(held), link_explained(whole)
    assert linked.graph == other.graph
    assert linked.report() == other.report()


def test_nothing_is_held_but_the_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Memory(tmp_path).of(told())
    one, other = held.whole(), held.whole()
    assert one == other
    assert one.statements[0] is not other.statements[0]  # read each time
    monkeypatch.setattr(os, "pwrite", lambda file, content, at: 0)
    assert Memory(tmp_path).of(told()).whole() == one


def test_what_is_equal_is_there_once(tmp_path: Path) -> None:
    graph = link_explained([Memory(tmp_path).of(told())]).graph
    one, other = graph.statements.values()
    (claim,) = graph.claims.values()
    # The sentence of the one is in its article, where the other has none.
    text = vars(Evidence)["text"].slot.__get__
    assert text(one.evidence) is graph.articles[one.article] and isinstance(text(other.evidence), str)
    assert one.evidence.text == other.evidence.text
    assert one.evidence.subject is other.evidence.subject
    assert one.readers is other.readers
    assert claim.start is other.evidence.start


def test_the_whole_of_an_article_is_asked_for_once_and_let_go(tmp_path: Path) -> None:
    asked: list[weakref.ref[_Seen]] = []

    def once(whole: Callable[[], Extraction]) -> Extraction:
        assert sum(before() is not None for before in asked) <= 1
        found = whole()
        seen = _Seen(**{field.name: getattr(found, field.name) for field in fields(found)})
        asked.append(weakref.ref(seen))
        return seen

    held = map(Memory(tmp_path).of, (told(f"{n}.txt") for n in range(5)))
    graph = link_explained(replace(one, whole=partial(once, one.whole)) for one in held).graph
    assert len(asked) == len(graph.articles) == 5


def test_what_was_read_before_is_answered_with_its_outline(tmp_path: Path) -> None:
    cache, memory = ExtractionCache(tmp_path / "cache", version="one"), Memory(tmp_path)
    kept = [told(f"{n}.txt") for n in range(3)]
    put = [cache.put_outline(one, memory) for one in kept]
    found = list(extract_new([one.article for one in kept], cache, Own(fast=True), jobs=1, memory=memory))
    outlines = sorted((one for one in found if isinstance(one, Outline)), key=lambda one: one.article.source)
    loaded = [cache.load_outline(cache.key(one.article), memory) for one in kept]
    for told_of in (put, outlines, loaded):
        assert [(one.article, one.gist, one.whole()) for one in told_of if one] == [
            (one.article, Gist.of(one), replace(one, mentions=())) for one in kept
        ]
    assert cache.hits == 6


def test_a_damaged_entry_has_no_outline(tmp_path: Path) -> None:
    cache, memory, one = ExtractionCache(tmp_path, version="one"), Memory(), told()
    cache.put(one)
    (path,) = tmp_path.glob("??/*")
    whole = path.read_bytes()
    for broken in (whole[:-1], whole.partition(b"\n")[2], whole.replace(b"Velmora", b"Velmara", 1), b""):
        path.write_bytes(broken)
        assert cache.outline(one.article, memory) is None
        assert cache.load_outline(cache.key(one.article), memory) is None
    assert len(cache.damaged) == 8


def test_the_graph_of_a_build_has_its_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    built = build_to(tmp_path / "a.txt", tmp_path / "out", fast=True)
    assert [article.text for article in built.graph.articles.values()] == [TEXT]
    assert not list((tmp_path / "out").glob(".kg-new-*"))
