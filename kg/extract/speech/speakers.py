"""Who is the subject of a verb of saying: a search to the left of it, apposition by apposition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Set
from itertools import pairwise

from kg.extract.speech.rules import Rules
from kg.extract.speech.titles import Titles, Who
from kg.extract.speech.units import bracketed
from kg.extract.speech.unnamed import Unnamed
from kg.extract.view import TokenView

__all__ = ["Speakers", "Who"]

#: Words between a break and a verb that shares the subject before the break, at most.
SHARED = 4
#: First letters of the tags of words that begin an agent behind "bị".
AGENT = ("N", "M", "L")
DASHES = frozenset("-–")
#: A verb in a title or a kind of firm is at most so many words behind its noun ("công ty công nghệ bảo hiểm X").
TITLE = 5
#: A document is told of at most so many sentences before it says something.
ISSUED = 3


class Speakers:
    """The possible speakers of one article, among all that it names."""

    def __init__(self, view: TokenView, rules: Rules, named: Iterable[Who]) -> None:
        self._view = view
        self._low, self._tags = view.low, view.tags
        self._rules = rules
        self._data = rules.data
        self._roles = rules.roles
        self._brackets = bracketed(view)
        everybody = sorted(set(named))
        speaking = [who for who in everybody if who.type in rules.speakers and self._may_speak(who)]
        bodies = {who.start for who in speaking if not self._is_person(who)}
        self._speaking = [who for who in speaking if not self._speaks_for(who, bodies)]
        self._begins = [who.start for who in self._speaking]
        self._acting = {who.end: who for who in everybody if who.type in rules.acting}
        self._unnamed = Unnamed(view, rules, everybody)
        self._inner = {i for who in self._speaking for i in range(who.start + 1, who.end)}
        self._titles = Titles(view, rules, self._speaking)

    def _may_speak(self, who: Who) -> bool:
        """A country speaks as "Hà Lan" or "chính phủ Hà Lan", not in "công ty Hà Lan"; nobody in brackets does."""
        if who.start in self._brackets:
            return False
        if who.type not in self._rules.countries or who.start == 0:
            return True
        before = self._low[who.start - 1]
        return before in self._data.country_heads or not self._tags[who.start - 1].startswith("N")

    def _speaks_for(self, who: Who, bodies: Set[int]) -> bool:
        """Is this a word for somebody, of whom no more is told than whose words they are ("đại diện Cục Chè")?"""
        if who.named or not self._is_person(who) or self._rules.spokes.size(self._low, who.start, who.end) == 0:
            return False
        for i in range(who.end, min(who.end + TITLE, len(self._low))):
            if i in bodies:
                return True
            if not self._tags[i].startswith("N") and self._low[i] not in self._data.owning:
                return False
        return False

    def in_name(self, i: int) -> bool:
        """Does the token ``i`` stand inside the name of somebody who may speak ("Sở Văn hóa, Thể thao")?"""
        return i in self._inner

    def _is_person(self, who: Who) -> bool:
        return who.type in self._rules.people

    def within(self, start: int, end: int) -> list[Who]:
        """Possible speakers in the tokens ``start:end``, in order."""
        return [
            who
            for who in self._speaking[bisect_left(self._begins, start) : bisect_left(self._begins, end)]
            if who.end <= end
        ]

    def people(self, start: int, end: int) -> list[Who]:
        """The people among the possible speakers in the tokens ``start:end``, in order."""
        return list(filter(self._is_person, self.within(start, end)))

    def pair(self, who: Who, end: int) -> Who | None:
        """The second of two who speak together ("A và B cho biết")."""
        if who.end >= end or self._low[who.end] not in self._data.together:
            return None
        return next((other for other in self.within(who.end, min(end, who.end + 4)) if other.type == who.type), None)

    def reports(self, who: Who, floor: int) -> bool:
        """Is ``who`` a document, or named as where a document comes from ("dữ liệu của X")?"""
        return who.type in self._rules.documents or any(
            self._rules.reports.size(self._low, i, who.start) for i in range(floor, who.start)
        )

    def meant(self, start: int, verb: int, last: str) -> str:
        """Whom a noun at ``start`` that is the subject of ``verb`` means; ``last`` is who spoke last."""
        return self._unnamed.meant(start, verb, last, self.within(0, start))

    def source(self, start: int, end: int) -> Who | None:
        """Who is named as a source in ``start:end``, the words behind "theo"."""
        near = self.within(start, end)
        if not any(map(self._is_person, near)) and (held := self._titles.holder(start, end)) is not None:
            return held
        if not near or near[0].start - start > 10:
            return None
        first = near[0]
        if first.type in self._rules.countries and self._low[first.start - 1] in self._data.owning:
            return None  # "theo một quan chức của Hà Lan"
        if self._low[first.start - 1] in self._data.addressed:
            return None
        document = next((who for who in near if who.type in self._rules.documents), None)
        if document is not None:
            return document
        for who in near[1:]:
            between = self._low[first.end : who.start]
            if (
                self._is_person(who)
                and not self._is_person(first)
                and (self._data.apart.isdisjoint(between) or self._rules.posts.size(self._low, start, first.start))
            ):
                return who
        return first

    def subject(self, left: int, verb: int, *, shared: bool = True) -> Who | None:
        """Who says it, for a verb at ``verb`` whose sentence (or part of it) begins at ``left``.

        ``shared``: the subject may stand before a "nhưng" that the verb follows.
        """
        floor = left
        for i in range(verb - 1, left - 1, -1):
            if self._breaks(i, left, verb):
                floor = i + 1
                break
        outer = self._before_dashes(floor, left, verb)
        if outer is not None:
            return outer
        found = self._titled(floor, verb) or self._search(floor, verb)
        if found is None and shared and left < floor >= verb - SHARED and self._low[floor - 1] in self._data.sharing:
            return self.subject(left, floor - 1)
        if found is None and floor - 2 >= left and self._low[floor - 2] in self._data.source_words:
            return self._search(left, verb)  # "Reuters dẫn thông cáo cho biết ..."
        return found or self._unnamed.short(floor, verb) or self._acts(floor, verb) or self._issuer(floor, left, verb)

    def _issuer(self, floor: int, left: int, verb: int) -> Who | None:
        """Whose document the words right before the verb are ("X đã có công văn ... . Công văn cho biết"): the subject
        of the last sentence before that speaks of one."""
        size = self._rules.reports.size(self._low, floor, verb)
        if floor > left or not size or any(tag.startswith(("N", "V")) for tag in self._tags[floor + size : verb]):
            return None
        noun, number = self._low[floor : floor + size], self._view.sentence_of(floor)
        for start, end in reversed(self._view.sentences[max(number - ISSUED, 0) : number]):
            for i in range(end - size, start, -1):
                if self._low[i : i + size] == noun:
                    return self._search(start, i)
        return None

    def _acts(self, floor: int, verb: int) -> Who | None:
        """What is no speaker elsewhere but right before a verb ("TikTok cũng cho biết")."""
        who = self._acting.get(self._unnamed.behind_adverbs(floor, verb))
        return who if who is not None and who.start >= floor and not self._preposition(who, floor) else None

    def _before_dashes(self, floor: int, left: int, verb: int) -> Who | None:
        """The subject of "X - hãng xe của Y - cho biết": whoever stands before the first dash."""
        last = next((i for i in range(verb - 1, max(left, verb - 4), -1) if self._low[i] in DASHES), None)
        if last is None or any(tag.startswith(("N", "V")) for tag in self._tags[last + 1 : verb]):
            return None
        first = next((i for i in range(last - 1, left, -1) if self._low[i] in DASHES), None)
        return None if first is None else self.subject(left, first, shared=False)

    def _titled(self, floor: int, verb: int) -> Who | None:
        """The person that the words right before the verb name by a post alone ("Bộ trưởng cho biết")."""
        comma = next((i for i in range(verb - 1, floor - 1, -1) if self._low[i] == ","), floor - 1)
        if any(who.named and self._is_person(who) for who in self.within(comma + 1, verb)):
            return None
        return self._titles.holder(comma + 1, verb)

    def _breaks(self, i: int, left: int, verb: int) -> bool:
        word = self._low[i]
        if (
            i > left
            and self._low[i - 1] in self._data.source_words
            and (word in self._data.spoken or self._rules.reports.size(self._low, i, verb))
        ):
            return True  # "Reuters dẫn lời ông X nói ...", "TASS dẫn thông cáo của X cho hay ..."
        if word in self._data.undergoing:  # "ông X bị một đồng nghiệp cáo buộc ...", not "thiết bị"
            return i + 1 < verb and self._view.begins[i] and self._tags[i + 1].startswith(AGENT)
        if word in self._data.breaks_in_clause:  # "... tăng giá sau khi Reuters đưa tin"
            return "," not in self._low[i:verb]
        if word in self._data.breaks_at_start:
            return i == left or self._low[i - 1] in (",", ";", "“")
        return word in self._data.breaks

    def _search(self, left: int, verb: int) -> Who | None:
        if not self.within(left, verb):
            return None
        aside = self._brackets | self._inner
        commas = [i for i in range(left, verb) if self._low[i] == "," and i not in aside]
        chunks = [(self._behind_blanks(a, b), b) for a, b in pairwise([left, *(i + 1 for i in commas), verb]) if b > a]
        fallback: Who | None = None
        for n in range(len(chunks) - 1, -1, -1):
            start, end = chunks[n]
            if n + 1 < len(chunks) and self._is_role(chunks[n + 1][0]):  # "khi ông Lam, giám đốc Lá Sen, nói"
                start = max([start, *(i + 1 for i in range(start, end) if self._low[i] in self._data.breaks_in_clause)])
            best = self._pick(start, end)
            if best is None or (n and self._low[start] in self._data.passives):
                continue
            if n == len(chunks) - 1 and self._unnamed.many(best, end):
                return None
            if not self._is_person(best) and n and (person := self._affiliated(chunks, n, best)) is not None:
                return person
            if n == len(chunks) - 1 and (part := self._part(chunks, n, best)) is not None:
                return part
            if not self._is_person(best) and n and (self._is_role(start) or self._behind_role(chunks, n)):
                if any(self.within(a, b) for a, b in chunks[:n]):
                    fallback = fallback or best
                    continue
                if self._low[chunks[n - 1][0]] in self._data.unnamed:
                    return None
            return best
        return fallback

    def _behind_blanks(self, start: int, end: int) -> int:
        """The first of the tokens ``start:end`` that is more than a blank, which may follow a comma as a token."""
        return next((i for i in range(start, end) if not self._low[i].isspace()), start)

    def _affiliated(self, chunks: list[tuple[int, int]], n: int, firm: Who) -> Who | None:
        """ "GS Lan, Viện Chè, Đại học Vũng Rô, cho rằng": the person before the comma before bare names of bodies."""
        start, _ = chunks[n]
        if any(
            not self._tags[i].startswith("N") and self._low[i] not in self._data.owning
            for i in range(start, firm.start)
        ):
            return None
        for a, b in reversed(chunks[:n]):
            before = self._pick(a, b)
            if before is not None and self._is_person(before):
                return before if self._brackets.issuperset(range(before.end, b - 1)) else None
            if not self._is_role(a) and not self._tags[a].startswith(("N", "M")):
                return None
        return None

    def _part(self, chunks: list[tuple[int, int]], n: int, body: Who) -> Who | None:
        """ "Cục Chè, Bộ Nông nghiệp, cho biết": the body before the bare name of its own; not "theo X, Y nói"."""
        bare = n and (body.start, body.end) == chunks[n] and not self._is_person(body)
        if not bare or self._low[chunks[n - 1][0]] in self._data.source_words:
            return None
        start, end = chunks[n - 1]
        before = self._pick(start, end - 1)  # before the comma
        if before is None or before.end != end - 1 or self._is_person(before):
            return None
        return before if n == 1 or before.start == start else None

    def _behind_role(self, chunks: list[tuple[int, int]], n: int) -> bool:
        """ "Bà Lan, giám đốc khối bán lẻ, UOB Việt Nam, nói": the chunk before is an apposition to a person."""
        return n >= 2 and self._is_role(chunks[n - 1][0]) and any(map(self._is_person, self.within(*chunks[n - 2])))

    def _is_role(self, i: int) -> bool:
        return self._rules.role(self._view, i, len(self._low)) > 0

    def _pick(self, start: int, end: int) -> Who | None:
        free: list[Who] = []
        owned: list[Who] = []
        for who in self.within(start, end):
            preposition = self._preposition(who, start)
            if preposition == "":
                free.append(who)
            elif not self._is_person(who) and (
                preposition in self._data.owning or (preposition in self._data.origins and self.reports(who, start))
            ):
                owned.append(who)
        return next(filter(self._is_person, free), None) or next(iter(free or owned), None)

    def _preposition(self, who: Who, start: int) -> str:
        """The preposition or verb that governs a name, across head nouns ("của hãng phân tích X"); "" for none."""
        nouns = True
        for i in range(who.start - 1, max(start, who.start - 7) - 1, -1):
            word, tag = self._low[i], self._tags[i]
            if word == "," or word in self._data.breaks_in_clause:
                return ""
            if nouns and word in self._data.relating and (i == start or self._low[i - 1] == ","):
                return ""
            if self._view.begins[i] and (word in self._data.agents or (nouns and word in self._data.oblique)):
                return word  # not "tự do"
            if nouns and not tag.startswith(("N", "M", "L", "A")):
                if tag.startswith("V") and self._in_role(i, start):
                    continue
                if tag.startswith("V") and word not in self._data.copulas:
                    return word
                nouns = False
        return ""

    def _in_role(self, i: int, start: int) -> bool:
        """Is this verb part of a title ("nhà phê bình", "người đồng sáng lập", "lãnh đạo")?"""
        return any(self._roles.size(self._low, j, len(self._low)) for j in range(max(start, i - TITLE), i + 1))
