"""What is known of articles by what they were read from: nothing is read again, and no entry of the cache opened, to
know who is in them and what is stated of them. Their words and facts are read from there when somebody asks."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from kg.building.cache import ExtractionCache
from kg.building.memory import Memory
from kg.errors import ArticleError
from kg.files.parts import Parts
from kg.linking.outline import Gist, Outline
from kg.records import Article, Entity, Extraction, Refusal

__all__ = ["Known"]

_WHAT = f"article {marshal.version}"
_ARTICLE = tuple(one.name for one in fields(Article) if one.name != "text")
_article = attrgetter(*_ARTICLE)
_values = {kind: attrgetter(*(one.name for one in fields(kind))) for kind in (Entity, Refusal)}
Record = TypeVar("Record")


def _maker(kind: type[Record]) -> Callable[[Iterable[Any]], Record]:
    """A constructor from all values in their order: the class's own takes them by name, at three times the cost."""
    setters = [vars(kind)[one.name].__set__ for one in fields(kind)]  # type: ignore[arg-type]

    def make(values: Iterable[Any]) -> Record:
        made = object.__new__(kind)
        for put, value in zip(setters, values, strict=True):
            put(made, value)
        return made

    return make


_entity, _refusal = _maker(Entity), _maker(Refusal)


class Known:
    """What ``parts`` have of articles, whose entries are in ``cache``; ``memory`` makes extractions of those."""

    def __init__(self, parts: Parts, cache: ExtractionCache, memory: Memory) -> None:
        self._parts = parts
        self._cache = cache
        self._memory = memory
        #: Of articles that are read now, by their sources, the keys of their parts.
        self._keys: dict[str, bytes] = {}

    def get(self, digest: bytes) -> tuple[str, Callable[[], Outline]] | ArticleError | None:
        """As ``kg.articles.reading.Known`` has it. Of an article whose entry is not what it was nothing is known."""
        part = self._parts.get(self._key(digest))
        if part is None:
            return None
        told = marshal.loads(part)
        if len(told) == 3:
            source, message, remedy = told
            return ArticleError(source, message, remedy=remedy)
        source, key, stamp, *_ = told
        return (source, partial(self._outline, *told)) if self._cache.stamp(key) == stamp else None

    def _outline(
        self, source: str, key: str, _: object, checksum: bytes, row: tuple[Any, ...], gist: tuple[Any, ...]
    ) -> Outline:
        self._cache.answered(source, key)
        entry = _Entry(self._cache, key, self._memory)
        # In place of the text stands what gives it.
        article = Article(**dict(zip(_ARTICLE, row, strict=True)), text=entry.text)  # type: ignore[arg-type]
        whole = _Whole(entry, article, _read(gist))
        return Outline(article, whole.gist, whole, checksum)

    def met(self, digest: bytes, found: Article | ArticleError) -> None:
        """What it stands for: that an article is left out is known from now on, what is in one when it is ``put``."""
        key = self._key(digest)
        if isinstance(found, ArticleError):
            self._parts.put(key, marshal.dumps((found.source, found.message, found.remedy)))
        else:
            self._keys[found.source] = key

    def put(self, outline: Outline) -> None:
        """What was found in an article that was ``met``; its entry is in the cache."""
        article, entry = outline.article, self._cache.entries[outline.article.source]
        if article.source in self._keys:
            told = (
                article.source,
                entry,
                self._cache.stamp(entry),
                outline.digest,
                _article(article),
                _written(outline.gist),
            )
            self._parts.put(self._keys[article.source], marshal.dumps(told))

    def _key(self, digest: bytes) -> bytes:
        return self._parts.key(_WHAT, (digest,))


@dataclass(slots=True)
class _Entry:
    """One of the cache; what is asked for again is on the shelf by then."""

    cache: ExtractionCache
    key: str
    memory: Memory
    _text: Callable[[], str] | str | None = None

    def text(self) -> str:
        """The article's."""
        if self._text is None:
            self._text = self.memory.put(self.cache.text(self.key))
        return self._text if isinstance(self._text, str) else self._text()

    def facts(self) -> bytes:
        return self.cache.facts(self.key)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an outline asks for its extraction."""

    entry: _Entry
    article: Article
    gist: Gist

    def __call__(self) -> Extraction:
        return self.entry.memory.whole(self.article, self.gist, self.entry.facts())


def _written(gist: Gist) -> tuple[Any, ...]:
    entities = tuple(map(_values[Entity], gist.entities))
    return entities, gist.told, gist.stated, gist.sketch, tuple(map(_values[Refusal], gist.refused)), gist.instead


def _read(row: tuple[Any, ...]) -> Gist:
    entities, told, stated, sketch, refused, instead = row
    return Gist(
        entities=tuple(map(_entity, entities)),
        told=told,
        stated=stated,
        sketch=sketch,
        refused=tuple(map(_refusal, refused)),
        instead=instead,
    )
