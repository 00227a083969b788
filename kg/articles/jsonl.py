"""Lines of JSON: .jsonl and .jsonl.gz."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from kg.articles.decoding import clean, decode, link_of, one_line, wide, without_nul
from kg.articles.formats import MAX_BYTES, Raw, reads, suffix_of
from kg.errors import ArticleError

__all__ = ["LINES", "count_lines", "json_article", "json_lines", "numbered", "read_jsonl"]

LINES = (".jsonl", ".jsonl.gz")
#: Bytes that tell in which encoding the lines of a file are.
BEGINNING = 200
_PLAIN = "-._~:@!$&'()*+,;=/?"
"""Characters of an id that stand in a source as they are."""


@reads(*LINES)
def read_jsonl(path: Path, source: str) -> Iterator[Raw | ArticleError]:
    """One article a line: ``text``, and where known id, title, date, outlet, url."""
    for found in json_lines(path, source):
        yield found if isinstance(found, ArticleError) else json_article(*found, source)


def json_lines(path: Path, source: str) -> Iterator[tuple[int, bytes] | ArticleError]:
    """The lines that hold something, with their numbers; the error that ends a damaged file."""
    with closing(_open(path)) as stream:
        number = 0
        try:
            for number, line in enumerate(_lines(stream), start=1):
                if line.strip():
                    yield number, line
        except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
            yield ArticleError(
                numbered(source, number + 1),
                f"the file is damaged from here on: {error}.",
                remedy="Make or download the file again.",
            )


def numbered(source: str, number: int) -> str:
    """What an article is called that has nothing but the number of its line."""
    return f"{source}#line-{number}"


def count_lines(path: Path) -> int:
    """Of a .jsonl[.gz]; 0 for one that cannot be read."""
    with suppress(OSError, EOFError, zlib.error), closing(_open(path)) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) + 1
    return 0


def _open(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path) if suffix_of(path) == ".jsonl.gz" else path.open("rb")


def _lines(stream: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    """Lines in UTF-8 of at most MAX_BYTES + 1 bytes; the rest of a longer one is passed over."""
    encoding = wide(stream.read(BEGINNING))
    stream.seek(0)
    if not encoding:
        yield from _cut(stream.readline)
        return
    # A line of UTF-16 does not end in one byte.
    text = io.TextIOWrapper(cast(BinaryIO, stream), encoding, newline="\n")
    try:
        yield from _cut(lambda size: text.readline(size).encode("utf-8", "surrogatepass"))
    finally:
        text.detach()


def _cut(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    while line := readline(MAX_BYTES + 1):
        yield line
        rest = line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = readline(MAX_BYTES + 1)


def json_article(number: int, line: bytes, source: str) -> Raw | ArticleError:
    """The article in a line of the file ``source``."""
    where = numbered(source, number)
    if len(line) > MAX_BYTES:
        return ArticleError(where, f"the line is longer than {MAX_BYTES:,} bytes.", remedy="Split it into articles.")
    try:
        decoded, notes = without_nul(decode(line, where))
        item = json.loads(decoded)
    except ArticleError as error:
        return error
    except (ValueError, RecursionError) as error:
        what = f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deep"
        return ArticleError(where, f"the line is not valid JSON: {what}.", remedy="Mend or remove the line.")
    text = item.get("text") if isinstance(item, dict) else None
    if not isinstance(text, str):
        return ArticleError(where, 'the line has no "text".', remedy="Give an object with the article's text.")
    text, more = without_nul(clean(text))
    url = link_of(item.get("url"))
    key = item.get("id")
    named = isinstance(key, str | int) and str(key)
    return Raw(
        source=url or (f"{source}#{quote(str(key), safe=_PLAIN)}" if named else where),
        text=text,
        url=url,
        title=one_line(item.get("title")),
        dates=(item.get("date"),),
        outlet=one_line(item.get("outlet")),
        notes=(*notes, *more),
    )
