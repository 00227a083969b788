"""Annotations without their texts: ``python -m kg.evaluate.standoff join corpus/real-train.jsonl.gz TEXTS --out GOLD``.

Articles belong to those who wrote them, so what the project publishes of its annotated ones (``corpus/``) has places in
the text in place of words, and the SHA-256 of the text (NFC, UTF-8) that the places are true of. ``join`` makes the
gold file again for whoever has the texts: TEXTS is a ``.jsonl`` or ``.jsonl.gz`` file with ``text`` in each row.
``part`` made the files: ``python -m kg.evaluate.standoff part GOLD TEXTS --out corpus/NAME.jsonl.gz``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import InputError

__all__ = ["join", "part", "read_texts"]

Row = dict[str, Any]
#: What is copied of an article and of its parts as it is; everything else is a place in the text or left out.
ARTICLE = ("article", "date", "outlet")
PLAIN = ("s", "p", "o", "alt_s", "alt_p", "alt_o", "modality", "time", "attributedTo", "optional", "amount")
SAID = ("speaker", "time", "optional")
COUNTED = ("subject", "metric", "value", "unit", "time", "optional")


def digest(text: str) -> str:
    """By what a text is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def place(text: str, words: str | None, start: int = 0, end: int | None = None) -> list[int] | None:
    """The first place of ``words`` in a stretch of ``text``."""
    found = text.find(unicodedata.normalize("NFC", words), start, end) if words else -1
    return [found, found + len(unicodedata.normalize("NFC", words or ""))] if found >= 0 else None


def part(articles: Iterable[Row], texts: Iterable[Row]) -> Iterator[Row]:
    """Each annotated article without words of its text; names and facts that do not stand there letter by letter,
    and what is said of an entity that has no name there, are left out."""
    known = {row["id"]: row for row in texts}
    for article in articles:
        source = known[article["article"]]
        text = unicodedata.normalize("NFC", source["text"])
        entities = {}
        for key, entity in article["entities"].items():
            names = [found for name in entity["names"] if (found := place(text, name))]
            if names:
                entities[key] = {**entity, "names": names}
        row = _copy(article, ARTICLE) | {"url": source.get("url"), "sha256": digest(text), "entities": entities}
        row["facts"] = [fact for one in article["facts"] if (fact := _fact(one, text, entities))]
        for name, keys, words in (("claims", SAID, "text"), ("measurements", COUNTED, "evidence")):
            if name in article:
                row[name] = [
                    _copy(one, keys) | {words: found}
                    for one in article[name]
                    if one[keys[0]] in entities and (found := place(text, one.get(words)))
                ]
        yield row


def _fact(fact: Row, text: str, entities: Mapping[str, Any]) -> Row | None:
    evidence = place(text, fact["evidence"])
    sides = (fact["s"], fact["o"], *filter(None, [fact.get("attributedTo")]))
    if evidence is None or not all(key in entities for key in sides):
        return None
    found = _copy(fact, PLAIN) | {"evidence": evidence}
    for name in ("alt_s", "alt_o"):
        if name in found:
            found[name] = [key for key in found[name] if key in entities]
    for name in ("s_as", "o_as", "position", "purpose"):
        if words := place(text, fact.get(name), *evidence) or place(text, fact.get(name)):
            found[name] = words
    return found


def join(rows: Iterable[Row], texts: Iterable[str]) -> Iterator[Row]:
    """The annotated articles of ``rows`` whose texts are among ``texts``, in the form of a gold file."""
    known = {digest(text): text for text in (unicodedata.normalize("NFC", text) for text in texts)}
    for row in rows:
        text = known.get(row["sha256"])
        if text is not None:
            yield {key: _worded(value, text) for key, value in row.items() if key not in ("url", "sha256")}


def _worded(value: Any, text: str) -> Any:
    """``value`` with words for places."""
    if isinstance(value, Mapping):
        return {key: _worded(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(edge, int) for edge in value):
            return text[value[0] : value[1]]
        return [_worded(inner, text) for inner in value]
    return value


def _copy(row: Row, keys: Sequence[str]) -> Row:
    return {key: row[key] for key in keys if key in row}


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.jsonl`` or ``.jsonl.gz`` file."""
    try:
        data = path.read_bytes()
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
        yield from (json.loads(line) for line in lines if line)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Give a .jsonl or .jsonl.gz file.") from error


def read_texts(path: Path) -> Iterator[str]:
    """The texts of the rows of a file."""
    yield from (row["text"] for row in read_rows(path) if isinstance(row.get("text"), str))


def write_rows(rows: Iterable[Row], path: Path) -> int:
    """Writes ``rows``, compressed, the same bytes for the same rows; their number."""
    plain, count = io.BytesIO(), 0
    with gzip.GzipFile(fileobj=plain, mode="wb", mtime=0) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(plain.getvalue())
    return count


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.evaluate.standoff", description=__doc__)
    parser.add_argument("what", choices=("join", "part"))
    parser.add_argument("annotations", type=Path, help="the file of the annotations")
    parser.add_argument("texts", type=Path, help="the file of the texts")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    given = parser.parse_args(arguments)
    if given.what == "part":
        gold = json.loads(given.annotations.read_text(encoding="utf-8"))["articles"]
        count = write_rows(part(gold, read_rows(given.texts)), given.out)
    else:
        articles = list(join(read_rows(given.annotations), read_texts(given.texts)))
        given.out.write_text(json.dumps({"articles": articles}, ensure_ascii=False, indent=1), encoding="utf-8")
        count = len(articles)
    print(f"{given.out}: {count} articles")


if __name__ == "__main__":
    main()
