"""A sentence as the frames see it: names, the lists they stand in, and what lies between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.ontology.grammar import Grammar

__all__ = ["Argument", "SentenceView", "view"]

#: Symbols of words that only fill a noun phrase: nouns, adjectives, numerals, determiners, pronouns, particles.
PLAIN = frozenset({"N", "A", "M", "L", "#", "Np", "P", "X", "T", "Y", "S", "Z", "I", "%", "/", "-"})
QUOTES = frozenset("“”\"'‘’«»")
SHORT = {
    "Organization": "O",
    "Company": "O",
    "University": "O",
    "GovernmentBody": "O",
    "MediaOutlet": "O",
    "Person": "P",
    "Product": "D",
    "AIModel": "D",
    "Place": "L",
    "City": "L",
    "Country": "C",
    "Work": "W",
    "Report": "W",
    "Policy": "W",
    "Group": "G",
    "Technology": "T",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in the sentence: tokens ``start:end``, its entity and class, and its place in a list.

    ``context`` is not empty for one that the sentence leaves out and the text before it supplies: how it was
    found. Such an argument stands at the sentence's start and has no length.
    """

    start: int
    end: int
    entity: str
    type: str
    reference: bool
    group: int
    rank: int
    context: str = ""

    @property
    def letter(self) -> str:
        return SHORT.get(self.type, "X")

    @property
    def symbol(self) -> str:
        """How a gap's signature shows it; no tag begins like this."""
        return f"@{self.letter}"


@dataclass(slots=True)
class SentenceView:
    """``nested``: an argument and a name inside it ("công ty Hàng Châu này", "báo cáo của Đại học Stanford").

    ``employers``: for people named behind a post, by entity, the organisation that the article says or implies.
    """

    doc: Doc
    start: int
    end: int
    arguments: list[Argument]
    symbols: list[str]
    grammar: Grammar
    label: str = ""
    context: list[Argument] = field(default_factory=list)
    nested: list[tuple[Argument, Argument]] = field(default_factory=list)
    employers: Mapping[str, str] = field(default_factory=dict)
    group_start: dict[int, int] = field(default_factory=dict)
    group_end: dict[int, int] = field(default_factory=dict)
    # Candidates of one sentence ask for the same stretches over and over.
    _gaps: dict[tuple[int, int], list[str]] = field(default_factory=dict, repr=False)
    _cores: dict[tuple[int, int], list[str]] = field(default_factory=dict, repr=False)
    _links: dict[int, str] = field(default_factory=dict, repr=False)

    def gap(self, start: int, end: int) -> list[str]:
        """What stands in the tokens ``start:end``, runs of the same symbol once."""
        found = self._gaps.get((start, end))
        if found is None:
            found = self._gaps[start, end] = self._gap(start, end)
        return found

    def link(self, i: int) -> str:
        """The function word, mark or verb that governs what begins at token ``i``: nouns and the like skipped."""
        found = self._links.get(i)
        if found is None:
            found = self._links[i] = self._link(i)
        return found

    def core(self, start: int, end: int) -> list[str]:
        """The gap without brackets, nouns, adverbs and auxiliaries: names, links, verbs and commas alone."""
        found = self._cores.get((start, end))
        if found is None:
            found = self._cores[start, end] = self._core(start, end)
        return found

    def _gap(self, start: int, end: int) -> list[str]:
        out: list[str] = []
        for symbol in self.symbols[start - self.start : end - self.start]:
            if symbol and (not out or out[-1] != symbol or symbol in ",("):
                out.append(symbol)
        return out

    def _link(self, i: int) -> str:
        for j in range(i - 1, self.start - 1, -1):
            symbol = self.symbols[j - self.start]
            if symbol and not self._plain(symbol):
                return symbol
        return "^"

    def _core(self, start: int, end: int) -> list[str]:
        out: list[str] = []
        depth = 0
        for symbol in self.symbols[start - self.start : end - self.start]:
            depth += (symbol == "(") - (symbol == ")")
            skipped = not symbol or symbol in "R)" or symbol in self.grammar.adverbial or self._plain(symbol)
            if depth <= 0 and not skipped and (not out or out[-1] != symbol):
                out.append(symbol)
        return out

    def _plain(self, symbol: str) -> bool:
        return symbol in PLAIN or symbol in self.grammar.demonstratives

    def word(self, i: int) -> str:
        """The symbol at token ``i``; ``^`` and ``$`` beyond the sentence."""
        if i < self.start:
            return "^"
        if i >= self.end:
            return "$"
        return self.symbols[i - self.start] or "@"


