"""Answers in files, one an article: they are paid for once, can be carried along, and make the same graph anywhere.

A file is called by the article's text and by all that was asked (prompt, model, article), so that an article whose
prompt or model has changed is known to have been asked before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kg.files import write_whole
from kg.records import stable_hash

__all__ = ["LARGEST", "NAME", "Key", "Part", "Record", "Store", "Try", "read_record"]

#: What a file of the store is called, below a folder of its first two digits.
NAME = r"[0-9a-f]{24}-[0-9a-f]{16}\.json"
#: Bytes of a file that is read at all.
LARGEST = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """An answer as it came, why it ended, and the tokens that it took."""

    text: str
    finish: str = ""
    read: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The answers to the question about ``start:end`` of the article; ``failure``: why the server gave none."""

    start: int
    end: int
    tries: tuple[Try, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was answered about one article; ``parts`` only those asked so far."""

    model: str
    prompt: str
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Key:
    """By what an article's answers are found: hashes of its text, and of all that is asked about it."""

    text: str
    question: str

    @staticmethod
    def of(text: str, asked: list[str]) -> Key:
        return Key(stable_hash([text], length=24), stable_hash(asked, length=16))

    @property
    def name(self) -> str:
        return f"{self.text}-{self.question}.json"


_FORM = TypeAdapter(Record)


def read_record(content: bytes) -> Record | None:
    """A file's record; None when it is not whole or not of the form."""
    try:
        return _FORM.validate_json(content)
    except ValidationError:
        return None


class Store:
    """The files below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def get(self, key: Key) -> Record | None:
        """What was answered; None when nothing was, or the file is damaged."""
        try:
            return read_record(self.path(key.name).read_bytes())
        except OSError:
            return None

    def put(self, key: Key, record: Record) -> None:
        """Keep what was answered: whole, or as it was before; when that is done the disk has it.

        Raises OutputError when it cannot be written.
        """
        text = json.dumps(_FORM.dump_python(record, mode="json"), ensure_ascii=False, indent=1) + "\n"
        content = text.encode("utf-8", "replace")
        write_whole(self.path(key.name), content, remedy="Make room on the disk, or give another --answers.", sync=True)

    def state(self, key: Key) -> str:
        """A digest of the file; "" where there is none."""
        try:
            return hashlib.sha256(self.path(key.name).read_bytes()).hexdigest()
        except OSError:
            return ""

    def asked_otherwise(self, key: Key) -> bool:
        """Whether the article's text was asked about with another prompt or model."""
        folder = self.folder / key.name[:2]
        return any(path.name != key.name for path in folder.glob(f"{key.text}-*.json"))

    def names(self) -> Iterator[str]:
        """The files' names, sorted."""
        return iter(sorted(path.name for path in self.folder.glob("??/*.json")))
