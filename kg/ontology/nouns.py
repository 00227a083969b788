"""``<language>/nouns.yaml``: nouns that tell what a name is, and expressions that stand for one."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from kg.errors import Fault
from kg.ontology.files import DataModel, read_yaml

__all__ = ["Nouns", "read_nouns"]

ByClass = dict[str, tuple[str, ...]]


class ReportWords(DataModel):
    owner: frozenset[str]
    maker: frozenset[str]


class Shortened(DataModel):
    front: frozenset[str]
    behind: frozenset[str]
    parting: frozenset[str]


class Nouns(DataModel):
    """The file's lists under its own names; the comment at its top says what each one is."""

    heads: ByClass
    name_heads: ByClass
    suffixes: ByClass
    generic: tuple[str, ...]
    parts: frozenset[str]
    formal: frozenset[str]
    honorifics: ByClass
    positions: tuple[str, ...]
    surnames: ByClass
    given: tuple[str, ...]
    references: ByClass
    determiners: tuple[str, ...]
    own: tuple[str, ...]
    alone: frozenset[str]
    predicative: tuple[str, ...]
    roles: dict[Literal["possessor", "source", "agent", "other"], tuple[str, ...]]
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
    short_countries: dict[str, str]
    states: tuple[str, ...]
    capitals: dict[str, str]
    named_works: ByClass
    named_by: tuple[str, ...]
    groups: tuple[str, ...]
    fits: dict[str, dict[str, float]]
    reference_groups: frozenset[str]
    origins: frozenset[str]
    told_by: dict[str, tuple[str, ...]]
    genitive: frozenset[str]
    seats: frozenset[str]
    prepositional: frozenset[str]
    enumerating: frozenset[str]
    coordinating: frozenset[str]
    continuing: frozenset[str]
    following: frozenset[str]
    parting: frozenset[str]
    leading: frozenset[str]
    yielding: frozenset[str]
    loose_phrases: frozenset[str]
    loose_words: frozenset[str]
    long_named: frozenset[str]
    issuers: frozenset[str]
    legal_forms: tuple[str, ...]
    sectors: tuple[str, ...]
    city_short: frozenset[str]
    pairing: frozenset[str]
    meeting: tuple[str, ...]
    instead: dict[str, ByClass]
    apposing: frozenset[str]
    numbering: frozenset[str]
    about: frozenset[str]
    before_verbs: frozenset[str]
    behind_names: frozenset[str]
    seated: frozenset[str]
    landmarks: ByClass
    numbered: ByClass
    report_by: ReportWords
    small: frozenset[str]
    telling: ByClass
    shortened: Shortened
    listed: ByClass
    opening: frozenset[str]
    collective: frozenset[str]


def read_nouns(path: Path, *, faults: list[Fault]) -> Nouns | None:
    """The file as a record; what is wrong is appended to ``faults``."""
    return read_yaml(path, Nouns, faults=faults)[0]
