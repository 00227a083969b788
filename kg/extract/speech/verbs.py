"""Verbs of saying in a sentence, and the words behind them that are said."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge

from kg.extract.speech.content import Content
from kg.extract.speech.rules import Rules
from kg.extract.speech.units import Unit, bracketed
from kg.extract.view import TokenView, inside

__all__ = ["FAR", "SHORT", "Said", "Verb", "Verbs"]

#: Words between a verb and "rằng" at most ("nói trong một cuộc phỏng vấn với Bloomberg hồi tháng trước rằng").
FAR = 22
#: Quotes of fewer words are titles or irony unless a verb of saying stands right before them.
SHORT = 4
BESIDE = 3
#: Words between "gọi" and "là" at most.
CALLED = 14
#: A subject that begins with a capital letter and the word behind it ("sẽ") have at most so many words.
NAMED = 10
#: Words from the subject of a clause to the word that makes it one ("đã"), at most.
CLAUSE = 12
#: Among so many words behind a verb of asking stands the name of who is asked.
WHOM = 3


@dataclass(frozen=True, slots=True)
class Verb:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens ``start:end`` are said; ``direct``: they are the words of a quote.

    ``form`` is how they follow their verb ("rằng", "là", ":", "quote", "bare", ","), "" where none stands before
    them; ``doubts`` are the rules that speak against it.
    """

    start: int
    end: int
    direct: bool
    form: str = ""
    doubts: tuple[str, ...] = ()


