"""What a build holds of articles is small, and tells linking and report the same."""

from __future__ import annotations

import os
import pickle
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from making import made_entity, made_extraction

from kg.building import build_to
from kg.building.cache import ExtractionCache
from kg.building.incremental import extract_new
from kg.building.memory import Memory, Noticed
from kg.files.shelf import Shelf
from kg.linking import link_explained
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


def test_what_is_held_tells_the_same(tmp_path: Path) -> None:
    whole = [told("a.txt"), told("b.txt"), made_extraction("c", [made_entity("meta", "Company", "Meta|Facebook")])]
    small = [Memory(tmp_path, prefix="").small(told("a.txt")), *map(Memory().small, [told("b.txt"), whole[2]])]
    assert [one.mentions for one in small] == [(), (), ()]
    assert [one.counts() for one in small] == [one.counts() for one in whole]
    assert whole[0].counts() == (2, 1, 0, 1)
    assert [replace(one, told=(), mentions=other.mentions) for one, other in zip(small, whole, strict=True)] == whole
    assert Noticed.of(small) == Noticed.of(reversed(whole))
    assert Noticed.of(whole).mentions == sum(len(one.mentions) for one in whole)
    linked, other = link_explained(small), link_explained(whole)
    assert linked.graph == other.graph
    assert linked.report() == other.report()


def test_what_is_equal_is_held_once(tmp_path: Path) -> None:
    small = Memory(tmp_path, prefix="").small(pickle.loads(pickle.dumps(told())))
    one, other = (st.evidence for st in small.statements)
    assert one.text is other.text
    assert one.subject is other.subject
    assert small.claims[0].start is other.start


def test_what_was_read_before_is_held_small_until_all_is_there(tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path, version="one")
    kept = [told(f"{n}.txt") for n in range(3)]
    for one in kept:
        assert cache.put(one) == one
    found = list(extract_new([one.article for one in kept], cache, Own(fast=True), jobs=1, memory=Memory()))
    assert [one.mentions for one in found if isinstance(one, Extraction)] == [(), (), ()]


def test_the_graph_of_a_build_has_its_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    built = build_to(tmp_path / "a.txt", tmp_path / "out", fast=True)
    assert [article.text for article in built.graph.articles.values()] == [TEXT]
    assert not list((tmp_path / "out").glob(".kg-new-*"))
