"""``kg_speech``: what is quoted or reported, and who says it, as ``doc.spans["speech"]``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.ontology.cues import SpeechFile, load_speech
from kg.phrases import Phrases
from kg.speakers import PERSON, Speakers, Who
from kg.utterances import BULLETS, Unit, answers, lines_of, units_of

__all__ = ["Speech"]

TRAILING = frozenset(",.;:!…-–*•")
JOINING = frozenset({"và", "mà", "nhưng", "còn"})
BEFORE_SOURCE = JOINING | {",", ":", "(", "-", "–", "*", "•", "”", "\""}
SHARED = frozenset({"và", ",", "rồi", "thời", "cũng", "nhưng", "song"})
ENDS = frozenset(".!?…")
SOURCES = frozenset({"MediaOutlet", "Report", "Work", "Organization", "Company"})
#: Words between a verb and "rằng" at most ("nói trong một cuộc phỏng vấn với Bloomberg hồi tháng trước rằng").
FAR = 22
#: Quotes of fewer words are titles or irony unless a verb of saying stands right before them.
SHORT = 4
#: A statement reported without a quote has at least so many words.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """Tokens ``start:end`` are said by ``speaker`` (an entity's id); ``left:right`` is the sentence around them."""

    start: int
    end: int
    direct: bool
    speaker: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Verb:
    start: int
    end: int
    text: str


class Speech:
    """Writes ``doc.spans["speech"]``: label ``direct`` or ``indirect``, id the speaker's entity.

    ``doc.user_data["kg_speech"]`` has for each span, in the same order, the first and last token (exclusive) of the
    sentence that it was read from.
    """

    def __init__(self, data: SpeechFile) -> None:
        self.data = data
        self.bare = frozenset(verb.verb for verb in data.verbs if verb.bare)
        self.verbs = Phrases([*(verb.verb for verb in data.verbs), *data.direct_only])
        self.no_verbs = Phrases(data.no_verbs)
        self.sources = Phrases(data.sources)
        self.no_sources = Phrases(data.no_sources)
        self.roles = Phrases(data.roles)
        self.title_heads = Phrases(data.title_heads)
        self.anaphors = Phrases(data.anaphors)

    def __call__(self, doc: Doc) -> Doc:
        found = sorted(Reader(doc, self).read(), key=lambda said: (said.start, -said.end, said.speaker))
        doc.spans["speech"] = [Span(doc, said.start, said.end, label="direct" if said.direct else "indirect",
                                    span_id=said.speaker) for said in found]
        doc.user_data["kg_speech"] = [[said.left, said.right] for said in found]
        return doc


class Reader:
    """Reads one Doc."""

    def __init__(self, doc: Doc, rules: Speech) -> None:
        self.rules = rules
        self.low = [token.lower_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.capital = [token.text[0].isupper() for token in doc]
        self.word_start = [bool(token._.word_start) for token in doc]
        self.speakers = Speakers(doc, self.low, self.tags, rules.data, rules.roles)
        self.lines = lines_of(doc)
        self.units = units_of(doc, self.low, self.lines)
        self.found: list[Utterance] = []
        self.unit = Unit(-1, 0, 0, ())
        self.covered: set[int] = set()
        self.last = ""  # who spoke last in this paragraph

    def read(self) -> list[Utterance]:
        answered = self._interview()
        for unit in self.units:
            if unit.line in answered:
                continue
            if unit.line != self.unit.line and not (
                    unit.line == self.unit.line + 1 and unit.quotes and unit.quotes[0][0] == unit.left):
                self.last = ""
            self.unit = unit
            self.covered = set()
            before = len(self.found)
            self._read_unit()
            if len(self.found) > before:
                self.last = self.found[-1].speaker
        return self.found

    def _interview(self) -> set[int]:
        """Answers of an interview are one claim each; returns their lines."""
        lines = answers(self.low, self.lines)
        people = [who for who in self.speakers.within(0, len(self.low)) if who.type == PERSON]
        if not lines or not people:
            return set()
        before = [who for who in people if who.start < self.lines[lines[0]][0]]
        # Who is asked is the one whom the introduction speaks of most, the first of those spoken of as often.
        counts: dict[str, int] = {}
        for who in before or people:
            counts[who.id] = counts.get(who.id, 0) + 1
        asked = max(counts, key=lambda key: counts[key])
        for n in lines:
            start, end = self.lines[n]
            colon = next((i for i in range(start, min(end, start + 8)) if self.low[i] == ":"), None)
            named = self.speakers.within(start, colon) if colon is not None else []
            if colon is not None and named:
                asked, start = named[-1].id, colon + 1
            self.unit = Unit(n, self.lines[0][0], self.lines[lines[0]][0], ())
            while start < end and self.low[start] in BULLETS:
                start += 1
            self._add(start, end, asked, direct=True)
        return set(lines)

    # --- one sentence ---

    def _read_unit(self) -> None:
        left, quotes = self.unit.left, self.unit.quotes
        verbs = self._verbs()
        if self._source(verbs):
            return
        subject = ""
        for n, verb in enumerate(verbs):
            floor = max([left, *(q[1] + 1 for q in quotes if q[1] < verb.start)])
            who = self.speakers.subject(floor, verb.start, shared=not subject)
            speaker = who.id if who else self._implied(floor, verb, subject, quoted=floor > left)
            if not speaker:
                continue
            subject = speaker
            quoted = floor > left and self._attributes(floor, speaker)
            if quoted and not any(q[0] > verb.end and q[0] not in self.covered for q in quotes):
                continue
            said = self._complement(verb, verbs[n + 1:])
            if said is not None:
                start, end, direct = said
                added = self._add(start, end, speaker, direct=direct)
                second = self.speakers.pair(who, verb.start) if who and added else None
                if second is not None:
                    self._add(start, end, second.id, direct=direct, again=True)
                self.covered.update(q[0] for q in quotes if start - 1 <= q[0] < end)
            elif not quoted and who is not None:
                self._inverted(floor, verb, who)
        for opening, closing in quotes:
            if opening not in self.covered:
                self._lone_quote(opening, closing)

    def _verbs(self) -> list[Verb]:
        verbs = []
        low, right = self.low, self.unit.right
        inside = dict(self.unit.quotes)
        i = self.unit.left
        while i < right:
            if i in inside:
                i = inside[i] + 1
                continue
            size = self.rules.verbs.at(low, i, right)
            if size and self._is_verb(i, size) and not self.rules.no_verbs.at(low, i, right):
                verbs.append(Verb(i, i + size, " ".join(low[i:i + size])))
            i += size or 1
        return verbs

    def _is_verb(self, i: int, size: int) -> bool:
        if i > self.unit.left and self.low[i - 1] in self.rules.data.not_after:
            return False
        if self.capital[i] and i > self.unit.left and self.low[i - 1].isalpha():
            return False  # a name ("ông Bảo")
        if size > 1:
            return True
        whole = self.word_start[i] and (i + 1 >= len(self.low) or self.word_start[i + 1])
        return whole and self.tags[i].startswith("V")

    def _implied(self, floor: int, verb: Verb, subject: str, *, quoted: bool) -> str:
        """The speaker of a verb that names none: the one before in the sentence, or who spoke last."""
        if quoted:
            found = self.speakers.within(floor, min(self.unit.right, floor + 8))
            if found:
                return found[0].id
        if subject and verb.start - floor > 0 and self.low[verb.start - 1] in SHARED:
            return subject
        size = self.rules.anaphors.at(self.low, floor + (self.low[floor] == ","), verb.start)
        return self.last if size and verb.start - floor - size <= 3 else ""

    def _attributes(self, floor: int, speaker: str) -> bool:
        """The quote right before ``floor`` belongs to the verb behind it ("...", ông nói)."""
        low, left, quotes = self.low, self.unit.left, self.unit.quotes
        opening, closing = max((q for q in quotes if q[1] < floor), key=lambda q: q[1])
        if opening in self.covered:
            return False
        whole = low[opening - 1] in ENDS or low[opening - 1] == ":" or opening - left <= 2
        comma = low[closing - 1] in ",!?" or low[floor] in ",-–"
        size = closing - opening - 1
        if not (whole or comma) or size < 2:
            return False
        self.covered.add(opening)
        if size < SHORT and any(q[0] > floor for q in quotes):
            return True  # the first words of a quote that goes on ("Chỗ kia", bà nói, "tôi sẽ ...")
        self._add(opening + 1, closing, speaker, direct=True)
        return True

    def _complement(self, verb: Verb, later: list[Verb]) -> tuple[int, int, bool] | None:
        """What is said, behind its verb: (start, end, whether it is all a quote)."""
        low, quotes, end = self.low, self.unit.quotes, verb.end
        stop = self._stop(end, later)
        limit = min(stop, end + FAR)
        quote = next((q for q in quotes if q[0] >= end), None)
        nearest = quote[0] if quote else limit
        that = next((i for i in range(end, min(limit, nearest + 1)) if low[i] in ("rằng", ":")), None)
        if that is None and end < limit and low[end] == "là" and verb.text not in ("coi", "gọi", "ví", "tin"):
            that = end
        if that is not None:
            start = that + 1
            if quote is not None and quote[0] <= start + 1 and low[that] == ":":
                return quote[0] + 1, quote[1], True
            return (start, stop, False) if self._says(start, stop) or quote else None
        bare = verb.text in self.rules.bare and self._may_follow(verb, stop)
        if quote is not None and quote[0] < limit:
            if bare and end < quote[0]:
                return end, stop, False
            long = SHORT + 2 if low[end] in ("vào", "về") else 2
            spoken = quote[1] - quote[0] - 1 >= long and not self._is_title(quote[0], end)
            return (quote[0] + 1, quote[1], True) if spoken else None
        if verb.text == "gọi" and "là" in low[end + 1:min(end + 14, stop)]:
            return end, stop, False
        if bare:
            start = end + 1 if low[end] == "," else end
            return (start, stop, False) if self._says(start, stop) else None
        return None

    def _is_title(self, opening: int, floor: int) -> bool:
        return any(opening - size >= floor and self.rules.title_heads.at(self.low, opening - size, opening) == size
                   for size in (1, 2))

    def _may_follow(self, verb: Verb, stop: int) -> bool:
        """May what is said follow its verb without "rằng"?"""
        low, data, end = self.low, self.rules.data, verb.end
        if end >= stop:
            return False
        if low[end] in data.not_bare_before:
            return low[end] in data.bare_if_finite and any(low[i] in data.finite for i in range(end + 1, stop))
        comma = next((i for i in range(end, stop) if low[i] == ","), stop)
        if verb.text in data.finite_only and not any(low[i] in data.finite for i in range(end + 1, comma)):
            return False
        about = next((i for i in range(end, stop) if low[i] == "về"), None)
        return about is None or verb.text != "cảnh báo" or self._has_verb(end, about)

    def _says(self, start: int, end: int) -> bool:
        """A statement has a verb, an adjective or a figure; a lone noun is an object ("thừa nhận sai sót")."""
        return end - start >= SHORTEST and any(
            self.tags[i].startswith(("V", "A", "R", "M")) for i in range(start, end))

    def _stop(self, end: int, later: list[Verb]) -> int:
        """Where a statement ends: at the sentence's end, or where a second speaker takes over."""
        for i in range(end, self.unit.right):
            if self.low[i] == ";" or (self.low[i] in ("còn", "song", "nhưng") and any(v.start > i for v in later)):
                return i
        return self.unit.right

    def _inverted(self, floor: int, verb: Verb, who: Who) -> None:
        """What is said stands before the speaker: "Hãng sẽ mở cửa lại, ông Lam nói với Reuters."."""
        low, right = self.low, self.unit.right
        if right - verb.end > FAR - 6 or (verb.end < right and not (
                low[verb.end] in self.rules.data.not_bare_before or low[verb.end] in TRAILING)):
            return
        between = low[who.end:verb.start]
        if "," in between[:1] and between[-1:] == [","]:
            between = between[1:1] if self.rules.roles.at(low, who.end + 1, verb.start) else between
        if len(between) > 3 or "," in between:
            return
        comma = next((i for i in range(who.start - 1, max(floor, who.start - 7), -1) if low[i] == ","), None)
        if comma is None or comma - floor < 4 or low[comma + 1] in SHARED or (
                low[floor] in self.rules.data.subordinators):
            return
        start = next((i + 1 for i in range(comma - 1, floor - 1, -1) if low[i] in (":", ";")), floor)
        if comma - start >= 4 and self._has_verb(start, comma):
            self._add(start, comma, who.id, direct=False)

    def _lone_quote(self, opening: int, closing: int) -> None:
        """A quote without a verb of saying: told by whom stands right behind it, or by who spoke last."""
        low, left, right = self.low, self.unit.left, self.unit.right
        size = closing - opening - 1
        whole = opening == left or low[opening - 1] in ":-–•*"
        after = closing + 1
        comma = after < right and (low[after] == "," or low[closing - 1] == ",")
        if whole and comma and size >= 2:
            near = [who for who in self.speakers.within(after, min(right, after + 9)) if who.type == PERSON]
            if near:
                self._add(opening + 1, closing, near[0].id, direct=True)
                return
        if size < SHORT:
            return
        if low[opening - 1] == ":" and opening > left:
            people = [who for who in self.speakers.within(left, opening) if who.type == PERSON]
            if people:
                self._add(opening + 1, closing, people[-1].id, direct=True)
                return
        if opening == left and self.last and right - closing <= 3:
            self._add(opening + 1, closing, self.last, direct=True)

    # --- "theo X, ..." ---

    def _source(self, verbs: list[Verb]) -> bool:
        """Reads the first source of the sentence; True when nothing is left to read in it."""
        low, left, right, quotes = self.low, self.unit.left, self.unit.right, self.unit.quotes
        inner = {i for a, b in quotes for i in range(a, b + 1)}
        for i in range(left, right):
            if low[i] not in ("theo", "dẫn") or i in inner:
                continue
            if i > left and low[i - 1] not in BEFORE_SOURCE:
                continue
            if i + 1 < right and low[i + 1] == "đó":
                return self._thereby(i)
            size = self.rules.sources.at(low, i, right)
            if not size or self.rules.no_sources.at(low, i, right):
                continue
            end = self._source_end(i, inner)
            who = self.speakers.source(i + size, end)
            if who is not None:
                speaker = who.id
            elif self.rules.anaphors.at(low, i + size, end) == end - i - size:
                speaker = self.last
            else:
                continue
            if not speaker:
                continue
            if who is not None and who.end < end and low[who.end] in self.rules.data.finite:
                end = who.end
            left = max([self.unit.left, *(j + 1 for j in range(self.unit.left, i) if low[j] in ";:")])
            start = self._behind_apposition(end, right)
            first = (i - left <= 4 or low[i - 1] in JOINING or low[i - 2] == "và" or low[start:start + 1] == ["là"]
                     or self._subordinate(left, i))
            if (first or not self._has_verb(left, i)) and right - start >= 2:
                if any(verb.start > start and self.speakers.subject(start, verb.start)
                       and self._complement(verb, []) for verb in verbs):
                    return False  # "Theo Reuters, ông Lam cho biết ...": he says it
                quote = next((q for q in quotes if start <= q[0] <= start + 1), None)
                if quote is not None and quote[1] >= right - 3:
                    self._add(quote[0] + 1, quote[1], speaker, direct=True)
                elif self._has_verb(start, right):
                    self._add(start, self._stop(start, []), speaker, direct=False)
                self.covered.update(q[0] for q in quotes)
                return True
            if i - left >= 5 and not first:
                before = next((q for q in quotes if q[1] in (i - 1, i - 2)), None)
                if before is not None and before[0] <= left + 1:
                    self._add(before[0] + 1, before[1], speaker, direct=True)
                elif self._has_verb(left, i):
                    self._add(left, i - 1, speaker, direct=False)
                return True
        return False

    def _subordinate(self, start: int, end: int) -> bool:
        """"Để tăng tốc", "Góp ý về dự thảo": words before a source that state nothing by themselves."""
        if "," in self.low[start:end - 1]:
            return False
        return self.low[start] in self.rules.data.subordinators or (
            self.tags[start] == "V" and not self.speakers.within(start, end))

    def _source_end(self, i: int, inner: set[int]) -> int:
        """Where the source named behind "theo" ends: at a comma, a colon or what it is quoted with."""
        low, right = self.low, self.unit.right
        for j in range(i, right):
            if j not in inner:
                if low[j] in (",", ":") or (low[j] == ")" and low[i - 1] == "("):
                    return j
            elif j - 1 not in inner:
                closing = next(q[1] for q in self.unit.quotes if q[0] == j)
                if closing - j > 8 or low[closing + 1:closing + 2] != [","]:
                    return j
        return right

    def _thereby(self, i: int) -> bool:
        """"... bài viết của X, theo đó ...": what follows is what X writes."""
        sources = [who for who in self.speakers.within(self.unit.left, i) if who.type in SOURCES]
        if not sources or self.low[i - 1] != ",":
            return False
        best = next((who for who in reversed(sources) if who.type == "MediaOutlet"), sources[-1])
        self._add(i + 2, self.unit.right, best.id, direct=False)
        return True

    def _has_verb(self, start: int, end: int) -> bool:
        return any(self.tags[i].startswith("V") for i in range(start, end))

    def _behind_apposition(self, comma: int, right: int) -> int:
        """The first token behind "Theo ông X, chuyên gia của Y," of which ``comma`` is the first comma."""
        start = comma + 1 if comma < right and self.low[comma] in ",:)" else comma
        while start < right and self.rules.roles.at(self.low, start, right):
            following = next((j for j in range(start, right) if self.low[j] == ","), None)
            if following is None or following - start > 16 or following + 3 >= right:
                break
            start = following + 1
        return start

    def _add(self, start: int, end: int, speaker: str, *, direct: bool, again: bool = False) -> bool:
        """Keeps an utterance, its marks trimmed, unless it lies inside one that was found before."""
        low = self.low
        while start < end and (low[start] in TRAILING or low[start].isspace() or low[start] in ("rằng", "là")):
            start += 1
        while end > start and (low[end - 1] in TRAILING or low[end - 1].isspace()):
            end -= 1
        if end - start < 2 or (not again and any(
                said.start <= start and end <= said.end for said in self.found[-6:])):
            return False
        self.found.append(Utterance(start, end, direct, speaker, self.unit.left, self.unit.right))
        return True


@Language.factory("kg_speech", assigns=["doc.spans"])
def create_speech(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return Speech(load_speech())
