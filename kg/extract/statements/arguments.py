"""The names and references of a sentence as sides that a fact may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan

from kg.extract.view import TokenView
from kg.ontology.definitions import Model
from kg.ontology.grammar import Grammar
from kg.records import Span

__all__ = ["NESTED", "QUOTES", "Argument", "ArgumentReader"]

QUOTES = frozenset("“”\"'‘’«»")
#: The group of a name that stands inside another argument.
NESTED = -2
#: So many tokens that join nothing may stand between two members of a list, and so many around a bracket.
LOOSE = 3
LOOSE_BRACKET = 6


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in the sentence: tokens ``start:end``, its entity and class, and its place in a list.

    ``letter`` is the class as features name it. ``context`` is not empty for an argument that the sentence leaves
    out and the text before it supplies: how it was found. Such a one stands at the sentence's start and has no length;
    ``source`` is where the text before it has the name.
    """

    start: int
    end: int
    entity: str
    type: str
    letter: str
    reference: bool
    group: int
    rank: int
    context: str = ""
    source: Span | None = None

    @property
    def place(self) -> Span:
        """The tokens that name it, or mean it, in the article."""
        return self.source or (self.start, self.end)

    @property
    def symbol(self) -> str:
        """How a gap's signature shows it; no tag begins like this."""
        return f"@{self.letter}"


class ArgumentReader:
    """Orders the mentions of sentences and finds the lists that they stand in."""

    def __init__(self, grammar: Grammar, model: Model) -> None:
        self._model = model
        self._letters: dict[str, str] = {}
        self._joiners = grammar.joiners | {","}

    def read(
        self, tokens: TokenView, sentence: Span, mentions: Iterable[DocSpan], references: Iterable[DocSpan]
    ) -> tuple[list[Argument], list[tuple[Argument, Argument]]]:
        """The arguments in ``sentence`` by place, and the pairs of an argument and a name inside it."""
        spans = sorted(
            [(span, False) for span in mentions] + [(span, True) for span in references],
            key=lambda item: (item[0].start, item[1], -item[0].end),
        )
        chosen: list[tuple[DocSpan, bool]] = []
        inner: list[tuple[int, DocSpan, bool]] = []
        for span, reference in spans:
            if span.start < sentence[0] or span.end > sentence[1]:
                continue
            if chosen and span.start < chosen[-1][0].end:
                inner.append((len(chosen) - 1, span, reference))
            else:
                chosen.append((span, reference))
        arguments = self._grouped(tokens, chosen)
        return arguments, [(arguments[n], self._argument(span, reference, NESTED, 0)) for n, span, reference in inner]

    def _grouped(self, tokens: TokenView, spans: Sequence[tuple[DocSpan, bool]]) -> list[Argument]:
        """Mentions with the list each one belongs to: like classes joined by commas and conjunctions alone."""
        arguments: list[Argument] = []
        group = rank = 0
        for span, reference in spans:
            if arguments:
                before = arguments[-1]
                alike = before.letter == self._letter(span.label_)
                joined = alike and self._joins(tokens, before.end, span.start)
                group, rank = (group, rank + 1) if joined else (group + 1, 0)
            arguments.append(self._argument(span, reference, group, rank))
        return arguments

    def _argument(self, span: DocSpan, reference: bool, group: int, rank: int) -> Argument:
        kind = span.label_
        return Argument(span.start, span.end, span.id_, kind, self._letter(kind), reference, group, rank)

    def _letter(self, kind: str) -> str:
        letter = self._letters.get(kind)
        if letter is None:
            letter = self._letters[kind] = self._model.letter(kind)
        return letter

    def _joins(self, tokens: TokenView, start: int, end: int) -> bool:
        """Only commas, conjunctions and at most a class noun or two stand between the members of a list."""
        between = [i for i in range(start, end) if tokens.words[i] not in QUOTES]
        if not between:
            return False
        first, last = tokens.low[between[0]], tokens.low[between[-1]]
        if first not in self._joiners and first != "(":
            return False
        rest = [i for i in between if tokens.low[i] not in self._joiners]
        if any(tokens.words[i] in "()" for i in rest):
            # "A (Indonesia) và B": a bracket may stand between
            return last in self._joiners and len(rest) <= LOOSE_BRACKET
        return len(rest) <= LOOSE and all(tokens.tags[i][:1] in "NLMA" for i in rest)
