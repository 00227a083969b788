"""``ontology/wikidata.csv``: which known entities are surely which items of Wikidata."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import Fault

if TYPE_CHECKING:
    from kg.records import Entity

__all__ = ["WIKIDATA", "read_wikidata", "same_as"]

WIKIDATA = "http://www.wikidata.org/entity/"
COLUMNS = ["key", "class", "item", "label"]


def read_wikidata(path: Path, *, faults: list[Fault], known: Collection[str] = ()) -> dict[tuple[str, str], str]:
    """Item IRIs by key and class of the gazetteer.

    What is wrong is appended to ``faults``. With ``known``, a key that is not among those of the gazetteer is a fault
    too.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        faults.append(Fault(path.name, 1, f"cannot be read: {error.strerror}.", "Restore the file."))
        return {}
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, 1, f"is not UTF-8 (byte {error.start}).", "Save the file as UTF-8."))
        return {}
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    items: dict[tuple[str, str], str] = {}
    import csv

    if not numbered or next(csv.reader([numbered[0][1]])) != COLUMNS:
        faults.append(Fault(path.name, 1, "has other columns.", f"Begin it with {','.join(COLUMNS)}."))
    for line, text in numbered[1:]:
        row = next(csv.reader([text]))
        if len(row) != len(COLUMNS) or not re.fullmatch(r"Q[1-9]\d*", row[2]):
            faults.append(Fault(path.name, line, "is not a key, class, item (Q…) and label.", "Complete the line."))
        elif (row[0], row[1]) in items:
            faults.append(Fault(path.name, line, f"{row[0]} is there twice.", "Keep one of the lines."))
        elif known and row[0] not in known:
            faults.append(Fault(path.name, line, f"{row[0]} is not in entities.csv.", "Correct the key."))
        else:
            items[row[0], row[1]] = WIKIDATA + row[2]
    return items


def same_as(entities: Iterable[Entity], items: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The Wikidata IRI of each entity that is certainly one; only by the gazetteer's key and its very class."""
    return {
        entity.id: items[entity.known, entity.type]
        for entity in entities
        if entity.known and (entity.known, entity.type) in items
    }
