"""What was found in an article, kept from one build to the next.

An entry is four lines of JSON behind a checksum: the gist of an extraction, its facts, and what is asked for less
often, article and mentions. It is found by the article as it was read and by a version of everything that reads it: the
program, the ontology, the options. A change in any of them is another key, so nothing stale is ever answered. Entries
are written beside and moved into place: what a kill or a bad disk left is noticed by the checksum and read anew, by the
next build where this one has already taken the entry for what it was, by its size and time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from kg.building.memory import FACTS, GIST, Facts, Memory
from kg.errors import FailureError
from kg.files import PART, write_whole
from kg.linking.outline import Gist, Outline
from kg.ontology.folder import data_dir
from kg.records import Article, Extraction, Mention, stable_hash

__all__ = ["ExtractionCache", "pipeline_version"]

SUFFIX = ".json"
READERS = ("spacy", "python-crfsuite", "pydantic")
"""Packages whose version can change what is found or how it is written."""

Part = TypeVar("Part")
ARTICLE, MENTIONS = TypeAdapter(Article), TypeAdapter(tuple[Mention, ...])


def pipeline_version(options: Sequence[str] = (), *, code: Path | None = None, data: Path | None = None) -> str:
    """A digest of all that decides what is found in an article.

    ``options`` are those of the build that matter (``no-gazetteer``); ``code`` and ``data`` the folders of the
    package and of the ontology, this package's own when not given.
    """
    code = code or Path(__file__).resolve().parents[1]
    data = data or data_dir()
    digest = hashlib.sha256()
    for folder in (code, data):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if "__pycache__" not in path.parts and path.suffix != ".pyc":
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    readers = [f"{name} {version_of(name)}" for name in READERS]
    return stable_hash([digest.hexdigest(), *readers, f"python {sys.version_info[:2]}", *sorted(options)])


class ExtractionCache:
    """Extractions in files below ``folder``; one build at a time may write to it.

    ``version`` is that of everything that reads; ``state`` what decides for one article alone. ``damaged`` names the
    entries that were found broken and will be redone; ``hits`` counts the answers; ``entries`` has the keys of the
    articles that were answered or put, by their sources.
    """

    def __init__(
        self, folder: Path, *, version: str | None = None, state: Callable[[Article], str] = lambda article: ""
    ) -> None:
        self.folder = folder
        self.state = state
        self.version = pipeline_version() if version is None else version
        self.damaged: list[str] = []
        self.hits = 0
        self.entries: dict[str, str] = {}

    def get(self, article: Article) -> Extraction | None:
        """What was found in exactly this article; None when it must be read (again)."""
        key = self.key(article)
        found = self.load(key)
        if found is not None:
            self.entries[article.source] = key
        return found

    def load(self, key: str) -> Extraction | None:
        """The entry of this key; None when there is none, or it is damaged."""
        return self._asked(key, _whole)

    def outline(self, article: Article, memory: Memory) -> Outline | None:
        """``get``, as ``memory`` holds it."""
        key = self.key(article)
        found = self._asked(key, lambda sum_, lines: memory.held(article, GIST.validate_json(lines[0]), lines[1], sum_))
        if found is not None:
            self.entries[article.source] = key
        return found

    def load_outline(self, key: str, memory: Memory) -> Outline | None:
        """``load``, as ``memory`` holds it."""

        def held(checksum: bytes, lines: list[bytes]) -> Outline:
            article, gist = ARTICLE.validate_json(lines[2]), GIST.validate_json(lines[0])
            return memory.held(article, gist, lines[1], checksum)

        return self._asked(key, held)

    def stamp(self, key: str) -> tuple[int, int] | None:
        """Size and time of an entry, by which it is known to be the one that was there; None where there is none."""
        with suppress(OSError):
            # One of ten thousand: a path of pathlib's takes three times as long to make as the answer.
            now = os.stat(f"{self.folder}/{key[:2]}/{key}{SUFFIX}")  # noqa: PTH116
            return now.st_size, now.st_mtime_ns
        return None

    def answered(self, source: str, key: str) -> None:
        """What is in this entry was known already, of the article ``source``."""
        self.entries[source] = key
        self.hits += 1

    def text(self, key: str) -> str:
        """The article's in an entry which is there. Raises FailureError where it is gone, or damaged, nevertheless."""
        return self._there(key, lambda _, lines: str(json.loads(lines[2])["text"]))

    def facts(self, key: str) -> bytes:
        """The same of its facts."""
        return self._there(key, lambda _, lines: lines[1])

    def _there(self, key: str, make: Callable[[bytes, list[bytes]], Part]) -> Part:
        found = self._asked(key, make)
        if found is None:
            self._path(key).unlink(missing_ok=True)
            raise FailureError(f"{self._path(key)} was deleted or damaged.", remedy="Build again: it is read anew.")
        return found

    def _asked(self, key: str, make: Callable[[bytes, list[bytes]], Part]) -> Part | None:
        """What ``make`` makes of checksum and lines of an entry; None where it is not there, or not whole."""
        try:
            checksum, *lines = self._path(key).read_bytes().split(b"\n")
            if checksum == _checksum(key, lines):
                found = make(checksum, lines)
                self.hits += 1
                return found
        except FileNotFoundError:
            return None
        except (OSError, ValidationError, IndexError):
            pass
        self.damaged.append(key)
        return None

    def put(self, extraction: Extraction) -> None:
        """Keep what was found. Raises OutputError when it cannot be written; nothing half-written stays."""
        self._keep(extraction)

    def put_outline(self, extraction: Extraction, memory: Memory) -> Outline:
        """The same, and what was found as ``memory`` holds it."""
        checksum, gist, facts, *_ = self._keep(extraction)
        # Read again: what was written takes twice the memory.
        return memory.held(extraction.article, GIST.validate_json(gist), facts, checksum)

    def _keep(self, extraction: Extraction) -> list[bytes]:
        """Checksum and lines of the entry, which is written."""
        key = self.key(extraction.article)
        lines = [
            GIST.dump_json(Gist.of(extraction)),
            FACTS.dump_json(Facts.of(extraction)),
            ARTICLE.dump_json(extraction.article),
            MENTIONS.dump_json(extraction.mentions),
        ]
        lines = [_checksum(key, lines), *lines]
        content = b"\n".join(lines)
        write_whole(self._path(key), content, remedy="Make room on the disk, or give another cache folder.")
        self.entries[extraction.article.source] = key
        return lines

    def keep_only(self, keys: Iterable[str]) -> int:
        """Delete every entry but these, and what a killed build left; how many files went."""
        kept = {(key[:2], f"{key}{SUFFIX}") for key in keys}
        gone = []
        for folder in sorted(self.folder.glob("??/")):
            # Plain names: paths of all entries take as long as reading half of them.
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if entry.name.endswith((SUFFIX, PART))]
            gone += sorted(folder / name for name in names if (folder.name, name) not in kept)
        # Of what is kept beside the entries.
        gone += sorted(self.folder.glob(f".*{PART}"))
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def key(self, article: Article) -> str:
        """What the entry of this article is called, under this version."""
        return stable_hash(
            [
                self.version,
                article.id,
                article.source,
                article.title or "",
                article.date or "",
                article.outlet or "",
                article.url or "",
                article.language,
                article.text,
                *article.notes,
                self.state(article),
            ],
            length=40,
        )

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"


def _checksum(key: str, lines: Iterable[bytes]) -> bytes:
    """An entry under a wrong name is as good as damaged."""
    digest = hashlib.sha256(key.encode("ascii"))
    for line in lines:
        digest.update(b"\n" + line)
    return digest.hexdigest().encode("ascii")


def _whole(_: bytes, lines: list[bytes]) -> Extraction:
    gist, facts = GIST.validate_json(lines[0]), lines[1]
    whole = Memory().whole(ARTICLE.validate_json(lines[2]), gist, facts)
    return replace(whole, mentions=MENTIONS.validate_json(lines[3]))
