"""A sentence as the frames see it: names, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Span as DocSpan

from kg.extract.statements.arguments import QUOTES, Argument, ArgumentReader
from kg.extract.statements.groups import Group
from kg.extract.view import TokenView
from kg.ontology.definitions import Model
from kg.ontology.grammar import Grammar
from kg.records import Span

__all__ = ["Odds", "SentenceReader", "SentenceView"]

#: The log-odds of relations by the places of subject and object.
Odds = Mapping[tuple[Span, Span], Mapping[str, float]]

#: So many words are kept with the symbols that they have.
WORDS = 16_384
#: The first letters of the tags of words with a meaning of their own.
CONTENT = frozenset("NVA")
#: Symbols of words that only fill a noun phrase: nouns, adjectives, numerals, determiners, pronouns, particles.
PLAIN = frozenset({"N", "A", "M", "L", "#", "Np", "P", "X", "T", "Y", "S", "Z", "I", "%", "/", "-"})
#: Symbols that say nothing of how what stands around them goes together.
SKIPPED = PLAIN | {"", "R", ")"}


@dataclass(slots=True)
class SentenceView:
    """The tokens ``start:end`` of an article with their arguments, and a symbol for each token.

    A symbol is a function word, a mark, ``#``, an argument's ``@`` with its letter, or the first letter of the
    word's tag; empty for quotes and for an argument's other tokens. ``label`` is the part of the article.

    ``nested``: an argument and a name inside it ("công ty Hàng Châu này", "báo cáo của Đại học Stanford").
    ``employers``: for people named behind a post, by entity, the organisation that the article says or implies.
    ``context``: who the sentence may leave out, because the text before it is about them.
    ``odds``: what the encoder makes of two arguments, where it has looked, of the relations in ``heard``. ``named``:
    the tokens of names. ``fame``: how much the article is about an entity, where it names it. ``sure`` and
    ``classed``: how sure a name and a class are (as in ``Document``).
    """

    tokens: TokenView
    start: int
    end: int
    arguments: list[Argument]
    symbols: list[str]
    grammar: Grammar
    label: str = ""
    context: list[Argument] = field(default_factory=list)
    nested: list[tuple[Argument, Argument]] = field(default_factory=list)
    employers: Mapping[str, str] = field(default_factory=dict)
    odds: Odds = field(default_factory=dict)
    heard: Set[str] = frozenset()
    named: Set[int] = frozenset()
    fame: Mapping[str, str] = field(default_factory=dict)
    sure: Mapping[Span, float] = field(default_factory=dict)
    classed: Mapping[str, float] = field(default_factory=dict)
    group_start: dict[int, int] = field(default_factory=dict)
    group_end: dict[int, int] = field(default_factory=dict)
    #: Names of features that many candidates share, by what they are made of.
    told: dict[tuple[object, ...], Group] = field(default_factory=dict, repr=False)
    # Candidates of one sentence ask for the same stretches over and over.
    _gaps: dict[Span, list[str]] = field(default_factory=dict, repr=False)
    _cores: dict[Span, list[str]] = field(default_factory=dict, repr=False)
    _links: dict[int, str] = field(default_factory=dict, repr=False)
    _words: dict[Span, list[str]] = field(default_factory=dict, repr=False)
    _lists: dict[int | Span, list[Argument]] = field(default_factory=dict, repr=False)
    _listed: dict[tuple[int | Span, str, int | Span], float | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for argument in self.arguments:
            self.group_start.setdefault(argument.group, argument.start)
            self.group_end[argument.group] = argument.end
            self._lists.setdefault(argument.group, []).append(argument)

    def members(self, group: int) -> Sequence[Argument]:
        """The names that make up one list, by its number; lists are numbered in their order, and a name that stands in
        none is one by itself."""
        return self._lists.get(group, ())

    def likely(self, subject: Argument, relation: str, object_: Argument) -> float | None:
        """The encoder's log-odds of ``relation`` between two arguments; None where it has not looked.

        A relation that it never learned is as likely as not: what the words say decides.
        """
        if self.heard and relation not in self.heard:
            return 0.0
        known = self.odds.get((subject.place, object_.place))
        return None if known is None else known.get(relation)

    def listed(self, subject: Argument, relation: str, object_: Argument) -> float | None:
        """The mean of the encoder's log-odds of ``relation`` over the lists that two arguments are in.

        What is told of a list is told of its members. None where neither is in one, or the encoder has not looked.
        """
        if subject.group == object_.group or not self.odds:
            return None
        key = self._whole(subject), relation, self._whole(object_)
        if key not in self._listed:
            subjects, objects = self._lists.get(key[0], [subject]), self._lists.get(key[2], [object_])
            known = [
                likely
                for one in subjects
                for other in objects
                if (likely := self.odds.get((one.place, other.place), {}).get(relation)) is not None
            ]
            self._listed[key] = sum(known) / len(known) if len(known) > 1 else None
        return self._listed[key]

    def gap(self, start: int, end: int) -> list[str]:
        """What stands in the tokens ``start:end``, runs of the same symbol once."""
        found = self._gaps.get((start, end))
        if found is None:
            found = self._gaps[start, end] = self._gap(start, end)
        return found

    def words(self, start: int, end: int) -> list[str]:
        """The nouns, verbs and adjectives in the tokens ``start:end`` that belong to no name, each once."""
        start, end = max(start, self.start), min(end, self.end)
        found = self._words.get((start, end))
        if found is None:
            found = self._words[start, end] = list(dict.fromkeys(self._content(start, end)))
        return found

    def link(self, i: int) -> str:
        """The function word, mark or verb that governs what begins at token ``i``: nouns and the like skipped."""
        found = self._links.get(i)
        if found is None:
            found = self._links[i] = self._link(i)
        return found

    def opening(self, i: int) -> int:
        """Where the bracket opens that token ``i`` stands in; -1 when it stands in none."""
        if "(" not in self.symbols[: max(i - self.start, 0)]:
            return -1
        depth = 0
        for j in range(i - 1, self.start - 1, -1):
            depth += (self.symbols[j - self.start] == ")") - (self.symbols[j - self.start] == "(")
            if depth < 0:
                return j
        return -1

    def core(self, start: int, end: int) -> list[str]:
        """The gap without brackets, nouns, adverbs and auxiliaries: names, links, verbs and commas alone."""
        found = self._cores.get((start, end))
        if found is None:
            found = self._cores[start, end] = self._core(start, end)
        return found

    def word(self, i: int) -> str:
        """The symbol at token ``i``; ``^`` and ``$`` beyond the sentence."""
        if i < self.start:
            return "^"
        if i >= self.end:
            return "$"
        return self.symbols[i - self.start] or "@"

    @staticmethod
    def _whole(argument: Argument) -> int | Span:
        """The list that an argument is in; its place where it is in none that is told here."""
        return argument.group if argument.group >= 0 else argument.place

    def _gap(self, start: int, end: int) -> list[str]:
        out: list[str] = []
        for symbol in self.symbols[start - self.start : end - self.start]:
            if symbol and (not out or out[-1] != symbol or symbol in ",("):
                out.append(symbol)
        return out

    def _content(self, start: int, end: int) -> Iterator[str]:
        tokens = self.tokens
        i = start
        while i < end:
            first = i
            i += 1
            while i < end and not tokens.begins[i]:
                i += 1
            tagged = tokens.tags[first][:1] in CONTENT and tokens.words[first].isalpha()
            if tagged and first not in self.named and tokens.begins[first]:
                yield " ".join(tokens.low[first:i])

    def _link(self, i: int) -> str:
        filling = self.grammar.demonstratives
        for j in range(i - 1, self.start - 1, -1):
            symbol = self.symbols[j - self.start]
            if symbol and symbol not in PLAIN and symbol not in filling:
                return symbol
        return "^"

    def _core(self, start: int, end: int) -> list[str]:
        out: list[str] = []
        depth = 0
        adverbial, demonstratives = self.grammar.adverbial, self.grammar.demonstratives
        for symbol in self.symbols[start - self.start : end - self.start]:
            if symbol == "(" or symbol == ")":
                depth += 1 if symbol == "(" else -1
            if depth > 0 or symbol in SKIPPED or symbol in adverbial or symbol in demonstratives:
                continue
            if not out or out[-1] != symbol:
                out.append(symbol)
        return out


class SentenceReader:
    """Makes the views of sentences, with the small words of ``grammar.yaml``."""

    def __init__(self, grammar: Grammar, model: Model) -> None:
        self._grammar = grammar
        self._arguments = ArgumentReader(grammar, model)
        # A text has few words, each many times.
        self._symbol = lru_cache(maxsize=WORDS)(self._symbol_of)

    def read(
        self,
        tokens: TokenView,
        sentence: Span,
        mentions: Iterable[DocSpan],
        references: Iterable[DocSpan] = (),
        *,
        label: str = "",
        employers: Mapping[str, str] | None = None,
    ) -> SentenceView:
        """The view of ``sentence`` over the mentions and references that lie in it."""
        start, end = sentence
        arguments, nested = self._arguments.read(tokens, sentence, mentions, references)
        symbols = list(map(self._symbol, tokens.words[start:end], tokens.low[start:end], tokens.tags[start:end]))
        for argument in arguments:
            for i in range(argument.start, argument.end):
                symbols[i - start] = ""
            symbols[argument.start - start] = argument.symbol
        return SentenceView(
            tokens, start, end, arguments, symbols, self._grammar, label, nested=nested, employers=employers or {}
        )

    def _symbol_of(self, word: str, low: str, tag: str) -> str:
        if word.isspace() or word in QUOTES:
            return ""
        if low in self._grammar.function_words:
            return low
        if not word[0].isalnum():
            return word[0]
        if word[0].isdigit():
            return "#"
        return "Np" if tag.startswith("Np") else tag[:1] or "X"
