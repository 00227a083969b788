"""Where an ontology lies, and which languages it has words of: without what reads its files, which takes its time.

``ontology/`` lies at the top of a checkout and inside the wheel as ``kg/_ontology``; ``data_dir`` finds it.
"""

from __future__ import annotations

from pathlib import Path

from kg.config import DEFAULT_LANGUAGE
from kg.errors import InputError

__all__ = ["data_dir", "default_language", "languages"]


def data_dir() -> Path:
    """The folder of ontology data: the package's own copy (wheel), else the checkout's."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise InputError("The folder ontology/ was not found.", remedy="Reinstall kg, or run it from its checkout.")


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that ``folder`` has words of: its folders with YAML files."""
    return tuple(sorted({path.parent.name for path in folder.glob("*/*.yaml")}))


def default_language(folder: Path) -> str:
    """The language that is meant when none is named: the only one in ``folder``, else ``DEFAULT_LANGUAGE``."""
    found = languages(folder)
    return found[0] if len(found) == 1 else DEFAULT_LANGUAGE
