"""Old pages, office documents, PDF and e-books; what takes too long is given up."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzzing import written

from kg.articles import read_paths
from kg.articles.apart import answer
from kg.articles.markup import words_of
from kg.building.extracting import Failure, extract_one
from kg.errors import ArticleError
from kg.readers import Own
from kg.records import Article

TEXT = "Qwen của Alibaba đã vượt Llama của Meta, trở thành mô hình được tải nhiều nhất. Công ty chưa bình luận."
MORE = "Ông Nguyễn Văn An là giám đốc công ty Velmora ở Đà Nẵng, theo báo cáo của công ty trong năm nay."


def read(*paths: Path, timeout: float = 60) -> tuple[list[Article], list[ArticleError]]:
    found = list(read_paths(paths, timeout=timeout))
    return [a for a in found if isinstance(a, Article)], [e for e in found if isinstance(e, ArticleError)]


def test_a_page_laid_out_in_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><head><title>Bài</title></head><body><table width=100%><tr><td><a href=/>Trang chủ</a></td></tr><tr>"
        f"<td><a href=/a>Kinh tế</a></td><td><p><b>Qwen vượt Llama</b></p><p>{TEXT}</p><p>{MORE}</p>"
        "<table><tr><th>Hãng</th><th>Mô hình</th></tr><tr><td>Meta</td><td>Llama</td></tr></table>"
        "</td></tr></table></body></html>",
        encoding="utf-8",
    )
    [article], errors = read(tmp_path)
    assert not errors
    assert f"{TEXT}\n{MORE}" in article.text and "|" not in article.text.split(MORE)[0]


def test_utf8_wins_over_the_label_of_a_page(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="windows-1258"></head><body><article><p>{TEXT}</p></article></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [article], _ = read(tmp_path)
    assert article.text == TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_lines_of_json_in_utf16(tmp_path: Path, encoding: str) -> None:
    lines = "\n".join(json.dumps({"id": n, "text": f"{TEXT} Ċ\u2028 {n}"}, ensure_ascii=False) for n in range(3))
    (tmp_path / "a.jsonl").write_bytes(lines.encode(encoding))
    articles, errors = read(tmp_path)
    assert not errors
    assert [(a.source, a.text) for a in articles] == [(f"a.jsonl#{n}", f"{TEXT} Ċ\u2028 {n}") for n in range(3)]


def test_words_in_markup_of_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f'# Bài\n\n<div class="x">\n{TEXT} <b>Đậm</b><br>Xuống dòng.\n</div>\n\n<!-- ẩn -->\n\n{MORE}\n',
        encoding="utf-8",
    )
    [article], _ = read(tmp_path)
    assert article.text == f"Bài\n\n{TEXT} Đậm\n\nXuống dòng.\n\n{MORE}"


def test_words_of_markup() -> None:
    assert words_of("<p>Một <i>hai</i></p><ul><li>ba</li><li>bốn<script>x</script></li></ul>") == "Một hai\n\nba\n\nbốn"
    assert words_of("<!-- x -->") == words_of("") == ""


def make_docx(path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Qwen vượt Llama", level=1)
    document.add_paragraph(TEXT)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Meta", "Llama"
    document.add_paragraph(MORE)
    document.save(str(path))


def test_documents_are_read(tmp_path: Path) -> None:
    make_docx(tmp_path / "a.docx")
    (tmp_path / "b.epub").write_bytes(written(".epub", [TEXT, MORE], title="Qwen vượt Llama"))
    lines = ["Airbnb mua lai cong ty Velmora trong nam nay, theo", "bao cao cua cong ty.", "7"]
    (tmp_path / "c.pdf").write_bytes(written(".pdf", lines))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "e.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "f.epub").write_bytes(b"PK\x03\x04 nothing")
    articles, errors = read(tmp_path)
    assert [(a.source, a.title, a.date, a.outlet, a.text) for a in articles] == [
        ("a.docx", "Qwen vượt Llama", None, None, f"Qwen vượt Llama\n\n{TEXT}\n\nMeta\n\nLlama\n\n{MORE}"),
        ("b.epub", "Qwen vượt Llama", "2025-04-29", "Znews", f"{TEXT}\n\n{MORE}"),
        (
            "c.pdf",
            None,
            None,
            None,
            "Airbnb mua lai cong ty Velmora trong nam nay, theo bao cao cua cong ty.",
        ),
    ]
    assert [error.source for error in errors] == ["d.pdf", "e.docx", "f.epub"]
    assert all("is damaged, or no ." in error.message and error.remedy for error in errors)


@pytest.mark.parametrize(("suffix", "module"), [("docx", "docx"), ("pdf", "pypdf")])
def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, module: str
) -> None:
    import kg.articles.documents  # noqa: F401

    (tmp_path / f"a.{suffix}").touch()
    monkeypatch.setitem(sys.modules, module, None)
    [told] = answer(tmp_path / f"a.{suffix}", "a")
    assert "which is not installed" in str(told["message"]) and "kg[documents]" in str(told["remedy"])


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    attributes = " ".join(f"a{n}=1" for n in range(50_000))
    (tmp_path / "a.html").write_text(f"<html><body><p {attributes}>{TEXT}</p></body></html>", encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<html><body><article><p>{TEXT}</p></article></body></html>", encoding="utf-8")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    began = time.monotonic()
    articles, [error] = read(tmp_path, timeout=5)
    assert time.monotonic() - began < 60
    assert [a.source for a in articles] == ["b.html", "c.txt"]
    assert (error.source, error.message) == ("a.html", "took longer than 5 s to read.")


def test_a_text_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    slow(monkeypatch, "kg.articles.formats.decode", lambda data, source: source == "a.txt")
    articles, [error] = read(tmp_path, timeout=0.2)
    assert ([a.source for a in articles], error.source) == (["b.txt"], "a.txt")
    assert error.message == "took longer than 0.2 s to read."


def test_an_extraction_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    slow(monkeypatch, "kg.extract.Extractor._extract", lambda self, article: True)
    article = Article(id="article-1", source="1.txt", text=TEXT)
    found = extract_one(Own(fast=True), article, timeout=0.2)
    assert found == Failure("took longer than 0.2 s to extract.")


def slow(monkeypatch: pytest.MonkeyPatch, place: str, when: Callable[..., bool]) -> None:
    """The function at ``place`` goes on for ever, in Python, and keeps every Exception, when called so."""
    from pkgutil import resolve_name

    real = resolve_name(place.replace(".Extractor", ":Extractor"))

    def wait(*arguments: object) -> object:
        while when(*arguments):
            try:
                sum(range(1000))
            except Exception:
                continue
        return real(*arguments)

    monkeypatch.setattr(place, wait)