def view(
    sent: Span, mentions: Iterable[Span], references: Iterable[Span], grammar: Grammar, label: str = ""
) -> SentenceView:
    """The view of ``sent`` over the mentions and references that lie in it."""
    spans = sorted(
        [(span, False) for span in mentions] + [(span, True) for span in references],
        key=lambda item: (item[0].start, item[1], -item[0].end),
    )
    chosen: list[tuple[Span, bool]] = []
    inner: list[tuple[int, Span, bool]] = []
    for span, reference in spans:
        if span.start < sent.start or span.end > sent.end:
            continue
        if chosen and span.start < chosen[-1][0].end:
            inner.append((len(chosen) - 1, span, reference))
            continue
        chosen.append((span, reference))
    arguments = _grouped(sent.doc, chosen, grammar)
    symbols = [_symbol(token, grammar) for token in sent]
    for argument in arguments:
        for i in range(argument.start, argument.end):
            symbols[i - sent.start] = ""
        symbols[argument.start - sent.start] = argument.symbol
    built = SentenceView(sent.doc, sent.start, sent.end, arguments, symbols, grammar, label)
    built.nested.extend(
        (arguments[n], Argument(span.start, span.end, span.id_, span.label_, reference, -2, 0))
        for n, span, reference in inner
    )
    for argument in arguments:
        built.group_start.setdefault(argument.group, argument.start)
        built.group_end[argument.group] = argument.end
    return built


def _grouped(doc: Doc, spans: Sequence[tuple[Span, bool]], grammar: Grammar) -> list[Argument]:
    """Mentions with the list each one belongs to: like classes joined by commas and conjunctions alone."""
    joiners = grammar.joiners | {","}
    arguments: list[Argument] = []
    group = rank = 0
    for i, (span, reference) in enumerate(spans):
        letter = SHORT.get(span.label_, "X")
        if i:
            before = arguments[-1]
            between = [token for token in doc[before.end : span.start] if token.text not in QUOTES]
            joined = bool(between) and before.letter == letter and _joins(between, joiners)
            group, rank = (group, rank + 1) if joined else (group + 1, 0)
        arguments.append(Argument(span.start, span.end, span.id_, span.label_, reference, group, rank))
    return arguments


def _joins(between: Sequence[Token], joiners: Collection[str]) -> bool:
    """Only commas, conjunctions and at most a class noun or two stand between the members of a list."""
    words = [token.lower_ for token in between]
    if words[0] not in joiners and words[0] not in {"("}:
        return False
    rest = [token for token in between if token.lower_ not in joiners]
    if any(token.text in "()" for token in rest):
        # "A (Indonesia) và B": a bracket may stand between
        return words[-1] in joiners and len(rest) <= 6
    return len(rest) <= 3 and all(token.tag_[:1] in "NLMA" for token in rest)


def _symbol(token: Token, grammar: Grammar) -> str:
    lower = token.lower_
    if token.is_space or token.text in QUOTES:
        return ""
    if lower in grammar.function_words:
        return lower
    if token.is_punct or not token.text[0].isalnum():
        return token.text[0]
    if token.text[0].isdigit():
        return "#"
    tag = token.tag_
    if tag.startswith("Np"):
        return "Np"
    return tag[:1] if tag else "X"
