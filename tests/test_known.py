"""What was read before is not read again, and what is known of it is what would be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg.articles.reading as reading
import kg.articles.units as units
from kg.building import build_to
from kg.building.cache import ExtractionCache
from kg.errors import FailureError

TEXTS = [
    "DeepSeek ra mắt mô hình R1 vào tháng 1/2025. Công ty có trụ sở tại Hàng Châu.",
    "Bà Nguyễn Thị Hoa là CEO của Velmora AI. Velmora AI hợp tác với Alibaba.",
    "Nothing but English words in here.",
]
OUTPUTS = ["graph.html", "graph.ttl", "linking.json", "report.json", "statements.jsonl"]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def is_full(given: Path, out: Path) -> bool:
    """Whether the build in ``out`` is that of a build anew."""
    anew = out.with_name(f"{out.name}-anew")
    build_to(given, anew, fast=True, cache=False)
    return all((out / name).read_bytes() == (anew / name).read_bytes() for name in OUTPUTS)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read: lines, files, and entries of the cache."""
    found: list[str] = []

    def noting(name: str, inner: Callable[..., object]) -> Callable[..., object]:
        return lambda *given: found.append(name) or inner(*given)

    monkeypatch.setattr(units, "json_article", noting("line", units.json_article))
    monkeypatch.setattr(reading, "cleaned", noting("judged", reading.cleaned))
    monkeypatch.setattr(ExtractionCache, "_asked", noting("entry", ExtractionCache._asked))
    monkeypatch.setitem(units.READERS, ".txt", noting("file", units.READERS[".txt"]))
    return found


@pytest.mark.slow
def test_of_a_file_of_lines_only_a_new_one_is_read(tmp_path: Path, read: list[str]) -> None:
    rows = [{"id": f"{n}", "text": text} for n, text in enumerate(TEXTS)]
    given = written(tmp_path / "in.jsonl", rows)
    build_to(given, tmp_path / "out", fast=True)
    read.clear()
    written(given, [{"id": "new", "text": TEXTS[0] + " Airbnb dùng Qwen."}, *rows])
    build_to(given, tmp_path / "out", fast=True)
    assert read.count("line") == read.count("judged") == 1
    assert is_full(given, tmp_path / "out")


@pytest.mark.slow
def test_of_a_folder_only_a_new_file_is_read(tmp_path: Path, read: list[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n, text in enumerate(TEXTS):
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    build_to(folder, tmp_path / "out", fast=True)
    read.clear()
    (folder / "1.txt").rename(folder / "3.txt")
    (folder / "metadata.csv").write_text("file_name,date\n0.txt,2025-03-01\n", encoding="utf-8")
    build_to(folder, tmp_path / "out", fast=True)
    assert read.count("file") == 2  # that with another name, and that with a date now
    assert is_full(folder, tmp_path / "out")
    read.clear()
    build_to(folder, tmp_path / "out", fast=True)
    assert "file" not in read
    assert "judged" not in read


@pytest.mark.slow
def test_lines_without_a_name_are_called_by_their_number(tmp_path: Path) -> None:
    given = written(tmp_path / "in.jsonl", [{"text": text} for text in TEXTS])
    build_to(given, tmp_path / "out", fast=True)
    written(given, [{"text": TEXTS[1]}, {"text": TEXTS[0]}, {"text": TEXTS[2]}, {"text": TEXTS[0]}])
    for _ in range(2):
        built = build_to(given, tmp_path / "out", fast=True)
        assert sorted(one.source for one in built.graph.articles.values()) == [
            "in.jsonl#line-1",
            "in.jsonl#line-2",
            "in.jsonl#line-4",
        ]
        assert [one.source for one in built.report.skipped] == ["in.jsonl#line-3"]
        assert is_full(given, tmp_path / "out")


@pytest.mark.slow
def test_of_two_articles_with_one_name_the_first_counts(tmp_path: Path) -> None:
    first, other = {"id": "a", "text": TEXTS[0]}, {"id": "a", "text": TEXTS[1]}
    for rows in ([first, other], [other], [first, other], [other, first], [first], [other, first]):
        given = written(tmp_path / "in.jsonl", rows)
        built = build_to(given, tmp_path / "out", fast=True)
        assert [one.text for one in built.graph.articles.values()] == [rows[0]["text"]]
        assert len(built.report.skipped) == len(rows) - 1
        assert is_full(given, tmp_path / "out")


@pytest.mark.slow
def test_another_date_for_those_without_is_told(tmp_path: Path) -> None:
    given = written(tmp_path / "in.jsonl", [{"text": TEXTS[0]}, {"text": TEXTS[1], "date": "2025-01-02"}])
    dates = []
    for date in ("2025-03-01", "2025-04-01", None):
        built = build_to(given, tmp_path / "out", fast=True, date=date)
        dates.append([article.date for article in built.graph.articles.values()])
    assert [sorted(map(str, some)) for some in dates] == [
        ["2025-01-02", "2025-03-01"],
        ["2025-01-02", "2025-04-01"],
        ["2025-01-02", "None"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["gone", "other", "same time"])
def test_an_entry_that_is_not_what_it_was_is_made_again(tmp_path: Path, how: str) -> None:
    given = written(tmp_path / "in.jsonl", [{"text": text} for text in TEXTS])
    build_to(given, tmp_path / "out", fast=True)
    for entry in (tmp_path / "out" / ".kg-cache").glob("??/*"):
        was, time = entry.read_bytes(), entry.stat().st_mtime_ns
        entry.unlink()
        if how != "gone":
            entry.write_bytes(was[:-1] + b" ")
    if how == "same time":
        import os

        for entry in (tmp_path / "out" / ".kg-cache").glob("??/*"):
            os.utime(entry, ns=(time, time))
        (tmp_path / "out" / ".kg-cache" / "parts.bin.list").unlink()
    build_to(given, tmp_path / "out", fast=True)
    assert is_full(given, tmp_path / "out")


def test_an_entry_that_went_bad_unseen_is_told_and_read_anew_next_time(tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path, version="1")
    path = cache._path("ab" * 20)
    path.parent.mkdir()
    path.write_bytes(b"rubbish")
    with pytest.raises(FailureError, match="damaged"):
        cache.facts("ab" * 20)
    assert not path.exists()
