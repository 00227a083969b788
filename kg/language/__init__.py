"""A language is a folder of data (``ontology/<name>/``) and a small module, ``kg.language.<name>``, found by name.

The module holds ``LANGUAGE``, a value of ``Language``. No other module of kg knows a word or a letter of a language.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from kg.errors import InputError
from kg.ontology.values import TimeWords, UnitWords

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

__all__ = ["Language", "Quantity", "QuantityFinder", "Segmenter", "Time", "TimeFinder", "find_language"]


class Segmenter(Protocol):
    """Makes words of tokens."""

    def words(self, sentences: Sequence[Sequence[str]]) -> Iterable[list[bool]]:
        """For each token of each sentence: does a word begin here? One does at the first of each."""
        ...

    def tags(self, sentences: Iterable[Sequence[str]]) -> Iterable[list[str]]:
        """The part of speech of each word (tokens joined with ``_``) of each sentence, in the tag set of pyvi: N Np V A
        R E C M ..."""
        ...


@dataclass(frozen=True, slots=True)
class Time:
    """A time at ``start:end``: EDTF for a fact that has happened and for one that is planned."""

    start: int
    end: int
    past: str
    future: str


class TimeFinder(Protocol):
    def find(self, text: str, article_date: str = "") -> Iterator[Time]:
        """The times of ``text`` in order; ``article_date`` is EDTF (``YYYY[-MM[-DD]]``), or empty."""
        ...


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number at ``start:number_end`` with its canonical ``unit`` up to ``end``; no unit is known when empty.

    ``scaled``: a word for a great number (million) belongs to it; ``spelled``: it begins with a word, not a digit.
    ``other_end``: the value of the other end of the range that it is an end of.
    """

    start: int
    number_end: int
    end: int
    value: Decimal
    unit: str
    scaled: bool = False
    spelled: bool = False
    other_end: Decimal | None = None


class QuantityFinder(Protocol):
    def find(self, text: str) -> Iterator[Quantity]:
        """The quantities of ``text`` in order."""
        ...


class _NoTimes:
    """For a language whose times nobody has described yet."""

    def find(self, text: str, article_date: str = "") -> Iterator[Time]:
        return iter(())


class _NoQuantities:
    """For a language whose numbers nobody has described yet."""

    def find(self, text: str) -> Iterator[Quantity]:
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What the steps of the reading need of a language, beside its data.

    ``code``: the language of spaCy that the pipeline is made of (``xx`` for one that it does not know);
    ``tokenizer``: the name of a registered spaCy tokenizer; ``syllables``: a phrase cut as that tokenizer cuts
    texts; ``sentence_starts``: of each token, does a sentence begin here; ``segmenter``, ``times`` and
    ``quantities`` make what finds words, times and quantities; ``is_native``: could this word, in small letters,
    be one of the language, judged by its spelling alone?
    """

    code: str
    tokenizer: str
    syllables: Callable[[str], Sequence[str]]
    sentence_starts: Callable[[Sequence[str]], Sequence[bool]]
    segmenter: Callable[[], Segmenter]
    times: Callable[[TimeWords, UnitWords], TimeFinder] = lambda times, units: _NoTimes()
    quantities: Callable[[UnitWords], QuantityFinder] = lambda units: _NoQuantities()
    is_native: Callable[[str], bool] = lambda word: True

    def pipeline(self) -> Pipeline:
        """A spaCy pipeline of nothing but the tokenizer."""
        import spacy

        return spacy.blank(self.code, config={"nlp": {"tokenizer": {"@tokenizers": self.tokenizer}}})


def find_language(name: str) -> Language:
    """The language in the module ``kg.language.<name>``; raises InputError, with the known ones, if there is none."""
    found = getattr(_module(name), "LANGUAGE", None)
    if not isinstance(found, Language):
        known = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
        raise InputError(
            f"kg reads no language called {name!r}.",
            remedy=f"Use {', '.join(known)}, or add the module kg.language.{name}.",
        )
    return found


def _module(name: str) -> ModuleType | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return None
    path = f"{__name__}.{name}"
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:  # the module is there, and misses something itself
            raise
        return None
