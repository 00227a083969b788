"""What linking finds out of names, each by itself: noted from one build to the next, since most stay what they are."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field, fields

from kg.files.parts import Parts

__all__ = ["Keys", "Noted"]

_WHAT = f"names {marshal.version}"

Keys = tuple[tuple[str, ...], ...]
Split = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


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

    @classmethod
    def of(cls, parts: Parts) -> Noted:
        """What ``parts`` has of it."""
        told = parts.noted(_WHAT)
        return cls(*marshal.loads(told)) if told else cls()

    def keep(self, parts: Parts) -> None:
        """Let ``parts`` have it for the next build."""
        parts.note(_WHAT, marshal.dumps([getattr(self, one.name) for one in fields(self)]))
