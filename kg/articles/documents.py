"""Office documents, PDF and e-books: .docx and .pdf, with the extra ``kg[documents]``, and .epub."""

from __future__ import annotations

import importlib
import logging
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from kg.articles.decoding import clean, decode, without_nul
from kg.articles.formats import MAX_BYTES, Raw, reads
from kg.articles.lines import lines_of
from kg.articles.markup import words_of
from kg.errors import ArticleError

__all__ = ["read_docx", "read_epub", "read_pdf"]

#: How many times its size an archive may have unpacked; text is packed to a third or a tenth.
PACKED = 10
#: Dublin Core, in which a book tells of itself.
DC = "http://purl.org/dc/elements/1.1/"
PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*")


@reads(".docx")
def read_docx(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The paragraphs and cells of a document of Word in their order; its title when it begins with one."""
    docx = _library("docx", "python-docx", source)
    _check_size(path, source, archive=True)
    title: str | None = None
    blocks: list[str] = []
    for item in docx.Document(str(path)).iter_inner_content():
        rows = getattr(item, "rows", None)
        texts = [item.text] if rows is None else [cell.text for row in rows for cell in dict.fromkeys(row.cells)]
        for text in filter(None, map(str.strip, texts)):
            if not blocks and rows is None and item.style is not None and item.style.name in ("Title", "Heading 1"):
                title = " ".join(text.split())
            blocks.append(text)
    yield _raw(source, "\n\n".join(blocks), title=title)


@reads(".pdf")
def read_pdf(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The text of all pages, lines that the page broke put together, without page numbers."""
    pypdf = _library("pypdf", "pypdf", source)
    # It tells of every flaw of a file on stderr.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    _check_size(path, source)
    reader = pypdf.PdfReader(str(path))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ArticleError(source, "is locked by a password.", remedy="Save it without one.")
    text = "\n".join(_page(page.extract_text()) for page in reader.pages)
    if not text.strip():
        raise ArticleError(
            source, "has no text in its PDF.", remedy="Pictures of pages are not read; recognise their text."
        )
    yield _raw(source, "\n".join(line.text for line in lines_of(clean(text))))


@reads(".epub")
def read_epub(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The chapters of an e-book in their order, as one article, and what the book says of itself."""
    _check_size(path, source, archive=True)
    with zipfile.ZipFile(path) as book:
        [place, *_] = _parsed(book.read("META-INF/container.xml")).xpath("//*[local-name()='rootfile']/@full-path")
        package = _parsed(book.read(place))
        named = {item.get("id"): unquote(item.get("href", "")) for item in package.iterfind(".//{*}manifest/{*}item")}
        chapters = [named.get(item.get("idref"), "") for item in package.iterfind(".//{*}spine/{*}itemref")]
        files = [posixpath.normpath(posixpath.join(posixpath.dirname(place), name)) for name in chapters]
        pages = [decode(book.read(name), source) for name in files if name in book.NameToInfo]
    told = {
        name: (package.findtext(f".//{{{DC}}}{name}") or "").strip() or None for name in ("title", "date", "publisher")
    }
    text = "\n\n".join(map(words_of, pages))
    yield _raw(source, text, title=told["title"], dates=(told["date"],), outlet=told["publisher"])


def _parsed(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))


def _raw(source: str, text: str, **told: Any) -> Raw:
    whole, notes = without_nul(clean(text))
    return Raw(source=source, text=whole, notes=notes, **told)


def _page(text: str) -> str:
    lines = text.strip().split("\n")
    while lines and PAGE_NUMBER.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines[1:] if lines and PAGE_NUMBER.fullmatch(lines[0]) else lines)


def _library(module: str, package: str, source: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ArticleError(
            source, f"needs {package}, which is not installed.", remedy="Install: pip install 'kg[documents]'"
        ) from error


def _check_size(path: Path, source: str, *, archive: bool = False) -> None:
    size = path.stat().st_size
    if archive and size <= MAX_BYTES:
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist()) // PACKED
    if size > MAX_BYTES:
        raise ArticleError(
            source, f"has more than {MAX_BYTES:,} bytes.", remedy="Save the article without its pictures."
        )
