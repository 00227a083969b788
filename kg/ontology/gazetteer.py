"""``entities.csv``: well-known names with their class and aliases.

Columns: ``key`` (ASCII, unique), ``class`` (of the ontology), ``name``, ``aliases`` (parted by ``|``), ``country``
(key of a country that the entity is at home in, where that helps to read "hãng Mỹ").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Fault

__all__ = ["Entry", "read_gazetteer"]

COLUMNS = ["key", "class", "name", "aliases", "country"]
KEY = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A known entity; ``names`` begins with the usual one."""

    key: str
    type: str
    names: tuple[str, ...]
    country: str = ""


def read_gazetteer(path: Path, *, faults: list[Fault], classes: Collection[str] = ()) -> tuple[Entry, ...]:
    """The entries of ``path`` in file order; what is wrong is appended to ``faults`` and left out.

    With ``classes`` an unknown class is a fault too.
    """
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        faults.append(Fault(name, 1, f"cannot be read: {error.strerror}.", "Restore the file."))
        return ()
    except UnicodeDecodeError as error:
        faults.append(Fault(name, 1, f"is not UTF-8 (byte {error.start}).", "Save the file as UTF-8."))
        return ()
    rows = csv.reader(io.StringIO(text, newline=""))
    if next(rows, None) != COLUMNS:
        faults.append(Fault(name, 1, "has other columns.", f"Begin it with the line {','.join(COLUMNS)}."))
        return ()
    entries: dict[str, Entry] = {}
    owners: dict[tuple[str, str], str] = {}
    homes: list[tuple[int, str]] = []
    for row in rows:
        line = rows.line_num
        problem, remedy = _problem(row, entries, classes)
        if problem:
            faults.append(Fault(name, line, problem, remedy))
            continue
        key, kind, label, aliases, country = (cell.strip() for cell in row)
        names = (label, *(alias.strip() for alias in aliases.split("|") if alias.strip()))
        for known in names:
            owner = owners.setdefault((kind, known), key)
            if owner != key:
                faults.append(
                    Fault(
                        name,
                        line,
                        f"{known!r} already names {owner} of the same class.",
                        "Keep it with one of the two.",
                    )
                )
        homes.append((line, country))
        entries[key] = Entry(key, kind, names, country)
    faults += [
        Fault(name, line, f"{country!r} is not the key of a country.", "Use the key of a row of class Country.")
        for line, country in homes
        if country and (country not in entries or entries[country].type != "Country")
    ]
    return tuple(entries.values())


def _problem(row: list[str], entries: dict[str, Entry], classes: Collection[str]) -> tuple[str, str]:
    if len(row) != len(COLUMNS):
        return f"has {len(row)} columns instead of {len(COLUMNS)}.", "Quote a name that holds a comma."
    key, kind, label, *_ = (cell.strip() for cell in row)
    if not KEY.fullmatch(key):
        return f"{key!r} is not a key.", "Use ASCII letters, digits and underscores."
    if key in entries:
        return f"the key {key!r} is there twice.", "Give each entity its own key."
    if not label:
        return f"{key} has no name.", "Write its usual name into the third column."
    if classes and kind not in classes:
        return f"{kind!r} is not a class of the ontology.", "Use a class of kg.ttl."
    return "", ""
