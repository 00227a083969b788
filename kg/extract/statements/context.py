"""Who the text is about when a sentence does not name them ("CEO Hà Quý Đôn nói vui": CEO of whom?)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.extract.statements.sentence import Argument, SentenceView

__all__ = ["Context"]

#: Classes that a sentence may leave out, by letter: organisations, people and products.
LETTERS = "OPD"


class Context:
    """Reads the sentences of an article in order and supplies each with what the ones before were about."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {letter: Counter() for letter in LETTERS}
        self._types: dict[str, str] = {}
        self._first: dict[str, str] = {}
        self._last: dict[str, str] = {}

    def supply(self, view: SentenceView) -> None:
        """Fills ``view.context``, then learns from ``view`` for the sentences behind it."""
        named = {argument.entity for argument in view.arguments}
        for letter in LETTERS:
            offered: dict[str, list[str]] = {}
            for kind, entity in (
                ("first", self._first.get(letter)),
                ("last", self._last.get(letter)),
                ("topic", self._topic(letter)),
                *self._employers(view, letter),
            ):
                if entity is not None and entity not in named:
                    offered.setdefault(entity, []).append(kind)
            for entity, kinds in offered.items():
                view.context.append(
                    Argument(view.start, view.start, entity, self._types[entity], True, -1, 0, "+".join(kinds))
                )
        self._learn(view.arguments)

    def _employers(self, view: SentenceView, letter: str) -> list[tuple[str, str]]:
        """The organisations that posts named in the sentence are held at, where the text has told of them."""
        if letter != "O":
            return []
        return [
            ("employer", view.employers[argument.entity])
            for argument in view.arguments
            if view.employers.get(argument.entity) in self._types
        ]

    def _topic(self, letter: str) -> str | None:
        ranked = sorted(self._counts[letter].items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def _learn(self, arguments: Sequence[Argument]) -> None:
        for letter in LETTERS:
            here = [argument for argument in arguments if argument.letter == letter]
            for argument in here:
                self._counts[letter][argument.entity] += 1
                self._types[argument.entity] = argument.type
            if here:
                self._first[letter] = here[0].entity
                self._last[letter] = here[-1].entity
