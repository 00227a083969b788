"""Whether words can be what somebody says, and where that ends."""

from __future__ import annotations

from kg.extract.speech.rules import Rules
from kg.extract.view import TokenView

__all__ = ["Content"]

#: A statement that is reported without a quote has at least so many words.
SHORTEST = 3
#: First letters of the tags of verbs, adjectives, adverbs and numerals.
SAYING = ("V", "A", "R", "M")


class Content:
    """Judges stretches of one article's tokens."""

    def __init__(self, view: TokenView, rules: Rules) -> None:
        self._low, self._tags = view.low, view.tags
        self._contrasts = rules.data.contrasts

    def has_verb(self, start: int, end: int) -> bool:
        """Is there a verb among the tokens ``start:end``?"""
        return any(tag.startswith("V") for tag in self._tags[start:end])

    def says(self, start: int, end: int) -> bool:
        """A statement has a verb, an adjective or a figure; a lone noun is an object ("thừa nhận sai sót")."""
        return end - start >= SHORTEST and any(tag.startswith(SAYING) for tag in self._tags[start:end])

    def stop(self, start: int, right: int, last_verb: int) -> int:
        """Where a statement that begins at ``start`` ends: at ``right``, or where a second speaker takes over.

        ``last_verb`` is the place of the sentence's last verb of saying.
        """
        for i in range(start, right):
            if last_verb > i and (self._low[i] == ";" or self._low[i] in self._contrasts):
                return i
        return right
