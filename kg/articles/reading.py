"""Paths into articles, in one order, with a clear word for each that cannot be read."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from kg.articles.apart import Apart
from kg.articles.cleaned import cleaned
from kg.articles.dates import DateReader
from kg.articles.formats import MAX_CHARS, Raw, suffix_of
from kg.articles.jsonl import LINES, count_lines
from kg.articles.language import Recognizer
from kg.articles.metadata import TABLE
from kg.articles.structure import HEADER, StructureReader
from kg.articles.units import Unit, Units
from kg.config import ARTICLE_TIMEOUT
from kg.errors import ArticleError
from kg.files import BUILD_FILES, LOCK
from kg.language import find_language
from kg.ontology.ontology import Ontology
from kg.records import Article, stable_hash

__all__ = ["Known", "Nothing", "count_paths", "list_paths", "read_new", "read_paths"]

Made = TypeVar("Made", covariant=True)


class Known(Protocol[Made]):
    """What is known of articles that were read before, by digests of what they are read from."""

    def get(self, digest: bytes) -> tuple[str, Callable[[], Made]] | ArticleError | None:
        """The article's source, and what gives what was made of it; or the error that left it out; or None."""
        ...

    def met(self, digest: bytes, found: Article | ArticleError) -> None:
        """This is what the digest stands for."""
        ...


class Nothing:
    """Nothing is known."""

    def get(self, digest: bytes) -> None:
        pass

    def met(self, digest: bytes, found: Article | ArticleError) -> None:
        pass


def read_paths(
    paths: Iterable[Path | str],
    *,
    default_date: str | None = None,
    ontology: Ontology | None = None,
    timeout: float = ARTICLE_TIMEOUT,
    below: Path | None = None,
) -> Iterator[Article | ArticleError]:
    """The articles in files and folders (all levels), or the error that says why one is left out.

    The order is that of the sources, however the paths were given. A source is the file's path below the common
    parent of all that is given (for one folder, below it) or below the folder ``below``; the URL; or ``file.jsonl#id``.
    ``default_date`` (EDTF) is for articles that have none; what a ``metadata.csv`` beside a file says of it counts
    before what it says of itself. Hidden files and what kg itself wrote into a folder are
    passed over; a file reached twice is read once. An article that takes longer than ``timeout`` seconds (0: no limit)
    is given up. ``ontology`` has the words that tell its language from others, and a headline from what follows it.
    """
    known: Known[Article] = Nothing()
    return read_new(paths, known, default_date=default_date, ontology=ontology, timeout=timeout, below=below)


def read_new(
    paths: Iterable[Path | str],
    known: Known[Made],
    *,
    default_date: str | None = None,
    ontology: Ontology | None = None,
    timeout: float = ARTICLE_TIMEOUT,
    below: Path | None = None,
) -> Iterator[Article | ArticleError | Made]:
    """``read_paths``, but that of articles that are ``known`` comes what was made of them."""
    ontology = ontology or Ontology.load()

    @cache
    def judge() -> _Judge:
        times = find_language(ontology.language).times(ontology.times, ontology.units)
        dates = DateReader(times, ontology.times.hours_ahead)
        return _Judge(ontology, Recognizer(ontology.recognition), StructureReader(ontology.structure), dates)

    seen: set[str] = set()

    def twice(name: str, source: str) -> ArticleError | None:
        """The error that leaves an article in ``source`` out whose name another has had."""
        if name not in seen:
            seen.add(name)
            return None
        return ArticleError(
            name, f"was read already; it stands again in {source}.", remedy="Give every article its own id or url."
        )

    def anew(unit: Unit, source: str) -> Iterator[Article | ArticleError]:
        """What is in it, which ``known`` is told where it is one thing."""
        raws = list(unit.read())
        for raw in raws:
            judged = raw if isinstance(raw, ArticleError) else judge().article(raw, default_date)
            again = twice(judged.source, source) if isinstance(judged, Article) else None
            # What could not be read at all may be read next time; what stands twice may stand once then.
            if again is None and judged is not raw and len(raws) == 1 and unit.digest and unit.is_same():
                known.met(unit.digest, judged)
            yield again or judged

    with Apart(timeout) as apart:
        units = Units(apart, timeout, repr(default_date))
        for source, path in _sources(paths, below):
            for unit in [path] if isinstance(path, ArticleError) else units.of(path, source):
                if isinstance(unit, ArticleError):
                    yield unit
                    continue
                before = known.get(unit.digest) if unit.digest else None
                if isinstance(before, ArticleError) and unit.fits(before.source):
                    yield before
                elif isinstance(before, tuple) and unit.fits(before[0]):
                    name, made = before
                    yield twice(name, source) or made()
                else:
                    yield from anew(unit, source)


def count_paths(paths: Iterable[Path | str]) -> int:
    """About how many articles ``read_paths`` will give, at a small part of its cost."""
    count = 0
    for _, path in _sources(paths):
        lines = isinstance(path, Path) and suffix_of(path) in LINES
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


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells title and date of an article, or why it is left out."""

    ontology: Ontology
    recognizer: Recognizer
    structure: StructureReader
    dates: DateReader

    def article(self, raw: Raw, default_date: str | None) -> Article | ArticleError:
        """The article, or the error that leaves it out."""
        view = cleaned(raw.text[: MAX_CHARS + 1]).text
        fault, remedy = self._fault(raw, view)
        if fault:
            return ArticleError(raw.source, fault, remedy=remedy)
        header = HEADER.match(raw.text)
        date, unread = self.dates.first((*raw.dates, header and header[1]))
        return Article(
            id=f"article-{stable_hash([raw.source])}",
            source=raw.source,
            text=raw.text,
            title=self._title(raw, view),
            date=date or default_date,
            outlet=raw.outlet,
            url=raw.url,
            language=self.ontology.language,
            notes=(*raw.notes, *unread),
        )

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
