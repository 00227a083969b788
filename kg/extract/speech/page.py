"""One Doc as plain lists, which are faster to search than its tokens."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract.speech.rules import Rules
from kg.extract.speech.units import units_of
from kg.extract.view import TokenView

__all__ = ["Page"]

#: A statement that is reported without a quote has at least so many words.
SHORTEST = 3


class Page:
    """``low`` has the words in lower case, ``tags`` their parts of speech; ``lines`` and ``units`` see ``units``."""

    def __init__(self, doc: Doc, rules: Rules) -> None:
        view = TokenView.of(doc)
        self.low, self.tags = view.low, view.tags
        self._doc = doc
        self.lines = view.lines
        self.units = units_of(doc, self.low, self.lines)
        self._contrasts = rules.data.contrasts

    def has_verb(self, start: int, end: int) -> bool:
        return any(self.tags[i].startswith("V") for i in range(start, end))

    def says(self, start: int, end: int) -> bool:
        """A statement has a verb, an adjective or a figure; a lone noun is an object ("thừa nhận sai sót")."""
        return end - start >= SHORTEST and any(self.tags[i].startswith(("V", "A", "R", "M")) for i in range(start, end))

    def is_word(self, i: int) -> bool:
        """Is this syllable a word of its own?"""
        return bool(self._doc[i]._.word_start and (i + 1 >= len(self.low) or self._doc[i + 1]._.word_start))

    def is_capital(self, i: int) -> bool:
        return self._doc[i].text[0].isupper()

    def stop(self, start: int, right: int, last_verb: int) -> int:
        """Where a statement that begins at ``start`` ends: at ``right``, or where a second speaker takes over.

        ``last_verb`` is the place of the sentence's last verb of saying.
        """
        for i in range(start, right):
            if self.low[i] == ";" or (self.low[i] in self._contrasts and last_verb > i):
                return i
        return right
