"""What was found in an article, kept from one build to the next.

An entry is found by the article as it was read and by a version of everything that reads it: the program, the
ontology, the options. A change in any of them is another key, so nothing stale is ever answered. Entries are
written beside and moved into place, and carry a checksum: what a kill or a bad disk left is noticed and read anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version as version_of
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kg.files import PART, write_whole
from kg.ontology.folder import data_dir
from kg.records import Article, Extraction, stable_hash

__all__ = ["ExtractionCache", "pipeline_version"]

SUFFIX = ".json"
READERS = ("spacy", "python-crfsuite", "pydantic")
"""Packages whose version can change what is found or how it is written."""

FORM = TypeAdapter(Extraction)


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
        if found is not None and found.article != article:
            # An entry under a wrong name is as good as damaged.
            self.hits -= 1
            self.damaged.append(key)
            found = None
        if found is not None:
            self.entries[article.source] = key
        return found

    def load(self, key: str) -> Extraction | None:
        """The entry of this key; None when there is none, or it is damaged."""
        path = self._path(key)
        if not os.path.lexists(path):
            return None
        found = _read(path)
        if found is None:
            self.damaged.append(key)
        else:
            self.hits += 1
        return found

    def put(self, extraction: Extraction) -> Extraction:
        """Keep what was found, and give it as it is kept: written, it takes twice the memory.

        Raises OutputError when it cannot be written; nothing half-written stays.
        """
        key = self.key(extraction.article)
        path = self._path(key)
        body = FORM.dump_json(extraction)
        checksum = hashlib.sha256(body).hexdigest().encode()
        write_whole(path, checksum + b"\n" + body, remedy="Make room on the disk, or give another cache folder.")
        self.entries[extraction.article.source] = key
        return FORM.validate_json(body)

    def keep_only(self, keys: Iterable[str]) -> int:
        """Delete every entry but these, and what a killed build left; how many files went."""
        kept = {self._path(key) for key in keys}
        gone = [
            path for path in sorted(self.folder.glob("??/*")) if path.name.endswith((SUFFIX, PART)) and path not in kept
        ]
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


def _read(path: Path) -> Extraction | None:
    """The entry, or None when it is not whole."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
        if checksum.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
            return None
        found = FORM.validate_json(body)
    except (OSError, ValidationError):
        return None
    # A sentence is there once, whatever is stated in it.
    texts: dict[str, str] = {}
    for evidence in (*(st.evidence for st in found.statements), *(m.evidence for m in found.measurements)):
        object.__setattr__(evidence, "text", texts.setdefault(evidence.text, evidence.text))
    return found
