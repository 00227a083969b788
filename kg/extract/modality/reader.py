"""Does the text assert a fact, report it, plan it or deny it? Read from the cues around the fact's trigger."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Doc

from kg.extract.document import CueHit, Document
from kg.extract.modality.clauses import ClauseSplitter
from kg.ontology.cues import CueFile
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet
from kg.records import Modality, Span

__all__ = ["ModalityReader", "ModalityRules", "attribution"]

NEGATING = frozenset({"negation", "end", "deny"})
END_MARKS = frozenset({",", ".", ";", "!", "”", '"', "\n"})


def attribution(doc: Doc, start: int, end: int, *, quoted: bool = False) -> str | None:
    """The entity id of who says what stands in the tokens ``start:end``: the speaker of the innermost reported
    or quoted stretch around it, of quotes alone when ``quoted``; None when the text says it itself."""
    around = [
        said
        for said in Document.of(doc).speech
        if said.start <= start and end <= said.end and said.speaker and (said.direct or not quoted)
    ]
    return min(around, key=lambda said: said.end - said.start).speaker if around else None


class ModalityRules:
    """The cues of ``cues.yaml`` made ready for reading articles with."""

    def __init__(self, words: CueFile, splitter: ClauseSplitter) -> None:
        self.words = words
        self.splitter = splitter
        self.void = PhraseSet(words.void_before)
        #: What ends the reach of a cue inside its sentence.
        self.separators = words.contrasts | {";"}

    @classmethod
    def of(cls, ontology: Ontology) -> ModalityRules:
        """The rules of an ontology's own cues."""
        return cls(ontology.cues, ClauseSplitter(ontology.cues.clauses))

    def reader(self, doc: Doc) -> ModalityReader:
        """What answers questions about ``doc``."""
        return ModalityReader(doc, self)


