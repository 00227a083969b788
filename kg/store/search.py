"""Names and sentences of a graph, found as they are written or without diacritics, by SQLite FTS5."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.names import exact_key, plain_key, unmarked

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["Found", "Index"]

#: A sentence is there once, whatever is stated in it; what is looked for is not kept as well beside its index.
_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(text, plain, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE things (number INTEGER, kind TEXT, id TEXT);
CREATE TABLE names (id TEXT, exact TEXT, plain TEXT);
"""
_INDEXES = """
CREATE INDEX by_number ON things (number);
CREATE INDEX by_id ON names (id);
CREATE INDEX by_exact ON names (exact);
CREATE INDEX by_plain ON names (plain);
"""
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. ``kind`` is "entity", "statement", "claim" or "measurement"; ``id`` its local name."""

    kind: str
    id: str
    text: str


class Index:
    """An index of one graph, in memory or in a file; it can be asked from one thread at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def of(cls, graph: Graph, path: Path | None = None) -> Index:
        """That of ``graph``, in memory, or written to the new file ``path``."""
        db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        # Whoever is killed meanwhile leaves a file that nobody looks for.
        db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        numbers: dict[tuple[bool, str], int] = {}
        things = [
            # Names are no sentences, though one may be written like the other.
            (numbers.setdefault((kind == "entity", text), len(numbers) + 1), kind, id_)
            for kind, id_, text in _texts(graph)
        ]
        texts = [(number, text) for (_, text), number in numbers.items()]
        db.executemany("INSERT INTO things VALUES (?, ?, ?)", things)
        db.executemany("INSERT INTO texts VALUES (?, ?)", texts)
        db.executemany(
            "INSERT INTO words (rowid, text, plain) VALUES (?, ?, ?)",
            ((number, text, unmarked(text)) for number, text in texts),
        )
        db.executemany("INSERT INTO names VALUES (?, ?, ?)", _names(graph))
        db.executescript(_INDEXES)
        db.commit()
        return cls(db)

    @classmethod
    def read(cls, path: Path) -> Index:
        """The one in a file. Raises OSError when there is none."""
        try:
            return cls(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False))
        except sqlite3.Error as error:
            raise OSError(f"{path} cannot be read: {error}") from error

    def close(self) -> None:
        self._db.close()

    def search(self, words: str, *, limit: int = 50, kind: str | None = None) -> list[Found]:
        """The best hits for all of the words, the last one as a beginning of a word; names before sentences.

        Words with diacritics are matched as written, words without match either way.
        """
        terms = unicodedata.normalize("NFC", words).replace('"', " ").replace("\x00", " ").split()[:20]
        if not terms:
            return []
        columns = ("text" if unmarked(term) != term.casefold() else "plain" for term in terms)
        match = (
            " AND ".join(
                f'{column} : "{unmarked(term) if column == "plain" else term.casefold()}"'
                for column, term in zip(columns, terms, strict=True)
            )
            + "*"
        )
        rows = self._db.execute(
            "SELECT kind, id, texts.text FROM words JOIN texts ON texts.number = words.rowid "
            "JOIN things ON things.number = words.rowid WHERE words MATCH ? AND (? IS NULL OR kind = ?) "
            "ORDER BY kind <> 'entity', rank, id LIMIT ?",
            (match, kind, kind, limit),
        )
        return [Found(*row) for row in rows]

    def called(self, typed: str) -> list[str]:
        """The ids of the entities that ``typed`` means, as ``kg.names.find`` has it."""
        for column, key in (("id", typed), ("exact", exact_key(typed)), ("plain", plain_key(typed))):
            rows = self._db.execute(f"SELECT DISTINCT id FROM names WHERE {column} = ? ORDER BY id", (key,))
            found = [str(id_) for (id_,) in rows] if key else []
            if found:
                return found
        return []


def _texts(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Kind, id and words of each thing."""
    yield from (("entity", e.id, _whole(" · ".join((e.label, *e.aliases)))) for e in graph.entities.values())
    yield from (("statement", s.id, _whole(s.evidence.text)) for s in graph.statements.values())
    yield from (("claim", c.id, _whole(c.text)) for c in graph.claims.values())
    yield from (("measurement", m.id, _whole(m.evidence.text)) for m in graph.measurements.values())


def _names(graph: Graph) -> Iterator[tuple[str, str, str]]:
    for entity in graph.entities.values():
        for name in map(_whole, (entity.label, *entity.aliases)):
            yield entity.id, exact_key(name), plain_key(name)


def _whole(text: str) -> str:
    """``text`` without halves of surrogate pairs, as the graph's RDF has it."""
    return _HALVES.sub("\ufffd", text)
