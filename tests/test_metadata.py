"""What a table beside the files says of when and where they were published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.articles import read_paths
from kg.errors import ArticleError
from kg.records import Article

TEXT = "Qwen của Alibaba đã vượt Llama của Meta, trở thành mô hình được tải nhiều nhất. Công ty chưa bình luận."
ROW = "a.txt{0}13/11/2024{0}Qwen vượt Llama{0}Báo Mới{0}https://baomoi.example/qwen{1}"


def read(folder: Path, table: bytes, **texts: str) -> tuple[dict[str, Article], list[str]]:
    """The articles by name, and what was said of the table; the texts are ``a.txt`` and more."""
    for name, text in {"a": TEXT, **texts}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "metadata.csv").write_bytes(table)
    found = list(read_paths([folder]))
    assert all(item.source == "metadata.csv" for item in found if isinstance(item, ArticleError))
    return (
        {item.source: item for item in found if isinstance(item, Article)},
        [str(item) for item in found if isinstance(item, ArticleError)],
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_gives_what_a_text_file_has_not(tmp_path: Path, mark: str, encoding: str) -> None:
    head = f"file_name{mark}Date{mark}title{mark}outlet{mark}url\r\n"
    articles, faults = read(tmp_path, (head + ROW.format(mark, "\r\n")).encode(encoding), b=TEXT)
    assert faults == []
    a, b = articles["a.txt"], articles["b.txt"]
    assert (a.date, a.title, a.outlet) == ("2024-11-13", "Qwen vượt Llama", "Báo Mới")
    assert (a.url, a.text, a.source) == ("https://baomoi.example/qwen", TEXT, "a.txt")
    assert (b.date, b.title, b.outlet, b.url) == (None, None, None, None)


def test_it_counts_before_the_file_and_what_it_leaves_open_does_not(tmp_path: Path) -> None:
    table = "file_name,date\na.txt,2024-11-13\nb.txt,\nc.txt,hôm qua\n".encode()
    header = f" date 2025-12-20 {TEXT}"
    articles, faults = read(tmp_path, table, a=header, b=header, c=TEXT)
    assert faults == []
    assert {name: article.date for name, article in articles.items()} == {
        "a.txt": "2024-11-13",
        "b.txt": "2025-12-20",
        "c.txt": None,
    }
    assert articles["c.txt"].notes == ("its date 'hôm qua' cannot be read.",)


def test_each_folder_has_its_own(tmp_path: Path) -> None:
    for folder, day in (("x", "2024-01-02"), ("y", "2025-03-04")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / folder / "metadata.csv").write_text(f"file_name,date\na.txt,{day}\n", encoding="utf-8")
    dates = {item.source: item.date for item in read_paths([tmp_path]) if isinstance(item, Article)}
    assert dates == {"x/a.txt": "2024-01-02", "y/a.txt": "2025-03-04"}
    [alone] = read_paths([tmp_path / "y/a.txt"])
    assert isinstance(alone, Article) and alone.date == "2025-03-04"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,date\na.txt,2024\n", "has no column file_name."),
        ("", "has no column file_name."),
        ("file_name,date\nz.txt,2024\nx/a.txt,2024\n", "names files that are not beside it: z.txt, x/a.txt."),
        ("file_name,date\na.txt,2024\na.txt,2025\n", "has more than one row of a.txt."),
        (f"file_name,date\na.txt,{'9' * 200_000}\n", "is not a table: field larger than field limit (131072)."),
    ],
)
def test_what_is_wrong_in_it_is_said_and_the_articles_are_read(tmp_path: Path, table: str, said: str) -> None:
    articles, [fault] = read(tmp_path, table.encode())
    assert fault.startswith(said)
    assert articles["a.txt"].text == TEXT


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "metadata.csv")
    article, fault = read_paths([tmp_path])
    assert isinstance(article, Article) and article.text == TEXT
    assert str(fault).startswith("is not a regular file.")
