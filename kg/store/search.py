"""Names and sentences of a graph, found as they are written or without diacritics, by SQLite FTS5."""

from __future__ import annotations

import shutil
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.names import exact_key, plain_key, unmarked

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["Found", "Index"]


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
    def of(
        cls,
        graph: Graph,
        path: Path | None = None,
        *,
        last: Path | None = None,
        keys: Sequence[bytes] = (),
    ) -> Index:
        """That of ``graph``, in memory, or written to the new file ``path``: from the file ``last`` of another graph,
        of which stays what both have: the groups (``kg.export.groups``) that have the same of ``keys``, one for each.
        """
        from kg.store.indexing import index

        if path and last:
            shutil.copyfile(last, path)
        db = sqlite3.connect(path or ":memory:", check_same_thread=False)
        try:
            # Whoever is killed meanwhile leaves a file that nobody looks for.
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            index(db, graph, keys)
            db.commit()
        except sqlite3.DatabaseError:
            db.close()
            if not path or not last:
                raise
            path.unlink()  # what it was made from is damaged
            return cls.of(graph, path, keys=keys)
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
