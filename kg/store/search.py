"""Names and sentences of a graph, found as they are written or without diacritics, by SQLite FTS5."""

from __future__ import annotations

import re
import shutil
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
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(text, plain, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE IF NOT EXISTS texts (number INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE IF NOT EXISTS things (number INTEGER, kind TEXT, id TEXT);
CREATE TABLE IF NOT EXISTS names (id TEXT, exact TEXT, plain TEXT);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS by_number ON things (number);
CREATE INDEX IF NOT EXISTS by_id ON names (id);
CREATE INDEX IF NOT EXISTS by_exact ON names (exact);
CREATE INDEX IF NOT EXISTS by_plain ON names (plain);
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
    def of(cls, graph: Graph, path: Path | None = None, *, last: Path | None = None) -> Index:
        """That of ``graph``, in memory, or written to the new file ``path``: from the file ``last`` of another graph,
        of which stays what both have."""
        if path and last:
            shutil.copyfile(last, path)
        db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        try:
            # Whoever is killed meanwhile leaves a file that nobody looks for.
            db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
            _put_texts(db, graph)
            _put_names(db, graph)
            db.executescript(_INDEXES)
            db.commit()
        except sqlite3.DatabaseError:
            db.close()
            if not path or not last:
                raise
            path.unlink()  # what it was made from is damaged
            return cls.of(graph, path)
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


def _put_texts(db: sqlite3.Connection, graph: Graph) -> None:
    """Make the things and their texts in ``db`` those of ``graph``."""
    had = {
        (kind, id_, text): number
        for kind, id_, text, number in db.execute("SELECT kind, id, text, number FROM things JOIN texts USING (number)")
    }
    has = dict.fromkeys(_texts(graph))
    gone = [(number, thing) for thing, number in had.items() if thing not in has]
    # Names are no sentences, though one may be written like the other.
    numbers = {(thing[0] == "entity", thing[2]): number for thing, number in had.items() if thing in has}
    left = {(number, text) for number, (_, _, text) in gone} - {(number, text) for (_, text), number in numbers.items()}
    db.executemany(
        "DELETE FROM things WHERE number = ? AND kind = ? AND id = ?",
        ((number, kind, id_) for number, (kind, id_, _) in gone),
    )
    db.executemany("DELETE FROM texts WHERE number = ?", ((number,) for number, _ in left))
    db.executemany(
        "INSERT INTO words (words, rowid, text, plain) VALUES ('delete', ?, ?, ?)",
        ((number, text, unmarked(text)) for number, text in sorted(left)),
    )
    first = max(had.values(), default=0) + 1
    new: dict[tuple[bool, str], int] = {}
    things = []
    for kind, id_, text in (thing for thing in has if thing not in had):
        key = (kind == "entity", text)
        things.append((numbers.get(key) or new.setdefault(key, first + len(new)), kind, id_))
    texts = [(number, text) for (_, text), number in new.items()]
    db.executemany("INSERT INTO things VALUES (?, ?, ?)", things)
    db.executemany("INSERT INTO texts VALUES (?, ?)", texts)
    db.executemany(
        "INSERT INTO words (rowid, text, plain) VALUES (?, ?, ?)",
        ((number, text, unmarked(text)) for number, text in texts),
    )


def _put_names(db: sqlite3.Connection, graph: Graph) -> None:
    """Make the names in ``db`` those of ``graph``."""
    had, has = set(db.execute("SELECT id, exact, plain FROM names")), dict.fromkeys(_names(graph))
    db.executemany("DELETE FROM names WHERE id = ? AND exact = ? AND plain = ?", sorted(had.difference(has)))
    db.executemany("INSERT INTO names VALUES (?, ?, ?)", (row for row in has if row not in had))


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
