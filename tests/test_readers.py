"""A reader is one value with one method, whoever made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import made_article

from kg.building import build_to
from kg.errors import UsageError
from kg.export.read import read_graph
from kg.readers import Own, find_reader
from kg.records import Article, Extraction

MODULE = """
from dataclasses import dataclass, replace
from kg.readers import Own

@dataclass(frozen=True)
class Mine:
    own: Own
    name: str = "mine 1.0"

    def extract(self, article):
        found = self.own.extract(article)
        return replace(found, statements=tuple(replace(st, readers=(self.name,)) for st in found.statements))

def make_reader(own):
    return Mine(own)
"""


def installed(folder: Path) -> None:
    """A package with a reader in ``folder``, as pip leaves one."""
    (folder / "kg_mine.py").write_text(MODULE, encoding="utf-8")
    info = folder / "kg_mine-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-mine\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[kg.readers]\nmine = kg_mine:make_reader\n", encoding="utf-8")


@pytest.mark.slow
def test_a_package_adds_a_reader_and_the_graph_says_who_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    installed(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "a.txt").write_text("Airbnb sử dụng Qwen của Alibaba từ năm 2024.", encoding="utf-8")
    own = Own(fast=True)
    reader = find_reader("mine", own)
    for _ in range(2):  # the second time from the cache
        made = build_to(tmp_path / "a.txt", tmp_path / "out", fast=True, reader=reader)
        assert made.report.readers == {"mine 1.0": len(made.graph.statements)} and made.graph.statements
    read = read_graph(tmp_path / "out")
    assert {st.readers for st in read.statements.values()} == {("mine 1.0",)}
    # Ours is another reader: nothing of the other one's cache is its own.
    made = build_to(tmp_path / "a.txt", tmp_path / "out", fast=True)
    assert list(made.report.readers) == [own.name]
    with pytest.raises(UsageError, match="no reader 'yours'"):
        find_reader("yours", own)


class Silent:
    """A reader that finds nothing, and asks for all articles beforehand."""

    name = "silent"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def extract(self, article: Article) -> Extraction:
        return Extraction(article=article, instead="it is silent")

    def prepare(self, articles: list[Article]) -> None:
        self.seen += [article.source for article in articles]

    def state(self, article: Article) -> str:
        return str(len(self.seen))


def test_a_reader_that_asks_sees_all_articles_first_and_its_state_counts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "empty.txt"):
        (tmp_path / "in" / name).write_text("" if name == "empty.txt" else made_article("Airbnb dùng Qwen.").text)
    reader = Silent()
    made = build_to(tmp_path / "in", tmp_path / "out", reader=reader, fast=True)
    assert sorted(reader.seen) == ["a.txt", "b.txt"]
    assert made.report.instead == {"a.txt": "it is silent", "b.txt": "it is silent"}
    assert (tmp_path / "out/refused.jsonl").read_bytes() == b""
