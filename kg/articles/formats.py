"""What each kind of file holds: .txt, .md and .html."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kg.articles.dates import page_dates
from kg.articles.decoding import clean, decode, link_of, one_line, without_nul
from kg.articles.markup import unwrapped, words_of
from kg.errors import ArticleError
from kg.files import PAGE_MARK

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["MAX_BYTES", "MAX_CHARS", "READERS", "Raw", "content_of", "reads", "suffix_of"]

#: A file or line above this is not loaded at all; a text above this is not extracted.
MAX_BYTES = 20_000_000
MAX_CHARS = 500_000

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w-]{3,20})""", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---\n(.{0,10000}?)\n(?:---|\.\.\.)(?:\n|$)", re.DOTALL)
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', ":", ";")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An article as its file has it, before it is judged.

    ``page_title`` is that of a web page, which may end in the site's name; without ``title`` and it the headline is
    looked for in the text. ``dates`` are what the file says of its date, the surest first; ``notes`` say what of it
    could not be read.
    """

    source: str
    text: str
    title: str | None = None
    page_title: str | None = None
    dates: tuple[object, ...] = ()
    outlet: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


#: What reads a file, by its suffix.
Reader = Callable[[Path, str], Iterator["Raw | ArticleError"]]
READERS: dict[str, Reader] = {}


def reads(*suffixes: str) -> Callable[[Reader], Reader]:
    """Makes a function the reader of files with these suffixes: a new format is one function in this module.

    It is given the file and its source, and yields each article, or the error that says why one is left out.
    """

    def register(reader: Reader) -> Reader:
        READERS.update(dict.fromkeys(suffixes, reader))
        return reader

    return register


def suffix_of(path: Path) -> str:
    """``.jsonl.gz`` or the last suffix, in lower case."""
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else path.suffix.lower()


@reads(".txt", ".text")
def read_txt(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The whole file is the text, a date header included."""
    text, notes = without_nul(decode(content_of(path, source), source))
    yield Raw(source=source, text=text, notes=notes)


@reads(".md", ".markdown")
def read_md(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The words without their mark-up; a YAML block at the top gives title, date, outlet, url."""
    text, notes = without_nul(decode(content_of(path, source), source))
    front = _FRONT_MATTER.match(text)
    meta = _front_matter(front[1], source) if front else {}
    title, words = _markdown_text(text[front.end() :] if front else text)
    yield Raw(
        source=source,
        text=words,
        title=one_line(meta.get("title")) or title,
        dates=(meta.get("date"),),
        outlet=one_line(meta.get("outlet")),
        url=link_of(meta.get("url")),
        notes=notes,
    )


@reads(".html", ".htm", ".xhtml")
def read_html(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """The main text of a page and what it says of itself."""
    # Half a second to import: only when there is a page.
    from trafilatura import bare_extraction

    data = content_of(path, source)
    if PAGE_MARK in data[:4096]:
        raise ArticleError(source, "is a page that kg wrote.", remedy="Leave it out.")
    declared = _META_CHARSET.search(data[:4096])
    if declared and declared[1].lower() == b"windows-1258" and not _is_utf8(data):
        page, notes = without_nul(clean(data.decode("cp1258", errors="replace")))
    else:
        page, notes = without_nul(decode(data, source))
    # max_date, or the newest date allowed would be today's; a guess from the text would be no metadata.
    found: Any = bare_extraction(
        page if (root := unwrapped(page)) is None else root,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    text = clean(found.text or "") if found is not None else ""
    # Where there is no article, trafilatura gives the words of the menus.
    if not any(line.endswith(_SENTENCE_ENDS) and len(line.split(maxsplit=3)) > 3 for line in text.split("\n")):
        raise ArticleError(source, "has no main text in its HTML.", remedy="Save the article's own page.")
    yield Raw(
        source=source,
        text=text,
        page_title=clean(found.title) if found.title else None,
        dates=(*page_dates(page), found.date),
        outlet=found.sitename or found.hostname,
        url=link_of(found.url),
        notes=notes,
    )


def content_of(path: Path, source: str) -> bytes:
    """The bytes of a file; raises ArticleError for one that is too large."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ArticleError(
            source,
            f"is {size:,} bytes long; files of up to {MAX_BYTES:,} bytes are read.",
            remedy="Put each article into a file of its own.",
        )
    return path.read_bytes()


def _is_utf8(data: bytes) -> bool:
    """Text of another encoding hardly ever is by chance."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _front_matter(block: str, source: str) -> dict[str, Any]:
    try:
        meta = yaml.load(block, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise ArticleError(
            source, "the block between --- at its top is not valid YAML.", remedy="Mend or remove it."
        ) from error
    return meta if isinstance(meta, dict) else {}


def _markdown_text(text: str) -> tuple[str | None, str]:
    """The first heading of level one when it comes first, and all words, blocks apart by an empty line."""
    from markdown_it import MarkdownIt

    title: str | None = None
    blocks: list[str] = []
    heading = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline":
            words = "".join(_inline(token.children or [])).strip()
            if words and not blocks and heading == "h1":
                title = " ".join(words.split())
            if words:
                blocks.append(words)
            heading = ""
        elif token.type == "html_block" and (words := words_of(token.content)):
            blocks.append(words)
    return title, clean("\n\n".join(blocks))


def _inline(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type in ("text", "code_inline"):
            yield token.content
