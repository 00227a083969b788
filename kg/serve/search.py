"""Text search of names and sentences, with and without diacritics, by SQLite FTS5 in memory."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass

from kg.graph import Graph
from kg.names import unmarked

__all__ = ["Found", "Index"]


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. ``kind`` is "entity", "statement", "claim" or "measurement"; ``id`` its local name."""

    kind: str
    id: str
    text: str


class Index:
    """An index of one graph; it can be asked from one thread at a time."""

    def __init__(self, graph: Graph) -> None:
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(kind UNINDEXED, id UNINDEXED, text, plain, "
            "tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
        )
        rows: list[tuple[str, str, str]] = []
        rows += (("entity", e.id, " · ".join((e.label, *e.aliases))) for e in graph.entities.values())
        rows += (("statement", s.id, s.evidence.text) for s in graph.statements.values())
        rows += (("claim", c.id, c.text) for c in graph.claims.values())
        rows += (("measurement", m.id, m.evidence.text) for m in graph.measurements.values())
        self._db.executemany(
            "INSERT INTO texts VALUES (?, ?, ?, ?)", ((kind, id_, text, unmarked(text)) for kind, id_, text in rows)
        )

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
            "SELECT kind, id, text FROM texts WHERE texts MATCH ? AND (? IS NULL OR kind = ?) "
            "ORDER BY kind <> 'entity', rank, id LIMIT ?",
            (match, kind, kind, limit),
        )
        return [Found(*row) for row in rows]
