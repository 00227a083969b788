"""What linking finds out of names, each by itself: noted from one build to the next, since most stay what they are."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from operator import attrgetter

from kg.files.parts import Parts

__all__ = ["Keys", "Noted"]

_WHAT = f"names {marshal.version}"

FEW = 50
"""One in so many that is new is found out again by the next build, sooner than all that is noted is written again."""

Keys = tuple[tuple[str, ...], ...]
Split = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_all = attrgetter("exact", "bodies", "split", "keys")


@dataclass(slots=True)
class Noted:
    """All of it comes from the names, the program and the ontology alone.

    ``exact``: their exact keys. ``bodies``: what kinds of bodies they are like (``Words``). ``split``: by all names of
    an entity of an article and its uppermost class, those that can mean it anywhere, those that are shortened, and what
    kinds of things the former say that it is (``Resolver``). ``keys``: by uppermost class and name, the keys under
    which its variants meet (``variants``).
    """

    exact: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, tuple[bool, bool, bool]] = field(default_factory=dict)
    split: dict[tuple[tuple[str, ...], str], Split] = field(default_factory=dict)
    keys: dict[tuple[str, str], Keys] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, parts: Parts) -> Noted:
        """What ``parts`` has of it."""
        told = parts.noted(_WHAT)
        return cls(*marshal.loads(told)) if told else cls()

    def fits(self, names: int, new: int) -> bool:
        """Whether it does as it is for the next build, where of so many ``split`` so many are ``new``."""
        return max(new, len(self.split) - names) * FEW <= names

    def keep(self, parts: Parts) -> None:
        """Let ``parts`` have it for the next build, where it has changed."""
        if self.changed:
            parts.note(_WHAT, marshal.dumps(_all(self)))
