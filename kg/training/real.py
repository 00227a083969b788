"""Annotated real articles, kept outside the project: ``gold/real-train.json`` with ``articles/real-train.jsonl.gz``.

Their texts are read for training and never written anywhere.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import InputError
from kg.evaluate.gold import GoldArticle, read_gold
from kg.evaluate.standoff import join, read_rows

__all__ = ["annotated_apart", "real_articles"]

GOLD = Path("gold/real-train.json")
TEXTS = Path("articles/real-train.jsonl.gz")


def real_articles(shared: Path) -> Iterator[tuple[GoldArticle, str]]:
    """Each annotated article of the folder ``shared`` with its text in NFC, in the order of the gold file.

    Raises ``InputError`` when a file is missing or an article has no text.
    """
    try:
        with gzip.open(shared / TEXTS, "rt", encoding="utf-8") as file:
            texts = {row["id"]: row["text"] for row in map(json.loads, file)}
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"{shared / TEXTS} cannot be read: {error}.", remedy=f"Give the folder that holds {GOLD} and {TEXTS}."
        ) from error
    for item in read_gold(shared / GOLD):
        if item.source not in texts:
            raise InputError(f"{item.source} of {GOLD} has no text in {TEXTS}.", remedy="Give files of one age.")
        yield item, unicodedata.normalize("NFC", texts[item.source])


def annotated_apart(shared: Path, rows: Path) -> Iterator[tuple[GoldArticle, str]]:
    """Each article of ``shared`` that a file without texts annotates (``kg.evaluate.standoff``), with its text in NFC.

    Raises ``InputError`` when a file is missing, or when none of the texts is one that ``rows`` tells of.
    """
    with TemporaryDirectory() as folder:
        texts = {row["id"]: unicodedata.normalize("NFC", row["text"]) for row in read_rows(shared / TEXTS)}
        gold = Path(folder) / rows.name
        articles = list(join(read_rows(rows), texts.values()))
        if not articles:
            raise InputError(f"{shared / TEXTS} has none of the texts of {rows}.", remedy="Give files of one age.")
        gold.write_text(json.dumps({"articles": articles}), encoding="utf-8")
        for item in read_gold(gold):
            yield item, texts[item.source]
