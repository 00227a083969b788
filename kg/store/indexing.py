"""What the index of names and sentences is made of, and made another graph's by what only one of the two has."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence

from kg.export.groups import Group, groups
from kg.graph import Graph
from kg.names import exact_key, plain_key, unmarked

__all__ = ["index"]

#: A sentence is there once, whatever is stated in it (``hash`` finds it); what is looked for is not kept as well beside
#: its index. ``pieces`` are the groups of the graph that things and names come from, each with its key.
_TABLES = """
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(text, plain, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE IF NOT EXISTS texts (number INTEGER PRIMARY KEY, text TEXT, hash INTEGER);
CREATE TABLE IF NOT EXISTS things (number INTEGER, kind TEXT, id TEXT, piece INTEGER);
CREATE TABLE IF NOT EXISTS names (id TEXT, exact TEXT, plain TEXT, piece INTEGER);
CREATE TABLE IF NOT EXISTS pieces (number INTEGER PRIMARY KEY, key BLOB);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS by_number ON things (number);
CREATE INDEX IF NOT EXISTS by_hash ON texts (hash);
CREATE INDEX IF NOT EXISTS things_of ON things (piece);
CREATE INDEX IF NOT EXISTS names_of ON names (piece);
CREATE INDEX IF NOT EXISTS by_id ON names (id);
CREATE INDEX IF NOT EXISTS by_exact ON names (exact);
CREATE INDEX IF NOT EXISTS by_plain ON names (plain);
"""
_HALVES = re.compile("[\ud800-\udfff]")


def index(db: sqlite3.Connection, graph: Graph, keys: Sequence[bytes] = ()) -> None:
    """Make what is in ``db`` the index of ``graph``. Of what is there that stays which comes from groups of records
    (``kg.export.groups``) that have the same of ``keys``, one for each group; without keys all is made anew."""
    db.executescript(_TABLES)
    _Change(db).put(list(groups(graph)), keys)
    db.executescript(_INDEXES)


class _Change:
    """What makes the things and names in a database those of another graph."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._next = self._first("texts")
        #: Of texts that were put here, by whether they are names, which are no sentences though they may look alike.
        self._new: dict[tuple[bool, str], int] = {}
        self._any = self._next > 1

    def _first(self, table: str) -> int:
        return int(self._db.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])

    def put(self, found: Sequence[Group], keys: Sequence[bytes]) -> None:
        """Have what is in these groups and nothing else."""
        had = self._db.execute("SELECT number, key FROM pieces").fetchall()
        kept = {key for _, key in had} & set(keys)
        if had:
            self._drop([(number,) for number, key in had if key not in kept])
        first = self._first("pieces")
        new = [n for n in range(len(found)) if not keys or keys[n] not in kept]
        for number, n in enumerate(new, first):
            self._add(found[n], number)
        self._db.executemany(
            "INSERT INTO pieces VALUES (?, ?)",
            ((number, keys[n] if keys else None) for number, n in enumerate(new, first)),
        )
        rows = [(number, text, _hash(*key)) for key, number in self._new.items() for text in key[1:]]
        self._db.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
        self._db.executemany(
            "INSERT INTO words (rowid, text, plain) VALUES (?, ?, ?)",
            ((number, text, unmarked(text)) for number, text, _ in rows),
        )
        if had:
            self._sweep()

    def _drop(self, pieces: Sequence[tuple[int]]) -> None:
        self._db.execute("CREATE TEMP TABLE left_over (number INTEGER PRIMARY KEY)")
        self._db.executemany("INSERT OR IGNORE INTO left_over SELECT number FROM things WHERE piece = ?", pieces)
        for table, column in (("things", "piece"), ("names", "piece"), ("pieces", "number")):
            self._db.executemany(f"DELETE FROM {table} WHERE {column} = ?", pieces)

    def _add(self, group: Group, piece: int) -> None:
        things = [(self._number(kind == "entity", text), kind, id_, piece) for kind, id_, text in _texts(group)]
        self._db.executemany("INSERT INTO things VALUES (?, ?, ?, ?)", things)
        names = dict.fromkeys(_names(group))
        self._db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((*row, piece) for row in names))

    def _number(self, is_name: bool, text: str) -> int:
        """That of a text, which is new or has been there."""
        number = self._new.get((is_name, text))
        if number is None and self._any:
            found = self._db.execute(
                "SELECT number FROM texts WHERE hash = ? AND text = ?", (_hash(is_name, text), text)
            ).fetchone()
            number = found and int(found[0])
        if number is None:
            number = self._new[is_name, text] = self._next
            self._next += 1
        return number

    def _sweep(self) -> None:
        """Texts go of which no thing is left."""
        gone = self._db.execute(
            "SELECT number, text FROM texts JOIN left_over USING (number) "
            "WHERE NOT EXISTS (SELECT 1 FROM things WHERE things.number = texts.number) ORDER BY number"
        ).fetchall()
        self._db.executemany("DELETE FROM texts WHERE number = ?", ((number,) for number, _ in gone))
        self._db.executemany(
            "INSERT INTO words (words, rowid, text, plain) VALUES ('delete', ?, ?, ?)",
            ((number, text, unmarked(text)) for number, text in gone),
        )
        self._db.execute("DROP TABLE left_over")


def _hash(is_name: bool, text: str) -> int:
    """A number by which a text is found; names have others than sentences."""
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=8, key=b"name" if is_name else b"")
    return int.from_bytes(digest.digest(), "little", signed=True)


def _texts(group: Group) -> Iterator[tuple[str, str, str]]:
    """Kind, id and words of each thing."""
    yield from (("entity", e.id, _whole(" · ".join((e.label, *e.aliases)))) for e in group.entities)
    yield from (("statement", s.id, _whole(s.evidence.text)) for s in group.statements)
    yield from (("claim", c.id, _whole(c.text)) for c in group.claims)
    yield from (("measurement", m.id, _whole(m.evidence.text)) for m in group.measurements)


def _names(group: Group) -> Iterator[tuple[str, str, str]]:
    for entity in group.entities:
        for name in map(_whole, (entity.label, *entity.aliases)):
            yield entity.id, exact_key(name), plain_key(name)


def _whole(text: str) -> str:
    """``text`` without halves of surrogate pairs, as the graph's RDF has it."""
    return _HALVES.sub("\ufffd", text)