class ModalityReader:
    """The cues and clauses of one Doc, for many questions about it."""

    def __init__(self, doc: Doc, rules: ModalityRules) -> None:
        self._rules = rules
        self._data = self._rules.words
        document = Document.of(doc)
        self._view = document.view
        self._low, self._tags = self._view.low, self._view.tags
        self._hits: dict[int, list[CueHit]] = {}
        for hit in document.cues:
            self._hits.setdefault(self.sentence_of(hit.start), []).append(hit)

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a token is in."""
        return self._view.sentence_of(token)

    def clauses(self, sentence: int) -> list[Span]:
        """The clauses of a sentence, in order."""
        return self._rules.splitter.clauses(self._view, sentence)

    def modality(
        self, trigger: Span, *, subject: Span | None = None, object: Span | None = None, nominal: bool | None = None
    ) -> Modality | None:
        """The modality of one fact; spans are token indices. None: a question or a supposition, which is no fact.

        ``nominal``: the trigger is no verb ("của", "đối thủ", a comma); found by its tag when None.
        """
        if not self._low:
            return "asserted"
        number = self.sentence_of(trigger[0])
        start, end = self._view.sentences[number]
        if nominal is None:
            nominal = self._is_nominal(trigger[0])
        if not nominal:
            trigger = self._from_verb(trigger, number)
        if self._asks(trigger, start, end):
            return None
        trigger = (self._word_start(trigger[0]), trigger[1])
        active = {
            hit.cue.kind
            for hit in self._hits.get(number, ())
            if self._reaches(hit, trigger, (subject, object), number, nominal=nominal)
        }
        if active & {"question", "condition"}:
            return None
        if active & NEGATING or ("plan" in active and "refusal" in active):
            return "negated"
        if "plan" in active:
            return "planned"
        return "reported" if "hedge" in active else "asserted"

    def _is_nominal(self, i: int) -> bool:
        """A noun ("đối thủ", "nhà phát triển"), a mark or a word like "của" states its fact without a verb."""
        return self._tags[i].startswith(("N", "F", "C")) or self._low[i] in self._data.nominal

    def _from_verb(self, trigger: Span, number: int) -> Span:
        """A trigger that is a preposition ("cho") begins at its verb ("bán chip cho")."""
        if not self._tags[trigger[0]].startswith("E"):
            return trigger
        start, _ = self._clause_of(number, trigger[0])
        verb = next(
            (
                i
                for i in range(trigger[0] - 1, start - 1, -1)
                if self._is_verb(i) and self._low[i] not in self._data.copulas
            ),
            None,
        )
        return trigger if verb is None else (verb, trigger[1])

    def _word_start(self, i: int) -> int:
        while i > 0 and not self._view.begins[i]:
            i -= 1
        return i

    def _asks(self, trigger: Span, start: int, end: int) -> bool:
        """Is the trigger's sentence a question? A question inside quotes asks only there."""
        for i in range(trigger[1], end):
            if self._low[i] == "?":
                return True
            if self._low[i] in '“"':
                return False
        return False

    def _clause_of(self, number: int, token: int) -> Span:
        return next((c for c in self.clauses(number) if c[0] <= token < c[1]), self._view.sentences[number])

    def _reaches(
        self, hit: CueHit, trigger: Span, sides: tuple[Span | None, Span | None], number: int, *, nominal: bool
    ) -> bool:
        cue = hit.cue
        if cue.scope == "word":
            beside = 0 <= trigger[0] - hit.end <= 1 and self._same_clause(number, hit.end - 1, trigger[0])
            return beside or (
                cue.kind == "negation" and any(side is not None and 0 <= side[0] - hit.end <= 2 for side in sides)
            )
        if cue.scope == "subject":
            return not nominal and self._orders(hit, trigger, sides[0])
        if cue.kind == "negation" and self._is_void(hit):
            return False
        if trigger[0] < hit.end and hit.start < trigger[1]:
            # A trigger that is itself a cue ("đình chỉ", "rút khỏi") does not act on itself, unless it is a promise.
            if cue.text in self._data.promises:
                return True
            return cue.kind != "end" and (hit.start < trigger[0] or trigger[1] - trigger[0] > hit.end - hit.start)
        if cue.direction == "backward":
            return self._reaches_back(hit, trigger, number)
        if hit.end > trigger[0]:
            if cue.kind == "deny":
                return self._is_passive(hit)
            return self._ends_clause(hit) and self._same_clause(number, trigger[0], hit.start) and not nominal
        if nominal:
            return self._reaches_noun(hit, trigger)
        if cue.scope == "sentence":
            return self._reaches_far(hit, trigger, number)
        if not self._same_clause(number, hit.end - 1, trigger[0]):
            return False
        between = range(hit.end, trigger[0])
        if cue.kind in ("negation", "end"):
            return not any(self._is_verb(i) and not self._lets_through(i) for i in between)
        if cue.kind == "plan":
            return not any(self._low[i] in self._data.past for i in between if i > hit.end)
        return True

    def _orders(self, hit: CueHit, trigger: Span, subject: Span | None) -> bool:
        """Is the subject told to do it ("giao Sở Y tế, Sở Tài chính phối hợp với ...")? What it has done it was not."""
        if subject is None or not hit.end <= subject[0] < subject[1] <= trigger[0]:
            return False
        behind = self._low[subject[1] : trigger[0]]
        return all(tag.startswith(("N", "C", "M", "L", "F")) for tag in self._tags[hit.end : subject[0]]) and not any(
            word in self._rules.separators or word in self._data.past for word in behind
        )

    def _is_void(self, hit: CueHit) -> bool:
        """ "Không phải là công ty duy nhất dùng X" denies no use of X."""
        end = min(len(self._low), hit.end + 8)
        return any(self._rules.void.size(self._low, i, end) for i in range(hit.end, end))

    def _reaches_back(self, hit: CueHit, trigger: Span, number: int) -> bool:
        if hit.start < trigger[1]:
            return False
        if hit.cue.kind == "hedge":  # "..., theo nguồn tin của X": only behind a comma does it look back
            return self._low[hit.start - 1] == "," and not any(
                self._low[i] in self._rules.separators for i in range(trigger[1], hit.start)
            )
        if any(self._low[i] in self._data.complementizers for i in range(trigger[1], hit.start)):
            return False  # "X, chuyên gia của Y, cho rằng thất bại là do ..."
        if self._low[hit.start - 1] in self._data.nominalizers:
            return False  # "X ra đời sau sự sụp đổ của Y"
        if hit.cue.scope == "sentence":
            return True
        clause = self._clause_of(number, trigger[1] - 1)
        return hit.start <= clause[1] + 1

    def _reaches_noun(self, hit: CueHit, trigger: Span) -> bool:
        """A noun ("đối thủ", "của") takes a cue only right before it, or across a copula."""
        between = range(hit.end, trigger[0])
        if between and not any(self._is_copula(i) for i in between):
            return False
        return (
            len(between) <= 3
            and hit.cue.scope == "clause"
            and not any(
                self._tags[i].startswith(("E", "C", "F")) or (self._is_verb(i) and not self._is_copula(i))
                for i in between
            )
        )

    def _reaches_far(self, hit: CueHit, trigger: Span, number: int) -> bool:
        if hit.cue.kind == "hedge":
            return self._low[hit.start - 1] != "," and not any(
                self._low[i] in self._rules.separators for i in range(hit.end, trigger[0])
            )
        if self._low[hit.end] == "," or self._low[hit.end] in self._data.resuming:
            return False  # "Công ty phủ nhận và sẽ kiện"
        if any(self._low[i] in self._rules.separators for i in range(hit.end, trigger[0])):
            return False
        starts = [
            start for start, _ in self.clauses(number) if hit.end < start <= trigger[0] and self._low[start - 1] == ","
        ]
        # Two commas around a noun phrase are an apposition: "bác tin X, công ty mẹ của Y, mua Z".
        return not starts or (len(starts) == 2 and self._tags[starts[0]].startswith("N"))

    def _is_passive(self, hit: CueHit) -> bool:
        """ "Tin đồn ấy đã bị chính ông phủ nhận": a denial behind what it denies."""
        return any(self._low[i] in self._data.passives for i in range(max(hit.start - 6, 0), hit.start)) and (
            hit.end == len(self._low) or self._low[hit.end] in END_MARKS
        )

    def _ends_clause(self, hit: CueHit) -> bool:
        """A negation that nothing follows ("SK thì chưa.") denies what stands before it."""
        return (
            hit.cue.kind == "negation"
            and hit.cue.scope == "clause"
            and (hit.end == len(self._low) or self._low[hit.end] in END_MARKS)
        )

    def _same_clause(self, number: int, first: int, second: int) -> bool:
        start, end = self._clause_of(number, second)
        return start <= first < end

    def _is_verb(self, i: int) -> bool:
        return self._tags[i].startswith("V")

    def _is_copula(self, i: int) -> bool:
        return self._is_one_of(self._data.copulas, i)

    def _lets_through(self, i: int) -> bool:
        return self._is_one_of(self._data.transparent, i)

    def _is_one_of(self, words: Container[str], i: int) -> bool:
        """Whether a token is one of ``words``, or a syllable of one ("trở thành")."""
        low = self._low
        return (
            low[i] in words
            or f"{low[i - 1]} {low[i]}" in words
            or (i + 1 < len(low) and f"{low[i]} {low[i + 1]}" in words)
        )
