"""The notebooks run from first cell to last in Jupyter's own way, and hold what their cells say then."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def tool() -> Any:
    """docs/notebooks.py."""
    spec = importlib.util.spec_from_file_location("notebooks", ROOT / "docs" / "notebooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def said(cell: dict[str, Any]) -> list[str]:
    """What a cell says in words; where a picture puts things differs between versions of NumPy."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ())]
    return ["".join(text) for text in texts]


def test_there_are_five() -> None:
    assert len(NOTEBOOKS) == 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_has_its_outputs_is_small_and_says_what_to_install(path: Path) -> None:
    found = cells(path)
    assert "pip install 'kg[notebook]'" in "".join(found[0]["source"])
    assert any(cell.get("outputs") for cell in found)
    assert not [output for cell in found for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    assert path.stat().st_size < 50_000
    assert "/tmp/" not in path.read_text(encoding="utf-8")


def test_what_is_told_to_install_has_all_that_notebooks_import() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    told = {name.split(">")[0] for name in extras["notebook"]}
    assert {"ipykernel", "nbclient", "notebook", "oxigraph", "pandas", "pyarrow"} <= told


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs_and_says_what_stands_in_it(path: Path) -> None:
    pytest.importorskip("nbclient")
    made, here = tool().executed(path)["cells"], cells(path)
    for number, (new, old) in enumerate(zip(made, here, strict=True), 1):
        assert said(new) == said(old), f"{path.name}, cell {number}: run python docs/notebooks.py"
