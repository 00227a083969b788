"""``merges.csv``: what people decided about entities; it overrules what the names say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Merges", "Rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One decision. ``b`` is the other entity, the class or the label, as ``action`` wants it."""

    action: Literal["same", "different", "class", "label"]
    a: str
    b: str
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merges:
    """All decisions of a file, in its order."""

    rules: tuple[Rule, ...] = ()
