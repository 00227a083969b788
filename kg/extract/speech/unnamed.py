"""Subjects that no name stands for: nouns of who was named before, short names in brackets, many without a name."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.speech.rules import Rules
from kg.extract.speech.titles import Who
from kg.extract.view import TokenView

__all__ = ["Unnamed"]

#: Words of a noun phrase that means somebody named before, at most; how well its class must fit.
LONGEST = 10
FITS = 0.7


class Unnamed:
    """Looks at the words before the verbs of saying of one article."""

    def __init__(self, view: TokenView, rules: Rules, named: Iterable[Who]) -> None:
        """``named``: everybody and everything that the article names."""
        self._low, self._tags = view.low, view.tags
        self._rules = rules
        self._joining = rules.data.sharing | rules.data.together
        self._short = {who.end: who for who in named if who.type in rules.speakers and self._is_short(who)}

    def _is_short(self, who: Who) -> bool:
        low = self._low
        return who.end < len(low) and low[who.end] == ")" and who.start > 0 and low[who.start - 1] == "("

    def behind_adverbs(self, floor: int, verb: int) -> int:
        """Where the words before the verb end, adverbs left out."""
        while verb > floor and self._tags[verb - 1].startswith("R"):
            verb -= 1
        return verb

    def short(self, floor: int, verb: int) -> Who | None:
        """Who is named only by the short name in the brackets right before the verb ("Viện Nghiên cứu X (ISW) nói")."""
        who = self._short.get(self.behind_adverbs(floor, verb) - 1)
        return who if who is not None and who.start >= floor else None

    def many(self, who: Who, end: int) -> bool:
        """Are they many without a name who speak, behind a body ("... của Lá Sen và các chuyên gia cho rằng")?"""
        return (
            who.type not in self._rules.people
            and who.end + 1 < end
            and self._low[who.end] in self._joining
            and self._low[who.end + 1] in self._rules.data.many
        )

    def meant(self, start: int, verb: int, last: str, before: Iterable[Who]) -> str:
        """Whom the noun that the words ``start:verb`` begin with may mean ("Cơ quan điều tra cho biết"): who spoke
        ``last``, or was named last ``before``, of a class that fits; "" for nobody."""
        while start < verb and (self._tags[start][:1] in "CR" or not self._low[start][0].isalpha()):
            start += 1
        hit = self._rules.nouns.at(self._low, start, verb)
        if hit is None or verb - start > LONGEST:
            return ""
        types = {kind for kind, weight in self._rules.fits.get(hit[1], {}).items() if weight >= FITS}
        fitting = [who.id for who in before if who.named and who.type in types]
        return last if last in fitting else next(reversed(fitting), "")
