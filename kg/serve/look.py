"""The style of the served pages: the explorer's own colours and letters, and what these pages need beside them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kg.explore.files import read_assets

__all__ = ["stylesheet"]

_DARK = re.compile(r':root\[data-theme="dark"\] (\{.*?\n\})', re.DOTALL)


@cache
def stylesheet() -> str:
    """One style sheet; light or dark as the system is, since these pages have no switch."""
    base = read_assets("css", ("base", "panel", "reader"), ".css")
    own = (Path(__file__).parent / "assets" / "style.css").read_text(encoding="utf-8")
    dark = "".join(f"@media (prefers-color-scheme: dark) {{ :root {block} }}\n" for block in _DARK.findall(base))
    return f"{base}\n{dark}{own}"
