"""The version, the settings of every command (``kg.toml`` of the working folder), and what the package sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "ARTICLE_TIMEOUT",
    "DEFAULT_BASE_IRI",
    "DEFAULT_LANGUAGE",
    "VERSION",
    "Config",
    "Makers",
    "base_of",
    "checked_base",
    "read_config",
]

VERSION = "0.1.0"
#: Seconds of computing that an article may take to be read, and again to be extracted.
ARTICLE_TIMEOUT = 60.0
DEFAULT_BASE_IRI = "https://example.org/kg/"
DEFAULT_LANGUAGE = "vi"
"""Of an article that does not tell its own."""
_BASE = re.compile(r"https?://[\w.~!$&'()*+,;=@-]+(?::\d{1,5})?/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?<=/)")
_RECORDS = ("Article", "Statement", "Claim", "Measurement", "Conflict")


@dataclass(frozen=True, slots=True)
class Config:
    """``base_iri`` is what all IRIs of a graph begin with (key ``base-iri``).

    ``ontology`` is the folder of an ontology in place of the installed one (key ``ontology``), named in the file from
    where the file lies.
    """

    base_iri: str = DEFAULT_BASE_IRI
    ontology: Path | None = None


def read_config(path: Path = Path("kg.toml")) -> Config:
    """The settings of ``path``; the defaults when there is no such file. Raises InputError for a faulty one."""
    if not path.is_file():
        return Config()
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Mend or remove it.") from error
    unknown = sorted(set(data) - {"base-iri", "ontology"})
    if unknown:
        raise InputError(f"{path} has the unknown setting {unknown[0]!r}.", remedy="It may hold: base-iri, ontology.")
    base_iri = data.get("base-iri", DEFAULT_BASE_IRI)
    if not isinstance(base_iri, str):
        raise InputError(f"base-iri in {path} is not a string.", remedy='Write base-iri = "https://…/".')
    folder = data.get("ontology")
    if folder is not None and not isinstance(folder, str):
        raise InputError(f"ontology in {path} is not a string.", remedy='Write ontology = "folder".')
    return Config(base_iri=checked_base(base_iri), ontology=path.parent / folder if folder else None)


def checked_base(iri: str) -> str:
    """``iri``, when the IRIs of a graph can begin with it. Raises UsageError when they cannot.

    What follows it ("ontology#uses") has the one ``#`` of an IRI.
    """
    if not _BASE.fullmatch(iri):
        raise UsageError(f"{iri!r} is not a base IRI.", remedy="Give one such as https://example.org/kg/.")
    return iri


def base_of(types: Iterable[str]) -> str:
    """What the IRIs of a graph begin with, told by the IRIs of its things' ``types``; the default when none tells.

    Raises UsageError when it is nothing that IRIs can begin with.
    """
    for type_ in types:
        base, mark, name = type_.rpartition("ontology#")
        if mark and name in _RECORDS:
            return checked_base(base)
    return DEFAULT_BASE_IRI


class Makers:
    """What modules above ``kg.graph`` make of a graph, for its methods: ``kg/__init__.py`` says by which functions."""

    html: ClassVar[Callable[[Any], str]]
    rdflib: ClassVar[Callable[[Any, bool], rdflib.Graph]]
