"""The post that somebody holds, in the words of the text."""

from __future__ import annotations

from collections.abc import Container

from kg.extract.statements.candidates import Candidate
from kg.extract.statements.qualifiers import is_break
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet
from kg.records import Span

__all__ = ["Posts"]

#: The most tokens of a noun of a post, or of a kind of body.
LONGEST = 4
#: All that stands between the nouns of a post and its body has at most so many tokens.
FAR = 18


class Posts:
    """Finds posts with the words of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ends = ontology.grammar.title_ends
        self._chiefs, self._acting = ontology.grammar.chiefs, ontology.grammar.acting
        self._parting = (ontology.grammar.joiners & self._ends) | {","}
        self._roles = PhraseSet(
            " ".join(form)
            for form, triggers in ontology.lexicon.forms.items()
            if any(trigger.frame == "role" and trigger.relation in ontology.lexicon.standing for trigger in triggers)
        )
        grammar = ontology.grammar
        self._joining = (grammar.links | grammar.wholes) | {","}
        self._clausal = (grammar.adverbial | grammar.clause_words | grammar.copulas | grammar.several) - self._joining
        self._saying = PhraseSet(verb.verb for verb in ontology.speech.verbs)
        self._holding = PhraseSet(ontology.cues.copulas)
        bodies = ontology.model.below("Organization")
        self._heads = PhraseSet(
            noun for kind, nouns in ontology.nouns.heads.items() if kind in bodies for noun in nouns
        )

    def of(self, tokens: TokenView, candidate: Candidate, names: Container[int], sentence: Span) -> str | None:
        """The post as the text has it: from its nouns to the body that it is held at.

        Where more than a post stands between the two it ends at a name, a mark, a verb or a word that ends one.
        ``names`` are the tokens that names begin at. A noun for a kind of body belongs to the name behind it.
        """
        chief = self._chief(tokens, candidate.object.start, sentence[0])
        if chief:
            return chief
        if candidate.trigger.frame != "role" or self._is_far(tokens, candidate):
            return None
        start, body = self._start(tokens, candidate.start, sentence[0]), candidate.object.start
        if self._is_whole(tokens, candidate.end, body, names):
            end = self._without_head(tokens, start, self._without_link(tokens, body))
            end = self._without_link(tokens, end)
        else:
            end = self._stop(tokens, candidate.end, sentence[1], names)
            end = self._without_head(tokens, start, end) if end == body else end
        return tokens.text(start, end).strip() or None

    def _chief(self, tokens: TokenView, body: int, left: int) -> str:
        """The post that shares its noun with the body ("Phó trưởng | Ban Kinh tế Trung ương" is a "Phó trưởng Ban")."""
        start = body
        while start > left and tokens.low[start - 1] in self._chiefs:
            start -= 1
        # "Cục trưởng" is a post by itself.
        whole = any(self._roles.size(tokens.low, body - size, body) == size for size in range(2, LONGEST + 1))
        if start == body or whole or not tokens.begins[start]:
            return ""
        end = body + 1
        while end < len(tokens) and not tokens.begins[end]:
            end += 1
        return tokens.text(self._acted(tokens, start, left), end)

    def _acted(self, tokens: TokenView, start: int, left: int) -> int:
        """Where a post begins that goes on at ``start``, with what says how it is held ("quyền", "nguyên").

        No such word ends another one ("chính quyền | Tổng thống X").
        """
        while start > left and tokens.low[start - 1] in self._acting and tokens.begins[start - 1]:
            start -= 1
        return start

    def _stop(self, tokens: TokenView, end: int, right: int, names: Container[int]) -> int:
        """The first name, mark, verb or word that ends a post, from ``end`` on."""
        while end < right and end not in names:
            verb = tokens.begins[end] and tokens.tags[end] == "V" and not tokens.words[end][0].isupper()
            if verb or is_break(tokens.words[end]) or tokens.low[end] in self._ends:
                break
            end += 1
        return end

    def _is_whole(self, tokens: TokenView, start: int, body: int, names: Container[int]) -> bool:
        """Is what stands between the post's noun and its body all post ("Phó Giám đốc | Tư vấn đầu tư, | Viện X")?"""
        between = range(start, body)
        return 1 < len(between) <= FAR and not any(
            i in names
            or tokens.low[i] in self._clausal
            or (is_break(tokens.words[i]) and tokens.words[i] != ",")
            or (tokens.low[i - 1] in self._parting and self._roles.size(tokens.low, i, body))
            or self._saying.size(tokens.low, i, body)
            for i in between
        )

    def _without_link(self, tokens: TokenView, end: int) -> int:
        """Where the post ends before what joins it to its body."""
        while tokens.low[end - 1] in self._joining:
            end -= 1
        return end

    def _is_far(self, tokens: TokenView, candidate: Candidate) -> bool:
        """Does a verb part the post from both names before it ("X của Y chúc các giáo sư")? It may say who holds it."""
        start, last = candidate.start, max(candidate.subject.end, candidate.object.end)
        verbs = [i for i in range(last, start) if tokens.tags[i].startswith("V") and tokens.begins[i]]
        return bool(verbs) and not any(self._holding.size(tokens.low, i, start) for i in range(last, start))

    def _start(self, tokens: TokenView, start: int, left: int) -> int:
        """Where the post begins that goes on at ``start`` ("Phó chủ tịch | phụ trách pháp lý")."""
        # "từng là kỹ sư": it was held before.
        if tokens.tags[start].startswith("R") and tokens.tags[start + 1].startswith("V"):
            return start + 2
        for size in range(LONGEST, 0, -1):
            if start - size >= left and self._roles.size(tokens.low, start - size, start) == size:
                return self._acted(tokens, start - size, left)
        return self._acted(tokens, start, left)

    def _without_head(self, tokens: TokenView, start: int, end: int) -> int:
        """Where the post ends before the noun that says what kind of body follows."""
        for size in range(LONGEST, 0, -1):
            head = end - size
            if start < head and tokens.begins[head] and self._heads.size(tokens.low, head, end) == size:
                return head
        return end
