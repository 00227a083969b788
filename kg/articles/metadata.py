"""What a table in a folder says of the files beside it: when, where and under which title they were published."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from kg.articles.decoding import decode, link_of, one_line
from kg.articles.formats import Raw, content_of
from kg.errors import ArticleError

__all__ = ["TABLE", "Tables", "faults"]

#: The table's name and the column with the names of the files, as the Hugging Face datasets library has them.
TABLE = "metadata.csv"
KEY = "file_name"
#: As spreadsheets write them; a table has those of its first line.
DELIMITERS = ",;\t"
#: How many wrong names are shown.
SHOWN = 3

Row = dict[str, str]


class Tables:
    """The tables of the folders that are read, each looked into once."""

    def __init__(self) -> None:
        self._rows: dict[Path, dict[str, Row]] = {}

    def row(self, path: Path) -> Row | None:
        """What the table beside ``path`` says of it. A table that cannot be read says nothing."""
        folder = path.parent
        if folder not in self._rows:
            self._rows[folder] = _told(folder / TABLE)
        return self._rows[folder].get(_name(path.name))

    def filled(self, raw: Raw, path: Path) -> Raw:
        """``raw``, read from ``path``, with what the table beside it says of it: that counts before what it says of
        itself."""
        row = self.row(path)
        if row is None:
            return raw
        return replace(
            raw,
            title=one_line(row.get("title")) or raw.title,
            dates=(row.get("date"), *raw.dates),
            outlet=one_line(row.get("outlet")) or raw.outlet,
            url=link_of(row.get("url")) or raw.url,
        )


def faults(path: Path, source: str) -> Iterator[ArticleError]:
    """What is wrong in the table ``path``."""
    named = Counter(name for name, _ in _rows(path, source))
    there = {_name(file.name) for file in path.parent.iterdir()}
    if missing := [name for name in named if name not in there]:
        yield ArticleError(
            source,
            f"names files that are not beside it: {_shown(missing)}.",
            remedy="Write their names as they are, without a folder.",
        )
    if twice := [name for name, count in named.items() if count > 1]:
        yield ArticleError(
            source, f"has more than one row of {_shown(twice)}.", remedy="Keep one of each; the last counts."
        )


def _told(table: Path) -> dict[str, Row]:
    # Opening a pipe would wait for ever.
    if not table.is_file():
        return {}
    try:
        return dict(_rows(table, TABLE))
    except (ArticleError, OSError):
        return {}


def _rows(path: Path, source: str) -> list[tuple[str, Row]]:
    text = io.StringIO(decode(content_of(path, source), source), newline="")
    first = text.readline().strip().lower()
    mark = next((mark for mark in DELIMITERS if KEY in _columns(first, mark)), None)
    if mark is None:
        raise ArticleError(
            source,
            "has no column file_name.",
            remedy="Name its columns in its first line: file_name, and what is known of date, title, outlet, url.",
        )
    try:
        rows = [*csv.DictReader(text, _columns(first, mark), delimiter=mark, restval="")]
    except csv.Error as error:
        raise ArticleError(source, f"is not a table: {error}.", remedy="Save it as CSV.") from error
    return [(_name(row[KEY]), row) for row in rows if row[KEY].strip()]


def _columns(line: str, mark: str) -> list[str]:
    return [column.strip(' "') for column in line.split(mark)]


def _name(name: str) -> str:
    return normalize("NFC", name.strip())


def _shown(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *["…"] * (len(names) > SHOWN)])
