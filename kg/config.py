"""The settings that hold for every command: the file ``kg.toml`` of the working folder, when there is one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

__all__ = ["DEFAULT_BASE_IRI", "Config", "read_config"]

DEFAULT_BASE_IRI = "https://example.org/kg/"


@dataclass(frozen=True, slots=True)
class Config:
    """``base_iri`` is what all IRIs of a graph begin with (key ``base-iri``)."""

    base_iri: str = DEFAULT_BASE_IRI


def read_config(path: Path = Path("kg.toml")) -> Config:
    """The settings of ``path``; the defaults when there is no such file. Raises InputError for a faulty one."""
    if not path.is_file():
        return Config()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Mend or remove it.") from error
    unknown = sorted(set(data) - {"base-iri"})
    if unknown:
        raise InputError(f"{path} has the unknown setting {unknown[0]!r}.", remedy="It may hold: base-iri.")
    base_iri = data.get("base-iri", DEFAULT_BASE_IRI)
    if not isinstance(base_iri, str):
        raise InputError(f"base-iri in {path} is no string.", remedy='Write base-iri = "https://…/".')
    return Config(base_iri=base_iri)
