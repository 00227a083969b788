"""``vi/nouns.yaml``: nouns that tell what a name is, and expressions that stand for one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.errors import Fault, OntologyError
from kg.ontology.files import DataModel, data_dir, read_yaml

__all__ = ["Nouns", "load_nouns", "read_nouns"]

ByClass = dict[str, tuple[str, ...]]


class ReportWords(DataModel):
    owner: frozenset[str]
    maker: frozenset[str]


class Nouns(DataModel):
    """The file's lists under its own names; the comment at its top says what each one is."""

    heads: ByClass
    name_heads: ByClass
    suffixes: ByClass
    generic: tuple[str, ...]
    honorifics: ByClass
    positions: tuple[str, ...]
    surnames: ByClass
    given: tuple[str, ...]
    references: ByClass
    determiners: tuple[str, ...]
    own: tuple[str, ...]
    alone: ByClass
    opening: ByClass
    predicative: tuple[str, ...]
    roles: ByClass
    clauses: tuple[str, ...]
    fronting: tuple[str, ...]
    defining: tuple[str, ...]
    attributive: tuple[str, ...]
    times: tuple[str, ...]
    pronouns: ByClass
    plural: tuple[str, ...]
    documents: ByClass
    skipped: tuple[str, ...]
    single: tuple[str, ...]
    common: tuple[str, ...]
    languages: tuple[str, ...]
    peoples: tuple[str, ...]
    named_works: ByClass
    named_by: tuple[str, ...]
    groups: tuple[str, ...]
    leading: frozenset[str]
    following: frozenset[str]
    loose_phrases: frozenset[str]
    loose_words: frozenset[str]
    long_named: frozenset[str]
    issuers: frozenset[str]
    city_short: frozenset[str]
    pairing: frozenset[str]
    ending: frozenset[str]
    apposing: frozenset[str]
    numbering: frozenset[str]
    about: frozenset[str]
    before_verbs: frozenset[str]
    report_by: ReportWords


def read_nouns(path: Path, *, faults: list[Fault]) -> Nouns | None:
    """The file as a record; what is wrong is appended to ``faults``."""
    return read_yaml(path, Nouns, faults=faults)[0]


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The shipped nouns; all faults at once as an ``OntologyError``."""
    faults: list[Fault] = []
    nouns = read_nouns(data_dir() / "vi" / "nouns.yaml", faults=faults)
    if nouns is None:
        raise OntologyError(faults)
    return nouns
