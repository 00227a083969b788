"""Who the text is about when a sentence does not name them ("CEO Hà Quý Đôn nói vui": CEO of whom?)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.statements.arguments import Argument
from kg.extract.statements.sentence import SentenceView
from kg.ontology.definitions import Model

__all__ = ["Context"]

#: The class of those that posts are held at.
EMPLOYER = "Organization"


class Context:
    """Reads the sentences of one article in order and says for each whom the ones before were about.

    ``left_out`` are the classes that a sentence may leave out, with those below them.
    """

    def __init__(self, model: Model, left_out: Iterable[str]) -> None:
        self._letters = tuple(dict.fromkeys(map(model.letter, left_out)))
        self._employer = model.letter(EMPLOYER)
        self._counts: dict[str, Counter[str]] = {letter: Counter() for letter in self._letters}
        self._most: dict[str, list[str]] = {letter: [] for letter in self._letters}
        self._known: dict[str, Argument] = {}
        self._first: dict[str, str] = {}
        self._last: dict[str, str] = {}

    def read(self, view: SentenceView) -> list[Argument]:
        """Whom the sentence may leave out; then learns from it for the sentences behind it."""
        named = {argument.entity for argument in view.arguments}
        supplied = [
            self._supplied(view, self._known[entity], "+".join(kinds))
            for letter in self._letters
            for entity, kinds in self._offered(view, letter).items()
            if entity not in named
        ]
        self._learn(view.arguments)
        return supplied

    @staticmethod
    def _supplied(view: SentenceView, known: Argument, context: str) -> Argument:
        return Argument(
            start=view.start,
            end=view.start,
            entity=known.entity,
            type=known.type,
            letter=known.letter,
            reference=True,
            group=-1,
            rank=0,
            context=context,
            source=known.place,
        )

    def _offered(self, view: SentenceView, letter: str) -> dict[str, list[str]]:
        """The entities of a class that the text was about, with how each one is known.

        First and last are those of the latest sentence that named any.
        """
        offered: dict[str, list[str]] = {}
        for kind, entity in (
            ("first", self._first.get(letter)),
            ("last", self._last.get(letter)),
            ("topic", self._topic(letter)),
            *(("employer", firm) for firm in self._employers(view) if letter == self._employer),
        ):
            if entity is not None:
                offered.setdefault(entity, []).append(kind)
        return offered

    def _employers(self, view: SentenceView) -> Iterator[str]:
        """Where the posts named in the sentence are held, if the text has told of those organisations."""
        firms = (view.employers.get(argument.entity) for argument in view.arguments)
        return (firm for firm in firms if firm is not None and firm in self._known)

    def _topic(self, letter: str) -> str | None:
        """The entity named most often, when no other was named as often."""
        most = self._most[letter]
        return most[0] if len(most) == 1 else None

    def _learn(self, arguments: Sequence[Argument]) -> None:
        for letter in self._letters:
            here = [argument for argument in arguments if argument.letter == letter]
            counts = self._counts[letter]
            for argument in here:
                most = max((counts[entity] for entity in self._most[letter][:1]), default=0)
                counts[argument.entity] += 1
                if counts[argument.entity] > most:
                    self._most[letter] = [argument.entity]
                elif counts[argument.entity] == most:
                    self._most[letter].append(argument.entity)
                self._known[argument.entity] = argument
            if here:
                self._first[letter] = here[0].entity
                self._last[letter] = here[-1].entity
