"""Paths into articles, in one order, with a clear word for each that cannot be read."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.articles.apart import APART, Apart
from kg.articles.cleaned import cleaned
from kg.articles.dates import DateReader
from kg.articles.formats import MAX_CHARS, READERS, Raw, count_lines, suffix_of
from kg.articles.language import Recognizer
from kg.articles.limits import OutOfTimeError, time_limit
from kg.articles.metadata import TABLE, Tables, faults
from kg.articles.structure import HEADER, StructureReader
from kg.config import ARTICLE_TIMEOUT
from kg.errors import ArticleError
from kg.files import BUILD_FILES, LOCK
from kg.files.parts import Parts
from kg.language import find_language
from kg.ontology.ontology import Ontology
from kg.records import Article, stable_hash

__all__ = ["count_paths", "list_paths", "read_paths"]


def read_paths(
    paths: Iterable[Path | str],
    *,
    default_date: str | None = None,
    ontology: Ontology | None = None,
    timeout: float = ARTICLE_TIMEOUT,
    below: Path | None = None,
    parts: Parts | None = None,
) -> Iterator[Article | ArticleError]:
    """The articles in files and folders (all levels), or the error that says why one is left out.

    The order is that of the sources, however the paths were given. A source is the file's path below the common
    parent of all that is given (for one folder, below it) or below the folder ``below``; the URL; or ``file.jsonl#id``.
    ``default_date`` (EDTF) is for articles that have none; what a ``metadata.csv`` beside a file says of it counts
    before what it says of itself. Hidden files and what kg itself wrote into a folder are
    passed over; a file reached twice is read once. An article that takes longer than ``timeout`` seconds (0: no limit)
    is given up. ``ontology`` has the words that tell its language from others, and a headline from what follows it;
    ``parts`` has how articles by it were judged before.
    """
    ontology, parts = ontology or Ontology.load(), parts or Parts()

    @cache
    def judge() -> _Judge:
        times = find_language(ontology.language).times(ontology.times, ontology.units)
        dates = DateReader(times, ontology.times.hours_ahead)
        return _Judge(ontology, Recognizer(ontology.recognition), StructureReader(ontology.structure), dates)

    def judged(raw: Raw) -> Article | ArticleError:
        known = (repr(raw).encode("utf-8", "surrogatepass"),)
        return _made(raw, parts.of("judged", known, lambda: judge().told(raw)), ontology.language, default_date)

    seen: set[str] = set()
    tables = Tables()
    with Apart(timeout) as apart:
        for source, path in _sources(paths, below):
            for found in _read(path, source, apart, timeout, tables):
                article = found if isinstance(found, ArticleError) else judged(found)
                if isinstance(article, Article):
                    if article.source in seen:
                        article = ArticleError(
                            article.source,
                            f"was read already; it stands again in {source}.",
                            remedy="Give every article its own id or url.",
                        )
                    else:
                        seen.add(article.source)
                yield article


def count_paths(paths: Iterable[Path | str]) -> int:
    """About how many articles ``read_paths`` will give, at a small part of its cost."""
    count = 0
    for _, path in _sources(paths):
        lines = isinstance(path, Path) and suffix_of(path) in (".jsonl", ".jsonl.gz")
        table = isinstance(path, Path) and path.name == TABLE
        count += count_lines(path) if lines and isinstance(path, Path) else not table
    return count


def list_paths(paths: Iterable[Path | str]) -> Iterator[Path]:
    """The files that ``read_paths`` would look into."""
    for _, path in _sources(paths):
        if isinstance(path, Path):
            yield path


def _sources(paths: Iterable[Path | str], below: Path | None = None) -> Iterator[tuple[str, Path | ArticleError]]:
    """Source and file, in order of the sources."""
    given = sorted({Path(path) for path in paths})
    base = _absolute(below) if below else _common([path for path in given if os.path.lexists(path)])
    by_file: dict[str, tuple[str, Path]] = {}
    troubles: list[tuple[str, Path | ArticleError]] = []
    for one in given:
        for path in _files(one):
            if isinstance(path, ArticleError):
                troubles.append((path.source, path))
                continue
            name = _spelled(Path(os.path.relpath(_absolute(path), base)).as_posix())
            real = os.path.realpath(path)
            # Of two ways to one file, the longer source: that of the outermost folder.
            if real not in by_file or (-len(name), name) < (-len(by_file[real][0]), by_file[real][0]):
                by_file[real] = (name, path)
    yield from sorted([*troubles, *by_file.values()], key=lambda item: (item[0], str(item[1])))


def _common(given: Iterable[Path]) -> str:
    """The folder that all of ``given`` are below: of one folder, itself."""
    folders = [_absolute(path if path.is_dir() else path.parent) for path in given]
    return os.path.commonpath(folders) if folders else ""


def _absolute(path: Path) -> str:
    """Without ``..``, and with links as they are: a source is what was given."""
    return os.path.normpath(Path.cwd() / path)


def _files(given: Path) -> Iterator[Path | ArticleError]:
    try:
        mode = given.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield ArticleError(str(given), "does not exist.", remedy="Check the path.")
        return
    except OSError as error:
        yield ArticleError(str(given), f"cannot be read: {error.strerror}.", remedy="Check its permissions.")
        return
    if not stat.S_ISDIR(mode):
        yield given
        return
    errors: list[OSError] = []
    for folder, folders, names in os.walk(given, onerror=errors.append):
        # A build may lie in the folder of its articles.
        written = BUILD_FILES if LOCK in names or {"graph.ttl", "report.json"} <= set(names) else ()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name not in written:
                yield Path(folder, name)
    for closed in errors:
        name = _spelled(Path(closed.filename).relative_to(given.parent).as_posix())
        yield ArticleError(name, f"cannot be read: {closed.strerror}.", remedy="Check the folder's permissions.")


def _spelled(name: str) -> str:
    """A file's name as text that any file can hold, the same whatever form the system keeps it in."""
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", errors="replace"))
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _in_time(found: Iterator[Raw | ArticleError], source: str, seconds: float) -> Iterator[Raw | ArticleError]:
    """What is ``found``, as long as each takes no longer than ``seconds``."""
    while True:
        try:
            with time_limit(seconds):
                item = next(found, None)
        except OutOfTimeError:
            item = ArticleError(
                source, f"took longer than {seconds:g} s to read.", remedy="Give more time (--article-timeout)."
            )
        if item is None:
            return
        yield item


