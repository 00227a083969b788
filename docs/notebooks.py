"""Run the notebooks and write their outputs into them: python docs/notebooks.py (needs pip install 'kg[notebook]')"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

__all__ = ["NOTEBOOKS", "executed", "kept"]

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
#: A larger picture of a cell stays out of the file: the explorer is drawn when the cell is run.
LARGEST = 20_000
#: Where Python keeps a thing: another place in every run.
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def executed(path: Path) -> dict[str, Any]:
    """The notebook with what its cells say when they are run from first to last, in its own folder."""
    import nbformat
    from nbclient import NotebookClient

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    book = nbformat.read(path, as_version=4)
    NotebookClient(
        book, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return kept(json.loads(nbformat.writes(book)))


def kept(book: dict[str, Any]) -> dict[str, Any]:
    """``book`` without what differs from run to run or is too large: times, large pictures, the kernel's version."""
    for number, cell in enumerate(book["cells"]):
        cell["id"] = f"cell-{number + 1}"
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            # Told in order, whenever they came.
            cell["outputs"] = _joined(cell["outputs"])
    book["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return book


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs of a cell: what was printed as one, nothing that is too large."""
    made: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream":
            text = "".join(output["text"])
            if made and made[-1]["output_type"] == "stream" and made[-1]["name"] == output["name"]:
                made[-1]["text"] = made[-1]["text"] + text
                continue
            made.append({**output, "text": text})
        else:
            data = {
                key: _ADDRESS.sub("", "".join(value))
                for key, value in output.get("data", {}).items()
                if len("".join(value)) <= LARGEST
            }
            if output.get("data"):
                output = {**output, "data": data or {"text/plain": "(drawn when the cell is run)"}}
            made.append(output)
    return made


def main() -> None:
    for path in NOTEBOOKS:
        path.write_text(json.dumps(executed(path), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
