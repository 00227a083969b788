"""The files that the page is put together from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["read_assets"]

HERE = Path(__file__).resolve().parent


def read_assets(folder: str, names: Sequence[str], suffix: str) -> str:
    """Files of ``assets/`` in the order given, each under its name."""
    parts = []
    for name in names:
        text = (HERE / "assets" / folder / f"{name}{suffix}").read_text(encoding="utf-8")
        parts.append(f"/* ---- {name} ---- */\n{text}")
    return "\n".join(parts)