def _read(
    path: Path | ArticleError, source: str, apart: Apart, timeout: float, tables: Tables
) -> Iterator[Raw | ArticleError]:
    if isinstance(path, ArticleError):
        yield path
        return
    suffix = suffix_of(path)
    reader = READERS.get(suffix)
    if reader is None and suffix not in APART and path.name != TABLE:
        known = " ".join(sorted(APART.union(READERS)))
        yield ArticleError(source, f"is not one of {known}.", remedy="Convert it, or leave it out.")
        return
    try:
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ArticleError(source, "is not a regular file.", remedy="Leave it out.")
        if path.name == TABLE:
            found: Iterable[Raw | ArticleError] = faults(path, source)
        elif suffix in APART or reader is None:
            found = apart.read(path, source)
        else:
            found = _in_time(reader(path, source), source, timeout)
        yield from (tables.filled(item, path) if isinstance(item, Raw) else item for item in found)
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(
            source, f"cannot be read: {error.strerror or error}.", remedy="Check the file and its permissions."
        )


def _made(raw: Raw, told: bytes, language: str, default_date: str | None) -> Article | ArticleError:
    """The article that was judged so."""
    verdict = json.loads(told)
    if "fault" in verdict:
        return ArticleError(raw.source, verdict["fault"], remedy=verdict["remedy"])
    return Article(
        id=f"article-{stable_hash([raw.source])}",
        source=raw.source,
        text=raw.text,
        title=verdict["title"],
        date=verdict["date"] or default_date,
        outlet=raw.outlet,
        url=raw.url,
        language=language,
        notes=(*raw.notes, *verdict["notes"]),
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells title and date of an article, or why it is left out."""

    ontology: Ontology
    recognizer: Recognizer
    structure: StructureReader
    dates: DateReader

    def told(self, raw: Raw) -> bytes:
        """What ``_made`` makes an article of."""
        view = cleaned(raw.text[: MAX_CHARS + 1]).text
        fault, remedy = self._fault(raw, view)
        if fault:
            return json.dumps({"fault": fault, "remedy": remedy}).encode()
        header = HEADER.match(raw.text)
        date, unread = self.dates.first((*raw.dates, header and header[1]))
        return json.dumps({"title": self._title(raw, view), "date": date, "notes": [*unread]}).encode()

    def _fault(self, raw: Raw, view: str) -> tuple[str, str]:
        """Why the article is left out, and what can be done; empty where it is not."""
        if not view.strip():
            return "is empty.", "Leave it out, or fill in its text."
        if len(raw.text) > MAX_CHARS:
            return (
                f"is {len(raw.text):,} characters long; articles of up to {MAX_CHARS:,} are read.",
                "Put each article into a file of its own.",
            )
        verdict = self.recognizer.judge(view)
        if verdict.fits:
            return "", ""
        other = f" It looks like {verdict.other}." if verdict.other else ""
        name = self.ontology.recognition.name
        return f"is not {name}.{other}", f"Only {name} is extracted."

    def _title(self, raw: Raw, view: str) -> str | None:
        page = self.structure.strip_title_tail(raw.page_title) if raw.page_title else None
        return raw.title or page or self.structure.title(view)
