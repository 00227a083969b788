"""Sources named with a preposition: "theo X, ...", "..., theo X", "bài viết của X, theo đó ..."."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.speech.content import Content
from kg.extract.speech.rules import Rules
from kg.extract.speech.speakers import Speakers, Who
from kg.extract.speech.units import Unit
from kg.extract.speech.verbs import Said, Verb, Verbs
from kg.extract.view import TokenView, inside

__all__ = ["Source", "Sources"]

#: A statement before its source has at least so many words, an adverbial before it at most so many.
BEFORE = 5
LEAD_IN = 4
#: Words of an apposition to a source at most, and of a title in quotes that is part of it.
APPOSITION = 16
TITLE = 8
#: Words between "hiện" and a post, at most.
BETWEEN = 4
#: Words of the longest name before "dẫn lời".
LONGEST = 12
#: Marks that may stand before "theo".
MARKS = frozenset(',:(-–*•“”".!?…')
#: Marks behind which another statement begins.
PARTS = frozenset(";:.!?…")


@dataclass(frozen=True, slots=True)
class Source:
    """What a source says; ``said`` is None where a sentence names a source but states nothing."""

    speaker: str
    said: Said | None


class Sources:
    """Looks for the first source of a sentence."""

    def __init__(self, view: TokenView, rules: Rules, content: Content, speakers: Speakers, verbs: Verbs) -> None:
        self._view = view
        self._low, self._tags = view.low, view.tags
        self._content = content
        self._rules = rules
        self._data = rules.data
        self._speakers = speakers
        self._verbs = verbs
        #: Where a source may begin.
        self._places = view.where(rules.data.source_words)

    def first(self, unit: Unit, verbs: list[Verb], last: str) -> Source | None:
        """The source that the sentence's statement goes back to; None when there is none, or when somebody else
        says it there ("Theo Reuters, ông Lam cho biết ..."). ``last`` is who spoke last."""
        low, right = self._low, unit.right
        places = inside(self._places, unit.left, right)
        inner = {i for a, b in unit.quotes for i in range(a, b + 1)} if places else set()
        for i in places:
            if i in inner or not self._may_begin(i, unit):
                continue
            if i + 1 < right and low[i + 1] in self._data.thereby:
                source = self._thereby(i, unit)
                if source is not None:
                    return source
                continue
            size = self._rules.sources.size(low, i, right)
            if not size or self._rules.no_sources.size(low, i, right):
                continue
            end = self._end(i, unit, inner)
            # "theo hãng tin Reuters" is a source with a noun, "theo Hãng tin Reuters" may be one with a longer name.
            who = self._speakers.source(i + size, end) or self._speakers.source(i + 1, end)
            speaker = who.id if who else last if self._is_anaphor(i + size, end) else ""
            if not speaker:
                continue
            if who is not None and who.end < end and self._goes_on(who, end, right):
                end = who.end
            left = max([unit.left, *(j + 1 for j in range(unit.left, i) if low[j] in PARTS)])
            start = self._behind_apposition(end, right)
            leads = self._leads(i, left, start)
            if (leads or not self._content.has_verb(left, i)) and right - start >= 2:
                person = who is not None and who.type in self._rules.people
                media = who is not None and who.type in self._rules.media
                if not person and self._somebody_says(start, unit, verbs, bodies=media):
                    return None
                return Source(speaker, self._behind(start, unit))
            if i - left >= BEFORE and not leads:
                if any(verb.end <= i for verb in verbs) and self._somebody_says(left, unit, verbs, i):
                    return None  # "Ông X nói rằng ..., theo Reuters"
                return Source(speaker, self._before(left, i, unit))
        return None

    def _may_begin(self, i: int, unit: Unit) -> bool:
        """Behind a mark, or where it can be nothing but a source ("... theo số liệu của X", not "Reuters dẫn lời")."""
        before = self._low[i - 1]
        if i == unit.left or self._view.words[i][0].isupper() or before in MARKS or before in self._data.joining:
            return True
        named = any(who.end == i for who in self._speakers.within(max(unit.left, i - LONGEST), i))
        return not named and self._rules.sources.size(self._low, i, unit.right) > 1

    def _goes_on(self, who: Who, end: int, right: int) -> bool:
        """Does the statement begin right behind a source ("theo nghiên cứu của X có 40%", "theo ông X giá sẽ ...")?"""
        low, i = self._low, who.end
        if low[i] in self._data.finite or self._tags[i] == "R":
            return True
        return (
            end == right
            and who.type in self._rules.people
            and who.named
            and low[i][0].isalpha()
            and low[i] not in self._data.oblique
            and not self._rules.role(self._view, i, right)
            and not self._rules.verbs.size(low, i, right)
            and self._content.says(i, right)
            and self._content.has_verb(i, right)
        )

    def _is_anaphor(self, start: int, end: int) -> bool:
        return self._rules.anaphors.size(self._low, start, end) == end - start

    def _leads(self, i: int, left: int, start: int) -> bool:
        """Do the words from ``left`` to the source at ``i`` only lead in to the statement behind it?"""
        low = self._low
        if i - left <= LEAD_IN or low[i - 1] in self._data.joining or low[i - 2] in self._data.joining:
            return True
        if start < len(low) and low[start] in self._data.copulas:
            return True
        if "," in low[left : i - 1]:
            return False
        if self._tags[left].startswith("V") and self._rules.verbs.size(low, left, i):
            return True  # "Đánh giá về X, theo ông Y, ..."
        # "Để tăng tốc, theo ông X, ...", "Góp ý về dự thảo, theo bà Y, ..."
        return low[left] in self._data.subordinators or (self._tags[left] == "V" and not self._speakers.within(left, i))

    def _somebody_says(
        self, start: int, unit: Unit, verbs: list[Verb], end: int | None = None, *, bodies: bool = False
    ) -> bool:
        """Is there a verb of saying with its subject and statement behind ``start`` (and before ``end``)?

        The subject is a person, with ``bodies`` or ``end`` anybody: a medium hands on what a firm says.
        """
        return any(
            start < verb.start < (unit.right if end is None else end)
            and not self._subordinate(start, verb)
            and (who := self._speakers.subject(start, verb.start)) is not None
            and (bodies or end is not None or who.type in self._rules.people)
            and (said := self._verbs.complement(unit, verb, verb.start)) is not None
            and not said.doubts
            for verb in verbs
        )

    def _subordinate(self, start: int, verb: Verb) -> bool:
        """Is this the verb of a clause that the statement begins with ("kể từ khi ông X tuyên bố ly hôn, bà ...")?"""
        words = self._low[start : verb.start]
        return "," not in words and not self._data.breaks_in_clause.isdisjoint(words)

    def _behind(self, start: int, unit: Unit) -> Said | None:
        quote = next((q for q in unit.quotes if start <= q[0] <= start + 1), None)
        if quote is not None and quote[1] >= unit.right - 3:
            return Said(quote[0] + 1, quote[1], True, "behind")
        if self._content.says(start, unit.right):
            return Said(start, self._content.stop(start, unit.right, -1), False, "behind")
        return None

    def _before(self, left: int, i: int, unit: Unit) -> Said | None:
        quote = next((q for q in unit.quotes if q[1] in (i - 1, i - 2)), None)
        if quote is not None and quote[0] <= left + 1:
            return Said(quote[0] + 1, quote[1], True, "before")
        end = i - 1 if self._low[i - 1] in MARKS else i
        return Said(left, end, False, "before") if self._content.has_verb(left, i) else None

    def _end(self, i: int, unit: Unit, inner: set[int]) -> int:
        """Where the source named behind "theo" ends: at a comma, a colon or what it is quoted with."""
        low = self._low
        for j in range(i, unit.right):
            if j not in inner:
                if (low[j] in (",", ":") and not self._speakers.in_name(j)) or (low[j] == ")" and low[i - 1] == "("):
                    return j
            elif j - 1 not in inner:
                closing = next(q[1] for q in unit.quotes if q[0] == j)
                if closing - j > TITLE or low[closing + 1 : closing + 2] != [","]:
                    return j
        return unit.right

    def _behind_apposition(self, comma: int, right: int) -> int:
        """The first token behind "Theo ông X, chuyên gia của Y," of which ``comma`` is the first comma."""
        low = self._low
        start = comma + 1 if comma < right and low[comma] in ",:)" else comma
        while start < right and self._is_apposition(start, right):
            following = next((j for j in range(start, right) if low[j] in (",", ":")), None)
            if following is None or following - start > APPOSITION or following + 3 >= right:
                break
            if not self._data.auxiliary.isdisjoint(low[start + 2 : following]):
                break  # "theo X, người trẻ ở đây đang ..." has its statement there
            start = following + 1
        return start

    def _is_apposition(self, start: int, right: int) -> bool:
        """Does a noun for somebody begin here, or a clause about what he is ("hiện là giám đốc"; not "hiện giá đã")?"""
        size = self._rules.role(self._view, start, right)
        if not size or self._low[start] not in self._data.clausal_roles:
            return size > 0
        return any(self._rules.role(self._view, i, right) for i in range(start + 1, min(start + BETWEEN, right)))

    def _thereby(self, i: int, unit: Unit) -> Source | None:
        """ "... bài viết của X, theo đó ...": what follows is what X writes."""
        sources = [who for who in self._speakers.within(unit.left, i) if who.type in self._rules.writers]
        if not sources or self._low[i - 1] != ",":
            return None
        best = next((who for who in reversed(sources) if who.type in self._rules.media), sources[-1])
        return Source(best.id, Said(i + 2, unit.right, False, "thereby"))
