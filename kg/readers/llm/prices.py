"""What questions and answers cost: tokens estimated before, counted by the server after, at prices of a small table.

``prices.csv`` gives US dollars for a million tokens read and written, by how a model's name begins (the longest
beginning counts), and in which month they were seen on public pages (of prices that depend on the hour the highest).
Prices change, and are the user's to keep: a file like it, with or without ``seen``, is read in its place.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import InputError

__all__ = ["FILE", "Price", "price_of", "tokens"]

FILE = Path(__file__).with_name("prices.csv")
COLUMNS = ["model", "read", "written"]
SEEN = "seen"
#: Characters to a token, at least: Vietnamese in today's vocabularies has 2.5 to 3.5.
CHARACTERS = 2.5
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens that are read, and written; ``seen``: when they were so ("": not told)."""

    read: float
    written: float
    seen: str = ""

    def of(self, read: int, written: int) -> float:
        return (read * self.read + written * self.written) / 1_000_000


def tokens(text: str) -> int:
    """About how many tokens ``text`` is, rather more than less."""
    return int(len(text) / CHARACTERS) + 1


def price_of(model: str, endpoint: str | None, file: Path | None = None) -> Price | None:
    """The price of ``model``; nothing for one on this machine; None when it is not known.

    Raises InputError for a table that is none.
    """
    rows = _rows(file or FILE)
    name = model.rpartition("/")[2]
    found = [begins for begins in rows if begins and (model.startswith(begins) or name.startswith(begins))]
    if file is not None and found:
        return rows[max(found, key=len)]
    if endpoint and urlsplit(endpoint).hostname in LOCAL:
        return Price(0.0, 0.0)
    return rows[max(found, key=len)] if found else None


def _rows(file: Path) -> dict[str, Price]:
    try:
        lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        head, *rows = [[cell.strip() for cell in line] for line in lines if line]
        if head not in (COLUMNS, [*COLUMNS, SEEN]):
            raise ValueError(f"its first line is not {','.join(COLUMNS)}")
        prices = {name: Price(float(read), float(written), *seen) for name, read, written, *seen in rows}
        if any(not isfinite(value) or value < 0 for price in prices.values() for value in (price.read, price.written)):
            raise ValueError("a price is no price")
    except (OSError, ValueError, TypeError, csv.Error) as error:
        raise InputError(f"{file} is no table of prices: {error}.", remedy="Write model,read,written.") from error
    return prices
