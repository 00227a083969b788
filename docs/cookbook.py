"""Write the answers in docs/sparql.md anew, from the graph of seeds/articles: python docs/cookbook.py"""

from __future__ import annotations

import re
from pathlib import Path

from kg.store import Store, open_store, query

__all__ = ["answered", "questions", "seeds_store"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "sparql.md"
BLOCK = re.compile(
    r"(?P<head>## \d+\. [^\n]+\n\n[^\n]+\n\n```sparql\n(?P<query>.*?)\n```\n\n)<!-- answer -->\n.*?<!-- end -->\n",
    re.DOTALL,
)
MOST_ROWS = 12
WIDEST = 160


def seeds_store() -> Store:
    """The graph of the seeds, ready for queries."""
    import kg

    return open_store(kg.build([ROOT / "seeds" / "articles"]))


def questions(page: str) -> list[str]:
    """The queries of the page, in order."""
    return [found["query"] for found in BLOCK.finditer(page)]


def answered(page: str, store: Store) -> str:
    """The page with every answer as ``store`` gives it."""
    return BLOCK.sub(
        lambda found: f"{found['head']}<!-- answer -->\n{_answer(store, found['query'])}<!-- end -->\n", page
    )


def _answer(store: Store, text: str) -> str:
    result = query(store, text)
    rows = [tuple(_cell(value) for value in row) for row in result.table()]
    if not rows:
        return "Nothing.\n"
    lines = [result.variables, tuple("---" for _ in result.variables), *rows[:MOST_ROWS]]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return table + (f"\n… and {len(rows) - MOST_ROWS} more.\n" if len(rows) > MOST_ROWS else "")


def _cell(value: str) -> str:
    flat = re.sub(r"\s+", " ", value)
    short = flat if len(flat) <= WIDEST else f"{flat[:WIDEST]}…"
    return re.sub(r"([|\\<>*_`\[\]])", r"\\\1", short)


if __name__ == "__main__":
    PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), seeds_store()), encoding="utf-8")
