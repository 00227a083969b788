"""Reading articles of every kind."""

from __future__ import annotations

import gzip
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from graphs import awkward_graph

from kg.articles import read_paths
from kg.articles.language import Recognizer
from kg.errors import ArticleError
from kg.explore import render
from kg.files import BUILD_FILES, LOCK
from kg.ontology.ontology import Ontology
from kg.records import Article, stable_hash

SEEDS = Path(__file__).parents[1] / "seeds/articles"
TEXT = "Qwen của Alibaba đã vượt Llama của Meta, trở thành mô hình được tải nhiều nhất. Công ty chưa bình luận."
PAGE = """<!doctype html><html lang="vi"><head><meta charset="{charset}"><title>Alibaba ra mắt Qwen3 - VnExpress</title>
<meta property="article:published_time" content="2025-04-29T08:00:00+07:00">
<meta property="og:site_name" content="VnExpress"><link rel="canonical" href="https://vnexpress.net/qwen3-1.html">
</head><body><nav><a href="/">Trang chủ</a> <a href="/so-hoa">Số hóa</a></nav>
<article><h1>Alibaba ra mắt Qwen3</h1><p>{text}</p><p>{text} Đoạn hai nói thêm về mô hình này.</p></article>
<footer>Bản quyền thuộc về tòa soạn</footer><script>alert("x")</script></body></html>"""


def read(*paths: Path, default_date: str | None = None) -> tuple[list[Article], list[ArticleError]]:
    found = list(read_paths(paths, default_date=default_date))
    return (
        [item for item in found if isinstance(item, Article)],
        [item for item in found if isinstance(item, ArticleError)],
    )


def windows_1258(text: str) -> bytes:
    """That code page has the vowels with their circumflex or horn, and the tones as marks of their own."""
    out = bytearray()
    for char in text:
        marks = [m for m in unicodedata.normalize("NFD", char) if m in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(m for m in unicodedata.normalize("NFD", char) if m not in marks)
        out += (unicodedata.normalize("NFC", base) + "".join(marks)).encode("cp1258")
    return bytes(out)


def test_seeds() -> None:
    articles, errors = read(SEEDS)
    assert [(a.source, a.date, a.title) for a in articles] == [
        ("000_0af406b5297e3c0c.txt", None, None),
        ("001_13ec9210f1f92d7b.txt", "2025-12-20", None),
    ]
    assert not errors
    assert articles[1].text.startswith(" date 2025-12-20 Từng được cho là")
    assert articles[0].id == f"article-{stable_hash(['000_0af406b5297e3c0c.txt'])}"


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("utf-8", lambda text: text.encode("utf-8")),
        ("utf-8 with mark", lambda text: text.encode("utf-8-sig")),
        ("utf-8, decomposed", lambda text: unicodedata.normalize("NFD", text).encode("utf-8")),
        ("utf-16 with mark", lambda text: text.encode("utf-16")),
        ("utf-16, little-endian, no mark", lambda text: text.encode("utf-16-le")),
        ("utf-16, big-endian, no mark", lambda text: text.encode("utf-16-be")),
        ("utf-32", lambda text: text.encode("utf-32")),
        ("windows-1258", windows_1258),
    ],
)
def test_encodings(tmp_path: Path, name: str, encode: Callable[[str], bytes]) -> None:
    text = (SEEDS / "001_13ec9210f1f92d7b.txt").read_text(encoding="utf-8").replace("\u200b", "")
    (tmp_path / "a.txt").write_bytes(encode(text.replace("\n", "\r\n")))
    [article], errors = read(tmp_path)
    assert article.text == unicodedata.normalize("NFC", text)
    assert not errors


def test_header_dates_and_default(tmp_path: Path) -> None:
    headers = {"day": " date 2025-12-20 ", "month": " date 2025-12 ", "none": "", "bad": " date 2025-13 "}
    for name, head in headers.items():
        (tmp_path / f"{name}.txt").write_text(head + TEXT, encoding="utf-8")
    articles, _ = read(tmp_path, default_date="2024-01-02")
    assert {a.source: a.date for a in articles} == {
        "day.txt": "2025-12-20",
        "month.txt": "2025-12",
        "none.txt": "2024-01-02",
        "bad.txt": "2024-01-02",
    }


