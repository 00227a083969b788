"""What people decided about statements: wrong ones are left out, others get another time or modality."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from kg.linking.effects import Effect
from kg.linking.merges import STATEMENT_ACTIONS, Merges, Rule
from kg.records import Modality, Statement

__all__ = ["Verdicts"]


@dataclass(slots=True)
class Verdicts:
    """The decisions of ``rules`` that are about statements; ``effects`` are what they have done."""

    rules: Sequence[Rule]
    effects: list[Effect] = field(default_factory=list)

    @classmethod
    def of(cls, merges: Merges | None) -> Verdicts:
        """Those of a file of decisions; none when there is none."""
        return cls([rule for rule in merges.rules if rule.action in STATEMENT_ACTIONS] if merges else [])

    def digest(self) -> bytes:
        """One of what was decided; nothing where nothing was."""
        told = repr([(rule.action, rule.a, rule.b) for rule in self.rules]) if self.rules else ""
        return hashlib.blake2b(told.encode("utf-8", "backslashreplace"), digest_size=20).digest() if told else b""

    def judged(self, statements: Mapping[str, Statement]) -> dict[str, Statement]:
        """``statements`` as they were decided to be."""
        made = dict(statements)
        for rule in self.rules:
            read = statements.get(rule.a)
            self.effects.append(Effect(rule=rule, about=(rule.a,) if read else (), statement=read))
            st = made.get(rule.a)
            if st is None:
                continue
            if rule.action == "wrong":
                del made[rule.a]
            elif rule.action == "time":
                made[rule.a] = replace(st, time=rule.b or None)
            else:
                made[rule.a] = replace(st, modality=next(known for known in get_args(Modality) if known == rule.b))
        return made
