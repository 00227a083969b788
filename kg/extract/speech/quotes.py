"""Quotes without a verb of saying: told by whom stands beside them, or by who spoke last."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.speech.rules import Rules
from kg.extract.speech.speakers import Speakers, Who
from kg.extract.speech.units import Unit
from kg.extract.speech.verbs import SHORT, Said, Verbs
from kg.extract.view import TokenView

__all__ = ["NEAR", "LoneQuote", "LoneQuotes"]

#: The speaker of a quote stands at most so many words behind it.
NEAR = 9
#: Words of the line that tells below a quote whose it is, at most.
SIGNATURE = 30


@dataclass(frozen=True, slots=True)
class LoneQuote:
    """A quote, an entity's key, and where the quote has it from."""

    said: Said
    speaker: str
    way: str


class LoneQuotes:
    """Looks for the speakers of such quotes."""

    def __init__(self, view: TokenView, rules: Rules, speakers: Speakers, verbs: Verbs) -> None:
        self._view, self._low = view, view.low
        self._rules = rules
        self._speakers = speakers
        self._verbs = verbs

    def lone(self, unit: Unit, opening: int, closing: int, last: str) -> LoneQuote | None:
        """The speaker of the quote between these marks of ``unit``; ``last`` is who spoke last."""
        low, left, right = self._low, unit.left, unit.right
        said = Said(opening + 1, closing, True)
        size = closing - opening - 1
        whole = opening == left or low[opening - 1] in ":-–•*"
        after = closing + 1
        comma = after < right and (low[after] == "," or low[closing - 1] == ",")
        if whole and comma and size >= 2:
            near = self._speakers.people(after, min(right, after + NEAR))
            if near:
                return LoneQuote(said, near[0].id, "behind")
        if size < SHORT or low[opening + 1] in self._rules.data.source_words:
            return None
        if low[opening - 1] == ":" and opening > left and not self._verbs.is_title(opening - 1, left):
            people = self._speakers.people(left, opening)
            speaker = people[-1].id if people else last if self._rules.role(self._view, left, opening) else ""
            if speaker and low[left] not in self._rules.data.unnamed:
                return LoneQuote(said, speaker, "before")
        signed = self._signed(unit, closing) if opening == left else None
        if signed is not None:
            return LoneQuote(said, signed.id, "signed")
        return LoneQuote(said, last, "on") if opening == left and last and right - closing <= 3 else None

    def _signed(self, unit: Unit, closing: int) -> Who | None:
        """Who is named below a line that is all quote ("...", and below it "Ông Lam, Giám đốc Vườn chè")."""
        lines, line = self._view.lines, unit.line
        if lines[line][1] - closing > 2 or line + 1 >= len(lines):
            return None
        start, end = lines[line + 1]
        who = next(iter(self._speakers.people(start, min(end, start + NEAR))), None)
        if who is None or end - start > SIGNATURE or self._verbs.of(Unit(line + 1, start, end, ())):
            return None
        first = who.start - start <= 1 and (
            who.end >= end or not self._low[who.end].isalpha() or self._rules.posts.size(self._low, who.end, end) > 0
        )
        return who if first else None