def test_headline_of_a_text_file_is_its_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Qwen vượt Llama\n\n{TEXT}", encoding="utf-8")
    [article], _ = read(tmp_path)
    assert article.title == "Qwen vượt Llama"
    assert article.text.startswith("Qwen vượt Llama\n\n")


def test_markdown_is_read_without_its_mark_up(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Qwen vượt Llama\ndate: 2025-09-01\noutlet: Znews\nurl: https://znews.vn/a.html\n---\n"
        f"# Một tiêu đề khác\n\n**Qwen** của [Alibaba](https://alibaba.com) đã *vượt* Llama.\n\n- {TEXT}\n\n"
        "| Hãng | Mô hình |\n|---|---|\n| Meta | Llama |\n\n<script>alert(1)</script>\n",
        encoding="utf-8",
    )
    [article], errors = read(tmp_path)
    assert not errors
    assert (article.title, article.date, article.outlet, article.url) == (
        "Qwen vượt Llama",
        "2025-09-01",
        "Znews",
        "https://znews.vn/a.html",
    )
    assert article.text == (
        f"Một tiêu đề khác\n\nQwen của Alibaba đã vượt Llama.\n\n{TEXT}\n\nHãng\n\nMô hình\n\nMeta\n\nLlama"
    )


def test_markdown_title_is_its_first_heading(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# Qwen vượt Llama\n\n{TEXT}\n", encoding="utf-8")
    [article], _ = read(tmp_path)
    assert article.title == "Qwen vượt Llama"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258"])
def test_html_gives_main_text_and_metadata(tmp_path: Path, charset: str) -> None:
    page = PAGE.format(charset=charset, text=TEXT * 3)
    (tmp_path / "a.html").write_bytes(windows_1258(page) if charset == "windows-1258" else page.encode())
    [article], errors = read(tmp_path)
    assert not errors
    assert (article.source, article.title, article.date, article.outlet, article.url) == (
        "a.html",
        "Alibaba ra mắt Qwen3",
        "2025-04-29",
        "VnExpress",
        "https://vnexpress.net/qwen3-1.html",
    )
    assert TEXT in article.text and "Đoạn hai" in article.text
    assert "Trang chủ" not in article.text and "Bản quyền" not in article.text and "alert" not in article.text


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_lines_of_json(tmp_path: Path, name: str) -> None:
    items = [
        {"id": "x 1#2", "title": "Một", "date": "2025-01-02", "outlet": "tuoitre.vn", "url": None, "text": TEXT},
        {"id": "2", "title": None, "url": "https://a.vn/2", "text": f"Qwen vượt Llama\n\n{TEXT}"},
        {"text": f" date 2025-03-04 {TEXT}"},
    ]
    data = "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    articles, errors = read(tmp_path)
    assert not errors
    assert [(a.source, a.title, a.date, a.outlet, a.url) for a in articles] == [
        (f"{name}#x%201%232", "Một", "2025-01-02", "tuoitre.vn", None),
        ("https://a.vn/2", "Qwen vượt Llama", None, None, "https://a.vn/2"),
        (f"{name}#line-3", None, "2025-03-04", None, None),
    ]


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    lines = [
        "{broken",
        "[1, 2]",
        '{"id": 3}',
        good,
        "",
        good,
        '{"text": "' + "\\ud800" + TEXT + '", "id": "half"}',
        "[" * 200_000,
        '{"text": "  ", "id": "blank"}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    articles, errors = read(tmp_path)
    assert [a.source for a in articles] == ["a.jsonl#good", "a.jsonl#half"]
    assert [(e.source, e.message) for e in errors] == [
        ("a.jsonl#line-1", "the line is not valid JSON: Expecting property name enclosed in double quotes, column 2."),
        ("a.jsonl#line-2", 'the line has no "text".'),
        ("a.jsonl#line-3", 'the line has no "text".'),
        ("a.jsonl#good", "was read already; it stands again in a.jsonl."),
        ("a.jsonl#line-8", "the line is not valid JSON: nested too deep."),
        ("a.jsonl#blank", "is empty."),
    ]
    assert all(e.remedy for e in errors)


def test_cut_off_archive_gives_what_is_whole(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": f"{TEXT} {os.urandom(40).hex()}"}) for n in range(200))
    data = gzip.compress(lines.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(data[: len(data) // 2])
    articles, errors = read(tmp_path)
    assert 10 < len(articles) < 200
    assert "damaged from here on" in errors[-1].message


def test_order_and_sources_are_those_of_the_folder(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".hidden/x.txt", ".y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    wanted = ["a.txt", "b/1.txt", "b/2.txt"]
    assert [a.source for a in read(tmp_path)[0]] == wanted
    assert [a.source for a in read(tmp_path / "b", tmp_path, tmp_path / "a.txt")[0]] == wanted
    assert [a.source for a in read(tmp_path / "b/2.txt", tmp_path / "b/1.txt")[0]] == ["1.txt", "2.txt"]


def test_folders_with_the_same_names_keep_apart(tmp_path: Path) -> None:
    for name in ("vnexpress/2025-01/bai1.txt", "tuoitre/2025-01/bai1.txt", "tuoitre/2025-01/bai2.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    given = [tmp_path / "vnexpress/2025-01", tmp_path / "tuoitre/2025-01"]
    wanted = ["tuoitre/2025-01/bai1.txt", "tuoitre/2025-01/bai2.txt", "vnexpress/2025-01/bai1.txt"]
    for order in (given, given[::-1], [*given, tmp_path / "missing"], [given[0] / "bai1.txt", given[1]]):
        assert [a.source for a in read(*order)[0]] == wanted
    assert [a.source for a in read(given[1])[0]] == ["bai1.txt", "bai2.txt"]


@pytest.mark.parametrize("marked", [True, False])
def test_what_kg_wrote_is_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marked: bool) -> None:
    page = PAGE.format(charset="utf-8", text=TEXT * 3)
    for folder in (tmp_path, tmp_path / "build"):
        folder.mkdir(exist_ok=True)
        for name in BUILD_FILES:
            (folder / name).write_text(page, encoding="utf-8")
        if marked:
            # A first build that was killed has no report.
            (folder / LOCK).touch()
            (folder / "report.json").unlink()
        (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    articles, errors = read(Path())
    assert [a.source for a in articles] == ["a.txt", "build/a.txt"]
    assert not errors


def test_a_page_of_a_graph_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "airbnb.html").write_text(render(awkward_graph()), encoding="utf-8")
    articles, [error] = read(tmp_path)
    assert (articles, str(error)) == ([], "is a page that kg wrote. Leave it out.")


def test_articles_are_read_one_after_another(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT})
    (tmp_path / "a.jsonl").write_text(f"{line}\n" * 3, encoding="utf-8")
    stream = read_paths([tmp_path])
    assert isinstance(next(stream), Article)
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    assert isinstance(next(stream), Article)


@pytest.mark.parametrize(
    ("text", "vietnamese"),
    [
        (TEXT, True),
        ("Airbnb dùng Qwen.", True),
        ("Meta mua Manus.", True),
        ("1 2 3", False),
        ("Apple buys the company of Sam Altman.", False),
        (
            "Thủ tướng Phạm Minh Chính met Nguyễn Phú Trọng in Hà Nội on Monday to discuss economic ties and the new "
            "law that the government will bring to the National Assembly in Đà Nẵng this year",
            False,
        ),
    ],
)
def test_language(text: str, vietnamese: bool) -> None:
    assert Recognizer(Ontology.load().recognition).judge(text).fits is vietnamese
