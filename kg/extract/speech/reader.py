"""Reads an article for what is quoted or reported in it, and who says it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.document import Utterance
from kg.extract.speech.candidates import Candidate
from kg.extract.speech.content import Content
from kg.extract.speech.judge import Judge
from kg.extract.speech.quotes import NEAR, LoneQuotes
from kg.extract.speech.rules import Rules
from kg.extract.speech.sources import Sources
from kg.extract.speech.speakers import Speakers, Who
from kg.extract.speech.units import BULLETS, Unit, answers, units_of
from kg.extract.speech.verbs import FAR, SHORT, Said, Verb, Verbs
from kg.extract.view import TokenView
from kg.records import Span

__all__ = ["SpeechReader"]

TRAILING = frozenset(",.;:!…-–*•")
ENDS = frozenset(".!?…")
#: A statement before its speaker has at least so many words; behind the verb stand at most so many.
BEFORE = 4
BEHIND = FAR - 6
#: Words of a subject that describes a person ("tỷ phú giàu nhất thế giới"), at most.
DESCRIBED = 8
#: Words between "dẫn lời" and the verb of whom it quotes, at most.
RELAYED = 20


class SpeechReader:
    """Reads articles with the words of ``speech.yaml``."""

    def __init__(self, rules: Rules, judge: Judge | None = None) -> None:
        """``judge`` decides what is a claim, the shipped one when none is given."""
        self._rules = rules
        self._judge = judge or Judge.load()

    def read(self, view: TokenView, named: Iterable[Who]) -> list[Utterance]:
        """What is said, in order of its place; ``named`` is everybody and everything that the article names."""
        found = _Reading(view, list(named), self._rules, self._judge).read()
        return sorted(found, key=lambda said: (said.start, -said.end, said.speaker))


class _Reading:
    """One article while it is read, from its first line to its last."""

    def __init__(self, view: TokenView, named: Sequence[Who], rules: Rules, judge: Judge) -> None:
        self.rules = rules
        self.judge = judge
        self.view = view
        self.named = sorted(who.start for who in named)
        self.low = view.low
        self.content = Content(view, rules)
        self.speakers = Speakers(view, rules, named)
        self.verbs = Verbs(view, rules, self.content)
        self.sources = Sources(view, rules, self.content, self.speakers, self.verbs)
        self.quotes = LoneQuotes(view, rules, self.speakers, self.verbs)
        self.types = {who.id: who.type for who in reversed(named)}
        self.found: list[Utterance] = []
        self.unit = Unit(-1, 0, 0, ())
        self.covered: set[int] = set()  # opening marks of the unit's quotes that are read
        self.last = ""  # who spoke last in this paragraph

    def read(self) -> list[Utterance]:
        answered = self._interview()
        for unit in units_of(self.view):
            if unit.line in answered:
                continue
            if unit.line != self.unit.line and not (
                unit.line == self.unit.line + 1 and unit.quotes and unit.quotes[0][0] == unit.left
            ):
                self.last = ""
            self.unit = unit
            self.covered = set()
            before = len(self.found)
            self._read_unit()
            if len(self.found) > before:
                self.last = self.found[-1].speaker
        return self.found

    def _interview(self) -> set[int]:
        """Answers of an interview are one utterance each; returns their lines."""
        lines = self.view.lines
        replies = answers(self.view, self.rules.data.me)
        people = self.speakers.people(0, len(self.low))
        if not replies or not people:
            return set()
        # Who is asked is the one whom the introduction speaks of most, the first of those spoken of as often.
        counts: dict[str, int] = {}
        for who in [who for who in people if who.start < lines[replies[0]][0]] or people:
            counts[who.id] = counts.get(who.id, 0) + 1
        asked = max(counts, key=lambda key: counts[key])
        for n in replies:
            start, end = lines[n]
            colon = next((i for i in range(start, min(end, start + 8)) if self.low[i] == ":"), None)
            named = self.speakers.within(start, colon) if colon is not None else []
            if colon is not None and named:
                asked, start = named[-1].id, colon + 1
            self.unit = Unit(n, lines[0][0], lines[replies[0]][0], ())
            while start < end and self.low[start] in BULLETS:
                start += 1
            self._add(Said(start, end, True), asked, "answer")
        return set(replies)

    def _headline(self) -> bool:
        """ "Điện Kremlin: Phương Tây liều lĩnh", above the text: what stands behind the name is said."""
        left, right, low = self.unit.left, self.unit.right, self.low
        if self.unit.line or left != self.view.lines[0][0]:
            return False
        colon = next((i for i in range(left, right) if low[i] == ":"), None)
        who = self.speakers.subject(left, colon) if colon is not None and colon - left <= NEAR else None
        if colon is None or who is None or who.end != colon:
            return False
        if who.start > left and low[who.start - 1] in self.rules.data.owning:
            return False  # "Chè của Lá Sen: ..." is a topic
        return self.content.has_verb(colon + 1, right) and self._add(
            Said(colon + 1, right, False), who.id, "headline", who
        )

    def _read_unit(self) -> None:
        left, quotes = self.unit.left, self.unit.quotes
        if not quotes and self._headline():
            return
        verbs = [verb for verb in self.verbs.of(self.unit) if not self.speakers.in_name(verb.start)]
        source = self.sources.first(self.unit, verbs, self.last)
        if source is not None:
            if source.said is not None:
                self._add(source.said, source.speaker, "source")
            return
        subject = ""
        for n, verb in enumerate(verbs):
            floor = max([left, *(q[1] + 1 for q in quotes if q[1] < verb.start and not self._pointed_out(q))])
            who = self.speakers.subject(floor, verb.start, shared=not subject)
            speaker = who.id if who else self._implied(floor, verb, subject, quoted=floor > left)
            if verb.text in self.rules.data.relaying:
                if n + 1 < len(verbs) and verbs[n + 1].start - verb.end < RELAYED:
                    continue  # the verb behind it has its own subject
                relayed = self.speakers.people(verb.end, min(verb.end + RELAYED, self.unit.right))
                speaker = relayed[0].id if relayed else speaker
            if not speaker:
                continue
            shown = self._may_say(who, verb, floor)
            if shown:
                subject = speaker
            quoted = shown and floor > left and self._attributes(floor, verb, speaker)
            if quoted and not any(q[0] > verb.end and q[0] not in self.covered for q in quotes):
                continue
            said = self.verbs.complement(self.unit, verb, verbs[-1].start)
            if said is not None and not shown:
                said = replace(said, doubts=(*said.doubts, "shows"))
            added = said is not None and self._add(said, speaker, "verb", who, verb)
            if said is not None and (added or not said.doubts):
                second = self.speakers.pair(who, verb.start) if who and added else None
                if second is not None:
                    self._add(said, second.id, "verb", second, verb, again=True)
                self.covered.update(q[0] for q in quotes if said.start - 1 <= q[0] < said.end)
            elif shown and not quoted and who is not None:
                self._inverted(floor, verb, who)
        for opening, closing in quotes:
            if opening not in self.covered:
                lone = self.quotes.lone(self.unit, opening, closing, self.last)
                if lone is not None:
                    self._add(lone.said, lone.speaker, lone.way)

    def _pointed_out(self, quote: Span) -> bool:
        """Is this a word or two in quotes inside a sentence, across which its subject reaches?"""
        opening, closing = quote
        return closing - opening - 1 < SHORT and opening > self.unit.left and self.low[closing - 1] not in ",.!?…"

    def _may_say(self, who: Who | None, verb: Verb, floor: int) -> bool:
        """May the subject of ``verb`` say something by it? What data show is theirs; a person needs "rằng" for it."""
        if verb.text not in self.rules.data.showing:
            return True
        if who is None:
            return False
        told = who.type in self.rules.people and self._behind(verb) in self.rules.data.that
        return told or self.speakers.reports(who, floor)

    def _behind(self, verb: Verb) -> str:
        """The word behind a verb; empty where it is the text's last."""
        return self.low[verb.end] if verb.end < len(self.low) else ""

    def _implied(self, floor: int, verb: Verb, subject: str, *, quoted: bool) -> str:
        """The speaker of a verb that names none: the one before in the sentence, or who spoke last."""
        if quoted:
            found = self.speakers.within(floor, min(self.unit.right, floor + NEAR - 1))
            if found:
                return found[0].id
        if subject and verb.start > floor and self.low[verb.start - 1] in self.rules.data.sharing:
            return subject
        start = next((i + 1 for i in range(verb.start - 1, floor - 1, -1) if self.low[i] == ","), floor)
        # Who has a name behind the noun ("nhà lãnh đạo Iran") is somebody else than the one before.
        described = self.rules.described.size(self.low, start, verb.start) > 0 and not self._names(start, verb.start)
        if described:
            if verb.start - start > DESCRIBED:
                return ""
        else:
            size = self.rules.anaphors.size(self.low, start, verb.start)
            if not size or verb.start - start - size > 3:
                return "" if self._names(start, verb.start) else self.speakers.meant(start, verb.start, self.last)
            if self.last or self.low[start] not in self.rules.data.pronouns:
                return self.last
        # A pronoun or noun for a person that kg_references left open means whom the lines here spoke of last.
        people = self.speakers.people(self.view.lines[max(self.unit.line - 1, 0)][0], self.unit.left)
        return people[-1].id if people else ""

    def _names(self, start: int, end: int) -> bool:
        """Does a name begin behind the first of the tokens ``start:end``?"""
        return bisect_right(self.named, start) < bisect_left(self.named, end)

    def _attributes(self, floor: int, verb: Verb, speaker: str) -> bool:
        """The quote right before ``floor`` belongs to the verb behind it ("...", ông nói)."""
        low, left, quotes = self.low, self.unit.left, self.unit.quotes
        opening, closing = max((q for q in quotes if q[1] < floor), key=lambda q: q[1])
        if opening in self.covered:
            return False
        whole = low[opening - 1] in ENDS or low[opening - 1] == ":" or opening - left <= 2
        comma = low[closing - 1] in ",!?" or low[floor] in ",-–"
        size = closing - opening - 1
        if not (whole or comma) or size < 2 or (not whole and self.verbs.is_title(opening, left)):
            return False
        if not whole and self._behind(verb) in (":", *self.rules.data.that):
            return False  # what a sentence only leads in with ("Tại lễ mở “Vườn chè”, ông Lam nói: ...")
        self.covered.add(opening)
        if size < SHORT and any(q[0] > floor for q in quotes):
            return True  # the first words of a quote that goes on ("Chỗ kia", bà nói, "tôi sẽ ...")
        self._add(Said(opening + 1, closing, True), speaker, "quote", None, verb)
        return True

    def _inverted(self, floor: int, verb: Verb, who: Who) -> None:
        """What is said stands before the speaker: "Hãng sẽ mở cửa lại, ông Lam nói với Reuters."."""
        low, right, data = self.low, self.unit.right, self.rules.data
        if right - verb.end > BEHIND or (
            verb.end < right and low[verb.end] not in data.not_bare_before and low[verb.end] not in TRAILING
        ):
            return
        between = low[who.end : verb.start]
        apposition = between[:1] == [","] == between[-1:] and self.rules.roles.size(low, who.end + 1, verb.start)
        if not apposition and (len(between) > 3 or "," in between):
            return
        comma = next((i for i in range(who.start - 1, max(floor, who.start - 7), -1) if low[i] in ",-–"), None)
        if comma is None or low[comma + 1] in data.sharing:
            return
        if low[floor] in data.subordinators and "," not in low[floor:comma]:
            return
        start = next((i + 1 for i in range(comma - 1, floor - 1, -1) if low[i] in (":", ";")), floor)
        if comma - start >= BEFORE and self.content.has_verb(start, comma):
            self._add(Said(start, comma, False), who.id, "inverted", who, verb)

    def _add(
        self,
        said: Said,
        speaker: str,
        way: str,
        who: Who | None = None,
        verb: Verb | None = None,
        *,
        again: bool = False,
    ) -> bool:
        """Keeps what is said, its marks trimmed, unless it lies inside something kept before or is hardly a claim."""
        low, start, end = self.low, said.start, said.end
        while start < end and (low[start] in TRAILING or low[start].isspace() or low[start] in self.rules.introducing):
            start += 1
        while end > start and (low[end - 1] in TRAILING or low[end - 1].isspace()):
            end -= 1
        if end - start < 2 or (
            not again and any(before.start <= start and end <= before.end for before in self.found[-6:])
        ):
            return False
        found = Utterance(start, end, said.direct, speaker, self.unit.left, self.unit.right)
        candidate = Candidate(found, said, way, self.types[speaker], who, verb, self.unit.line == 0)
        if not self.judge.holds(candidate, self.view):
            return False
        self.found.append(found)
        return True