class Verbs:
    """Looks for verbs of saying and what they govern."""

    def __init__(self, view: TokenView, rules: Rules, content: Content) -> None:
        self._view = view
        self._low = view.low
        self._content = content
        self._rules = rules
        self._data = rules.data
        self._whom = rules.whom
        self._brackets = bracketed(view)
        #: Where a verb of saying may begin.
        self._places = rules.verbs.among(view.places)

    def of(self, unit: Unit) -> list[Verb]:
        """The verbs of saying outside quotes, in order."""
        verbs = []
        quotes = dict(unit.quotes)
        behind = unit.left
        for i in merge(inside(self._places, unit.left, unit.right), sorted(quotes)):
            if i < behind:
                continue
            if i in quotes:
                behind = quotes[i] + 1
                continue
            size = 0 if i in self._brackets else self._rules.verbs.size(self._low, i, unit.right)
            if size and self._is_verb(i, size, unit):
                verbs.append(Verb(i, i + size, " ".join(self._low[i : i + size])))
            behind = i + size
        return verbs

    def _is_verb(self, i: int, size: int, unit: Unit) -> bool:
        view = self._view
        if i > unit.left and self._low[i - 1] in self._data.not_after:
            return False
        if i > unit.left and view.words[i][0].isupper() and self._low[i - 1].isalpha():
            return False  # a name ("ông Bảo")
        if self._rules.no_verbs.size(self._low, i, unit.right):
            return False
        if i + size < unit.right and self._low[i + size] in self._data.owning:
            return False  # a noun ("ước tính của giới phân tích là ...")
        return size > 1 or (view.is_word(i) and view.tags[i].startswith("V"))

    def complement(self, unit: Unit, verb: Verb, last_verb: int) -> Said | None:
        """What may be said, behind its verb; ``last_verb`` is the place of the sentence's last verb of saying."""
        low, end = self._low, verb.end
        stop = self._content.stop(end, self._clause_end(unit, verb), last_verb)
        limit = min(stop, end + FAR)
        quote = next((q for q in unit.quotes if q[0] >= end), None)
        that = self._that(verb, limit, quote[0] if quote else limit)
        if that is not None:
            start = that + 1
            if quote is not None and quote[0] <= start + 1 and low[that] == ":":
                return None if self.is_title(that, end) else Said(quote[0] + 1, quote[1], True, ":")
            return self._said(start, stop, low[that], () if quote else self._says(start, stop))
        comma = low[end : end + 1] == [","]
        free = verb.text in self._rules.bare or (comma and verb.text in self._data.bare_behind_comma)
        follows = self._may_follow(verb, stop)
        doubts = tuple(name for name, held in (("bound", free), ("follows", follows)) if not held)
        if quote is not None and quote[0] < limit:
            if not doubts and end < quote[0]:
                return Said(end, stop, False, "bare")
            return Said(quote[0] + 1, quote[1], True, "quote") if self._is_speech(quote, end) else None
        if verb.text in self._data.calling and not self._data.copulas.isdisjoint(
            low[end + 1 : min(end + CALLED, stop)]
        ):
            return Said(end, stop, False, "called")
        start = end + 1 if comma else end
        return self._said(start, stop, "," if comma else "bare", doubts + self._says(start, stop))

    def _clause_end(self, unit: Unit, verb: Verb) -> int:
        """Where the clause of ``verb`` ends: one behind "khi" before the comma that the main clause follows."""
        beneath = self._rules.conjunctions.size(self._low, unit.left, verb.start) > 0
        if not beneath or "," in self._low[unit.left : verb.start]:
            return unit.right
        return next((i for i in range(verb.end + 1, unit.right) if self._low[i] == ","), unit.right)

    def _says(self, start: int, stop: int) -> tuple[str, ...]:
        return () if self._content.says(start, stop) else ("short",)

    def _said(self, start: int, stop: int, form: str, doubts: tuple[str, ...]) -> Said | None:
        return Said(start, stop, False, form, doubts) if stop > start else None

    def _that(self, verb: Verb, limit: int, quote: int) -> int | None:
        """Where "rằng", "là" or a colon stands between a verb and what is said."""
        low, data, end = self._low, self._data, verb.end
        if low[end - 1] in data.that:
            return end - 1
        that = next(
            (
                i
                for i in range(end, min(limit, quote + 1))
                if low[i] in data.that or (low[i] == ":" and low[i - 1] not in data.listing)
            ),
            None,
        )
        if that is not None and low[that] in data.that and self._others(end, that):
            return None
        if that is None and end < limit and low[end] in data.that_at_once and verb.text not in data.naming:
            return end
        return that

    def _others(self, start: int, that: int) -> bool:
        """Does the "rằng" at ``that`` belong to another verb behind ``start`` ("cho biết nhiều người nghĩ rằng")?"""
        return any(
            self._rules.verbs.size(self._low, i, that + 1) in (that - i, that - i + 1)
            for i in range(max(start, that - 3), that)
        )

    def _is_speech(self, quote: tuple[int, int], verb_end: int) -> bool:
        """Are these quoted words said, not a title ("tọa đàm “...”") or a word pointed out ("nhấn mạnh vào “...”")?"""
        opening, closing = quote
        near = opening - verb_end <= BESIDE
        shortest = SHORT + 2 if self._low[verb_end] in self._data.pointing else 2 if near else SHORT
        return closing - opening - 1 >= shortest and not self.is_title(opening, verb_end)

    def is_title(self, mark: int, verb_end: int) -> bool:
        """Does a word that titles follow stand before this mark ("với chủ đề: “...”")?"""
        return any(
            mark - size >= verb_end and self._rules.title_heads.size(self._low, mark - size, mark) == size
            for size in (1, 2)
        )

    def _will(self, start: int, comma: int) -> bool:
        """Does a statement of what was or will be done begin at ``start``, its subject a name, a pronoun or none?"""
        low, data = self._low, self._data
        size = self._rules.anaphors.size(low, start, comma)
        start += size
        if start >= comma:
            return False
        if low[start] in data.auxiliary or (size and self._view.tags[start].startswith("V")):
            return True
        return self._view.words[start][0].isupper() and not data.auxiliary.isdisjoint(
            low[start + 1 : min(start + NAMED, comma)]
        )

    def _leads_in(self, i: int) -> bool:
        """Does a time or a condition begin here, behind which a clause follows?"""
        return self._low[i] in self._data.subordinators or self._view.tags[i].startswith(("M", "E"))

    def _asks(self, verb: Verb, stop: int) -> bool:
        """Is somebody named or called to do something behind a verb of asking ("đề nghị tỉnh sớm duyệt")?"""
        end = verb.end
        if any(word[0].isupper() for word in self._view.words[end : end + WHOM]):
            return self._content.has_verb(end + 1, stop)
        return self._whom.size(self._low, end, stop) > 0 and self._content.has_verb(end + 1, stop)

    def _happens(self, start: int, comma: int) -> bool:
        """Does a clause with its own subject begin at ``start`` ("một nhà máy ở Huế đã cháy", "việc dời kho ...")?"""
        low, data = self._low, self._data
        if low[start] in data.events:
            return any(low[i] in data.finite for i in range(start + 1, comma))
        if not self._view.tags[start].startswith(("N", "M", "L")):
            return False
        for i in range(start + 1, min(comma, start + CLAUSE)):
            if low[i] in data.happening:
                return True
            if low[i] in data.relative:
                return False
        return False

    def _begins_verb(self, i: int) -> bool:
        """Is this the first syllable of a longer verb ("cho phép")?"""
        return not self._view.is_word(i) and self._view.tags[i].startswith("V")

    def _may_follow(self, verb: Verb, stop: int) -> bool:
        """May what is said follow its verb without "rằng"?"""
        low, data, end = self._low, self._data, verb.end
        if end >= stop:
            return False
        if low[end - 1] in data.that:
            return True
        comma = stop if low[end] == "," else next((i for i in range(end, stop) if low[i] == ","), stop)
        if low[end] in data.not_bare_before and not self._begins_verb(end):
            if self._rules.adverbials.size(low, end, stop):
                return True  # "cho biết về cơ bản ..."
            if verb.text in data.finite_first or not self._view.is_word(end):
                return False
            if low[end] in data.addressing and verb.end - verb.start == 1:
                return False  # "nói với các nghị sĩ ..."
            return low[end] in data.bare_if_finite and (
                any(low[i] in data.finite for i in range(end + 1, stop)) or self._content.has_verb(comma, stop)
            )
        if verb.text in data.finite_first and low[end] != ",":
            return self._will(end, comma) or self._happens(end, comma)
        if verb.text in data.asking:
            return low[verb.start - 1] not in data.oblique and self._asks(verb, stop)
        finite = any(low[i] in data.finite for i in range(end + 1, comma)) or any(
            low[i] == "," and low[i + 1] in data.finite for i in range(comma, stop - 1)
        )
        if self._leads_in(end):  # "dự báo 3 năm tới, giá sẽ tăng"
            finite = finite or any(low[i] in data.finite for i in range(comma, stop))
        if not finite and (verb.text in data.finite_only or low[end] in data.nominal_starts):
            return False
        about = next((i for i in range(end, stop) if low[i] in data.pointing), None)
        return about is None or verb.text not in data.about or self._content.has_verb(end, about)
