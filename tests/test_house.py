"""The house stays small enough to walk through: few doors a floor, no room too large, nobody in another's cupboard."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KG = ROOT / "kg"
MODULES = sorted(KG.rglob("*.py"))
#: Modules that may be long, each with the reason: tables of data only.
TABLES: dict[str, str] = {}


@pytest.mark.parametrize(("folder", "most"), [(KG, 29), (KG / "extract", 14)])
def test_a_floor_has_few_doors(folder: Path, most: int) -> None:
    # An installed kg has the ontology in it, too.
    entries = {path.name for path in folder.iterdir()} - {"__pycache__", "_ontology"}
    assert len(entries) <= most, sorted(entries)


def test_no_module_is_long_but_tables_of_data() -> None:
    long = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
    }
    assert long == set(TABLES)


def private_names(path: Path) -> Iterator[str]:
    """Private names of other modules that a module imports, or takes out of one that it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg"):
            modules |= {alias.asname or alias.name for alias in node.names}
            for name in (*(node.module or "").split("."), *(alias.name for alias in node.names)):
                if name.startswith("_") and not name.startswith("__"):
                    yield f"{node.lineno}: {name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if any(part.startswith("_") for part in alias.name.split(".")):
                    yield f"{node.lineno}: {alias.name}"
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
        ):
            yield f"{node.lineno}: {node.value.id}.{node.attr}"


def test_no_module_takes_what_is_private_to_another() -> None:
    found = {path.relative_to(ROOT).as_posix(): list(private_names(path)) for path in MODULES}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_eye_sees_private_names(tmp_path: Path) -> None:
    path = tmp_path / "room.py"
    path.write_text("from kg.a import _b\nfrom kg import c\nimport kg._d\nc._e\nc.f\nself._g\n", encoding="utf-8")
    assert list(private_names(path)) == ["1: _b", "3: kg._d", "4: c._e"]
