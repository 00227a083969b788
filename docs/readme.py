"""README.vi.md's table of quality, from that of README.md: ``python docs/readme.py``."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VIETNAMESE = ROOT / "README.vi.md"
BLOCK = re.compile(r"(?<=<!-- quality -->\n\n).*?(?=\n\n<!-- /quality -->)", re.DOTALL)
# The heads, by the English ones; a new measure needs its name here.
HEADS = {
    "set": "bộ",
    "articles": "bài",
    "entities F1": "thực thể F1",
    "typed F1": "đúng lớp F1",
    "facts P": "dữ kiện P",
    "facts R": "dữ kiện R",
    "facts F1": "dữ kiện F1",
    "time right": "đúng thời gian",
    "modality right": "đúng tình thái",
    "claims F1": "phát biểu F1",
    "measurements F1": "số liệu F1",
}


def table(readme: str) -> str:
    """The table of README.md as Vietnamese write it: 0,97."""
    found = BLOCK.search(readme)
    assert found is not None
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in found[0].splitlines()]
    head, line, *body = rows
    cells = [[HEADS[name] for name in head], line, *([cell.replace(".", ",") for cell in row] for row in body)]
    widths = [max(len(row[k]) for row in cells if row is not line) for k in range(len(head))]
    written = []
    for row in cells:
        if row is line:
            written.append([":".rjust(width, "-") if k > 0 else "-" * width for k, width in enumerate(widths)])
        else:
            written.append(
                [
                    cell.rjust(width) if k > 0 else cell.ljust(width)
                    for k, (cell, width) in enumerate(zip(row, widths, strict=True))
                ]
            )
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def vietnamese() -> str:
    """README.vi.md with the table that README.md has now."""
    made = table((ROOT / "README.md").read_text(encoding="utf-8"))
    return BLOCK.sub(lambda _: made, VIETNAMESE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    VIETNAMESE.write_text(vietnamese(), encoding="utf-8")
